import PlumblineQuery
import PlumblineSchema
import Testing

@testable import PlumblineGraphQL

@Suite("The cost of operations")
struct OperationCostTests {
    private static let api = GraphQLAPI(schema: ClinicSchema.schema)

    /// With a union of users and visits, and one of users alone.
    private static let union = GraphQLAPI(
        schema: Schema(
            name: "clinic",
            enums: ClinicSchema.schema.enums,
            entities: ClinicSchema.schema.entities,
            abstractTypes: [
                AbstractType(
                    name: "Found",
                    kind: .union,
                    members: ["User", "Visit"],
                    list: "found",
                    origin: Origin("spec/clinic.yaml", 1)
                ),
                AbstractType(
                    name: "Someone",
                    kind: .union,
                    members: ["User"],
                    list: "people",
                    origin: Origin("spec/clinic.yaml", 2)
                ),
            ],
            principal: nil
        )
    )

    private func cost(_ document: String, _ raw: InputValue? = nil, api: GraphQLAPI = Self.api) throws -> Int
    {
        let prepared = try PreparedOperation(
            parsing: Array(document.utf8),
            operationName: nil,
            api: api
        )
        let variables = try prepared.coerce(raw)
        return prepared.cost(variables, CostWeights(), PageLimits()).total(variables)
    }

    @Test(
        "A page costs its size times what its rows cost",
        arguments: [
            ("{ __typename }", 0), ("{ me { id name } }", 1), ("{ visit(id: 1) { id client { name } } }", 2),
            ("{ users { nodes { id } } }", 21), ("{ users(first: 5) { nodes { id } } }", 6),
            ("{ users(last: 5) { edges { node { id } } } }", 6),
            ("{ users(first: 100000) { nodes { id } } }", 101),
            ("{ users(first: 5) { totalCount } }", 11),
            ("{ users(first: 5, last: 3) { nodes { id } } }", 1 + 5 + 3),
            ("{ users(first: 5) { totalCount pageInfo { hasNextPage } nodes { id } } }", 21),
            (
                "{ users(first: 5) { nodes { visits(first: 10) { nodes { client { name } } } } } }",
                111
            ),
            ("{ a: me { id } b: me { id } }", 2), ("{ me { ...F } } fragment F on User { id name }", 1),
            (
                "{ users(first: 5) { ...F nodes { id } } } fragment F on UserConnection { nodes { name } }",
                6
            ),
            ("mutation { a: deleteVisit(id: 1) b: deleteVisit(id: 2) }", 20),
            ("mutation { createUser(input: { name: \"a\", password: \"b\", email: \"c\" }) { id } }", 11),
        ] as [(String, Int)]
    )
    func reckons(document: String, expected: Int) throws {
        #expect(try cost(document) == expected)
    }

    @Test(
        "A list of several types costs what each of them is asked, and its rows as the dearest of them",
        arguments: [
            ("{ found(first: 5) { nodes { __typename } } }", 2 + 5),
            (
                "{ found(first: 5) { edges { node { ... on User { id } ... on Visit { client { id } } } } } }",
                2 + 10
            ),
            ("{ found(first: 5) { totalCount } }", 2 + 20),
            ("{ found(first: 5, offset: 3) { nodes { __typename } } }", 2 + 5 + 2 * 3),
            (
                #"{ found(first: 5, filter: { not: { user: { name: { eq: "a" } } } }) { nodes { __typename } } }"#,
                2 * (1 + 10 + 1) + 5
            ),
            ("{ node(id: 1) { ... on Found { ... on Visit { client { id } } } } }", 2),
            // No row of the list is a visit.
            ("{ people(first: 5) { nodes { ... on Node { ... on Visit { client { id } } } } } }", 1 + 5),
        ] as [(String, Int)]
    )
    func abstractLists(document: String, expected: Int) throws {
        #expect(try cost(document, api: Self.union) == expected)
    }

