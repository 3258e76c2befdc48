import NIOCore
import NIOHTTP1
import Testing

@testable import PlumblineServer

@Suite("The bytes of answers")
struct ResponseBytesTests {
    @Test("A value cannot end its line and begin another field")
    func fieldsStayApart() {
        var bytes = ByteBuffer()
        bytes.writeHead(.ok, ["A": "b\r\nSet-Cookie: c=d\u{0}\u{7F}", "E": "f\tgé"])
        #expect(
            String(buffer: bytes) == "HTTP/1.1 200 OK\r\nA: b  Set-Cookie: c=d  \r\nE: f\tgé\r\n\r\n"
        )
    }

    @Test("What all answers carry takes the place of fields of the same name, and adds to Vary")
    func commonFieldsReplace() {
        var bytes = ByteBuffer()
        let fields: HTTPHeaders = ["x-request-id": "a", "Vary": "Accept", "ETag": "b"]
        bytes.writeHead(.notFound, fields, [(.requestID, "c\r\nd"), (.vary, "Origin")])
        #expect(
            String(buffer: bytes) == "HTTP/1.1 404 Not Found\r\nVary: Accept\r\nETag: b\r\n"
                + "X-Request-Id: c  d\r\nVary: Origin\r\n\r\n"
        )
    }

    @Test(
        "The end of a body that comes in parts is told by its length, by chunks, or by the connection's end",
        arguments: [
            ([("Content-Length", "2")], HTTPMethod.GET, HTTPVersion.http1_1, 200, "ab", false),
            ([], .GET, .http1_1, 200, "2\r\nab\r\n0\r\n\r\n", false), ([], .HEAD, .http1_1, 200, "", false),
            ([], .GET, .http1_0, 200, "ab", true),
            ([("Content-Length", "2")], .GET, .http1_0, 200, "ab", false),
            ([("Content-Length", "2")], .GET, .http1_1, 304, "", false), ([], .GET, .http1_1, 204, "", false),
            ([("Content-Length", "2"), ("Transfer-Encoding", "chunked")], .GET, .http1_1, 200, "ab", false),
        ] as [([(String, String)], HTTPMethod, HTTPVersion, Int, String, Bool)]
    )
    func frames(
        fields: [(String, String)],
        method: HTTPMethod,
        version: HTTPVersion,
        status: Int,
        expected: String,
        endsConnection: Bool
    ) {
        var fields = HTTPHeaders(fields)
        var isLast = false
        let framing = BodyFraming(
            of: &fields,
            status: HTTPResponseStatus(statusCode: status),
            to: RequestHead(HTTPRequestHead(version: version, method: method, uri: "/")),
            isLast: &isLast
        )
        var bytes = ByteBuffer()
        for part in ["ab", ""] {
            for framed in framing.framed(ByteBuffer(string: part)) { bytes.writeImmutableBuffer(framed) }
        }
        bytes.writeImmutableBuffer(framing.end(nil))
        #expect(String(buffer: bytes) == expected)
        #expect(isLast == endsConnection)
        #expect(
            fields.contains(.contentLength) != fields.contains(.transferEncoding) || isLast || status != 200
        )
    }

    @Test(
        "A target that names scheme and host is answered like one that does not",
        arguments: [
            ("/a?b=//c", "/a?b=//c"), ("http://host/a?b", "/a?b"), ("HTTPS://host:1?b", "/?b"),
            ("http://host", "/"),
            ("*", "*"), ("host:1", "host:1"), ("ftp://host/a", "ftp://host/a"),
        ]
    )
    func originForm(target: String, expected: String) {
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: target)
        var other = head
        other.uri = expected
        #expect(HTTPServerRequestPart.head(head).inOriginForm == .head(other))
    }
}
