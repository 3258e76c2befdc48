import PlumblineQuery
import PlumblineSchema
import PlumblineTrials
import Testing

@Suite("Pages follow the cursor connections specification")
struct PagingTests {
    private static func first(_ size: Int64) -> Page { Page(first: .constant(.integer(size))) }

    @Test(
        "Every page of every order equals what the specification's algorithm cuts out of the sorted rows",
        arguments: [Clinic.ann, Clinic.admin]
    )
    func pagesEqualTheOracle(caller: Principal) async throws {
        var random = SampleWorld.Generator(state: 42)
        let world = SampleWorld(caller: caller, random: &random)
        try await Backend.with(seed: world.seed) { backend in
            for order in SampleWorld.orders {
                let all = try await Self.cursors(backend, order, caller)
                #expect(all.map(\.id) == world.sorted(by: order), "\(order)")
                for _ in 0..<Trials.count(20, full: 1_000) {
                    try await Self.check(backend, order, all, caller, &random)
                }
            }
        }
    }

    /// All rows as the server orders them.
    private static func cursors(
        _ backend: Backend,
        _ order: [OrderTerm],
        _ caller: Principal
    ) async throws -> [(id: String, cursor: String)] {
        let members: [Connection.Edge] = [
            .cursor(key: "c"), .node(key: "n", Selection([.field("id")])),
        ]
        let operation = PlumblineQuery.Operation.query(
            .all("Sample", order: order, page: first(100), .edges(key: "edges", members))
        )
        let json = try await JSONReader.read(Array(backend.run(operation, as: caller).utf8))
        guard case .list(let edges)? = json["r"]?["edges"] else { return [] }
        return edges.compactMap { edge in
            guard case .string(let cursor)? = edge["c"], case .string(let id)? = edge["n"]?["id"] else {
                return nil
            }
            return (id, cursor)
        }
    }

    private static func check(
        _ backend: Backend,
        _ order: [OrderTerm],
        _ all: [(id: String, cursor: String)],
        _ caller: Principal,
        _ random: inout SampleWorld.Generator
    ) async throws {
        let sizes = Int.random(in: 0...2, using: &random)
        let arguments = RelayOracle.Arguments(
            before: Bool.random(using: &random) ? all.randomElement(using: &random)?.cursor : nil,
            after: Bool.random(using: &random) ? all.randomElement(using: &random)?.cursor : nil,
            first: sizes != 1 ? Int.random(in: 0...15, using: &random) : nil,
            last: sizes != 0 ? Int.random(in: 0...15, using: &random) : nil
        )
        let offset =
            sizes == 0 && Bool.random(using: &random) ? Int.random(in: 0...45, using: &random) : nil
        let page = RelayOracle(allEdges: all.map(\.cursor)).page(arguments, offset: offset ?? 0)
        let size = Page(arguments, offset: offset)
        let operation = PlumblineQuery.Operation.query(
            .all(
                "Sample",
                order: order,
                page: size,
                .edges(key: "e", [.cursor(key: "c")]),
                .nodes(.field("id")),
                .pageInfo(
                    key: "p",
                    [
                        .hasNextPage(key: "n"), .hasPreviousPage(key: "p"),
                        .startCursor(key: "s"), .endCursor(key: "e"),
                    ]
                ),
                .count
            )
        )
        let ids = Dictionary(uniqueKeysWithValues: all.map { ($0.cursor, $0.id) })
        let cursors = page.edges.map { "{\"c\":\"\($0)\"}" }.joined(separator: ",")
        let nodes = page.edges.map { "{\"id\":\"\(ids[$0] ?? "")\"}" }.joined(separator: ",")
        let start = page.edges.first.map { "\"\($0)\"" } ?? "null"
        let end = page.edges.last.map { "\"\($0)\"" } ?? "null"
        let info = "{\"n\":\(page.hasNextPage),\"p\":\(page.hasPreviousPage),\"s\":\(start),\"e\":\(end)}"
        let expected =
            "{\"r\":{\"e\":[\(cursors)],\"nodes\":[\(nodes)],\"p\":\(info),\"count\":\(all.count)}}"
        try await backend.expect(
            operation,
            as: caller,
            gives: expected,
            "\(order) \(arguments) \(offset ?? 0)"
        )
        // Nobody asks for places here.
        try await backend.expect(
            .query(.all("Sample", order: order, page: size, .nodes(.field("id")))),
            as: caller,
            gives: "{\"r\":{\"nodes\":[\(nodes)]}}",
            "nodes alone, \(order) \(arguments) \(offset ?? 0)"
        )
    }