    @Test(
        "Filters and orders cost what they may have PostgreSQL do, once for each page",
        arguments: [
            (#"(filter: {name: {eq: "a", in: ["b", "c"]}})"#, 2),
            (#"(filter: {name: {startsWith: "a"}})"#, 1),
            (#"(filter: {name: {icontains: "a"}})"#, 10), (#"(filter: {name: {ieq: "a"}})"#, 10),
            (#"(filter: {or: [{name: {eq: "a"}}, {not: {and: [{id: {isNull: true}}]}}]})"#, 2),
            ("(filter: {visits: {some: {}}})", 10), ("(filter: {visits: {every: {minutes: {gt: 1}}}})", 20),
            ("(filter: {visits: {none: {client: {visits: {some: {}}}}}})", 10 * (1 + 10 + 10)),
            (#"(filter: {visits: {some: {extra: {hasKey: "a"}}}})"#, 10 * (1 + 10)),
            ("(orderBy: [{name: ASC}, {id: DESC}])", 2), ("(orderBy: {visits: {count: DESC}})", 20),
            ("(orderBy: {visits: {max: {client: {name: ASC}}}})", 10 * (1 + 10 + 1)),
            ("(orderBy: {visits: {sum: {minutes: DESC}}})", 20),
            ("(distinctOn: [NAME])", 10), ("(offset: 300)", 300), ("(offset: 1000000)", 10_000),
            ("(filter: null, orderBy: [], offset: null)", 0),
        ]
    )
    func conditions(arguments: String, expected: Int) throws {
        #expect(try cost("{ users\(arguments) { nodes { id } } }") == 21 + expected)
        let nested =
            "{ visits(first: 10) { nodes { client { visits(filter: {minutes: {gt: 1}}) { nodes { id } } } } } }"
        #expect(try cost(nested) == 1 + 10 * (1 + 1 + 1 + 20 + 1))
    }

    @Test("What is told of all rows asks the filter anew, and costs it again")
    func askedAgain() throws {
        let filter = #"filter: {visits: {some: {}}}"#
        let plain = try cost("{ users(first: 5, \(filter)) { nodes { id } } }")
        let counted = try cost("{ users(first: 5, \(filter)) { nodes { id } a: totalCount b: totalCount } }")
        #expect(counted == plain + 2 * (10 + 10))
        let flags = "pageInfo { hasNextPage hasPreviousPage }"
        let page = try cost("{ users(first: 5, \(filter)) { nodes { id } \(flags) } }")
        #expect(page == plain + 5 + 2 * 10)
    }

    @Test(
        "What the service's own code answers is one row, whatever its arguments are called",
        arguments: [
            ("{ pick(first: 90, last: 9, offset: 500, filter: \"a\", search: \"b\") { id } }", 1),
            ("query ($n: Int!) { pick(first: $n) { visits(first: 3) { nodes { id } } } }", 1 + 1 + 3),
            ("mutation { change(first: 90, atMost: 500) { id } }", 11),
        ]
    )
    func calls(document: String, expected: Int) throws {
        let names = ["first", "last", "offset", "at_most", "filter", "search"]
        let fields = names.map { name in
            ClinicSchema.field(
                name,
                name == "filter" || name == "search" ? .text : .integer,
                isOptional: true
            )
        }
        let arguments = ClinicSchema.entity(
            "Pick",
            plural: "picks",
            fields: fields,
            access: Access(
                read: ClinicSchema.everyone,
                create: ClinicSchema.everyone,
                update: ClinicSchema.nobody,
                delete: ClinicSchema.nobody
            )
        )
        let schema = Schema(
            name: "clinic",
            enums: ClinicSchema.schema.enums,
            entities: ClinicSchema.schema.entities,
            principal: ClinicSchema.schema.principal,
            operations: [
                CustomOperation(name: "pick", kind: .query, arguments: arguments, result: "User"),
                CustomOperation(name: "change", kind: .mutation, arguments: arguments, result: "User"),
            ]
        )
        let prepared = try PreparedOperation(
            parsing: Array(document.utf8),
            operationName: nil,
            api: GraphQLAPI(schema: schema)
        )
        let variables = InputValue.object([.init("n", .integer(50))])
        let coerced = try prepared.coerce(document.contains("$n") ? variables : nil)
        #expect(prepared.cost(coerced, CostWeights(), PageLimits()).total(coerced) == expected)
    }

    @Test("What is in variables costs the same")
    func conditionVariables() throws {
        let document =
            "query ($f: UserFilter, $o: [UserOrder!], $n: Int) { users(filter: $f, orderBy: $o, offset: $n) { nodes { id } } }"
        let filter = InputValue.object([
            .init(
                "visits",
                .object([.init("some", .object([.init("minutes", .object([.init("gt", .integer(1))]))]))])
            )
        ])
        let order = InputValue.list([.object([.init("name", .string("ASC"))])])
        let variables = InputValue.object([.init("f", filter), .init("o", order), .init("n", .integer(7))])
        #expect(try cost(document, variables) == 21 + 20 + 1 + 7)
        #expect(try cost(document) == 21)
    }

    @Test("Relations within relations grow dear, and groups and changes of many have conditions as well")
    func deep() throws {
        var filter = "{}"
        for _ in 0..<5 { filter = "{visits: {some: {client: \(filter)}}}" }
        #expect(try cost("{ users(filter: \(filter)) { nodes { id } } }") > 100_000)
        let groups =
            "groups(by: [{field: CLIENT_ID}], having: {count: {gt: 1}}, orderBy: [{count: DESC}], first: 5)"
        let plain = try cost(
            "{ visits { groups(by: [{field: CLIENT_ID}], first: 5) { aggregate { count } } } }"
        )
        #expect(try cost("{ visits { \(groups) { aggregate { count } } } }") == plain + 2)
        #expect(
            try cost(
                "mutation { updateVisits(filter: {client: {name: {eq: \"a\"}}}, input: {minutes: 1}, atMost: 3) { count } }"
            )
                == 3 * 10 + 11
        )
    }

    @Test(
        "Sizes come from variables where they are variables",
        arguments: [
            (.init("n", .integer(7)), 15), (.init("n", .null), 41),
            (.init("m", .integer(3)), 7), (.init("n", .integer(0)), 1), (.init("n", .integer(-5)), 1),
            (.init("n", .integer(2_000_000_000)), 201), (.init("x", .integer(7)), 41),
        ] as [(InputValue.Member, Int)]
    )
    func variables(member: InputValue.Member, expected: Int) throws {
        let document = "query ($n: Int, $m: Int) { visits(first: $n, last: $m) { nodes { client { id } } } }"
        #expect(try cost(document, .object([member])) == expected)
    }

    @Test("Fields that are left out cost nothing")
    func conditions() throws {
        let document = "query ($c: Boolean!) { me { visits @include(if: $c) { nodes { id } } } }"
        #expect(try cost(document, .object([.init("c", .boolean(false))])) == 1)
        #expect(try cost(document, .object([.init("c", .boolean(true))])) == 1 + 1 + 20)
    }

    @Test("Of what one object may be, only the dearest counts, whatever the variables make it")
    func choices() {
        var list = OperationCost()
        list.add(OperationCost(1), times: .variables(["n"], atMost: 100, else: 20))
        var object = OperationCost(5)
        object.add(dearestOf: [list, OperationCost(30)])
        var twice = OperationCost()
        twice.add(object, times: .number(2))
        for (size, expected) in [(10, 35), (50, 55), (1_000, 105)] {
            let variables = InputValue.object([.init("n", .integer(Int64(size)))])
            #expect(object.total(variables) == expected)
            #expect(twice.total(variables) == 2 * expected)
        }
        #expect(object.total(.null) == 35)
    }

    @Test("As many rows are changed as a list has elements")
    func elements() {
        var cost = OperationCost()
        cost.add(OperationCost(10), times: .elements(of: "ids"))
        #expect(cost.total(.object([.init("ids", .list([.null, .null, .null]))])) == 30)
        #expect(cost.total(.object([.init("ids", .string("one"))])) == 10)
    }

    @Test("A cost beyond all bounds is a number still")
    func saturates() throws {
        var document = "id"
        for _ in 0..<6 { document = "visits(first: 100) { nodes { client { \(document) } } }" }
        #expect(try cost("{ me { \(document) } }") > 1_000_000_000_000)
    }
}
