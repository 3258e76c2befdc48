import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("A row that is made or changed, with the rows that it is to point to")
struct UpsertTargetTests {
    private static let spec = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums:
          Role: { values: { admin, client } }
        entities:
          User:
            fields: { name: { type: text, unique: true }, password: password, role: Role }
            access: { read: everyone }
          Room:
            fields: { name: { type: text, unique: true }, keeper: { to: User }, capacity: integer }
            access: { read: keeper = me, create: keeper = me }
          Desk:
            fields:
              number: { type: integer, unique: true }
              room: { to: Room }
              seats: integer
              note: { type: text, optional: true }
            access: { read: room.keeper = me, create: seats <= room.capacity, update: room.keeper = me }
          Locker:
            fields:
              number: { type: integer, unique: true }
              owner: { to: User }
              room: { to: Room }
              note: { type: text, optional: true }
            access: { read: everyone, create: owner = me, update: owner = me }
          Booking:
            fields:
              number: integer
              room: { to: Room, optional: true }
              active: boolean
              note: { type: text, optional: true }
            rules:
              active_number:
                unique: [number]
                when: active
                message: It is booked.
            access: { read: everyone, create: everyone, update: everyone }
          Place:
            fields:
              number: integer
              room: { to: Room, optional: true }
              note: { type: text, optional: true }
            rules:
              number_in_no_room:
                unique: [number]
                when: room is null
                message: There is one.
            access: { read: everyone, create: everyone, update: everyone }
          Category:
            fields:
              name: { type: text, unique: true }
              parent: { to: Category, optional: true }
              note: { type: text, optional: true }
            access: { read: everyone, create: everyone, update: everyone }
        """

    /// Ann's desk 1 in a room for 4, and Ben's desk 2 and locker 2, of which she may not read the room for 10.
    private static let seed = """
        insert into users (id, name, password, role) values
            ('\(Clinic.id(3))', 'ann', '-', 'client'), ('\(Clinic.id(4))', 'ben', '-', 'client');
        insert into rooms (id, name, keeper_id, capacity) values
            ('\(Clinic.id(21))', 'A', '\(Clinic.id(3))', 4), ('\(Clinic.id(22))', 'B', '\(Clinic.id(4))', 10);
        insert into desks (number, room_id, seats) values
            (1, '\(Clinic.id(21))', 1), (2, '\(Clinic.id(22))', 1);
        insert into lockers (number, room_id, owner_id) values (2, '\(Clinic.id(22))', '\(Clinic.id(4))');
        insert into bookings (number, active) values (1, true);
        """

    private static func with(
        hooks entity: String? = nil,
        _ body: (Backend) async throws -> Void
    ) async throws {
        var hooks = ChangeHooks()
        if let entity { hooks.add({ _, _ in nil }, around: .init(entity, .create)) }
        try await Backend.with(spec: spec, seed: seed, hooks: hooks, body)
    }

    private static func room(_ name: String) -> String {
        """
        room: { create: { name: "\(name)", keeperId: "\(Clinic.id(3))", capacity: 100 } }
        """
    }

    @Test(
        "The rule for creating tells nothing of a row that the caller may not change",
        arguments: [9, 11],
        [false, true]
    )
    func hidden(seats: Int, hasHooks: Bool) async throws {
        try await Self.with(hooks: hasHooks ? "Desk" : nil) { backend in
            func upsert(_ number: Int) -> String {
                """
                mutation {
                  upsertDesk(
                    onConflict: NUMBER, input: { number: \(number), seats: \(seats), \(Self.room("C")) }, update: { note: "x" }
                  ) { number }
                }
                """
            }
            try await backend.expect(upsert(2), complaints: ["NOT_UNIQUE input.number"])
            // Her own has too few seats in either case.
            try await backend.expect(upsert(1), complaints: ["FORBIDDEN"])
            #expect(try await backend.scalar("select string_agg(name, '' order by name) from rooms") == "AB")
        }
    }

    @Test(
        "A rule that reads nothing of what is made is asked before the row is looked up",
        arguments: [2, 3],
        [false, true]
    )
    func creationRule(number: Int, hasHooks: Bool) async throws {
        try await Self.with(hooks: hasHooks ? "Locker" : nil) { backend in
            let document = """
                mutation {
                  upsertLocker(
                    onConflict: NUMBER
                    input: { number: \(number), ownerId: "\(Clinic.id(4))", \(Self.room("C")) }
                    update: { note: "x" }
                  ) { number }
                }
                """
            try await backend.expect(document, complaints: ["FORBIDDEN"])
        }
    }

    @Test(
        "Of equal callers at once one makes the row and its target, and the others change it",
        arguments: [false, true]
    )
    func rivals(hasHooks: Bool) async throws {
        try await Self.with(hooks: hasHooks ? "Desk" : nil) { backend in
            for number in 10..<(hasHooks ? 12 : 16) {
                let document = """
                    mutation {
                      upsertDesk(
                        onConflict: NUMBER
                        input: { number: \(number), seats: 1, note: "made", \(Self.room("R\(number)")) }
                        update: { note: "set" }
                      ) { note }
                    }
                    """
                let answers = try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<(hasHooks ? 4 : 12) {
                        group.addTask { try await backend.graphQL(document) }
                    }
                    return try await group.reduce(into: [String]()) { $0.append($1) }
                }
                let made = answers.filter { $0 == #"{"data":{"upsertDesk":{"note":"made"}}}"# }
                let set = answers.filter { $0 == #"{"data":{"upsertDesk":{"note":"set"}}}"# }
                #expect(made.count == 1 && set.count == answers.count - 1, "\(answers)")
            }
        }
    }

    @Test(
        "A new row that the key is not about is made beside the one that has its values",
        arguments: ["", Self.room("C")],
        [false, true]
    )
    func partialKeys(target: String, hasHooks: Bool) async throws {
        try await Self.with(hooks: hasHooks ? "Booking" : nil) { backend in
            func upsert(active: Bool) -> String {
                """
                mutation {
                  upsertBooking(
                    onConflict: NUMBER, input: { number: 1, active: \(active), note: "new", \(target) }, update: { note: "set" }
                  ) { active note }
                }
                """
            }
            let made = try await backend.graphQL(upsert(active: false))
            #expect(made == #"{"data":{"upsertBooking":{"active":false,"note":"new"}}}"#)
            let changed = try await backend.graphQL(upsert(active: true))
            #expect(changed == #"{"data":{"upsertBooking":{"active":true,"note":"set"}}}"#)
            #expect(try await backend.scalar("select count(*)::text from bookings") == "2")
        }
    }

    @Test("What a key is about has to be known before anything is made", arguments: [false, true])
    func unknownKeys(hasHooks: Bool) async throws {
        try await Self.with(hooks: hasHooks ? "Place" : nil) { backend in
            func upsert(_ room: String) -> String {
                "mutation { upsertPlace(onConflict: NUMBER, input: { number: 1, \(room) }, update: {}) { number } }"
            }
            try await backend.expect(
                upsert(Self.room("C")),
                complaints: ["BAD_USER_INPUT input.room.create"]
            )
            let connected = try await backend.graphQL(upsert(#"room: { connect: "\#(Clinic.id(21))" }"#))
            #expect(connected == #"{"data":{"upsertPlace":{"number":1}}}"#)
        }
    }

    @Test(
        "What an upsert makes itself is not changed in place of the row, and not waited for",
        arguments: [
            #"name: "a""#, #"name: "b", parent: { create: { name: "a" } }"#,
        ],
        [false, true]
    )
    func ownRivals(parent: String, hasHooks: Bool) async throws {
        try await Self.with(hooks: hasHooks ? "Category" : nil) { backend in
            let document = """
                mutation {
                  upsertCategory(
                    onConflict: NAME, input: { name: "a", parent: { create: { \(parent) } } }, update: { note: "set" }
                  ) { name }
                }
                """
            try await backend.expect(document, complaints: ["NOT_UNIQUE input.name"])
            #expect(try await backend.scalar("select count(*)::text from categories") == "0")
        }
    }

    @Test("What another target cannot be made for is told, and is no rival's doing")
    func targetsOfTheSame() async throws {
        try await Self.with(hooks: "Category") { backend in
            func upsert(_ name: String, _ parent: String) -> String {
                """
                mutation {
                  upsertCategory(
                    onConflict: NAME, input: { name: "\(name)", parent: { create: { name: "\(parent)" } } }, update: {}
                  ) { name }
                }
                """
            }
            let made = try await backend.graphQL(upsert("a", "b"))
            #expect(made == #"{"data":{"upsertCategory":{"name":"a"}}}"#)
            try await backend.expect(
                upsert("c", "b"),
                complaints: ["NOT_UNIQUE input.parent.create.name"]
            )
        }
    }
}