    @Test("Each member of a page says the same whether the others are asked for or not")
    func singleMembers() async throws {
        var random = SampleWorld.Generator(state: 7)
        let world = SampleWorld(caller: Clinic.admin, random: &random)
        let order = [OrderTerm(field: "grade", isDescending: true)]
        let ids = world.sorted(by: order)
        func nodes(_ range: Range<Int>) -> String {
            "{\"nodes\":[\(ids[range].map { "{\"id\":\"\($0)\"}" }.joined(separator: ","))]}"
        }
        func operand(_ number: Int64) -> Operand { .constant(.integer(number)) }
        let cases: [(Page, Connection.Member, String)] = [
            (Page(first: operand(5), last: operand(2)), .nodes(.field("id")), nodes(3..<5)),
            (Page(first: operand(2), last: operand(5)), .nodes(.field("id")), nodes(0..<2)),
            (Page(first: operand(100), last: operand(2)), .nodes(.field("id")), nodes(38..<40)),
            (Page(last: operand(2)), .nodes(.field("id")), nodes(38..<40)),
            (Page(first: operand(2), offset: operand(37)), .nodes(.field("id")), nodes(37..<39)),
            (Page(first: operand(2), offset: operand(40)), .nodes(.field("id")), nodes(0..<0)),
            (
                Page(first: operand(2), last: operand(5)),
                .pageInfo(key: "p", [.hasPreviousPage(key: "x")]), #"{"p":{"x":true}}"#
            ),
            (
                Page(first: operand(40), last: operand(40)),
                .pageInfo(key: "p", [.hasNextPage(key: "n"), .hasPreviousPage(key: "x")]),
                #"{"p":{"n":false,"x":false}}"#
            ),
            (
                Page(first: operand(3)), .pageInfo(key: "p", [.hasPreviousPage(key: "x")]),
                #"{"p":{"x":false}}"#
            ),
            (
                Page(first: operand(3), offset: operand(1)),
                .pageInfo(key: "p", [.hasPreviousPage(key: "x")]), #"{"p":{"x":true}}"#
            ),
            (
                Page(first: operand(0)),
                .pageInfo(key: "p", [.hasNextPage(key: "n"), .startCursor(key: "s"), .endCursor(key: "e")]),
                #"{"p":{"n":true,"s":null,"e":null}}"#
            ),
        ]
        try await Backend.with(seed: world.seed) { backend in
            for (page, member, expected) in cases {
                let operation = PlumblineQuery.Operation.query(
                    .all("Sample", order: order, page: page, member)
                )
                try await backend.expect(operation, gives: "{\"r\":\(expected)}", "\(page)")
            }
        }
    }

    @Test("A page of which nothing is read is planned without the values that it has no use for")
    func unusedArguments() async throws {
        let orders = [
            [OrderTerm(field: "hidden_rank", isDescending: false)],
            [OrderTerm(.related(relation: "owner", .count(inverse: "samples")), isDescending: false)],
        ]
        let filter = Filter.compare(field: "rank", .gte, .constant(.integer(0)))
        let members: [(Connection.Member, String)] = [
            (.pageInfo(key: "p", [.hasPreviousPage(key: "x")]), #"{"p":{"x":false}}"#),
            (.count, #"{"count":0}"#),
        ]
        try await Backend.with { backend in
            for (order, (member, expected)) in orders.flatMap({ order in members.map { (order, $0) } }) {
                let operation = PlumblineQuery.Operation.query(
                    .all("Sample", filter: filter, order: order, page: Self.first(3), member)
                )
                try await backend.expect(operation, as: Clinic.ann, gives: "{\"r\":\(expected)}")
            }
        }
    }

    @Test(
        "A page size out of bounds and a cursor that is none are refused with the argument's name",
        arguments: [
            (first(101), ["first"]),
            (first(-1), ["first"]),
            (Page(last: .constant(.string("2"))), ["last"]),
            (Page(last: .constant(.integer(-1))), ["last"]),
            (Page(first: .constant(.integer(1)), last: .constant(.integer(-1))), ["last"]),
            (Page(offset: .constant(.integer(-1))), ["offset"]),
            (Page(offset: .constant(.integer(10_001))), ["offset"]),
            (Page(after: .constant(.string("rubbish!"))), ["after"]),
            (Page(before: .constant(.string("W10"))), ["before"]),
            // ["x"], though the key is a UUID.
            (Page(after: .constant(.string("WyJ4Il0"))), ["after"]),
            // [null]
            (Page(after: .constant(.string("W251bGxd"))), ["after"]),
        ]
    )
    func badPages(page: Page, field: [String]) async throws {
        try await Backend.with { backend in
            for members in [[Connection.Member.nodes(.field("id"))], [.count]] {
                let connection = Connection(filter: nil, order: [], page: page, members: members)
                let operation = PlumblineQuery.Operation.query(.connection(entity: "Sample", connection))
                let errors = await backend.errors(operation)
                #expect(errors.map(\.code) == [.badInput])
                #expect(errors.map(\.field) == [field])
            }
        }
    }

    @Test("A cursor names its order: it is refused with another direction, other nulls, another list")
    func cursorsOfAnotherOrder() async throws {
        var random = SampleWorld.Generator(state: 1)
        let world = SampleWorld(caller: Clinic.admin, random: &random)
        try await Backend.with(seed: world.seed) { backend in
            let grade = [OrderTerm(field: "grade", isDescending: false)]
            let cursor = try #require(try await Self.cursors(backend, grade, Clinic.admin).first?.cursor)
            let page = Page(after: .constant(.string(cursor)))
            let others: [(String, [OrderTerm])] = [
                ("Sample", [OrderTerm(field: "grade", isDescending: true)]),
                ("Sample", [OrderTerm(field: "grade", isDescending: false, nullsFirst: true)]),
                ("Sample", [OrderTerm(field: "rank", isDescending: false)]),
                ("Sample", []), ("Service", []),
            ]
            for (entity, order) in others {
                let operation = PlumblineQuery.Operation.query(
                    .all(entity, order: order, page: page, .nodes(.field("id")))
                )
                let errors = await backend.errors(operation)
                #expect(
                    errors.map(\.message) == [
                        "`after` is a cursor of another order; keep to the order that it was made with, "
                            + "or begin without a cursor."
                    ]
                )
            }
            // Deleting its row does not make it another place.
            _ = try await backend.scalar("delete from samples where id = '\(world.sorted(by: grade)[0])'")
            let rest = try await backend.run(
                .query(.all("Sample", order: grade, page: page, .nodes(.field("id"))))
            )
            #expect(rest.contains("[{\"id\":\"\(world.sorted(by: grade)[1])\"}"))
        }
    }

    @Test("Without an argument a page has 20 rows, and pages of nested lists are cut for each row")
    func nestedPages() async throws {
        let seed = """
            insert into services (id, provider_id, name, minutes)
                select ('00000000-0000-7000-8000-' || lpad((5000 + n)::text, 12, '0'))::uuid,
                    case when n % 2 = 0 then '\(Clinic.id(101))' else '\(Clinic.id(102))' end::uuid, 'S' || n, 30
                from generate_series(1, 60) n;
            """
        try await Backend.with(seed: seed) { backend in
            let nested = Connection(
                filter: .compare(field: "name", .startsWith, .constant(.string("S"))),
                order: [OrderTerm(field: "id", isDescending: true)],
                page: Self.first(2),
                members: [.nodes(.field("name")), .pageInfo(key: "p", [.hasNextPage(key: "more")])]
            )
            let operation = PlumblineQuery.Operation.query(
                .all("Provider", .nodes(.toMany(key: "s", inverse: "services", nested)))
            )
            try await backend.expect(
                operation,
                gives: #"{"r":{"nodes":[{"s":{"nodes":[{"name":"S60"},{"name":"S58"}],"p":{"more":true}}},"#
                    + #"{"s":{"nodes":[{"name":"S59"},{"name":"S57"}],"p":{"more":true}}}]}}"#
            )
            let all = PlumblineQuery.Operation.query(.all("Service", .nodes(.field("minutes"))))
            #expect(try await backend.run(all).split(separator: "30").count == 21)
        }
    }
}

extension Page {
    fileprivate init(_ arguments: RelayOracle.Arguments, offset: Int?) {
        func size(_ number: Int?) -> Operand? { number.map { .constant(.integer(Int64($0))) } }
        func cursor(_ text: String?) -> Operand? { text.map { .constant(.string($0)) } }
        self.init(
            first: size(arguments.first),
            after: cursor(arguments.after),
            last: size(arguments.last),
            before: cursor(arguments.before),
            offset: size(offset)
        )
    }
}
