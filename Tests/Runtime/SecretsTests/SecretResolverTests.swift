import Foundation
import InMemoryLogging
import Logging
import PlumblineSecrets
import Testing

@Suite("Resolving a reference at start")
struct SecretResolverTests {
    private let log = InMemoryLogHandler()

    @Test("reads an environment variable, and says so when it is missing or empty")
    func environment() async throws {
        let resolver = resolver(environment: ["GIVEN": "s3cret", "EMPTY": ""])
        #expect(try await resolver.resolve(.environment(name: "GIVEN"), setting: "X") == Secret("s3cret"))
        for name in ["EMPTY", "ABSENT"] {
            let error = await #expect(throws: SecretError.self) {
                try await resolver.resolve(.environment(name: name), setting: "JWT_SECRET")
            }
            #expect(error?.description == "JWT_SECRET: the environment variable \(name) is not set")
        }
    }

    @Test("does not follow a value that looks like a reference again")
    func noChains() async throws {
        let resolver = resolver(environment: ["A": "env:B", "B": "deep"])
        #expect(try await resolver.resolve(.environment(name: "A"), setting: "X") == Secret("env:B"))
    }

    @Test(
        "reads a file without its last line break",
        arguments: [("key", "key"), ("key\n", "key"), ("key\r\n", "key"), ("a\nb\n\n", "a\nb\n")]
    )
    func file(content: String, value: String) async throws {
        try await withTemporaryFolder { folder in
            let path = try write(content, named: "secret", in: folder, mode: 0o600)
            #expect(try await resolver().resolve(.file(path: path), setting: "X") == Secret(value))
            #expect(log.entries.isEmpty)
        }
    }

    @Test("warns of a file that everyone may read, and still reads it")
    func worldReadable() async throws {
        try await withTemporaryFolder { folder in
            let path = try write("hunter2hunter2", named: "secret", in: folder, mode: 0o644)
            _ = try await resolver().resolve(.file(path: path), setting: "JWT_SECRET")
            let entry = try #require(log.entries.first)
            #expect(entry.level == .warning)
            #expect(entry.metadata["path"] == "\(path)")
            #expect(!"\(log.entries)".contains("hunter2"))
        }
    }

    @Test("refuses a file that is missing, empty, a folder, a pipe, or far too long")
    func refusedFiles() async throws {
        try await withTemporaryFolder { folder in
            let pipe = folder.appending(path: "pipe").path()
            #expect(mkfifo(pipe, 0o600) == 0)
            let long = String(repeating: "x", count: 70_000)
            let cases = [
                (folder.appending(path: "absent").path(), "cannot be opened"),
                (try write("", named: "empty", in: folder, mode: 0o600), "is empty"),
                (try write("\n", named: "line", in: folder, mode: 0o600), "is empty"),
                (folder.path(), "not a regular file"), (pipe, "not a regular file"),
                (try write(long, named: "long", in: folder, mode: 0o600), "longer than 65536 bytes"),
            ]
            for (path, reason) in cases {
                let error = await #expect(throws: SecretError.self) {
                    try await resolver().resolve(.file(path: path), setting: "JWT_PRIVATE_KEY")
                }
                #expect(error?.reason.contains(reason) == true, "\(path)")
            }
        }
    }

    private func resolver(environment: [String: String] = [:]) -> SecretResolver {
        SecretResolver(environment: environment, logger: Logger(label: "test") { _ in log })
    }
}
