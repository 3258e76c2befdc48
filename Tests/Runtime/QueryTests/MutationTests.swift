import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("A mutation is done whole or not at all")
struct MutationTests {
    static let booking: KeyValuePairs<String, InputValue> = [
        "client": .string(Clinic.id(3)),
        "provider": .string(Clinic.id(101)),
        "service": .string(Clinic.id(201)),
        "starts_at": .string("2026-02-01T10:00:00+01:00"),
    ]

    @Test("A new row has the defaults that read its other fields, related rows and other defaults")
    func defaults() async throws {
        try await Backend.with { backend in
            let operation = PlumblineQuery.Operation.mutation(
                .create(
                    "Appointment",
                    Self.booking,
                    .field("starts_at"),
                    .field("ends_at"),
                    .field("reminds_at"),
                    .field("status"),
                    .field("version"),
                    .toOne(key: "service", relation: "service", Selection([.field("name")]))
                )
            )
            try await backend.expect(
                operation,
                as: Clinic.ann,
                gives: #"{"r0":{"starts_at":"2026-02-01T09:00:00Z","ends_at":"2026-02-01T09:30:00Z","#
                    + #""reminds_at":"2026-02-01T07:30:00Z","status":"REQUESTED","version":1,"#
                    + #""service":{"name":"Visit"}}}"#
            )
        }
    }

    @Test("Keys of new rows are UUIDs of version 7 made by the server")
    func keys() async throws {
        try await Backend.with { backend in
            _ = try await backend.run(.mutation(.create("Sample", ["rank": .integer(1)])), as: .anonymous)
            let version = try await backend.scalar("select substring(id::text from 15 for 1) from samples")
            #expect(version == "7")
        }
    }

    @Test("An error in one of several changes undoes them all and names its root")
    func atomicity() async throws {
        try await Backend.with { backend in
            let operation = PlumblineQuery.Operation.mutation(
                .create("Sample", ["rank": .integer(1)], .field("id")),
                .delete("Appointment", Clinic.id(999)),
                .create("Sample", ["rank": .integer(2)], .field("id"))
            )
            let errors = await backend.errors(operation)
            #expect(errors.map(\.code) == [.notFound])
            #expect(errors.map(\.root) == ["r1"])
            let count = try await backend.scalar("select count(*) from samples")
            #expect(count == "0")
        }
    }

    @Test("Later changes see earlier ones, and each root is answered as it is after its own change")
    func order() async throws {
        let seed = "insert into samples (id, rank) values ('\(Clinic.id(1))', 1);"
        try await Backend.with(seed: seed) { backend in
            let operation = PlumblineQuery.Operation.mutation(
                .update("Sample", Clinic.id(1), ["rank": .integer(2)], .field("rank")),
                .update("Sample", Clinic.id(1), ["rank": .integer(3)], .field("rank")),
                .delete("Sample", Clinic.id(1))
            )
            try await backend.expect(
                operation,
                gives: #"{"r0":{"rank":2},"r1":{"rank":3},"r2":"\#(Clinic.id(1))"}"#
            )
        }
    }

    @Test("A client cannot create for somebody else, and does not learn from the refusal who holds the time")
    func createRule() async throws {
        try await Backend.with { backend in
            let taken: KeyValuePairs<String, InputValue> = [
                "client": .string(Clinic.id(4)), "provider": .string(Clinic.id(101)),
                "service": .string(Clinic.id(201)), "starts_at": .string("2026-01-01T09:00:00Z"),
            ]
            let errors = await backend.errors(.mutation(.create("Appointment", taken)), as: Clinic.ann)
            #expect(errors.map(\.code) == [.forbidden])
            let count = try await backend.scalar("select count(*) from appointments")
            #expect(count == "2")
        }
    }

    @Test("The rule for updates holds before and after the change")
    func updateRule() async throws {
        try await Backend.with { backend in
            let give = PlumblineQuery.Operation.mutation(
                .update("Appointment", Clinic.id(301), ["client": .string(Clinic.id(4))])
            )
            #expect(await backend.errors(give, as: Clinic.ann).map(\.code) == [.forbidden])
            #expect(await backend.errors(give, as: Clinic.ben).map(\.code) == [.notFound])
            let owner = try await backend.scalar(
                "select client_id from appointments where id = '\(Clinic.id(301))'"
            )
            #expect(owner == Clinic.id(3))
            // The provider's user still may, whoever the client is.
            _ = try await backend.run(give, as: Clinic.doctor)
        }
    }

