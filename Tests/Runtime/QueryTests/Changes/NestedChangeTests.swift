import PlumblineQuery
import PlumblineSchema
import Synchronization
import Testing

@Suite("Rows that are changed within the input of another")
struct NestedChangeTests {
    private static let lines =
        "lines(orderBy: [{ position: ASC }]) { nodes { position text version product { sku } } }"

    private static func update(_ lines: String, order: Int = 21, _ more: String = "") -> String {
        """
        mutation { updateOrder(id: "\(Clinic.id(order))", input: { lines: { \(lines) }\(more) }) { number \(Self.lines) } }
        """
    }

    @Test("A row is made with those it points to and those that point to it, as one transaction")
    func creation() async throws {
        try await Shop.with { backend in
            let document = """
                mutation {
                  createOrder(input: {
                    owner: { connect: "\(Clinic.id(3))" }, number: 7
                    lines: { create: [
                      { position: 1, text: "a", product: { create: { sku: "B", name: "Chair" } } }
                      { position: 2, product: { connect: "\(Clinic.id(11))" } }
                      { position: 3, text: "c", productId: null }
                    ] }
                  }) { number \(Self.lines) }
                }
                """
            let rows = [
                #"{"position":1,"text":"a","version":1,"product":{"sku":"B"}}"#,
                #"{"position":2,"text":"-","version":1,"product":{"sku":"A"}}"#,
                #"{"position":3,"text":"c","version":1,"product":null}"#,
            ].joined(separator: ",")
            let answer = try await backend.graphQL(document)
            #expect(answer == #"{"data":{"createOrder":{"number":7,"lines":{"nodes":[\#(rows)]}}}}"#)
            let transactions = """
                select count(distinct x)::text from (
                    select xmin::text x from orders where number = 7 union all
                    select xmin::text from lines where text in ('a', '-', 'c') union all
                    select xmin::text from products where sku = 'B') made
                """
            #expect(try await backend.scalar(transactions) == "1")
        }
    }

