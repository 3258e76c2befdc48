import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import PlumblineTestSupport
import Testing

@Suite("Interfaces and unions over tables")
struct AbstractTypeTests {
    private static let (librarian, ann, ben) = (Shelf.librarian, Shelf.ann, Shelf.ben)

    @Test("The SDL has the fields that all members of an interface show, and what a list takes")
    func sdl() throws {
        let sdl = GraphQLAPI(schema: try #require(Backend.schema(Shelf.spec))).types.sdl
        let parts = [
            "interface Timestamped implements Node {", "  createdAt: DateTime!\n",
            "interface Catalogued implements Node & Timestamped {",
            "  mark: String\n  keeperId: ID\n  keeper: Member",
            "type Film implements Node & Timestamped & Catalogued {",
            "type Remark implements Node & Timestamped {",
            "union SearchResult = Film | Remark | Book",
            "    filter: SearchResultFilter\n    orderBy: [SearchResultOrder!]\n",
            "  ): SearchResultConnection!\n",
            "  holdings(\n    first: Int\n", "    search: String\n  ): CataloguedConnection!\n",
        ]
        for part in parts { #expect(sdl.contains(part), "\(part)\n\(sdl)") }
        let plain = try #require(
            Backend.schema("entities: { A: { fields: { b: text }, access: { read: everyone } } }")
        )
        #expect(!GraphQLAPI(schema: plain).types.sdl.contains("union"))
    }

    @Test("An interface whose fields nobody may see has the key")
    func interfaceOfTheKeyAlone() throws {
        let spec = """
            traits:
              Marked: { interface: true, fields: { pin: { type: text, access: { read: nobody } } } }
            entities:
              A: { traits: [Marked], access: { read: everyone } }
              B: { traits: [Marked], key: code, fields: { code: text }, access: { read: everyone } }
            """
        let sdl = GraphQLAPI(schema: try #require(Backend.schema(spec))).types.sdl
        #expect(sdl.contains("interface Marked implements Node {"))
        #expect(!sdl.contains("pin"))
    }

    @Test(
        "Each caller sees the rows of each type that it may read, in one order",
        arguments: [
            (Principal.anonymous, ["Film 11", "Film 12", "Film 13"]),
            (ben, ["Film 11", "Film 12", "Remark 21", "Film 13", "Remark 22", "Book 34"]),
            (
                ann,
                ["Film 11", "Film 12", "Remark 21", "Book 31", "Book 13", "Film 13", "Remark 22", "Book 32"]
            ),
            (
                librarian,
                [
                    "Film 11", "Film 12", "Remark 21", "Book 31", "Book 13", "Film 13", "Remark 22",
                    "Book 32",
                    "Book 34",
                ]
            ),
        ]
    )
    func rows(_ caller: Principal, _ rows: [String]) async throws {
        let list = "searchResults(orderBy: [{ createdAt: ASC }]"
        try await Shelf.with { backend in
            let whole = try await Shelf.data(
                "{ all: \(list)) { ...Rows } } \(Shelf.rows)",
                as: caller,
                backend
            )
            #expect(Shelf.names(whole["all"]) == rows)
            #expect(whole["all"]?["totalCount"] == .integer(Int64(rows.count)))
            for size in 1...3 {
                try await Shelf.expectPages(of: size, in: list, Shelf.rows, are: rows, as: caller, backend)
            }
        }
    }

    @Test(
        "Pages are parts of one list, whatever orders it",
        arguments: [
            "", "{ mark: ASC }", "{ mark: ASC_NULLS_FIRST }", "{ mark: DESC }",
            "{ title: ASC }, { keeperId: DESC }",
            "{ keeperId: ASC_NULLS_FIRST }, { createdAt: DESC }",
        ],
        [librarian, ann]
    )
    func orders(_ order: String, _ caller: Principal) async throws {
        let list = "holdings(orderBy: [\(order)]"
        let rows = Shelf.rows.replacing("SearchResultConnection", with: "CataloguedConnection")
        try await Shelf.with { backend in
            let whole = try await Shelf.data("{ all: \(list)) { ...Rows } } \(rows)", as: caller, backend)
            let names = Shelf.names(whole["all"])
            #expect(names.count == (caller == Self.librarian ? 7 : 6))
            for size in 1...2 {
                try await Shelf.expectPages(of: size, in: list, rows, are: names, as: caller, backend)
            }
        }
    }

    @Test("`last` cuts what `first` leaves, and `before` ends what begins at `after`")
    func cutTwice() async throws {
        let list = "searchResults(orderBy: [{ createdAt: ASC }]"
        try await Shelf.with { backend in
            func page(_ arguments: String, _ variables: InputValue = .null) async throws -> InputValue? {
                let names = variables == .null ? "" : "query ($a: String, $b: String) "
                let document = "\(names){ page: \(list), \(arguments)) { ...Rows } } \(Shelf.rows)"
                return try await Shelf.data(document, as: Self.librarian, backend, variables)["page"]
            }
            let both = try await page("first: 5, last: 2")
            #expect(Shelf.names(both) == ["Book 31", "Book 13"])
            #expect(both?["pageInfo"]?["hasPreviousPage"] == .boolean(true))
            guard case .list(let edges)? = try await page("first: 9")?["edges"], edges.count == 9 else {
                Issue.record("The list has nine rows.")
                return
            }
            func cursors(_ after: Int, _ before: Int) -> InputValue {
                .object([
                    .init("a", edges[after]["cursor"] ?? .null), .init("b", edges[before]["cursor"] ?? .null),
                ])
            }
            let between = try await page("after: $a, before: $b", cursors(0, 4))
            #expect(Shelf.names(between) == ["Film 12", "Remark 21", "Book 31"])
            // A `before` that does not come after `after` changes nothing.
            let crossed = try await page("after: $a, before: $b", cursors(5, 2))
            #expect(Shelf.names(crossed) == ["Remark 22", "Book 32", "Book 34"])
        }
    }

    @Test(
        "Keys of every type order the rows, of which the deleted are in no list",
        arguments: [
            ("integer", ["Book 2", "Film 2", "Book 9", "Film 11"]),
            ("text", ["Film 11", "Book 2", "Film 2", "Book 9"]),
        ]
    )
    func keys(_ type: String, _ rows: [String]) async throws {
        let spec = """
            traits:
              Kept:
                interface: true
                list: kept_rows
                traits: [soft_delete]
                fields: { title: text }
            entities:
              Film:
                traits: [Kept]
                key: number
                fields: { number: \(type) }
                access: { read: everyone }
              Book:
                traits: [Kept]
                key: number
                fields: { number: \(type) }
                access: { read: everyone }
            """
        let seed = """
            insert into films (number, title, deleted_at) values
                ('2', 'a', null), ('10', 'a', '2026-01-01Z'), ('11', 'a', null);
            insert into books (number, title, deleted_at) values ('2', 'a', null), ('9', 'a', null);
            """
        let fragment = Shelf.rows.replacing("SearchResultConnection", with: "KeptConnection")
        let list = "keptRows(orderBy: [{ title: ASC }]"
        try await Backend.with(spec: spec, seed: seed) { backend in
            let whole = try await Shelf.data(
                "{ all: \(list)) { ...Rows } } \(fragment)",
                as: Self.ann,
                backend
            )
            #expect(whole["all"]?["totalCount"] == .integer(4))
            for size in 1...2 {
                try await Shelf.expectPages(of: size, in: list, fragment, are: rows, as: Self.ann, backend)
            }
        }
    }

    @Test(
        "A list that has the name of a mutation is a list in a query",
        arguments: [
            ("createFilm", "create_film", #"(input: { title: "A", size: 1 }) { id }"#),
            ("archive", "archive", " { id }"),
        ]
    )
    func listNamedLikeMutation(_ field: String, _ list: String, _ change: String) throws {
        let spec =
            Shelf.spec.replacing("list: search_results", with: "list: \(list)")
            + "\nmutations: { archive: { returns: Film, access: everyone } }"
        let api = GraphQLAPI(schema: try #require(Backend.schema(spec)))
        func action(_ document: String) throws -> Root.Action? {
            let prepared = try PreparedOperation(
                parsing: Array(document.utf8),
                operationName: nil,
                api: api
            )
            return try prepared.lower(try prepared.coerce(nil)).roots.first?.action
        }
        guard case .abstractConnection? = try action("{ \(field) { nodes { __typename } } }") else {
            Issue.record("The query is no list.")
            return
        }
        switch try action("mutation { \(field)\(change) }") {
        case .create?, .call?: break
        case let other: Issue.record("\(String(describing: other))")
        }
    }

    @Test("Fragments on interfaces and types merge, and fields of differing types stand under aliases")
    func fragments() async throws {
        let document = """
            { list: searchResults(first: 4, orderBy: [{ createdAt: ASC }]) {
              kind: __typename
              nodes {
                ... on Catalogued { title keeper { name } }
                ...on Timestamped { at: createdAt ... on Film { title minutes: size } }
                ... on Film { remarks(orderBy: [{ text: DESC }]) { nodes { text film { title } } } }
                ... on Book { weight: size owner { name } }
                ... on Remark { film { title } }
              }
              edges { node { ...on Film { __typename } ... on Book { __typename id } } }
            } }
            """
        try await Shelf.with { backend in
            let text = await Shelf.answer(document, as: Self.ann, backend)
            let remarks =
                #"{"text":"Wet","film":{"title":"Rivers"}},{"text":"Long","film":{"title":"Rivers"}}"#
            let rivers =
                #"{"title":"Rivers","keeper":{"name":"Ann"},"at":"2026-01-01T00:00:01Z","minutes":90,"remarks":{"nodes":[\#(remarks)]}}"#
            let wells =
                #"{"title":"Wells","keeper":null,"at":"2026-01-01T00:00:02Z","minutes":91,"remarks":{"nodes":[]}}"#
            let long = #"{"at":"2026-01-01T00:00:02Z","film":{"title":"Rivers"}}"#
            // The keeper of the book is a member whom Ann may not read.
            let book =
                #"{"title":"Rivers","keeper":null,"at":"2026-01-01T00:00:02Z","weight":"1.50","owner":{"name":"Ann"}}"#
            let film = #"{"node":{"__typename":"Film"}}"#
            let edges =
                #"\#(film),\#(film),{"node":{}},{"node":{"__typename":"Book","id":"\#(Clinic.id(31))"}}"#
            #expect(
                text
                    == #"{"data":{"list":{"kind":"SearchResultConnection","nodes":[\#(rivers),\#(wells),\#(long),\#(book)],"edges":[\#(edges)]}}}"#
            )
        }
    }

    @Test("Fields whose types differ need aliases, as the language says")
    func conflict() async throws {
        let document = "{ searchResults { nodes { ... on Film { size } ... on Book { size } } } }"
        try await Shelf.with { backend in
            let text = await Shelf.answer(document, as: Self.ann, backend)
            #expect(text.contains(#"they return conflicting types"#), "\(text)")
        }
    }

    @Test(
        "Conditions are on what all have, or on rows of one type",
        arguments: [
            ("{ title: { eq: \"Rivers\" } }", ["Film 11", "Book 31"]),
            ("{ film: {} }", ["Film 11", "Film 12", "Film 13"]),
            ("{ not: { film: {} } }", ["Book 13", "Book 31", "Book 32"]),
            (
                "{ or: [{ film: { size: { gt: 91 } } }, { book: { size: { isNull: true } } }] }",
                ["Film 13", "Book 32"]
            ),
            ("{ and: [{ title: { startsWith: \"R\" } }, { not: { book: {} } }] }", ["Film 11", "Film 13"]),
            ("{ film: { remarks: { some: { text: { eq: \"Wet\" } } } } }", ["Film 11"]),
            ("{ keeper: { name: { eq: \"Ann\" } } }", ["Film 11"]),
            // Ann may not read this keeper, nor any mark.
            ("{ keeper: { name: { eq: \"Lib\" } } }", []),
            ("{ mark: { eq: \"B1\" } }", []),
            ("{ book: { mark: { isNull: false } } }", []),
            ("{ or: [] }", []),
        ]
    )
    func filters(_ filter: String, _ rows: [String]) async throws {
        let document = "{ list: holdings(filter: \(filter)) { edges { node { __typename id } } totalCount } }"
        try await Shelf.with { backend in
            let list = try await Shelf.data(document, as: Self.ann, backend)["list"]
            #expect(Shelf.names(list) == rows)
            #expect(list?["totalCount"] == .integer(Int64(rows.count)))
        }
    }

    @Test("What a caller may not see puts rows in no order, and a search finds rows of all types")
    func hiddenOrderAndSearch() async throws {
        try await Shelf.with { backend in
            let byMark = "{ list: holdings(orderBy: [{ mark: DESC }]) { edges { node { __typename id } } } }"
            let marks = try await Shelf.data(byMark, as: Self.librarian, backend)["list"]
            #expect(
                Shelf.names(marks)
                    == ["Film 12", "Film 13", "Film 11", "Book 34", "Book 13", "Book 32", "Book 31"]
            )
            let hidden = try await Shelf.data(byMark, as: Self.ann, backend)["list"]
            #expect(
                Shelf.names(hidden) == ["Book 32", "Book 31", "Film 13", "Book 13", "Film 12", "Film 11"],
                "By key alone, from the last."
            )
            let search =
                "{ list: holdings(search: \"rivers\", orderBy: [{ searchRank: DESC }, { title: ASC }]) { edges { node { __typename id } } } }"
            let found = try await Shelf.data(search, as: Self.ann, backend)["list"]
            #expect(Shelf.names(found) == ["Film 11", "Book 31"])
        }
    }

    @Test("`node` looks through the members of an interface or a union that a fragment names")
    func nodes() async throws {
        let document = """
            query ($ids: [ID!]!) { nodes(ids: $ids) {
              ... on Catalogued { __typename title }
              ... on SearchResult { ... on Remark { text } }
            } }
            """
        let ids = [31, 22, 12, 1, 34].map { InputValue.string(Clinic.id($0)) }
        try await Shelf.with { backend in
            let text = await Shelf.answer(
                document,
                as: Self.ann,
                backend,
                .object([.init("ids", .list(ids))])
            )
            let book = #"{"__typename":"Book","title":"Rivers"}"#
            let film = #"{"__typename":"Film","title":"Wells"}"#
            #expect(text == #"{"data":{"nodes":[\#(book),{"text":"Wet"},\#(film),null,null]}}"#)
        }
    }

    @Test(
        "A list of which a caller may read nothing is empty, or asks who may not yet have signed in to do so"
    )
    func nothing() async throws {
        let spec = Shelf.spec.replacing("read: everyone, create", with: "read: authenticated, create")
        let document =
            "{ searchResults { totalCount nodes { __typename } pageInfo { hasNextPage endCursor } } }"
        try await Backend.with(spec: spec, seed: "") { backend in
            let nobody = await Shelf.answer(document, as: .anonymous, backend)
            #expect(nobody.contains(#""code":"UNAUTHENTICATED""#), "\(nobody)")
            let ann = await Shelf.answer(document, as: Self.ann, backend)
            let empty = #"{"totalCount":0,"nodes":[],"pageInfo":{"hasNextPage":false,"endCursor":null}}"#
            #expect(ann == #"{"data":{"searchResults":\#(empty)}}"#)
        }
    }

    @Test(
        "A page that cannot be is refused where nothing can be read, too",
        arguments: ["searchResults", "films"]
    )
    func wrongPages(list: String) async throws {
        let spec = Shelf.spec.replacing("read: everyone", with: "read: role(librarian)")
            .replacing("read: authenticated", with: "read: role(librarian)")
            .replacing("read: role(librarian) or owner = me", with: "read: role(librarian)")
        try await Backend.with(spec: spec, seed: "") { backend in
            for page in ["first: 1000", "last: -1", #"after: "x""#] {
                let text = await Shelf.answer(
                    "{ \(list)(\(page)) { nodes { __typename } } }",
                    as: Self.ann,
                    backend
                )
                #expect(text.contains(#""code":"BAD_USER_INPUT""#), "\(page): \(text)")
            }
            let text = await Shelf.answer(
                "{ \(list)(first: 1) { nodes { __typename } } }",
                as: Self.ann,
                backend
            )
            #expect(text == #"{"data":{"\#(list)":{"nodes":[]}}}"#)
        }
    }

    @Test("The page is one statement, and a cursor of another list or order is refused")
    func statementsAndCursors() async throws {
        try await Shelf.with { backend in
            let first = try await Shelf.data(
                "{ list: holdings(first: 1) { pageInfo { endCursor } } }",
                as: Self.ann,
                backend
            )
            let cursor = InputValue.object([
                .init("at", first["list"]?["pageInfo"]?["endCursor"] ?? .null)
            ])
            for list in ["searchResults(after: $at)", "holdings(after: $at, orderBy: [{ title: ASC }])"] {
                let text = await Shelf.answer(
                    "query ($at: String) { \(list) { totalCount } }",
                    as: Self.ann,
                    backend,
                    cursor
                )
                #expect(text.contains("is a cursor of another order"), "\(text)")
            }
            let schema = try #require(Backend.schema(Shelf.spec))
            let prepared = try PreparedOperation(
                parsing: Array(
                    "{ a: searchResults { nodes { __typename } } b: holdings { totalCount } }".utf8
                ),
                operationName: nil,
                api: GraphQLAPI(schema: schema)
            )
            let operation = try prepared.lower(try prepared.coerce(nil))
            let plan = try backend.engine.planner.plan(operation, for: CallerShape(Self.ann))
            #expect(plan.steps.count == 1)
            let sql = plan.steps[0].statement.sql
            #expect(
                !sql.contains("left join \"films\""),
                "Of rows of which only the type is asked no more is read."
            )
        }
    }
}
