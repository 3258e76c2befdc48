import PlumblineQuery
import PlumblineSchema
import PlumblineTrials
import Testing

@Suite("Pages follow the cursor connections specification")
struct PagingTests {
    /// One row of the oracle, in the order of the insertion.
    private struct Row {
        let id: String
        let rank: Int
        let grade: Int?
        let hidden: Int
        let label: String?
    }

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private static let orders: [[OrderTerm]] = [
        [],
        [OrderTerm(field: "rank", isDescending: false)],
        [OrderTerm(field: "rank", isDescending: true)],
        [OrderTerm(field: "grade", isDescending: false)],
        [OrderTerm(field: "grade", isDescending: true)],
        [OrderTerm(field: "rank", isDescending: true), OrderTerm(field: "label", isDescending: false)],
        [OrderTerm(field: "grade", isDescending: false), OrderTerm(field: "rank", isDescending: true)],
        [OrderTerm(field: "hidden_rank", isDescending: false)],
        [OrderTerm(field: "rank", isDescending: false), OrderTerm(field: "id", isDescending: true)],
    ]

    @Test("The filter of a page of which no row is read leaves no value without a place in the statement")
    func readsNoRow() async throws {
        try await Backend.with { backend in
            let page = Connection(
                filter: .compare(field: "label", .eq, .constant(.string("a"))),
                order: [],
                page: Page(),
                members: [.pageInfo(key: "p", [.hasPreviousPage(key: "b")])]
            )
            try await backend.expect(
                .query(.connection(entity: "Sample", page)),
                as: Clinic.ann,
                gives: #"{"r":{"p":{"b":false}}}"#
            )
        }
    }

    @Test("Every page of every order equals what a naive reader cuts out of the sorted rows")
    func pagesEqualTheOracle() async throws {
        var random = Generator(state: 42)
        let rows = (0..<40).map { number in
            Row(
                id: Clinic.id(1_000 + number),
                rank: Int.random(in: 0...3, using: &random),
                grade: Bool.random(using: &random) ? nil : Int.random(in: -1...1, using: &random),
                hidden: Int.random(in: 0...2, using: &random),
                label: [nil, "a", "B", "ä", "Z\u{301}"].randomElement(using: &random) ?? nil
            )
        }
        let values = rows.map { row in
            "('\(row.id)', \(row.rank), \(row.grade.map(String.init) ?? "null"), \(row.hidden), "
                + "\(row.label.map { "'\($0)'" } ?? "null"), "
                + "'\(Clinic.id(row.hidden == 1 ? 3 : 4))')"
        }
        let seed =
            "insert into samples (id, rank, grade, hidden_rank, label, owner_id) values "
            + values.joined(separator: ",") + ";"
        try await Backend.with(seed: seed) { backend in
            for order in Self.orders {
                let sorted = rows.sorted { Self.precedes($0, $1, order) }
                let cursors = try await Self.cursors(backend, order)
                #expect(cursors.map(\.id) == sorted.map(\.id), "\(order)")
                for _ in 0..<Trials.count(25, full: 1_000) {
                    try await Self.check(backend, order, cursors, &random)
                }
            }
        }
    }

    /// All rows as the server orders them, page by page.
    private static func cursors(_ backend: Backend, _ order: [OrderTerm]) async throws
        -> [(id: String, cursor: String)]
    {
        let page = Page(first: .constant(.integer(100)))
        let members: [Connection.Edge] = [
            .cursor(key: "c"), .node(key: "n", Selection([.field("id")])),
        ]
        let operation = PlumblineQuery.Operation.query(
            .all("Sample", order: order, page: page, .edges(key: "edges", members))
        )
        let json = try await JSONReader.read(Array(backend.run(operation, as: Clinic.ann).utf8))
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
        _ random: inout Generator
    ) async throws {
        let size = Int.random(in: 0...15, using: &random)
        let isBackward = Bool.random(using: &random)
        let after = Bool.random(using: &random) ? Int.random(in: 0..<all.count, using: &random) : nil
        let before = Bool.random(using: &random) ? Int.random(in: 0..<all.count, using: &random) : nil

        // The specification's algorithm, said over positions.
        let low = after.map { $0 + 1 } ?? 0
        let high = before ?? all.count
        let between = low < high ? Array(low..<high) : []
        let edges = isBackward ? Array(between.suffix(size)) : Array(between.prefix(size))
        let hasMore = between.count > size
        let hasNext = isBackward ? before != nil : hasMore
        let hasPrevious = isBackward ? hasMore : after != nil

        let page = Page(
            first: isBackward ? nil : .constant(.integer(Int64(size))),
            after: after.map { .constant(.string(all[$0].cursor)) },
            last: isBackward ? .constant(.integer(Int64(size))) : nil,
            before: before.map { .constant(.string(all[$0].cursor)) }
        )
        let operation = PlumblineQuery.Operation.query(
            .all(
                "Sample",
                order: order,
                page: page,
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
        let cursors = edges.map { "{\"c\":\"\(all[$0].cursor)\"}" }.joined(separator: ",")
        let nodes = edges.map { "{\"id\":\"\(all[$0].id)\"}" }.joined(separator: ",")
        let start = edges.first.map { "\"\(all[$0].cursor)\"" } ?? "null"
        let end = edges.last.map { "\"\(all[$0].cursor)\"" } ?? "null"
        let info = "{\"n\":\(hasNext),\"p\":\(hasPrevious),\"s\":\(start),\"e\":\(end)}"
        let expected =
            "{\"r\":{\"e\":[\(cursors)],\"nodes\":[\(nodes)],\"p\":\(info),\"count\":\(all.count)}}"
        try await backend.expect(operation, as: Clinic.ann, gives: expected, "\(order) \(page)")
    }

    private static func precedes(_ left: Row, _ right: Row, _ order: [OrderTerm]) -> Bool {
        let terms = order + [OrderTerm(field: "id", isDescending: order.last?.isDescending ?? false)]
        for term in terms {
            let comparison = compare(left, right, term.field)
            if comparison != 0 { return term.isDescending ? comparison > 0 : comparison < 0 }
        }
        return false
    }

    /// Nulls are the greatest; texts go by code point; Ann sees the hidden rank of her own rows only.
    private static func compare(_ left: Row, _ right: Row, _ field: String) -> Int {
        func numbers(_ left: Int?, _ right: Int?) -> Int {
            switch (left, right) {
            case (let left?, let right?): left == right ? 0 : left < right ? -1 : 1
            case (nil, nil): 0
            case (nil, _): 1
            case (_, nil): -1
            }
        }
        func texts(_ left: String?, _ right: String?) -> Int {
            guard let left, let right else { return numbers(left.map { _ in 0 }, right.map { _ in 0 }) }
            if left == right { return 0 }
            return left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars) ? -1 : 1
        }
        switch field {
        case "rank": return numbers(left.rank, right.rank)
        case "grade": return numbers(left.grade, right.grade)
        case "hidden_rank":
            return numbers(left.hidden == 1 ? 1 : nil, right.hidden == 1 ? 1 : nil)
        case "label": return texts(left.label, right.label)
        default: return texts(left.id, right.id)
        }
    }

    @Test(
        "A page size out of bounds and a cursor that is none are refused with the argument's name",
        arguments: [
            (Page(first: .constant(.integer(101))), ["first"]),
            (Page(first: .constant(.integer(-1))), ["first"]),
            (Page(last: .constant(.string("2"))), ["last"]),
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
                page: Page(first: .constant(.integer(2))),
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
