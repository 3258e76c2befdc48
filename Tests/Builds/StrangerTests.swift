import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

extension Builds {
    @Suite("A stranger's first service", .timeLimit(.minutes(20)))
    struct StrangerTests {
        private static let reminder = """

              Reminder:
                doc: Somebody's wish to be told of a task.
                traits: [timestamps]
                fields:
                  task: { to: Task, on_delete: cascade }
                  user: { to: User, default: me, on_delete: cascade }
                  note: { type: text, min_length: 1, max_length: 200 }
                  from_at: timestamp
                  until_at: timestamp
                rules:
                  ends_after_it_begins:
                    check: until_at > from_at
                    message: A reminder ends after it begins.
                  one_at_a_time:
                    no_overlap: [from_at, until_at]
                    per: [user]
                    message: You are reminded of something else then.
                    code: BUSY
                  said_once:
                    unique: [task, note]
                    message: The task has that reminder already.
                access:
                  read: user = me
                  create: user = me
                  delete: user = me

            """

        @Test("From an empty folder to a served entity with two relations and three rules")
        func path() async throws {
            let clock = ContinuousClock()
            let start = clock.now
            try await TestPackage.withFolder("tasks") { package in
                try await TestDatabase.with { database in
                    let made = try await package.plumbline(
                        "init",
                        ".",
                        "--plumbline",
                        Repository.path(""),
                        "--database",
                        database.url,
                        "--sign-in"
                    )
                    try #require(made.code == 0, "\(made.output)")
                    #expect(made.output.contains("swift run server"))
                    try await run(package, "check", "format --check", "generate --check")

                    try package.write(
                        package.text("spec/main.yaml") + Self.reminder,
                        to: "spec/main.yaml"
                    )
                    try await run(
                        package,
                        "format --check",
                        "generate",
                        "plan add_reminders",
                        "check",
                        "migrate up"
                    )
                    let build = try await package.build()
                    try #require(build.code == 0, "\(build.output)")
                    let server = Program(
                        TestPackage.scratch.appending(path: "debug/server"),
                        [],
                        in: package.folder,
                        environment: ["PORT": "0"]
                    )
                    try await ServerProcess.with(server, use)
                }
            }
            print("A stranger's path took \((clock.now - start).components.seconds) s.")
        }

        /// Runs commands that must find nothing wrong.
        private func run(_ package: TestPackage, _ commands: String...) async throws {
            for command in commands {
                let words = command.split(separator: " ").map(String.init)
                let run = try await package.plumbline(arguments: words)
                try #require(run.code == 0, "\(command): \(run.output)")
            }
        }

        /// Registers, signs in, keeps a task with a reminder, and breaks each rule.
        private func use(_ server: ServerProcess) async throws {
            let registration = try await server.send(
                "POST",
                "/api/v1/users",
                body: #"{"email": "ada@example.org", "name": "Ada", "password": "correct-horse-battery"}"#
            )
            try #require(registration.status == 201, "\(registration.text)")
            let token = try await server.signIn("ada@example.org", "correct-horse-battery")
            let task = try await server.graphQL(
                #"mutation { createTask(input: {title: "Write"}) { id owner { name } } }"#,
                token: token
            )
            let key = try #require(task.json.data.createTask.id.string, "\(task.text)")
            #expect(task.json.data.createTask.owner.name == .string("Ada"))

            func remind(_ note: String, _ from: Int, _ until: Int) async throws -> JSONNode {
                try await server.graphQL(
                    """
                    mutation { createReminder(input: {taskId: "\(key)", note: "\(note)",
                        fromAt: "2030-01-01T\(from):00:00Z", untilAt: "2030-01-01T\(until):00:00Z"}) { task { title } } }
                    """,
                    token: token
                ).json
            }
            #expect(try await remind("now", 10, 12).data.createReminder.task.title == .string("Write"))
            #expect(try await remind("back", 15, 14).errors[0].extensions.code == .string("RULE_BROKEN"))
            #expect(try await remind("then", 11, 13).errors[0].extensions.code == .string("BUSY"))
            #expect(try await remind("now", 16, 17).errors[0].extensions.code == .string("NOT_UNIQUE"))
            let anonymous = try await server.send("GET", "/api/v1/reminders")
            #expect(anonymous.status == 401)
        }
    }
}
