import NIOHTTP1
import Testing

@testable import PlumblineServer

@Suite("The head of a request")
struct RequestHeadTests {
    private func head(_ fields: [(String, String)]) -> RequestHead {
        RequestHead(
            HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: HTTPHeaders(fields))
        )
    }

    @Test("has its fields in whatever case they are written, and several of a name as one")
    func finds() {
        let head = head([
            ("CONTENT-TYPE", "a"), ("accept", "b"), ("X-Forwarded-For", "c"), ("x-forwarded-for", "d"),
        ])
        #expect(head[.contentType] == "a")
        #expect(head[.accept] == "b")
        #expect(head[.forwardedFor] == "c, d")
        #expect(head.values(.forwardedFor) == ["c", "d"])
        #expect(head.contains(.forwardedFor))
    }

    @Test(
        "has no field of a name that only begins alike and is as long",
        arguments: ["Accepd", "Origim", ""]
    )
    func confuses(name: String) {
        let head = head([(name, "a")])
        for name in [FieldName.accept, .origin, .expect] {
            #expect(head[name] == nil)
            #expect(head.values(name).isEmpty)
            #expect(!head.contains(name))
        }
    }
}