    @Test("A change counts the version, and an older expectation is told apart from a missing row")
    func versions() async throws {
        try await Backend.with { backend in
            let change: (Int64?) -> PlumblineQuery.Operation = { version in
                .mutation(
                    .update(
                        "Appointment",
                        Clinic.id(301),
                        version: version,
                        ["notes": .string("n")],
                        .field("version")
                    )
                )
            }
            try await backend.expect(change(1), gives: #"{"r0":{"version":2}}"#)
            #expect(await backend.errors(change(1)).map(\.code) == [.versionMismatch])
            #expect(await backend.errors(change(1), as: Clinic.ben).map(\.code) == [.notFound])
            try await backend.expect(change(nil), gives: #"{"r0":{"version":3}}"#)
            let delete: (Int64) -> PlumblineQuery.Operation = {
                .mutation(.delete("Appointment", Clinic.id(301), version: $0))
            }
            #expect(await backend.errors(delete(1)).map(\.code) == [.versionMismatch])
            try await backend.expect(delete(3), gives: #"{"r0":"\#(Clinic.id(301))"}"#)
        }
    }

    @Test("A change of nothing is no change")
    func emptyUpdate() async throws {
        try await Backend.with { backend in
            let operation = PlumblineQuery.Operation.mutation(
                .update("Appointment", Clinic.id(301), [:], .field("version"))
            )
            try await backend.expect(operation, as: Clinic.ann, gives: #"{"r0":{"version":1}}"#)
            #expect(await backend.errors(operation, as: Clinic.ben).map(\.code) == [.notFound])
        }
    }

    @Test("All that breaks rules of the spec is reported at once, before anything is sent")
    func violations() async throws {
        try await Backend.with { backend in
            let input: KeyValuePairs<String, InputValue> = [
                "provider": .string(Clinic.id(101)), "service": .string("no uuid"),
                "starts_at": .string("2026-02-01T10:00:00Z"), "ends_at": .string("2026-02-01T09:00:00Z"),
                "status": .string("LOST"), "notes": .string(String(repeating: "x", count: 21)),
            ]
            let errors = await backend.errors(.mutation(.create("Appointment", input)))
            let found = errors.map { "\($0.code.rawValue) \($0.field.joined(separator: "."))" }
            #expect(
                found == [
                    "REQUIRED input.clientId", "INVALID_TYPE input.serviceId", "NOT_A_MEMBER input.status",
                    "TOO_LONG input.notes", "RULE_BROKEN ",
                ]
            )
            #expect(errors.allSatisfy { $0.root == "r0" })
        }
    }

    @Test("A role that callers of other roles may set is refused by name")
    func fieldWriteRule() async throws {
        try await Backend.with { backend in
            let operation = PlumblineQuery.Operation.mutation(
                .update("User", Clinic.id(3), ["role": .string("ADMIN")])
            )
            let errors = await backend.errors(operation, as: Clinic.ann)
            #expect(errors.map(\.code) == [.forbidden])
            #expect(errors.map(\.field) == [["input", "role"]])
            #expect(
                await backend.errors(.mutation(.delete("User", Clinic.id(3))), as: .anonymous).map(\.code)
                    == [.unauthenticated]
            )
        }
    }

    @Test("A password is stored as its hash and its rules are those of the plain text")
    func passwords() async throws {
        try await Backend.with { backend in
            let create: (String) -> PlumblineQuery.Operation = { password in
                .mutation(.create("User", ["username": .string("carl"), "password": .string(password)]))
            }
            let errors = await backend.errors(create("abc"))
            #expect(errors.map(\.code.rawValue) == ["TOO_SHORT"])
            #expect(errors.map(\.field) == [["input", "password"]])
            _ = try await backend.run(create("abcd"))
            #expect(
                try await backend.scalar("select password from users where username = 'carl'")
                    == "hash of abcd"
            )
        }
    }

    @Test(
        "A broken constraint is told in the spec's words, with its code and field",
        arguments: [
            ("2026-01-01T09:15:00Z", 101, "SLOT_TAKEN", [String]()),
            ("2026-03-01T09:15:00Z", 102, "RULE_BROKEN", []),
            ("2026-03-01T09:15:00Z", 999, "UNKNOWN_REFERENCE", ["input", "providerId"]),
        ]
    )
    func constraints(start: String, provider: Int, code: String, field: [String]) async throws {
        try await Backend.with { backend in
            let input: KeyValuePairs<String, InputValue> = [
                "client": .string(Clinic.id(3)), "provider": .string(Clinic.id(provider)),
                "service": .string(Clinic.id(201)), "starts_at": .string(start),
            ]
            let errors = await backend.errors(.mutation(.create("Appointment", input)))
            if provider == 999 {
                // Both foreign keys are broken; PostgreSQL names the one it looked at first.
                #expect(["UNKNOWN_REFERENCE", "RULE_BROKEN"].contains(errors.first?.code.rawValue))
            } else {
                #expect(errors.map(\.code.rawValue) == [code])
                #expect(errors.map(\.field) == [field])
            }
        }
    }

    @Test("A taken name and a row that others need are told as such")
    func uniqueAndReferenced() async throws {
        try await Backend.with { backend in
            let rename = PlumblineQuery.Operation.mutation(
                .update("User", Clinic.id(3), ["username": .string("ben")])
            )
            let taken = await backend.errors(rename)
            #expect(taken.map(\.code.rawValue) == ["NOT_UNIQUE"])
            #expect(taken.map(\.field) == [["input", "username"]])
            let needed = await backend.errors(.mutation(.delete("User", Clinic.id(3))))
            #expect(needed.map(\.code.rawValue) == ["STILL_REFERENCED"])
        }
    }

    @Test(
        "Of 64 callers who want the same time at once exactly one gets it, and the others are told that it is taken"
    )
    func doubleBooking() async throws {
        try await Backend.with { backend in
            let operation = PlumblineQuery.Operation.mutation(
                .create("Appointment", Self.booking, .field("id"))
            )
            let codes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        do {
                            _ = try await backend.run(operation, as: Clinic.ann)
                            return "created"
                        } catch {
                            return (error as? QueryFailure)?.errors.first?.code.rawValue ?? "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(codes == ["created": 1, "SLOT_TAKEN": 63])
            let count = try await backend.scalar("select count(*) from appointments")
            #expect(count == "3")
        }
    }
}
