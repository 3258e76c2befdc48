import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("A row that is made or changed")
struct UpsertTests {
    private static func order(_ number: Int, note: String, owner: Int = 3) -> String {
        """
        mutation {
          upsertOrder(
            onConflict: NUMBER, input: { ownerId: "\(Clinic.id(owner))", number: \(number), note: "new" }, update: { note: "\(note)" }
          ) { number note version }
        }
        """
    }

    @Test("It is made where its values are free, and changed where they are not")
    func both() async throws {
        try await Shop.with { backend in
            let made = try await backend.graphQL(Self.order(7, note: "old"))
            #expect(made == #"{"data":{"upsertOrder":{"number":7,"note":"new","version":1}}}"#)
            let changed = try await backend.graphQL(Self.order(7, note: "old"))
            #expect(changed == #"{"data":{"upsertOrder":{"number":7,"note":"old","version":2}}}"#)
        }
    }

    @Test("A row that the caller may not change is told as a creation tells it, and stays")
    func forbidden() async throws {
        try await Shop.with { backend in
            try await backend.expect(Self.order(2, note: "mine"), complaints: ["NOT_UNIQUE input.number"])
            let create = """
                mutation { createOrder(input: { ownerId: "\(Clinic.id(3))", number: 2 }) { id } }
                """
            try await backend.expect(create, complaints: ["NOT_UNIQUE input.number"])
            #expect(try await backend.scalar("select note from orders where number = 2") == nil)
        }
    }

    @Test("Who may not make the row does not learn whether it is there", arguments: [2, 7])
    func creationRule(number: Int) async throws {
        try await Shop.with { backend in
            let document = Self.order(number, note: "x", owner: 4)
            try await backend.expect(document, complaints: ["FORBIDDEN"])
        }
    }

    @Test("A text that ignores case is the same in other letters")
    func letters() async throws {
        try await Shop.with { backend in
            let document = """
                mutation {
                  upsertUser(onConflict: EMAIL, input: { name: "anna", email: "ANN@X.org", password: "-" }, update: { name: "ann2" }) { id name }
                }
                """
            let answer = try await backend.graphQL(document, as: Shop.admin)
            #expect(answer == #"{"data":{"upsertUser":{"id":"\#(Clinic.id(3))","name":"ann2"}}}"#)
        }
    }

    @Test("A deleted row does not hold its values")
    func deleted() async throws {
        let seed = "insert into folders (name, size, deleted_at) values ('a', 1, now()), ('b', 1, null);"
        try await Shop.with(seed) { backend in
            let document = """
                mutation {
                  a: upsertFolder(onConflict: NAME, input: { name: "a", size: 5 }, update: { size: 9 }) { size }
                  b: upsertFolder(onConflict: NAME, input: { name: "b", size: 5 }, update: { size: 9 }) { size }
                }
                """
            let answer = try await backend.graphQL(document)
            #expect(answer == #"{"data":{"a":{"size":5},"b":{"size":9}}}"#)
            #expect(try await backend.scalar("select count(*)::text from folders") == "3")
        }
    }

    @Test("The values of the key have to be given")
    func key() async throws {
        try await Shop.with { backend in
            let document = """
                mutation { upsertUser(onConflict: EMAIL, input: { name: "x", password: "-" }, update: {}) { id } }
                """
            try await backend.expect(document, as: Shop.admin, complaints: ["BAD_USER_INPUT input.email"])
        }
    }

    private static func withLines(_ number: Int, input: String, update: String) -> String {
        """
        mutation {
          upsertOrder(
            onConflict: NUMBER
            input: { ownerId: "\(Clinic.id(3))", number: \(number), lines: { \(input) } }
            update: { note: "old", lines: { \(update) } }
          ) { note lines(orderBy: [{ position: ASC }]) { nodes { position text product { sku } } } }
        }
        """
    }

