import PlumblineQuery
import Testing

@testable import PlumblineGraphQL

@Suite("Lowering")
struct LoweringTests {
    private static let api = GraphQLAPI(schema: ClinicSchema.schema)

    private func prepare(_ document: String) throws -> PreparedOperation {
        try PreparedOperation(parsing: Array(document.utf8), operationName: nil, api: Self.api)
    }

    private func lower(_ document: String, _ raw: InputValue? = nil) throws -> PlumblineQuery.Operation {
        let prepared = try prepare(document)
        return try prepared.lower(try prepared.coerce(raw))
    }

    @Test("Fragments are opened, equal fields merged and conditions decided")
    func selection() throws {
        let document = """
            query ($id: ID!, $no: Boolean!) {
              v: visit(id: $id) { id ...F client { name } startsAt @include(if: $no) }
              me { __typename }
            }
            fragment F on Visit { client { key: id } helper { id } kind: __typename clientId }
            """
        let raw = InputValue.object([.init("id", .string("x")), .init("no", .boolean(false))])
        let selection = Selection([
            .field(key: "id", field: "id"),
            .toOne(
                key: "client",
                relation: "client",
                Selection([.field(key: "key", field: "id"), .field(key: "name", field: "name")])
            ),
            .toOne(key: "helper", relation: "helper", Selection([.field(key: "id", field: "id")])),
            .typename(key: "kind"), .field(key: "clientId", field: "client"),
        ])
        let visit = RowQuery(entity: "Visit", key: .id(.variable("id", path: [])), selection: selection)
        let me = RowQuery(entity: "User", key: .me, selection: Selection([.typename(key: "__typename")]))
        let expected = Operation(
            kind: .query,
            style: .graphQL,
            roots: [Root(key: "v", action: .row(visit)), Root(key: "me", action: .row(me))]
        )
        #expect(try lower(document, raw) == expected)
    }

    @Test("Pages of nearly one size share a plan, which has room for the largest of them")
    func rooms() throws {
        let document =
            "query ($n: Int, $m: Int) { users(first: $n, last: $m) { ...P } } "
            + "fragment P on UserConnection { nodes { visits(first: $n) { nodes { id } } } }"
        let prepared = try prepare(document)
        func request(_ first: Int64, _ last: Int64? = nil) throws -> (shape: String, room: Int?) {
            var members = [InputValue.Member("n", .integer(first))]
            if let last { members.append(.init("m", .integer(last))) }
            let variables = try prepared.coerce(.object(members))
            let root = try prepared.lower(variables).roots[0]
            guard case .connection(_, let users) = root.action else { return ("", nil) }
            return (prepared.shape(of: variables), users.page.room)
        }
        let sizes: [Int64] = [1, 10, 11, 20, 21, 50, 51, 100]
        #expect(try sizes.map { try request($0).room } == [10, 10, 20, 20, 50, 50, nil, nil])
        #expect(try Set(sizes.map { try request($0).shape }).count == 4)
        #expect(try request(5, 60).room == nil)
        #expect(try request(5, 60).shape != request(5, 6).shape)
    }

