import PlumblineGraphQL
import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Changes of many rows")
struct ManyRowsTests {
    private static let create = """
        mutation ($inputs: [CreateOrderInput!]!) { createOrders(inputs: $inputs) { number note state tags } }
        """

    private static func order(_ number: Int, owner: Int = 3, _ more: String = "") -> String {
        #"{"ownerId":"\#(Clinic.id(owner))","number":\#(number)\#(more)}"#
    }

    private static func inputs(_ orders: String...) -> String {
        #"{"inputs":[\#(orders.joined(separator: ","))]}"#
    }

    @Test("New rows of several shapes are answered in their order, with null and absent kept apart")
    func creation() async throws {
        try await Shop.with { backend in
            let variables = Self.inputs(
                Self.order(10, #","note":"a","tags":["x","y,\"z"]"#),
                Self.order(11),
                Self.order(12, #","note":null,"tags":[]"#)
            )
            let rows = [
                #"{"number":10,"note":"a","state":"DRAFT","tags":["x","y,\"z"]}"#,
                #"{"number":11,"note":null,"state":"DRAFT","tags":null}"#,
                #"{"number":12,"note":null,"state":"DRAFT","tags":[]}"#,
            ]
            let answer = try await backend.graphQL(Self.create, variables)
            #expect(answer == #"{"data":{"createOrders":[\#(rows.joined(separator: ","))]}}"#)
            let transactions = "select count(distinct xmin::text)::text from orders where number >= 10"
            #expect(try await backend.scalar(transactions) == "1")
        }
    }

    @Test("No rows are no rows")
    func nothing() async throws {
        try await Shop.with { backend in
            try await backend.expect(Self.create, Self.inputs(), answer: #"{"data":{"createOrders":[]}}"#)
        }
    }

    @Test("Rows of one shape are one statement, whose text does not tell how many there are")
    func statements() throws {
        let schema = try #require(Backend.schema(Shop.spec))
        let api = GraphQLAPI(schema: schema)
        let sql = try [2, 7].map { count in
            let rows = (0..<count).map {
                InputValue.object([.init("sku", .string("\($0)")), .init("name", .string("n"))])
            }
            let document = "mutation ($i: [CreateProductInput!]!) { createProducts(inputs: $i) { id } }"
            let prepared = try PreparedOperation(parsing: Array(document.utf8), operationName: nil, api: api)
            let operation = try prepared.lower(.object([.init("i", .list(rows))]))
            let plan = try Planner(schema: schema).plan(operation, for: CallerShape(Shop.ann))
            return plan.steps.map(\.statement.sql)
        }
        #expect(sql[0] == sql[1])
        #expect(sql[0].filter { $0.contains("insert into") }.count == 1)
    }

    @Test(
        "What is wrong is told with the place in the list",
        arguments: [
            (#","note":"123456789012345678901""#, 3, 30, "TOO_LONG inputs.[1].note"),
            ("", 3, 0, "TOO_SMALL inputs.[1].number"),
            ("", 3, 1, "NOT_UNIQUE inputs.[1].number"),
            ("", 4, 30, "FORBIDDEN inputs.[1]"),
        ]
    )
    func places(more: String, owner: Int, number: Int, complaint: String) async throws {
        try await Shop.with { backend in
            let variables = Self.inputs(
                Self.order(10),
                Self.order(number, owner: owner, more),
                Self.order(12)
            )
            try await backend.expect(Self.create, variables, complaints: [complaint])
            #expect(try await backend.scalar("select count(*)::text from orders") == "2")
        }
    }

    @Test("The server's own code is told the place, however many rows it makes")
    func unlimitedPlaces() async throws {
        try await Shop.with { backend in
            let inputs = (0..<1_001).map { place in
                let sku = InputValue.string(place == 1_000 ? "A" : "\(place)")
                return RowInput(
                    [
                        Assignment(field: "sku", value: .constant(sku)),
                        Assignment(field: "name", value: .constant(.string("n"))),
                    ],
                    path: ["inputs", "\(place)"]
                )
            }
            let create = CreateMany(entity: "Product", inputs: inputs, selection: Selection([]))
            let failure = await #expect(throws: QueryFailure.self) {
                _ = try await backend.engine.run(
                    .mutation(.createMany(create)),
                    variables: .object([]),
                    principal: .anonymous,
                    caller: .unrestricted
                )
            }
            #expect(failure?.errors.first?.field == ["inputs", "1000", "sku"])
        }
    }

    @Test("One change reaches the rows that match and that the caller may change, and answers them")
    func update() async throws {
        try await Shop.with { backend in
            let document = """
                mutation {
                  updateOrders(filter: { number: { lt: 10 } }, input: { note: "x" }, atMost: 5) {
                    count nodes { number note version } __typename
                  }
                }
                """
            let answer = try await backend.graphQL(document)
            let batch =
                #"{"count":1,"nodes":[{"number":1,"note":"x","version":2}],"__typename":"OrderBatch"}"#
            #expect(answer == #"{"data":{"updateOrders":\#(batch)}}"#)
            let notes = try await backend.scalar("select count(note)::text from orders")
            #expect(notes == "1")
        }
    }

    @Test("A filter may be about what the change changes")
    func changedFilter() async throws {
        try await Shop.with { backend in
            let document = """
                mutation { updateLines(filter: { text: { eq: "one" } }, input: { text: "1" }, atMost: 1) { nodes { text } } }
                """
            let answer = #"{"data":{"updateLines":{"nodes":[{"text":"1"}]}}}"#
            try await backend.expect(document, answer: answer)
        }
    }

    @Test(
        "More rows than are allowed are refused with the number, and nothing is changed",
        arguments: [
            ("updateLines", #", input: { text: "x" }"#, "count nodes { id }"),
            ("deleteLines", "", "count ids"),
        ]
    )
    func atMost(field: String, input: String, members: String) async throws {
        try await Shop.with { backend in
            let document: (Int) -> String = { most in
                "mutation { \(field)(filter: {}\(input), atMost: \(most)) { \(members) } }"
            }
            try await backend.expect(document(1), complaints: ["TOO_MANY_ROWS atMost"])
            #expect(try await backend.graphQL(document(1)).contains("At most 1 may match."))
            try await backend.expect(document(1_001), complaints: ["BAD_USER_INPUT atMost"])
            #expect(try await backend.lines() == "1:1:one 1:2:two 2:1:other")
            #expect(try await backend.graphQL(document(2)).contains(#""count":2"#))
        }
    }

    @Test("Deleted rows are answered by their keys; rows that may only be read are not met")
    func deletion() async throws {
        try await Shop.with("update lines set locked = true where text = 'two';") { backend in
            let document = "mutation { deleteLines(filter: {}, atMost: 9) { ids count } }"
            let answer = try await backend.graphQL(document)
            #expect(answer == #"{"data":{"deleteLines":{"ids":["\#(Clinic.id(31))"],"count":1}}}"#)
            #expect(try await backend.lines() == "1:2:two 2:1:other")
        }
    }

    @Test("The rule for updates must hold of all rows afterwards")
    func updateRule() async throws {
        try await Shop.with { backend in
            let document = """
                mutation { updateOrders(filter: {}, input: { ownerId: "\(Clinic.id(4))" }, atMost: 9) { count } }
                """
            try await backend.expect(document, complaints: ["FORBIDDEN"])
        }
    }

    @Test("An operation names at most a thousand rows")
    func limit() async throws {
        try await Shop.with { backend in
            let rows = Array(repeating: Self.order(10), count: 1_001).joined(separator: ",")
            let inputs = #"{"inputs":[\#(rows)]}"#
            try await backend.expect(Self.create, inputs, complaints: ["BAD_USER_INPUT inputs.[0]"])
        }
    }

    @Test("Many rows are pointed to one new row, which is not made for none", arguments: [false, true])
    func oneTarget(hooked: Bool) async throws {
        var hooks = ChangeHooks()
        if hooked { hooks.add({ _, _ in nil }, around: .init("Line", .update)) }
        func update(_ text: String, _ input: String) -> String {
            """
            mutation { updateLines(filter: { text: { contains: "\(text)" } }, atMost: 5, input: { \(input) }) {
              count nodes { product { sku } } } }
            """
        }
        try await Shop.with(hooks: hooks) { backend in
            let create = #"product: { create: { sku: "B", name: "x" } }"#
            let none = #"{"data":{"updateLines":{"count":0,"nodes":[]}}}"#
            try await backend.expect(update("nothing", create), answer: none)
            #expect(try await backend.scalar("select count(*)::text from products") == "1")
            let rows = #"{"product":{"sku":"B"}},{"product":{"sku":"B"}}"#
            let both = #"{"data":{"updateLines":{"count":2,"nodes":[\#(rows)]}}}"#
            try await backend.expect(update("o", create), answer: both)
            #expect(try await backend.scalar("select count(*)::text from products") == "2")
            let wrong = update("o", #"product: { create: { sku: "A", name: "x" } }"#)
            try await backend.expect(wrong, complaints: ["NOT_UNIQUE input.product.create.sku"])
            let orders = """
                mutation { updateOrders(filter: {}, atMost: 5, input: { lines: { create: { position: 9 } } }) { count } }
                """
            try await backend.expect(orders, complaints: ["BAD_USER_INPUT"])
        }
    }
}