    @Test("The rows within its inputs are made with it, or changed with it", arguments: [false, true])
    func nested(hasHooks: Bool) async throws {
        var hooks = ChangeHooks()
        if hasHooks { hooks.add({ _, _ in nil }, around: .init("Line", .delete)) }
        try await Shop.with(hooks: hooks) { backend in
            let input =
                #"create: [{ position: 1, text: "a", product: { create: { sku: "B", name: "x" } } }, { position: 2, text: "b" }]"#
            let update =
                #"set: [{ create: { position: 2, text: "c", product: { create: { sku: "C", name: "y" } } } }]"#
            let document = Self.withLines(7, input: input, update: update)
            let made = try await backend.graphQL(document)
            let lines =
                #"{"position":1,"text":"a","product":{"sku":"B"}},{"position":2,"text":"b","product":null}"#
            #expect(made == #"{"data":{"upsertOrder":{"note":null,"lines":{"nodes":[\#(lines)]}}}}"#)
            #expect(
                try await backend.scalar("select string_agg(sku, ' ' order by sku) from products") == "A B"
            )
            let changed = try await backend.graphQL(document)
            let line = #"{"position":2,"text":"c","product":{"sku":"C"}}"#
            #expect(changed == #"{"data":{"upsertOrder":{"note":"old","lines":{"nodes":[\#(line)]}}}}"#)
            #expect(
                try await backend.scalar("select string_agg(sku, ' ' order by sku) from products") == "A B C"
            )
            #expect(try await backend.lines() == "1:1:one 1:2:two 2:1:other 7:2:c")
        }
    }

    /// The last two are well: what is wrong in them does not count.
    private static let changes: [(number: Int, input: String, update: String, complaint: String?)] = [
        (
            1, "create: [{ position: 1 }]", #"delete: ["\#(Clinic.id(99))"]"#,
            "NOT_FOUND update.lines.delete.[0]"
        ),
        (
            1, "create: [{ position: 1 }]", "create: [{ position: 1 }]",
            "NOT_UNIQUE update.lines.create.[0]"
        ),
        (7, "create: [{ position: 1 }, { position: 1 }]", "set: []", "NOT_UNIQUE input.lines.create.[1]"),
        (7, #"connect: ["\#(Clinic.id(33))"]"#, "set: []", "NOT_FOUND input.lines.connect.[0]"),
        (
            1, "create: []",
            #"update: [{ id: "\#(Clinic.id(31))", input: { text: "x" }, expectedVersion: 7 }]"#,
            "VERSION_MISMATCH update.lines.update.[0].id"
        ),
        (2, "create: [{ position: 1 }]", "set: []", "NOT_UNIQUE input.number"),
        (1, "create: [{ position: 1 }, { position: 1 }]", "update: []", nil),
        (7, "create: [{ position: 1 }]", #"delete: ["\#(Clinic.id(99))"]"#, nil),
    ]

    @Test("What is wrong within an input matters only where that input counts", arguments: [false, true])
    func places(hasHooks: Bool) async throws {
        var hooks = ChangeHooks()
        if hasHooks { hooks.add({ _, _ in nil }, around: .init("Line", .create)) }
        try await Shop.with(hooks: hooks) { backend in
            let before = try await backend.lines()
            for change in Self.changes {
                let document = Self.withLines(change.number, input: change.input, update: change.update)
                if let complaint = change.complaint {
                    try await backend.expect(document, complaints: [complaint])
                    #expect(try await backend.lines() == before)
                } else {
                    #expect(try await backend.graphQL(document).hasPrefix(#"{"data":{"upsertOrder":{"#))
                }
            }
        }
    }

    @Test(
        "A row to point to is made for one that is there, and made for or connected to one that is made",
        arguments: [false, true]
    )
    func targets(hasHooks: Bool) async throws {
        func upsert(_ position: Int, _ product: String) -> String {
            """
            mutation {
              upsertLine(
                onConflict: ORDER_AND_POSITION
                input: { orderId: "\(Clinic.id(21))", position: \(position), product: { \(product) } }
                update: { product: { create: { sku: "B", name: "x" } } }
              ) { product { sku } }
            }
            """
        }
        var hooks = ChangeHooks()
        if hasHooks { hooks.add({ _, _ in nil }, around: .init("Line", .create)) }
        try await Shop.with(hooks: hooks) { backend in
            let connect = #"connect: "\#(Clinic.id(11))""#
            for (position, sku, count) in [(9, "A", "1"), (1, "B", "2")] {
                let answer = try await backend.graphQL(upsert(position, connect))
                #expect(answer == #"{"data":{"upsertLine":{"product":{"sku":"\#(sku)"}}}}"#)
                #expect(try await backend.scalar("select count(*)::text from products") == count)
            }
            let create = upsert(10, #"create: { sku: "D", name: "y" }"#)
            let made = try await backend.graphQL(create)
            #expect(made == #"{"data":{"upsertLine":{"product":{"sku":"D"}}}}"#)
            // Now it is there, so that what it would point to is not made.
            let other = create.replacing(#""D""#, with: #""E""#).replacing(#""B""#, with: #""F""#)
            let changed = try await backend.graphQL(other)
            #expect(changed == #"{"data":{"upsertLine":{"product":{"sku":"F"}}}}"#)
            let products = try await backend.scalar("select string_agg(sku, ' ' order by sku) from products")
            #expect(products == "A B D F")
        }
    }

    private static let rooms = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums:
          Role: { values: { admin, client } }
        entities:
          User:
            fields: { name: { type: text, unique: true }, password: password, role: Role }
            access: { read: everyone }
          Room:
            fields: { name: { type: text, unique: true }, keeper: { to: User } }
            access: { read: everyone, create: keeper = me }
          Desk:
            fields:
              number: { type: integer, unique: true }
              room: { to: Room }
              note: { type: text, optional: true }
            access: { read: everyone, create: room.keeper = me, update: room.keeper = me }
        """

    private static let desks = """
        insert into users (id, name, password, role) values
            ('\(Clinic.id(3))', 'ann', '-', 'client'), ('\(Clinic.id(4))', 'ben', '-', 'client');
        insert into rooms (id, name, keeper_id) values
            ('\(Clinic.id(21))', 'A', '\(Clinic.id(3))'), ('\(Clinic.id(22))', 'B', '\(Clinic.id(4))');
        insert into desks (number, room_id) values (1, '\(Clinic.id(21))'), (2, '\(Clinic.id(22))');
        """

    @Test(
        "The rule for creating sees what is made to be pointed to, or what a row that is there points to",
        arguments: [
            (1, 3, #"{"data":{"upsertDesk":{"note":"old","room":{"name":"A"}}}}"#, nil),
            // Not hers: as a creation tells it.
            (2, 3, nil, "NOT_UNIQUE input.number"),
            (3, 3, #"{"data":{"upsertDesk":{"note":null,"room":{"name":"C"}}}}"#, nil),
            // She may make no room for Ben.
            (3, 4, nil, "FORBIDDEN input.room.create"),
        ] as [(Int, Int, String?, String?)],
        [false, true]
    )
    func targetsInRules(desk: (number: Int, keeper: Int, answer: String?, complaint: String?), hasHooks: Bool)
        async throws
    {
        var hooks = ChangeHooks()
        if hasHooks { hooks.add({ _, _ in nil }, around: .init("Desk", .create)) }
        let document = """
            mutation {
              upsertDesk(
                onConflict: NUMBER
                input: { number: \(desk.number), room: { create: { name: "C", keeperId: "\(Clinic.id(desk.keeper))" } } }
                update: { note: "old" }
              ) { note room { name } }
            }
            """
        try await Backend.with(spec: Self.rooms, seed: Self.desks, hooks: hooks) { backend in
            if let answer = desk.answer { #expect(try await backend.graphQL(document) == answer) }
            if let complaint = desk.complaint { try await backend.expect(document, complaints: [complaint]) }
            let rooms = try await backend.scalar("select string_agg(name, '' order by name) from rooms")
            #expect(rooms == (desk.number == 3 && desk.keeper == 3 ? "ABC" : "AB"))
        }
    }

    @Test("Of callers at once one makes what its row points to, and none is left over")
    func targetRivals() async throws {
        try await Shop.with { backend in
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<8 {
                    let document = """
                        mutation {
                          upsertLine(
                            onConflict: ORDER_AND_POSITION
                            input: {
                              orderId: "\(Clinic.id(21))", position: 9, text: "made"
                              product: { create: { sku: "P\(number)", name: "x" } }
                            }
                            update: { text: "set" }
                          ) { text }
                        }
                        """
                    group.addTask { try await backend.graphQL(document) }
                }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(answers.count(where: { $0.contains(#""text":"made""#) }) == 1, "\(answers)")
            #expect(answers.count(where: { $0.contains(#""text":"set""#) }) == 7, "\(answers)")
            #expect(try await backend.scalar("select count(*)::text from products") == "2")
        }
    }

    @Test("Of callers at once with rows within the row, one makes them and the others change them")
    func nestedRivals() async throws {
        try await Shop.with { backend in
            let create = #"create: [{ position: 1, text: "made" }]"#
            let set = #"set: [{ create: { position: 1, text: "set" } }]"#
            let document = Self.withLines(7, input: create, update: set)
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 { group.addTask { try await backend.graphQL(document) } }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(answers.count(where: { $0.contains(#""text":"made""#) }) == 1, "\(answers)")
            #expect(answers.count(where: { $0.contains(#""text":"set""#) }) == 7)
            #expect(try await backend.lines() == "1:1:one 1:2:two 2:1:other 7:1:set")
        }
    }

    @Test("Of 32 callers at once one makes the row and the others change it", arguments: [false, true])
    func rivals(hasHooks: Bool) async throws {
        var hooks = ChangeHooks()
        if hasHooks { hooks.add({ _, _ in nil }, around: .init("Order", .update)) }
        try await Shop.with(hooks: hooks) { backend in
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<(hasHooks ? 4 : 32) {
                    group.addTask { try await backend.graphQL(Self.order(7, note: "n\(number)")) }
                }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.contains(#""number":7"#) }, "\(answers)")
            let made = answers.filter { $0.contains(#""note":"new""#) }
            #expect(made.count == 1)
            let versions = try await backend.scalar("select version::text from orders where number = 7")
            #expect(versions == String(answers.count))
        }
    }
}
