import HTTPTypes
import Hummingbird
import NIOCore
import PlumblineGraphQL

/// Answers the requests of the cross-language corpus `graphql-conformance`, as its SPEC.md describes a driver.
@main
struct ConformanceServer {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let router = Router()
        router.get("health") { _, _ in "ok" }
        router.post("execute") { request, _ -> Response in
            let body = try await request.body.collect(upTo: 16 << 20)
            return try await answer(Array(body.readableBytesView))
        }
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port))
        )
        try await application.runService()
    }

    private static func answer(_ body: [UInt8]) async throws -> Response {
        guard let request = ConformanceRequest(json: body) else {
            let error = GraphQLError("schema and query are required strings")
            return response(GraphQLResponse.refused([error]), "application/json", .badRequest)
        }
        let answer = try await request.answer()
        let status = HTTPResponse.Status(code: answer.status)
        if answer.parts.count == 1 { return response(answer.parts[0], "application/json", status) }
        var parts: [UInt8] = []
        for part in answer.parts {
            parts += "\r\n--\(boundary)\r\nContent-Type: application/json\r\n\r\n".utf8
            parts += part
        }
        parts += "\r\n--\(boundary)--\r\n".utf8
        return response(parts, "multipart/mixed; boundary=\(boundary)", status)
    }

    /// No JSON has it: a line break in a string is escaped.
    private static let boundary = "part"

    private static func response(
        _ body: [UInt8],
        _ type: String,
        _ status: HTTPResponse.Status
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}
