import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

/// What rows give together, over GraphQL, and as far as callers may see it.
@Suite("Aggregates and groups")
struct AggregateTests {
    /// Three shops; sales with every kind of value. Margins are for managers; of a clerk's own sales also for the clerk.
    private static let spec = Repository.path("Tests/EndToEnd/Sales")

    private static func with(_ body: @escaping @Sendable (RunningServer) async throws -> Void) async throws {
        try await RunningServer.with(spec: spec, seed: seed, body)
    }

    private static let seed = """
        insert into persons (id, name, password, role) values
            ('\(id(1))', 'mara', '\(Fixture.hash)', 'manager'), ('\(id(2))', 'carl', '\(Fixture.hash)', 'clerk'),
            ('\(id(3))', 'cleo', '\(Fixture.hash)', 'clerk');
        insert into shops (id, name) values ('\(id(11))', 'North'), ('\(id(12))', 'South'), ('\(id(13))', 'Empty');
        insert into sales (id, shop_id, clerk_id, sold_at, day, kind, amount, pieces, big, share, took, is_paid, note, margin)
        values
            ('\(id(21))', '\(id(11))', '\(id(2))', '2026-03-28 23:30Z', '2026-03-29', 'card', 10.10, 1,
                9223372036854775807, 0.5, '90 minutes', true, 'b', 1.00),
            ('\(id(22))', '\(id(11))', '\(id(2))', '2026-03-29 22:30Z', '2026-03-30', 'cash', 0.20, 2,
                9223372036854775807, 1.5, '30 minutes', true, 'B', 2.00),
            ('\(id(23))', '\(id(11))', '\(id(3))', '2026-10-25 00:30Z', '2026-10-25', 'card', 99.95, 4, 0, null, null,
                false, null, 40.00),
            ('\(id(24))', '\(id(12))', '\(id(3))', '2026-10-25 01:30Z', '2026-10-25', 'card', 1.00, 5, 0, 2, '1 hour',
                true, 'é', 8.00);
        """

    private static func id(_ number: Int) -> String {
        "00000000-0000-7000-8000-0000000000\(number < 10 ? "0" : "")\(number)"
    }

    private static func expect(
        _ query: String,
        as name: String = "mara",
        gives json: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await with { server in
            let token = try await server.signIn(name)
            let answer = try await server.graphQL(query, token: token)
            #expect(answer.text == #"{"data":\#(json)}"#, sourceLocation: sourceLocation)
        }
    }

    @Test("A sum of floats beyond their type is told by a code, without its values")
    func outOfRange() async throws {
        try await Self.with { server in
            try await server.database.run(script: "update sales set share = 1.7e308")
            let token = try await server.signIn("mara")
            let answer = try await server.graphQL("{ sales { aggregate { share { sum } } } }", token: token)
            #expect(answer.json.errors[0].extensions.code.string == "OUT_OF_RANGE", "\(answer.text)")
            #expect(answer.json.errors[0].extensions.requestId.string != nil)
            #expect(!answer.text.contains("308"))
            let greatest = try await server.graphQL("{ sales { aggregate { share { max } } } }", token: token)
            #expect(greatest.text == #"{"data":{"sales":{"aggregate":{"share":{"max":1.7e+308}}}}}"#)
        }
    }