    @Test("A page has its filter, order and bounds as operands")
    func connection() throws {
        let document = """
            query ($f: VisitFilter, $dir: OrderDirection!, $n: Int) {
              users { nodes { visits(first: $n, after: null, filter: $f, orderBy: [{startsAt: $dir}, {id: ASC}]) {
                totalCount edges { cursor node { id } } pageInfo { hasNextPage endCursor } } } }
            }
            """
        let raw = InputValue.object([
            .init("dir", .string("DESC")), .init("n", .integer(5)),
            .init(
                "f",
                .object([
                    .init(
                        "or",
                        .list([
                            .object([.init("status", .object([.init("in", .list([.string("REQUESTED")]))]))])
                        ])
                    ),
                    .init("client", .object([.init("name", .object([.init("isNull", .boolean(false))]))])),
                ])
            ),
        ])
        func variable(_ path: Operand.Step...) -> Operand { .variable("f", path: path) }
        let statuses = variable(.member("or"), .element(0), .member("status"), .member("in"))
        let visits = Connection(
            filter: .and([
                .or([.compare(field: "status", .in, statuses)]),
                .related(relation: "client", .isNull(field: "name", false)),
            ]),
            order: [
                OrderTerm(field: "starts_at", isDescending: true),
                OrderTerm(field: "id", isDescending: false),
            ],
            page: Page(first: .variable("n", path: []), room: 10),
            members: [
                .totalCount(key: "totalCount"),
                .edges(
                    key: "edges",
                    [.cursor(key: "cursor"), .node(key: "node", Selection([.field(key: "id", field: "id")]))]
                ),
                .pageInfo(key: "pageInfo", [.hasNextPage(key: "hasNextPage"), .endCursor(key: "endCursor")]),
            ]
        )
        let users = Connection(
            filter: nil,
            order: [],
            page: Page(),
            members: [.nodes(key: "nodes", Selection([.toMany(key: "visits", inverse: "visits", visits)]))]
        )
        #expect(
            try lower(document, raw).roots == [Root(key: "users", action: .connection(entity: "User", users))]
        )
    }

    @Test("Mutations keep what is given, null included, and nothing else")
    func mutations() throws {
        let document = """
            mutation ($in: UpdateVisitInput!, $v: Int) {
              a: updateVisit(id: "1", input: $in, expectedVersion: $v) { id }
              b: deleteVisit(id: "2")
              c: createVisit(input: {clientId: "3", startsAt: "t", status: CHECKED_IN}) { id }
            }
            """
        let raw = InputValue.object([
            .init("in", .object([.init("minutes", .null), .init("helperId", .string("4"))]))
        ])
        let id = Selection([.field(key: "id", field: "id")])
        let operation = try lower(document, raw)
        #expect(operation.kind == .mutation)
        #expect(
            operation.roots.map(\.action) == [
                .update(
                    Update(
                        entity: "Visit",
                        id: .constant(.string("1")),
                        expectedVersion: nil,
                        assignments: [
                            Assignment(field: "helper", value: .variable("in", path: [.member("helperId")])),
                            Assignment(field: "minutes", value: .constant(.null)),
                        ],
                        selection: id
                    )
                ),
                .delete(Delete(entity: "Visit", id: .constant(.string("2")), expectedVersion: nil)),
                .create(
                    Create(
                        entity: "Visit",
                        assignments: [
                            Assignment(field: "client", value: .constant(.string("3"))),
                            Assignment(field: "starts_at", value: .constant(.string("t"))),
                            Assignment(field: "status", value: .constant(.string("CHECKED_IN"))),
                        ],
                        selection: id
                    )
                ),
            ]
        )
    }

    @Test(
        "Requests that ask for two things at once, or compare with null, are refused",
        arguments: [
            (
                "{ visits(last: 1, offset: 1) { totalCount } }",
                "\"offset\" counts from the front; it goes with \"first\", not with \"last\"."
            ),
            (
                "{ visits(filter: {status: {eq: null}}) { totalCount } }",
                "The operator \"eq\" of \"status\" must not be null; use isNull instead."
            ),
            (
                "{ visits(filter: {status: null}) { totalCount } }",
                "The filter of \"status\" must not be null; use isNull instead."
            ),
            (
                "{ visits(filter: {client: null}) { totalCount } }",
                "A filter inside a filter must not be null; use isNull to ask for null."
            ),
        ]
    )
    func refused(document: String, expected: String) throws {
        let errors = try #require(throws: GraphQLErrors.self) { try lower(document) }
        #expect(errors.errors.map(\.message) == [expected])
        #expect(errors.errors[0].extensions == [.init("code", .string("BAD_USER_INPUT"))])
    }

    @Test("A list with variables in it becomes single comparisons")
    func listOfVariables() throws {
        let document = "query ($a: Int!) { visits(filter: {minutes: {in: [$a, 7]}}) { totalCount } }"
        let operation = try lower(document, .object([.init("a", .integer(1))]))
        guard case .connection(_, let connection) = operation.roots[0].action else {
            Issue.record("not a page")
            return
        }
        let expected = Filter.or([
            .compare(field: "minutes", .eq, .variable("a", path: [])),
            .compare(field: "minutes", .eq, .constant(.integer(7))),
        ])
        #expect(connection.filter == expected)
    }

    @Test("Values do not change the shape of a request; directions, conditions and presence do")
    func shape() throws {
        let prepared = try prepare(
            "query ($n: Int, $s: String, $o: [VisitOrder!]) { visits(first: $n, after: $s, orderBy: $o) { totalCount } }"
        )
        func shape(_ members: InputValue.Member...) throws -> String {
            prepared.shape(of: try prepared.coerce(.object(members)))
        }
        func order(_ direction: String) -> InputValue { .list([.object([.init("id", .string(direction))])]) }
        #expect(try shape(.init("n", .integer(1))) == shape(.init("n", .integer(2))))
        #expect(try shape(.init("s", .string("a"))) == shape(.init("s", .string("b"))))
        #expect(try shape(.init("n", .integer(1))) != shape(.init("n", .null)))
        #expect(try shape(.init("n", .integer(1))) != shape())
        #expect(try shape(.init("o", order("ASC"))) != shape(.init("o", order("DESC"))))
    }

    @Test("The shape of variables has their members, nulls and booleans, but no text, number or length")
    func shapeOfValues() throws {
        let types = ["f": "VisitFilter", "o": "VisitOrder", "json": "JSON", "n": "Int", "b": "Boolean"]
        let declared = types.map { ShapeKey.Variable(name: $0.key, type: $0.value, namesType: false) }
        func shape(_ json: String) throws -> String {
            let variables = try JSONReader.read(Array(json.utf8))
            return ShapeKey.text(of: variables, declared: declared, by: Self.api, keepsLengths: false)
        }
        let same = [
            (#"{"n":1}"#, #"{"n":2}"#), (#"{"n":[1,2]}"#, #"{"n":[3]}"#),
            (#"{"json":{"a":{"b":null}}}"#, #"{"json":{}}"#), (#"{"json":[{"a":1}]}"#, #"{"json":[1,[]]}"#),
            (#"{"f":{"minutes":{"eq":1}}}"#, #"{"f":{"minutes":{"eq":22}}}"#),
        ]
        let different = [
            (#"{"n":null}"#, #"{"n":1}"#), (#"{"b":true}"#, #"{"b":false}"#), (#"{"n":1}"#, #"{"b":1}"#),
            (#"{"f":{"minutes":{"eq":1}}}"#, #"{"f":{"minutes":{"lt":1}}}"#),
            (#"{"f":{"minutes":{"eq":1}}}"#, #"{"f":{"minutes":{"eq":1},"id":{"eq":"1"}}}"#),
            (#"{"f":[{"id":{}}]}"#, #"{"f":[{"id":{}},{"id":{}}]}"#), (#"{"f":{}}"#, #"{"f":null}"#),
            (#"{"o":[{"id":"ASC"}]}"#, #"{"o":[{"id":"DESC"}]}"#), (#"{"json":{}}"#, #"{"json":null}"#),
            (#"{"o":{"minutes":"ASC","id":"ASC"}}"#, #"{"o":{"id":"ASC","minutes":"ASC"}}"#),
        ]
        for (left, right) in same { #expect(try shape(left) == shape(right)) }
        for (left, right) in different { #expect(try shape(left) != shape(right)) }
    }

    @Test("Where the lengths of lists belong to the shape, none is taken for what follows it")
    func shapeOfLengths() throws {
        let declared = (0..<24).map { ShapeKey.Variable(name: "v\($0)", type: "Int", namesType: false) }
        func shape(_ length: Int, _ next: String) -> String {
            let list = InputValue.list(Array(repeating: .integer(1), count: length))
            let variables = InputValue.object([.init("v0", list), .init(next, .integer(1))])
            return ShapeKey.text(of: variables, declared: declared, by: Self.api, keepsLengths: true)
        }
        #expect(shape(1, "v23") != shape(12, "v3"))
        #expect(shape(1, "v3") != shape(2, "v3"))
        #expect(shape(12, "v3") == shape(12, "v3"))
    }

    @Test("What groups are made by belongs to the shape of a request, the zone of their times does not")
    func shapeOfGroups() throws {
        let prepared = try prepare(
            """
            query ($by: [VisitGroupBy!]!, $on: [VisitFieldName!]) {
              visits(distinctOn: $on) { groups(by: $by) { aggregate { count } } }
            }
            """
        )
        func shape(unit: String = "DAY", zone: String = "UTC", on: String = "STATUS") throws -> String {
            let bucket = InputValue.object([
                .init("unit", .string(unit)), .init("timeZone", .string(zone)),
            ])
            let variables = InputValue.object([
                .init("by", .list([.object([.init("startsAt", bucket)])])),
                .init("on", .list([.string(on)])),
            ])
            return prepared.shape(of: try prepared.coerce(variables))
        }
        #expect(try shape() != shape(unit: "WEEK"))
        #expect(try shape() != shape(on: "CLIENT_ID"))
        #expect(try shape() == shape(zone: "Europe/Vienna"))
    }

    @Test("The type that introspection is asked for by a variable belongs to the shape")
    func shapeOfIntrospection() throws {
        let prepared = try prepare(
            "query ($t: String!) { ...F } fragment F on Query { __type(name: $t) { kind } }"
        )
        func shape(_ name: String) throws -> String {
            prepared.shape(of: try prepared.coerce(.object([.init("t", .string(name))])))
        }
        #expect(try shape("User") != shape("Status"))
    }

    @Test(
        "The operation is found by its name, or is the only one",
        arguments: [
            (
                "query A { me { id } } query B { me { id } }", nil,
                "Must provide operation name if query contains multiple operations."
            ),
            ("query A { me { id } }", "B", "Unknown operation named \"B\"."),
            ("fragment F on User { id }", nil, "Fragment \"F\" is never used."),
        ] as [(String, String?, String)]
    )
    func operationName(document: String, name: String?, expected: String) throws {
        let errors = try #require(throws: GraphQLErrors.self) {
            try PreparedOperation(parsing: Array(document.utf8), operationName: name, api: Self.api)
        }
        #expect(errors.errors.map(\.message) == [expected])
    }

    @Test("A failure of the engine is told with the path and the place of its root")
    func report() throws {
        let prepared = try prepare("mutation {\n  x: deleteVisit(id: \"1\")\n}")
        let failure = QueryError(.notFound, "There is no such row.", root: "x", field: ["id"])
        let error = prepared.report(failure, variables: .object([]))
        #expect(error.path == [.key("x")])
        #expect(error.locations == [SourceLocation(line: 2, column: 3)])
        #expect(
            error.extensions == [.init("code", .string("NOT_FOUND")), .init("field", .list([.string("id")]))]
        )
    }
}
