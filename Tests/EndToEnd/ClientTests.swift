import Foundation
import PlumblineServerTestSupport
import Testing

@Suite("Clients that others wrote")
struct ClientTests {
    @Test(
        "The Python client gql signs in, introspects, pages, books and is refused",
        .enabled(
            if: Python.canRun("import gql, requests"),
            "no Python with gql and requests; name one by PLUMBLINE_TEST_PYTHON"
        )
    )
    func contentsPython() async throws {
        try await RunningServer.reference { server in
            let script = Repository.path("Tests/EndToEnd/Clients/client.py")
            let result = try await onOwnThread { try Python.run([script, server.base]) }
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output.hasSuffix("the client is content\n"))
        }
    }

    @Test(
        "The generated client signs in, pages, checks, changes and is refused",
        .enabled(if: Node.isAvailable, "no node on the path")
    )
    func contentsItsOwn() async throws {
        try await RunningServer.reference { server in
            let script = Repository.path("Tests/EndToEnd/Clients/client.mjs")
            let client = Repository.path("Sources/Generated/client/client.js")
            let result = try await onOwnThread { try Self.run("node", script, client, server.base) }
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output.hasSuffix("the client is content\n"))
        }
    }

    /// Runs a program to its end.
    private static func run(_ arguments: String...) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}