    @Test("Aggregates are exact, whatever the page, and null where there is no value")
    func values() async throws {
        try await Self.with { server in
            let token = try await server.signIn("mara")
            let query = """
                query ($filter: SaleFilter) {
                  sales(first: 1, filter: $filter) {
                    nodes { pieces }
                    aggregate {
                      count
                      amount { sum avg min max }
                      pieces { sum avg countDistinct }
                      big { sum }
                      share { sum avg count }
                      took { sum max }
                      isPaid { any all }
                      note { min max count }
                      kind { countDistinct }
                      soldAt { min }
                      day { max }
                      __typename
                    }
                  }
                }
                """
            let all = try await server.graphQL(query, token: token)
            #expect(
                all.text == """
                    {"data":{"sales":{"nodes":[{"pieces":1}],"aggregate":{"count":4,\
                    "amount":{"sum":"111.25","avg":"27.8125","min":"0.20","max":"99.95"},\
                    "pieces":{"sum":"12","avg":"3","countDistinct":4},\
                    "big":{"sum":"18446744073709551614"},"share":{"sum":4,"avg":1.3333333333333333,"count":3},\
                    "took":{"sum":"PT3H","max":"PT1H30M"},"isPaid":{"any":true,"all":false},\
                    "note":{"min":"B","max":"é","count":3},"kind":{"countDistinct":2},\
                    "soldAt":{"min":"2026-03-28T23:30:00Z"},"day":{"max":"2026-10-25"},\
                    "__typename":"SaleAggregate"}}}}
                    """
            )
            let none = try await server.graphQL(
                query,
                variables: #"{"filter":{"pieces":{"gt":99}}}"#,
                token: token
            )
            #expect(
                none.text == """
                    {"data":{"sales":{"nodes":[],"aggregate":{"count":0,\
                    "amount":{"sum":null,"avg":null,"min":null,"max":null},\
                    "pieces":{"sum":null,"avg":null,"countDistinct":0},\
                    "big":{"sum":null},"share":{"sum":null,"avg":null,"count":0},\
                    "took":{"sum":null,"max":null},"isPaid":{"any":null,"all":null},\
                    "note":{"min":null,"max":null,"count":0},"kind":{"countDistinct":0},\
                    "soldAt":{"min":null},"day":{"max":null},"__typename":"SaleAggregate"}}}}
                    """
            )
        }
    }

    @Test("Nested aggregates are those of each row's own rows")
    func nested() async throws {
        try await Self.expect(
            """
            { shops(orderBy: [{ name: ASC }]) { nodes { name sales {
              aggregate { count amount { sum } }
              groups(by: [{ field: KIND }], orderBy: [{ count: DESC }]) { keys { kind } aggregate { count } }
            } } } }
            """,
            gives: """
                {"shops":{"nodes":[\
                {"name":"Empty","sales":{"aggregate":{"count":0,"amount":{"sum":null}},"groups":[]}},\
                {"name":"North","sales":{"aggregate":{"count":3,"amount":{"sum":"110.25"}},"groups":[\
                {"keys":{"kind":"CARD"},"aggregate":{"count":2}},{"keys":{"kind":"CASH"},"aggregate":{"count":1}}]}},\
                {"name":"South","sales":{"aggregate":{"count":1,"amount":{"sum":"1.00"}},"groups":[\
                {"keys":{"kind":"CARD"},"aggregate":{"count":1}}]}}]}}
                """
        )
    }

    @Test(
        "An aggregate tells no more than reading the rows does",
        arguments: [
            ("mara", #""count":4,"margin":{"sum":"51.00","max":"40.00","count":4}"#),
            ("carl", #""count":2,"margin":{"sum":"3.00","max":"2.00","count":2}"#),
            ("cleo", #""count":3,"margin":{"sum":"48.00","max":"40.00","count":2}"#),
        ]
    )
    func access(name: String, members: String) async throws {
        try await Self.expect(
            "{ sales { aggregate { count margin { sum max count } } } }",
            as: name,
            gives: #"{"sales":{"aggregate":{\#(members)}}}"#
        )
    }

    @Test("Groups by values that a caller may not see are those of null, for conditions and orders, too")
    func hiddenKeys() async throws {
        try await Self.expect(
            "{ sales { groups(by: [{ field: MARGIN }], orderBy: [{ margin: { max: DESC } }]) { keys { margin } aggregate { count } } } }",
            as: "cleo",
            gives: """
                {"sales":{"groups":[{"keys":{"margin":null},"aggregate":{"count":1}},\
                {"keys":{"margin":"40.00"},"aggregate":{"count":1}},{"keys":{"margin":"8.00"},"aggregate":{"count":1}}]}}
                """
        )
        try await Self.expect(
            "{ sales { groups(by: [{ field: CLERK_ID }], having: { margin: { max: { gte: \"1\" } } }) { keys { clerk { name } } aggregate { count } } } }",
            as: "cleo",
            gives: #"{"sales":{"groups":[{"keys":{"clerk":{"name":"cleo"}},"aggregate":{"count":2}}]}}"#
        )
    }

    @Test(
        "Stretches of time are those of the zone's clocks, also when they change",
        arguments: [
            (
                "HOUR", "Europe/Berlin",
                [
                    "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-10-25T00:00:00Z",
                    "2026-10-25T01:00:00Z",
                ], [1, 1, 1, 1]
            ),
            (
                "DAY", "Europe/Berlin",
                ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-10-24T22:00:00Z"], [1, 1, 2]
            ),
            (
                "DAY", nil, ["2026-03-28T00:00:00Z", "2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z"],
                [1, 1, 2]
            ),
            (
                "WEEK", "Europe/Berlin",
                ["2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z", "2026-10-18T22:00:00Z"], [1, 1, 2]
            ),
            ("QUARTER", "Europe/Berlin", ["2025-12-31T23:00:00Z", "2026-09-30T22:00:00Z"], [2, 2]),
            ("YEAR", "America/New_York", ["2026-01-01T05:00:00Z"], [4]),
        ] as [(String, String?, [String], [Int])]
    )
    func buckets(unit: String, zone: String?, starts: [String], counts: [Int]) async throws {
        try await Self.with { server in
            let token = try await server.signIn("mara")
            let query = """
                query ($unit: TimeUnit!, $zone: String) {
                  sales { groups(by: [{ soldAt: { unit: $unit, timeZone: $zone } }]) { keys { soldAt } aggregate { count } } }
                }
                """
            let given = zone.map { #","zone":"\#($0)""# } ?? ""
            let answer = try await server.graphQL(
                query,
                variables: #"{"unit":"\#(unit)"\#(given)}"#,
                token: token
            )
            let groups = answer.json.data.sales.groups.elements
            #expect(groups.compactMap(\.keys.soldAt.string) == starts, "\(answer.text)")
            #expect(groups.compactMap(\.aggregate.count.integer) == counts)
        }
    }

    @Test(
        "A zone that there is not is told as the caller's mistake",
        arguments: ["Nowhere/City", "Europe/Berlin; drop", "", "<+03>-3"]
    )
    func wrongZone(zone: String) async throws {
        try await Self.with { server in
            let token = try await server.signIn("mara")
            let answer = try await server.graphQL(
                "query ($zone: String) { sales { groups(by: [{ soldAt: { unit: DAY, timeZone: $zone } }]) { keys { soldAt } } } }",
                variables: #"{"zone":"\#(zone)"}"#,
                token: token
            )
            #expect(answer.json.errors[0].extensions.code.string == "BAD_USER_INPUT", "\(answer.text)")
        }
    }

    @Test("Groups have conditions, an order, and pages; all of it may come in variables")
    func conditions() async throws {
        try await Self.with { server in
            let token = try await server.signIn("mara")
            let query = """
                query ($by: [SaleGroupBy!]!, $having: SaleHaving, $order: [SaleGroupsOrder!], $first: Int, $offset: Int) {
                  sales { groups(by: $by, having: $having, orderBy: $order, first: $first, offset: $offset) {
                    keys { shop { name } kind day } aggregate { count amount { sum } } } }
                }
                """
            func ask(_ variables: String) async throws -> String {
                try await server.graphQL(query, variables: variables, token: token).text
            }
            func list(_ groups: String...) -> String {
                #"{"data":{"sales":{"groups":[\#(groups.joined(separator: ","))]}}}"#
            }
            func group(_ shop: String?, _ kind: String?, _ day: String?, _ count: Int, _ sum: String)
                -> String
            {
                let shop = shop.map { #"{"name":"\#($0)"}"# } ?? "null"
                let (kind, day) = (kind.map { "\"\($0)\"" } ?? "null", day.map { "\"\($0)\"" } ?? "null")
                return
                    #"{"keys":{"shop":\#(shop),"kind":\#(kind),"day":\#(day)},"aggregate":{"count":\#(count),"amount":{"sum":"\#(sum)"}}}"#
            }
            let byShop = #"{"by":[{"field":"SHOP_ID"},{"field":"KIND"}],"order":[{"amount":{"sum":"DESC"}}]"#
            let northCash = group("North", "CASH", nil, 1, "0.20")
            let southCard = group("South", "CARD", nil, 1, "1.00")
            #expect(
                try await ask(byShop + "}")
                    == list(group("North", "CARD", nil, 2, "110.05"), southCard, northCash)
            )
            #expect(try await ask(byShop + #","first":1,"offset":1}"#) == list(southCard))
            let having = #","having":{"not":{"count":{"gt":1}},"amount":{"sum":{"lt":"1"}}}}"#
            #expect(try await ask(byShop + having) == list(northCash))
            let either =
                #"{"or":[{"kind":{"countDistinct":{"eq":2}}},{"share":{"sum":{"isNull":true}}}]}"#
            #expect(
                try await ask(#"{"by":[{"day":{"unit":"MONTH"}}],"having":\#(either)}"#)
                    == list(group(nil, nil, "2026-03-01", 2, "10.30"))
            )
            #expect(
                try await ask(#"{"by":[{"field":"DAY"}],"order":[{"day":{"key":"DESC"}}],"first":1}"#)
                    == list(group(nil, nil, "2026-10-25", 2, "100.95"))
            )
            for wrong in [
                #"{"by":[]}"#, #"{"by":[{"field":"DAY"},{"day":{"unit":"MONTH"}}]}"#,
                #"{"by":[{"field":"KIND"}],"order":[{"day":{"key":"DESC"}}]}"#,
                #"{"by":[{"field":"DAY"}],"first":101}"#, #"{"by":[{"field":"DAY"}],"offset":-1}"#,
            ] {
                #expect(try await ask(wrong).contains(#""code":"BAD_USER_INPUT""#), "\(wrong)")
            }
        }
    }

    @Test("Rows that differ are the first of each by the order, for pages and counts, too")
    func distinct() async throws {
        try await Self.with { server in
            let token = try await server.signIn("mara")
            let query = """
                query ($on: [SaleFieldName!], $after: String) {
                  sales(distinctOn: $on, orderBy: [{ amount: DESC }], first: 1, after: $after) {
                    nodes { kind amount } totalCount pageInfo { hasNextPage endCursor } aggregate { amount { sum } }
                  }
                }
                """
            let first = try await server.graphQL(query, variables: #"{"on":["KIND"]}"#, token: token)
            let page = first.json.data.sales
            #expect(page.nodes[0].amount.string == "99.95", "\(first.text)")
            #expect(page.totalCount.integer == 2)
            #expect(page.aggregate.amount.sum.string == "100.15")
            #expect(page.pageInfo.hasNextPage == .boolean(true))
            let cursor = try #require(page.pageInfo.endCursor.string)
            let second = try await server.graphQL(
                query,
                variables: #"{"on":["KIND"],"after":"\#(cursor)"}"#,
                token: token
            )
            #expect(second.json.data.sales.nodes[0].amount.string == "0.20", "\(second.text)")
            #expect(second.json.data.sales.pageInfo.hasNextPage == .boolean(false))
            let both = try await server.graphQL(query, variables: #"{"on":["KIND","SHOP_ID"]}"#, token: token)
            #expect(both.json.data.sales.totalCount.integer == 3, "\(both.text)")
        }
    }

    @Test("A field that is called as an aggregate is has an underscore behind its name there")
    func fieldNamedCount() async throws {
        let seed = """
            insert into stocks (label, region, day, count) values
                ('a', 'north', '2026-11-21', 3), ('b', 'north', '2026-11-21', 4), ('c', 'south', '2026-11-21', 5);
            """
        try await RunningServer.with(spec: Repository.path("Tests/EndToEnd/Keys"), seed: seed) { server in
            let answer = try await server.graphQL(
                """
                { stocks { aggregate { count count_ { sum } }
                  groups(by: [{ field: REGION }], having: { count_: { sum: { gt: "5" } } }) { keys { region } aggregate { count count_ { sum } } } } }
                """
            )
            #expect(
                answer.text == """
                    {"data":{"stocks":{"aggregate":{"count":3,"count_":{"sum":"12"}},\
                    "groups":[{"keys":{"region":"NORTH"},"aggregate":{"count":2,"count_":{"sum":"7"}}}]}}}
                    """
            )
        }
    }
}
