import Foundation
import InMemoryLogging
import Logging
import PlumblineSecrets
import Testing

@Suite("A secret kept by Bitwarden, read through a bws found in PATH")
struct BitwardenCommandTests {
    private static let id = "be8e0ad8-d545-4017-a55a-b02f014d4158"
    private static let token =
        "0.ec2c1d46-6a4b-4751-a310-af9601317f2d.C2IgxjjLF7qSshsbwe8JGcbM075YXw:X8vbvA0bduihIDe=="
    private static let answer =
        #"{"id":"\#(id)","organizationId":"o","projectId":null,"key":"k","value":"pa\"ss\nword","note":""}"#

    private let log = InMemoryLogHandler()

    @Test("is the value of the JSON that bws prints for the id")
    func value() async throws {
        let secret = try await resolve(script: "cat <<'EOF'\n\(Self.answer)\nEOF")
        #expect(secret == Secret("pa\"ss\nword"))
    }

    @Test("is asked for with the token in the environment and never among the arguments")
    func invocation() async throws {
        try await withTemporaryFolder { folder in
            let record = folder.appending(path: "record").path()
            _ = try await resolve(
                script: """
                    { echo "$@"; tr '\\0' ' ' < /proc/$$/cmdline; } > '\(record)'
                    [ "$BWS_ACCESS_TOKEN" = '\(Self.token)' ] || exit 1
                    printf '%s' '\(Self.answer)'
                    """
            )
            let seen = try String(contentsOfFile: record, encoding: .utf8)
            #expect(seen.hasPrefix("secret get \(Self.id) --output json --color no\n"))
            #expect(!seen.contains("C2Igxjj"))
        }
    }

    @Test(
        "is refused with a sentence of ours for what bws says",
        arguments: [
            (#"400 {"error":"invalid_client"}"#, "refused the access token"),
            ("Error: 0: Received error message from server: [404 Not Found] {}", "no secret \(id)"),
            ("[429 Too Many Requests]", "too many requests"),
            ("Is the wrong version", "not an access token"),
            ("something new", "could not get the secret \(id)"),
        ]
    )
    func refused(complaint: String, reason: String) async throws {
        let error = await #expect(throws: SecretError.self) {
            try await resolve(script: "echo '\(complaint)' >&2; exit 1")
        }
        #expect(error?.setting == "DATABASE_URL")
        #expect(error?.reason.contains(reason) == true)
        #expect(error?.reason.contains(complaint) == false)
    }

    @Test(
        "is refused when bws ends well but prints no such secret",
        arguments: [
            ("true", "printed no secret"), ("echo '[]'", "printed no secret"),
            (#"echo '{"id":"00000000-0000-0000-0000-000000000000","value":"v"}'"#, "another secret"),
            (#"echo '{"id":"\#(id)","value":""}'"#, "is empty"),
        ]
    )
    func emptyAnswer(script: String, reason: String) async {
        let error = await #expect(throws: SecretError.self) { try await resolve(script: script) }
        #expect(error?.reason.contains(reason) == true)
    }

    @Test("leaves no part of the token in the log when bws prints it in its complaint")
    func redactedComplaint() async throws {
        await #expect(throws: SecretError.self) {
            try await resolve(script: "echo \"bad token $BWS_ACCESS_TOKEN here\" >&2; exit 1")
        }
        let entry = try #require(log.entries.first)
        let logged = "\(entry.metadata)"
        #expect(logged.contains("bad token"))
        for part in ["ec2c1d46", "C2Igxjj", "X8vbvA0b"] { #expect(!logged.contains(part)) }
    }

    @Test("is given up after the time allowed, and the program is ended")
    func timeout() async throws {
        try await withTemporaryFolder { folder in
            let record = folder.appending(path: "pid").path()
            let error = await #expect(throws: SecretError.self) {
                try await resolve(script: "echo $$ > '\(record)'; sleep 600", timeout: .seconds(5))
            }
            #expect(error?.reason.contains("did not answer") == true)
            let text = try String(contentsOfFile: record, encoding: .utf8)
            let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
            #expect(kill(pid, 0) == -1)
        }
    }

    @Test("needs bws in PATH and an access token")
    func missing() async throws {
        let id = try #require(UUID(uuidString: Self.id))
        let logger = Logger(label: "test") { _ in log }
        let noToken = SecretResolver(environment: ["PATH": "/nowhere"], logger: logger)
        let noProgram = SecretResolver(
            environment: ["PATH": "/nowhere", "BWS_ACCESS_TOKEN": Self.token],
            logger: logger
        )
        for (resolver, reason) in [(noToken, "BWS_ACCESS_TOKEN"), (noProgram, "not in PATH")] {
            let error = await #expect(throws: SecretError.self) {
                try await resolver.resolve(.bitwarden(id: id), setting: "DATABASE_URL")
            }
            #expect(error?.reason.contains(reason) == true)
        }
    }

    /// Resolves the id with a `bws` that is the given shell script.
    private func resolve(script: String, timeout: Duration = .seconds(60)) async throws -> Secret {
        try await withTemporaryFolder { folder in
            _ = try write("#!/bin/sh\n\(script)\n", named: "bws", in: folder, mode: 0o700)
            let resolver = SecretResolver(
                environment: ["PATH": "\(folder.path()):/usr/bin:/bin", "BWS_ACCESS_TOKEN": Self.token],
                logger: Logger(label: "test") { _ in log },
                bitwardenTimeout: timeout
            )
            let id = try #require(UUID(uuidString: Self.id))
            return try await resolver.resolve(.bitwarden(id: id), setting: "DATABASE_URL")
        }
    }
}
