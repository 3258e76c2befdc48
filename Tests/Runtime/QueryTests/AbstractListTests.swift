import PlumblineGraphQL
import PlumblineQuery
import PlumblineSchema
import PlumblineTestSupport
import Testing

@Suite("What is told of all rows of a list of several entities")
struct AbstractListTests {
    private static let (librarian, ann, anonymous) = (Shelf.librarian, Shelf.ann, Principal.anonymous)

    @Test("The SDL has what is asked of all rows by the fields that all members show")
    func sdl() throws {
        let sdl = GraphQLAPI(schema: try #require(Backend.schema(Shelf.spec))).types.sdl
        let parts = [
            "  offset: Int\n", "  distinctOn: [CataloguedFieldName!]\n",
            "  aggregate: CataloguedAggregate!\n",
            "enum CataloguedFieldName {\n  TITLE\n  MARK\n  KEEPER_ID\n  CREATED_AT\n  UPDATED_AT\n}",
            "type CataloguedGroupKeys {\n  title: String\n  mark: String\n  keeperId: ID\n  keeper: Member\n",
            "input SearchResultHaving {", "  keeper: MemberOrder\n",
        ]
        for part in parts { #expect(sdl.contains(part), "\(part)\n\(sdl)") }
    }

    private static let fragment = Shelf.rows.replacing("SearchResultConnection", with: "CataloguedConnection")

    @Test(
        "`offset` leaves out rows of all entities at the front, after the cursor",
        arguments: ["{ createdAt: ASC }", "{ title: DESC }", "{ keeper: { name: ASC_NULLS_FIRST } }"],
        [librarian, ann]
    )
    func offset(_ order: String, _ caller: Principal) async throws {
        let list = "holdings(orderBy: [\(order)]"
        try await Shelf.with { backend in
            func page(_ arguments: String, at cursor: InputValue = .null) async throws -> InputValue? {
                let document = "query ($at: String) { page: \(list), after: $at, \(arguments)) { ...Rows } }"
                let variables = InputValue.object([.init("at", cursor)])
                return try await Shelf.data(document + Self.fragment, as: caller, backend, variables)["page"]
            }
            let first = try await page("first: 1")
            let rows = Shelf.names(try await page("first: 100"))
            let cursor = first?["pageInfo"]?["endCursor"] ?? .null
            for (start, after) in [(0, InputValue.null), (1, cursor)] {
                for offset in 0...(rows.count - start) {
                    let page = try await page("first: 2, offset: \(offset)", at: after)
                    let rest = rows.dropFirst(start + offset)
                    #expect(Shelf.names(page) == Array(rest.prefix(2)))
                    #expect(page?["pageInfo"]?["hasNextPage"] == .boolean(rest.count > 2))
                    #expect(page?["pageInfo"]?["hasPreviousPage"] == .boolean(start + offset > 0))
                    #expect(page?["totalCount"] == .integer(Int64(rows.count)))
                }
            }
        }
    }

    @Test("An order by what a relation leads to is of the rows that the caller may read")
    func relatedOrder() async throws {
        let list = "holdings(orderBy: [{ keeper: { name: ASC } }, { createdAt: ASC }]"
        try await Shelf.with { backend in
            for (caller, first) in [
                (Self.librarian, ["Film 11", "Book 31"]), (Self.ann, ["Film 11", "Film 12"]),
            ] {
                let data = try await Shelf.data(
                    "{ list: \(list), first: 2) { ...Rows } } \(Self.fragment)",
                    as: caller,
                    backend
                )
                // Ann may not read the book's keeper, so that it is nobody to her.
                #expect(Shelf.names(data["list"]) == first)
                let rows = Shelf.names(
                    try await Shelf.data(
                        "{ list: \(list)) { ...Rows } } \(Self.fragment)",
                        as: caller,
                        backend
                    )["list"]
                )
                try await Shelf.expectPages(of: 2, in: list, Self.fragment, are: rows, as: caller, backend)
            }
        }
    }

    private static let aggregates = """
        { holdings { totalCount aggregate {
          count title { min max countDistinct } mark { count min } keeperId { count countDistinct } createdAt { max }
        } } }
        """

    @Test(
        "Aggregates are of the rows and values that the caller may see",
        arguments: [
            (
                librarian, 7, #"{"min":"Hills","max":"Wells","countDistinct":5}"#, #"{"count":6,"min":"B1"}"#,
                2, 6
            ),
            (ann, 6, #"{"min":"Hills","max":"Wells","countDistinct":5}"#, #"{"count":0,"min":null}"#, 2, 5),
            (
                anonymous, 3, #"{"min":"River and sea","max":"Wells","countDistinct":3}"#,
                #"{"count":0,"min":null}"#, 1, 3
            ),
        ]
    )
    func aggregates(
        _ caller: Principal,
        _ count: Int,
        _ title: String,
        _ mark: String,
        _ keepers: Int,
        _ second: Int
    ) async throws {
        try await Shelf.with { backend in
            let text = await Shelf.answer(Self.aggregates, as: caller, backend)
            let keeper = #"{"count":\#(keepers),"countDistinct":\#(keepers)}"#
            let time = #"{"max":"2026-01-01T00:00:0\#(second)Z"}"#
            let aggregate =
                #"{"count":\#(count),"title":\#(title),"mark":\#(mark),"keeperId":\#(keeper),"createdAt":\#(time)}"#
            #expect(text == #"{"data":{"holdings":{"totalCount":\#(count),"aggregate":\#(aggregate)}}}"#)
        }
    }

    @Test("Aggregates are over the rows of the filter, and beside a page")
    func filteredAggregates() async throws {
        let document = """
            { list: holdings(first: 1, orderBy: [{ title: ASC }], filter: { or: [{ film: { size: { gt: 90 } } }, { book: {} }] }) {
              nodes { ... on Catalogued { title } } aggregate { count title { max } } totalCount
            } }
            """
        try await Shelf.with { backend in
            let text = await Shelf.answer(document, as: Self.ann, backend)
            let aggregate = #""aggregate":{"count":5,"title":{"max":"Wells"}},"totalCount":5"#
            #expect(text == #"{"data":{"list":{"nodes":[{"title":"Hills"}],\#(aggregate)}}}"#)
        }
    }

    @Test(
        "Groups are made of rows of all entities",
        arguments: [
            (
                "by: [{ field: TITLE }], having: { count: { gte: 2 } }", "title", librarian,
                #"{"keys":{"title":"Rivers"},"aggregate":{"count":3}}"#
            ),
            (
                "by: [{ field: TITLE }], having: { count: { gte: 2 } }", "title", ann,
                #"{"keys":{"title":"Rivers"},"aggregate":{"count":2}}"#
            ),
            ("by: [{ field: TITLE }], having: { mark: { count: { gt: 0 } } }", "title", ann, ""),
            (
                "by: [{ field: MARK }]", "mark", ann, #"{"keys":{"mark":null},"aggregate":{"count":6}}"#
            ),
            (
                "by: [{ field: KEEPER_ID }], orderBy: [{ count: DESC }]", "keeper { name }", librarian,
                #"{"keys":{"keeper":null},"aggregate":{"count":5}},{"keys":{"keeper":{"name":"Lib"}},"aggregate":{"count":1}},"#
                    + #"{"keys":{"keeper":{"name":"Ann"}},"aggregate":{"count":1}}"#
            ),
            (
                "by: [{ field: KEEPER_ID }], first: 2, offset: 1, orderBy: [{ keeperId: { key: DESC } }]",
                "keeper { name }", ann,
                #"{"keys":{"keeper":{"name":"Ann"}},"aggregate":{"count":1}},{"keys":{"keeper":null},"aggregate":{"count":1}}"#
            ),
            (
                #"by: [{ createdAt: { unit: DAY, timeZone: "Europe/Vienna" } }]"#, "createdAt", anonymous,
                #"{"keys":{"createdAt":"2025-12-31T23:00:00Z"},"aggregate":{"count":3}}"#
            ),
        ]
    )
    func groups(_ arguments: String, _ keys: String, _ caller: Principal, _ groups: String) async throws {
        let document = "{ holdings { groups(\(arguments)) { keys { \(keys) } aggregate { count } } } }"
        try await Shelf.with { backend in
            let text = await Shelf.answer(document, as: caller, backend)
            #expect(text == #"{"data":{"holdings":{"groups":[\#(groups)]}}}"#)
        }
    }

    @Test(
        "Of rows that agree, the first one in the order of all is in the list",
        arguments: [
            ("TITLE", librarian, ["Book 34", "Book 32", "Film 13", "Book 13", "Film 12"]),
            ("TITLE", ann, ["Book 32", "Film 13", "Book 13", "Book 31", "Film 12"]),
            ("TITLE", anonymous, ["Film 13", "Film 12", "Film 11"]),
            // All marks are one null to her.
            ("MARK", ann, ["Book 32"]),
            ("KEEPER_ID, MARK", ann, ["Book 32", "Book 31", "Film 11"]),
        ]
    )
    func distinct(_ fields: String, _ caller: Principal, _ rows: [String]) async throws {
        let list = "holdings(distinctOn: [\(fields)], orderBy: [{ createdAt: DESC }]"
        try await Shelf.with { backend in
            let whole = try await Shelf.data(
                "{ all: \(list)) { ...Rows aggregate { count } } } \(Self.fragment)",
                as: caller,
                backend
            )["all"]
            #expect(Shelf.names(whole) == rows)
            #expect(whole?["totalCount"] == .integer(Int64(rows.count)))
            #expect(whole?["aggregate"]?["count"] == .integer(Int64(rows.count)))
            for size in 1...2 {
                try await Shelf.expectPages(of: size, in: list, Self.fragment, are: rows, as: caller, backend)
            }
            let rest = try await Shelf.data(
                "{ all: \(list), offset: 1) { ...Rows } } \(Self.fragment)",
                as: caller,
                backend
            )
            #expect(Shelf.names(rest["all"]) == Array(rows.dropFirst()))
            #expect(rest["all"]?["pageInfo"]?["hasPreviousPage"] == .boolean(true))
        }
    }

    @Test("All that is told of a list is one statement")
    func oneStatement() throws {
        let document = """
            { holdings(distinctOn: [TITLE], offset: 1, first: 2) {
              totalCount aggregate { count } groups(by: [{ field: MARK }]) { keys { mark } } nodes { __typename }
              pageInfo { hasPreviousPage }
            } }
            """
        let schema = try #require(Backend.schema(Shelf.spec))
        let prepared = try PreparedOperation(
            parsing: Array(document.utf8),
            operationName: nil,
            api: GraphQLAPI(schema: schema)
        )
        let operation = try prepared.lower(try prepared.coerce(nil))
        for caller in [Self.librarian, Self.ann, Self.anonymous] {
            #expect(try Planner(schema: schema).plan(operation, for: CallerShape(caller)).steps.count == 1)
        }
    }

    @Test("A list of which nothing can be read counts nothing, whatever is asked of it")
    func nothing() async throws {
        let spec = Shelf.spec.replacing("read: everyone", with: "read: role(librarian)")
            .replacing("read: role(librarian) or owner = me", with: "read: role(librarian)")
        let document = """
            { holdings(distinctOn: [TITLE], offset: 3) {
              totalCount aggregate { count title { max } } groups(by: [{ field: TITLE }]) { aggregate { count } }
            } }
            """
        try await Backend.with(spec: spec, seed: "") { backend in
            let text = await Shelf.answer(document, as: Self.ann, backend)
            let aggregate = #"{"count":0,"title":{"max":null}}"#
            #expect(text == #"{"data":{"holdings":{"totalCount":0,"aggregate":\#(aggregate),"groups":[]}}}"#)
            for page in ["offset: -1", "offset: 100000", "offset: 1, last: 2"] {
                let text = await Shelf.answer("{ holdings(\(page)) { totalCount } }", as: Self.ann, backend)
                #expect(text.contains(#""code":"BAD_USER_INPUT""#), "\(page): \(text)")
            }
        }
    }
}
