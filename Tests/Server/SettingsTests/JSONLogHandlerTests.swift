import Foundation
import Logging
import Testing

@testable import PlumblineServer

@Suite("The log")
struct JSONLogHandlerTests {
    private let sink = RecordingSink()

    @Test("has one JSON object a line, with time, level, place and request id")
    func members() throws {
        var logger = logger()
        logger[metadataKey: "hb.request.id"] = "r-1"
        logger.info(
            "Listening",
            metadata: ["port": "8080", "http": ["route": "/x"]],
            file: "Kit/A.swift",
            function: "run()",
            line: 7
        )
        #expect(
            sink.text == """
                {"time":"2027-01-15T08:00:00.250Z","level":"info","message":"Listening","logger":"test",\
                "request_id":"r-1","file":"Kit/A.swift","function":"run()","line":7,"http.route":"/x",\
                "port":"8080"}

                """
        )
    }

    @Test("escapes what would break a line or a string")
    func escaping() throws {
        let nasty = "quote \" backslash \\ line\nbreak\r tab\t nul\0 bell\u{7} ümlaut 😀 \u{2028}"
        logger().error("\(nasty)", metadata: ["k\"\n": "\(nasty)"])
        #expect(sink.text.filter { $0 == "\n" }.count == 1)
        let line = try line()
        #expect(line["message"] as? String == nasty)
        #expect(line["k\"\n"] as? String == nasty)
    }

    @Test(
        "never shows metadata whose name speaks of a secret",
        arguments: [
            "authorization", "Authorization", "password", "user.password_hash", "access_token", "JWT_SECRET",
            "databaseURL", "database_url", "DATABASE_URL", "Set-Cookie", "cookie", "api-key", "privateKey",
            "credentials", "http.header.authorization",
        ]
    )
    func redaction(key: String) throws {
        logger().info(
            "x",
            metadata: [key: "hunter2", "a": [.dictionary([key: "hunter2"])], "b": [key: ["c": "hunter2"]]]
        )
        #expect(!sink.text.contains("hunter2"))
        #expect(try line()[key] as? String == "<redacted>")
    }

    @Test("keeps the names of its own members, and the metadata beside them")
    func reservedNames() throws {
        logger().info("real", metadata: ["message": "other", "error": "E", "list": ["1", ["2"]]])
        let line = try line()
        #expect(line["message"] as? String == "real")
        #expect(line["metadata.message"] as? String == "other")
        #expect(line["error"] as? String == "E")
        #expect((line["list"] as? [Any])?.count == 2)
    }

    @Test("leaves out what is less severe than the level")
    func level() {
        logger(level: .warning).info("quiet")
        #expect(sink.text.isEmpty)
    }

    @Test("writes whole lines from many threads to a pipe that is non-blocking and full")
    func descriptor() async throws {
        var ends: [CInt] = [0, 0]
        #expect(pipe(&ends) == 0)
        #expect(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0)
        let pipeSink = FileDescriptorSink(ends[1])
        let reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        let writers = Task.detached {
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<4 {
                    group.addTask {
                        let line = Array("\(number)".utf8) + [UInt8](repeating: 0x78, count: 9_998) + [0x0A]
                        for _ in 0..<50 { pipeSink.write(line) }
                    }
                }
            }
            close(ends[1])
        }
        let data = try await Task.detached { try reading.readToEnd() ?? Data() }.value
        await writers.value
        let lines = data.split(separator: 0x0A)
        #expect(lines.count == 200)
        #expect(lines.allSatisfy { $0.count == 9_999 && $0.dropFirst().allSatisfy { $0 == 0x78 } })
    }

    private func logger(level: Logger.Level = .trace) -> Logger {
        Logger(label: "test") { [sink] in
            JSONLogHandler(
                label: $0,
                level: level,
                sink: sink,
                now: { Date(timeIntervalSince1970: 1_800_000_000.25) }
            )
        }
    }

    private func line() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(sink.text.utf8)) as? [String: Any])
    }
}
