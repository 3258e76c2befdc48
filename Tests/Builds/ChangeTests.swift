import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

extension Builds {
    @Suite("A field added to the spec", .timeLimit(.minutes(20)))
    struct ChangeTests {
        @Test(
            "One build and one migration bring it to Swift, SQL, SDL, OpenAPI, and the API with its old rows"
        )
        func story() async throws {
            try await TestPackage.with(spec: "spec") { package in
                try await TestDatabase.with { database in
                    try await expect(0, package.plumbline("generate"))
                    try await migrate(package, database)

                    try package.edit(
                        "spec/scheduling.yaml",
                        "    rules:\n      ends_after_it_starts:\n",
                        to: """
                                  room:
                                    doc: Where it takes place.
                                    type: text
                                    optional: true
                                    max_length: 40
                                rules:
                                  ends_after_it_starts:

                            """
                    )
                    try await expect(0, package.build())
                    #expect(
                        try package.generatedText("Scheduling.swift").contains("public var room: String?")
                    )
                    try await renewSnapshots(package)

                    try await ServerProcess.with(of: package, database: database) {
                        server in
                        let early = try await server.send("GET", "/ready")
                        #expect(early.status == 503)
                        #expect(early.json.code == .string("NOT_READY"))
                        let appointment = try await makeAppointment(server, database)

                        let plan = try await package.plumbline("plan", "add_room")
                        #expect(plan.output.contains("add column appointments.room"), "\(plan.output)")
                        try await migrate(package, database)

                        #expect(try await server.send("GET", "/ready").status == 200)
                        try await useRoom(of: appointment, server)
                    }
                }
            }
        }

        private func migrate(_ package: TestPackage, _ database: TestDatabase) async throws {
            try await expect(0, package.plumbline("migrate", "up", "--database", database.url))
        }

        /// The check fails with the difference until the snapshots are written anew.
        private func renewSnapshots(_ package: TestPackage) async throws {
            let stale = try await package.plumbline("generate", "--check")
            #expect(stale.code == 1)
            for line in [
                "--- Sources/Generated/schema.sql\n", "\n+    room text collate \"C\"",
                "--- Sources/Generated/schema.graphql\n", "\n+  room: String\n",
                "--- Sources/Generated/openapi.json\n",
            ] {
                #expect(stale.output.contains(line), "\(stale.output)")
            }
            try await expect(0, package.plumbline("generate"))
            try await expect(0, package.plumbline("generate", "--check"))
            for file in ["schema.sql", "schema.graphql", "openapi.json"] {
                #expect(try package.text("Sources/Generated/\(file)").contains("room"))
            }
        }

        /// Registers a client and gives her an appointment, as it was before there were rooms. Returns its key.
        private func makeAppointment(_ server: ServerProcess, _ database: TestDatabase) async throws -> String
        {
            let user = try await server.send(
                "POST",
                "/api/v1/users",
                body: """
                    {"username": "ada", "email": "ada@example.org", "fullName": "Ada", "password": "plumbline-demo"}
                    """
            )
            #expect(user.status == 201, "\(user.text)")
            try await database.run(
                script: """
                    insert into providers (user_id, name, speciality, time_zone)
                        select id, 'Novak', 'Physiotherapy', 'Europe/Vienna' from users;
                    insert into services (provider_id, name, duration_minutes, price_minor, currency)
                        select id, 'Treatment', 45, 7200, 'EUR' from providers;
                    insert into appointments (client_id, provider_id, service_id, starts_at, ends_at)
                        select user_id, provider_id, services.id, '2030-01-07 09:00Z', '2030-01-07 09:45Z'
                        from services join providers on providers.id = provider_id;
                    """
            )
            return try #require(try await database.scalar("select id::text from appointments"))
        }

        /// The old row has no room, and gets one.
        private func useRoom(of appointment: String, _ server: ServerProcess) async throws {
            let token = try await server.signIn("ada")
            let old = try await server.graphQL("{ appointments { nodes { id room } } }", token: token)
            let expected = #"{"data":{"appointments":{"nodes":[{"id":"\#(appointment)","room":null}]}}}"#
            #expect(old.text == expected)

            let path = "/api/v1/appointments/\(appointment)"
            let changed = try await server.send("PATCH", path, token: token, body: #"{"room": "2b"}"#)
            #expect(changed.status == 200, "\(changed.text)")
            let read = try await server.send("GET", path, token: token)
            #expect(read.json.room == .string("2b"))
            let found = try await server.graphQL(
                #"{ appointments(filter: {room: {eq: "2b"}}) { totalCount } }"#,
                token: token
            )
            #expect(found.json.data.appointments.totalCount.integer == 1, "\(found.text)")
            let long = String(repeating: "x", count: 41)
            let refused = try await server.send("PATCH", path, token: token, body: #"{"room": "\#(long)"}"#)
            #expect(refused.status == 422)
        }

        private func expect(_ code: Int32, _ run: Program.Run) {
            #expect(run.code == code, "\(run.output)")
        }
    }
}
