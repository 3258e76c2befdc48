import PlumblineClient
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("What the client asks", .enabled(if: Node.isAvailable, "no node on the path"))
struct ClientRequestTests {
    /// The lines that a script prints which has the client `api`; what it sends is printed, and answered by `{}`.
    private func lines(_ script: String) async throws -> [String] {
        let files = try ClientEmitter(Repository.schema(Repository.path("Tests/Generator/Specs"))).files()
        return try await onOwnThread {
            try Node.run(
                """
                import { createClient } from "./client.js"
                const fetch = async (url, { method, body }) => {
                    console.log([method, decodeURIComponent(url), ...(body ? [body] : [])].join(" "))
                    return new Response("{}")
                }
                const api = createClient({ fetch })
                \(script)
                """,
                beside: files
            )
        }
    }

    @Test("Lists and ranges are compared as REST spells them")
    func filters() async throws {
        let asked = try await lines(
            """
            await api.stores.list({ where: { labels: { contains: ["a", "b"], overlaps: [] } } })
            await api.stores.list({ where: { dates: { eq: { start: "2031-01-01" }, contains: "2031-02-01" } } })
            await api.stores.list({ where: { numbers: { overlaps: { end: 5n } }, bigs: { ne: [1n] } } })
            await api.stores.list({ where: { labels: { eq: null } }, search: "a b", includeDeleted: true })
            for (const text of ["", "a,b"]) {
                try { api.stores.list({ where: { labels: { contains: [text] } } }) } catch (error) { console.log(error.name) }
            }
            """
        )
        #expect(
            asked == [
                "GET /api/v1/stores?labels.contains=a,b&labels.overlaps=",
                "GET /api/v1/stores?dates=2031-01-01/&dates.contains=2031-02-01",
                "GET /api/v1/stores?numbers.overlaps=/5&bigs.ne=1",
                "GET /api/v1/stores?labels.isNull=true&search=a b&includeDeleted=true",
                "TypeError", "TypeError",
            ]
        )
    }
}