    @Test(
        "The one row that points to a row is made, changed, replaced and deleted with it",
        arguments: [false, true]
    )
    func toOne(hooked: Bool) async throws {
        var hooks = ChangeHooks()
        if hooked { hooks.add({ _, _ in nil }, around: .init("Badge", .create)) }
        try await Shop.with(hooks: hooks) { backend in
            func badge(_ input: String) -> String {
                """
                mutation { updateUser(id: "\(Clinic.id(3))", input: { badge: { \(input) } }) { badge { code } } }
                """
            }
            func expect(_ input: String, gives row: String) async throws {
                let answer = #"{"data":{"updateUser":{"badge":\#(row)}}}"#
                try await backend.expect(badge(input), answer: answer)
            }
            try await expect(#"create: { code: "a" }"#, gives: #"{"code":"a"}"#)
            let second = badge(#"create: { code: "b" }"#)
            try await backend.expect(second, complaints: ["NOT_UNIQUE input.badge.create.[0].ownerId"])
            let wrong = badge(#"set: { create: { code: "0123456789" } }"#)
            try await backend.expect(wrong, complaints: ["TOO_LONG input.badge.set.[0].create.code"])
            try await expect(#"set: { create: { code: "c" } }"#, gives: #"{"code":"c"}"#)
            let id = try #require(try await backend.scalar("select id::text from badges"))
            try await expect(#"update: { id: "\#(id)", input: { code: "d" } }"#, gives: #"{"code":"d"}"#)
            try await expect(#"delete: "\#(id)""#, gives: "null")
        }
    }

    @Test("`set` changes the rows with a key, makes those without, and deletes the others")
    func set() async throws {
        try await Shop.with { backend in
            let set = """
                set: [
                  { update: { id: "\(Clinic.id(32))", input: { position: 1, text: "two!" }, expectedVersion: 1 } }
                  { create: { position: 2, text: "new" } }
                ]
                """
            let rows =
                #"{"position":1,"text":"two!","version":2,"product":null},{"position":2,"text":"new","version":1,"product":null}"#
            let answer = try await backend.graphQL(Self.update(set))
            #expect(answer == #"{"data":{"updateOrder":{"number":1,"lines":{"nodes":[\#(rows)]}}}}"#)
            #expect(try await backend.lines() == "1:1:two! 1:2:new 2:1:other")
            _ = try await backend.graphQL(Self.update("set: []"))
            #expect(try await backend.lines() == "2:1:other")
        }
    }

    @Test("What several lists leave out is together no more than one operation may reach")
    func tooMany() async throws {
        let lines = """
            insert into lines (order_id, position)
                select o.id, n from orders o, generate_series(10, 509) n where o.number = 1
                union all select o.id, n from orders o, generate_series(10, 508) n where o.number = 2;
            """
        try await Shop.with(lines) { backend in
            let document = """
                mutation { first: updateOrder(id: "\(Clinic.id(22))", input: { lines: { set: [] } }) { id }
                  last: updateOrder(id: "\(Clinic.id(21))", input: { lines: { set: [] } }) { id } }
                """
            let complaints = ["TOO_MANY_ROWS input.lines", "UNDONE"]
            try await backend.expect(document, as: Shop.admin, complaints: complaints)
            #expect(try await backend.scalar("select count(*)::text from lines") == "1002")
        }
    }

    @Test("Rows are made, changed, moved here and deleted in one input")
    func all() async throws {
        try await Shop.with { backend in
            let changes = """
                create: [{ position: 1, text: "new" }]
                update: [{ id: "\(Clinic.id(32))", input: { text: "changed" } }]
                delete: ["\(Clinic.id(31))"]
                """
            _ = try await backend.graphQL(Self.update(changes))
            #expect(try await backend.lines() == "1:1:new 1:2:changed 2:1:other")
            let connect = Self.update(#"connect: ["\#(Clinic.id(33))"]"#)
            try await backend.expect(connect, complaints: ["NOT_FOUND input.lines.connect.[0]"])
            let ids = #"{"ids":["\#(Clinic.id(32))"]}"#
            let move = """
                mutation ($ids: [ID!]) { updateOrder(id: "\(Clinic.id(22))", input: { lines: { connect: $ids } }) { id } }
                """
            _ = try await backend.graphQL(move, as: Shop.admin, ids)
            #expect(try await backend.lines() == "1:1:new 2:1:other 2:2:changed")
        }
    }

    @Test(
        "What is wrong is told with the whole path of the input",
        arguments: [
            (#"create: [{ position: 5 }, { position: 0 }]"#, "TOO_SMALL input.lines.create.[1].position"),
            (#"create: [{ position: 5 }, { position: 5 }]"#, "NOT_UNIQUE input.lines.create.[1]"),
            (
                #"create: [{ position: 5, productId: "\#(Clinic.id(99))" }]"#,
                "UNKNOWN_REFERENCE input.lines.create.[0].productId"
            ),
            (
                #"create: [{ position: 5, product: { create: { sku: "A", name: "x" } } }]"#,
                "NOT_UNIQUE input.lines.create.[0].product.create.sku"
            ),
            (
                #"create: [{ position: 5, orderId: "\#(Clinic.id(22))" }]"#,
                "BAD_USER_INPUT input.lines.create.[0].orderId"
            ),
            (
                #"update: [{ id: "\#(Clinic.id(33))", input: { text: "x" } }]"#,
                "NOT_FOUND input.lines.update.[0].id"
            ),
            (
                #"update: [{ id: "\#(Clinic.id(31))", input: { text: "x" }, expectedVersion: 7 }]"#,
                "VERSION_MISMATCH input.lines.update.[0].id"
            ),
            (#"delete: ["\#(Clinic.id(33))"]"#, "NOT_FOUND input.lines.delete.[0]"),
            (
                #"set: [{ update: { id: "\#(Clinic.id(33))", input: {} } }]"#,
                "NOT_FOUND input.lines.set.[0].update.id"
            ),
            (#"update: [{ id: "no", input: {} }]"#, "BAD_USER_INPUT input.lines.update.[0].id"),
        ]
    )
    func places(changes: String, complaint: String) async throws {
        try await Shop.with { backend in
            try await backend.expect(Self.update(changes), complaints: [complaint])
            #expect(try await backend.lines() == "1:1:one 1:2:two 2:1:other")
        }
    }

    @Test(
        "Who may never delete rows may give the whole set of them, but leave none out",
        arguments: [false, true]
    )
    func wholeSet(hasHooks: Bool) async throws {
        let rule = "delete: role(admin) or (order.owner = me and not locked)"
        let spec = Shop.spec.replacing(rule, with: "delete: role(admin)")
        #expect(spec != Shop.spec)
        var hooks = ChangeHooks()
        if hasHooks { hooks.add({ _, _ in nil }, around: .init("Line", .create)) }
        try await Backend.with(spec: spec, seed: Shop.seed, hooks: hooks) { backend in
            func item(_ line: Int) -> String {
                "{ update: { id: \"\(Clinic.id(line))\", input: { text: \"x\" } } }"
            }
            let new = "{ create: { position: 3 } }"
            let partial = Self.update("set: [\(item(31)), \(new)]")
            try await backend.expect(partial, complaints: ["FORBIDDEN input.lines"])
            #expect(try await backend.lines() == "1:1:one 1:2:two 2:1:other")
            let whole = try await backend.graphQL(Self.update("set: [\(item(31)), \(item(32)), \(new)]"))
            #expect(whole.hasPrefix(#"{"data":"#), "\(whole)")
            #expect(try await backend.lines() == "1:1:x 1:2:x 1:3:- 2:1:other")
        }
    }

    @Test("A row that has to go but may only be read is refused, and one of somebody else is not there")
    func rights() async throws {
        try await Shop.with("update lines set locked = true where text = 'two';") { backend in
            try await backend.expect(Self.update("set: []"), complaints: ["FORBIDDEN input.lines"])
            let foreign = Self.update("set: []", order: 22)
            try await backend.expect(foreign, complaints: ["NOT_FOUND"])
            let locked = Self.update(#"delete: ["\#(Clinic.id(32))"]"#)
            try await backend.expect(locked, complaints: ["NOT_FOUND input.lines.delete.[0]"])
        }
    }

    @Test("Inputs lie within each other at most five deep")
    func depth() async throws {
        try await Shop.with { backend in
            let owner = #"ownerId: "\#(Clinic.id(3))""#
            let inner = "order: { create: { \(owner), number: 8, lines: { create: [{ position: 1 }] } } }"
            let product =
                #"product: { create: { sku: "B", name: "x", lines: { create: [{ position: 1, \#(inner) }] } } }"#
            let document = """
                mutation { createOrder(input: { \(owner), number: 7, lines: { create: [{ position: 1, \(product) }] } }) { id } }
                """
            let place = "input.lines.create.[0].product.create.lines.create.[0].order.create.lines.create.[0]"
            try await backend.expect(document, complaints: ["BAD_USER_INPUT \(place)"])
        }
    }

    @Test("A relation is given once, whichever way")
    func once() async throws {
        try await Shop.with { backend in
            let line = #"{ position: 9, order: { create: { ownerId: "\#(Clinic.id(3))", number: 9 } } }"#
            let around = try await backend.complaints(Self.update("create: [\(line)]"))
            #expect(around == ["BAD_USER_INPUT input.lines.create.[0].order.create"])
            let both = """
                mutation {
                  createLine(input: { position: 9, orderId: "\(Clinic.id(21))", order: { connect: "\(Clinic.id(21))" } }) { id }
                }
                """
            try await backend.expect(both, complaints: ["BAD_USER_INPUT"])
            let missing = "mutation { createLine(input: { position: 9 }) { id } }"
            try await backend.expect(missing, complaints: ["REQUIRED input.orderId"])
        }
    }

    /// What hooks have heard.
    private final class Record: Sendable {
        private let entries = Mutex<[String]>([])
        var all: [String] { entries.withLock { $0 } }
        func note(_ entry: String) { entries.withLock { $0.append(entry) } }
    }

    @Test("Hooks hear of every row, whatever input it stands in, and their errors undo all")
    func hooks() async throws {
        let record = Record()
        let actions: [(name: String, action: ChangeHooks.Action)] = [
            ("create", .create), ("update", .update), ("delete", .delete),
        ]
        var hooks = ChangeHooks()
        for (name, action) in actions {
            hooks.add(
                { _, values in
                    record.note(name)
                    if values["text"] == .string("bad") { throw QueryError(.badInput, "No.") }
                    return nil
                },
                around: .init("Line", action)
            )
        }
        try await Shop.with(hooks: hooks) { backend in
            let set = """
                set: [
                  { update: { id: "\(Clinic.id(32))", input: { position: 1, text: "two!" } } }
                  { create: { position: 2, text: "new", product: { create: { sku: "B", name: "Chair" } } } }
                ]
                """
            let answer = try await backend.graphQL(Self.update(set))
            #expect(
                answer.contains(#"{"position":2,"text":"new","version":1,"product":{"sku":"B"}}"#),
                "\(answer)"
            )
            #expect(record.all == ["delete", "update", "create"])
            let bad = Self.update(#"create: [{ position: 8 }, { position: 9, text: "bad" }]"#)
            try await backend.expect(bad, complaints: ["BAD_USER_INPUT"])
            #expect(try await backend.lines() == "1:1:two! 1:2:new 2:1:other")
            let many = """
                mutation {
                  updateLines(filter: {}, input: { text: "all" }, atMost: 2) { count nodes { text } }
                  deleteLines(filter: { position: { eq: 1 } }, atMost: 2) { count ids }
                }
                """
            let counted = try await backend.graphQL(many)
            #expect(counted.contains(#"{"count":2,"nodes":[{"text":"all"},{"text":"all"}]}"#), "\(counted)")
            #expect(counted.contains(#"{"count":1,"ids":["\#(Clinic.id(32))"]}"#), "\(counted)")
        }
    }

    @Test("A row keeps its key: one whose owner is a part of it is not given to another")
    func partOfAKey() async throws {
        let spec = """
            entities:
              Parcel:
                fields: { label: text }
                access: { read: everyone, update: everyone }
              Item:
                key: [parcel, number]
                fields:
                  parcel: { to: Parcel }
                  number: integer
                  amount: { type: integer, default: 1 }
                access: { read: everyone, create: everyone, update: everyone }
            """
        let seed = """
            insert into parcels (id, label) values ('\(Clinic.id(1))', 'a'), ('\(Clinic.id(2))', 'b');
            insert into items (parcel_id, number) values ('\(Clinic.id(1))', 11);
            """
        try await Backend.with(spec: spec, seed: seed) { backend in
            let connect = """
                mutation {
                  updateParcel(id: "\(Clinic.id(2))", input: { items: { connect: ["\(Clinic.id(1)),11"] } }) { id }
                }
                """
            let complaints = try await backend.complaints(connect)
            #expect(!complaints.isEmpty)
            let owner = try await backend.scalar("select parcel_id::text from items")
            #expect(owner == Clinic.id(1))
        }
    }

    @Test("Who may not read a row may not delete it either, and is not told that it is there")
    func unreadable() async throws {
        let spec = """
            principal: { entity: User, sign_in: [name], password: password, role: role }
            enums: { Role: { values: { admin, client } } }
            entities:
              User:
                fields: { name: { type: text, unique: true }, password: password, role: { type: Role, default: client } }
                access: { read: everyone }
              Memo:
                fields: { text: text }
                access: { read: role(admin), delete: authenticated }
            """
        let seed = "insert into memos (id, text) values ('\(Clinic.id(1))', 'a');"
        try await Backend.with(spec: spec, seed: seed) { backend in
            let delete = #"mutation { deleteMemo(id: "\#(Clinic.id(1))") }"#
            try await backend.expect(delete, complaints: ["NOT_FOUND"])
            let count = try await backend.scalar("select count(*)::text from memos")
            #expect(count == "1")
        }
    }
}
