import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import Testing

/// Orders by what the many rows that point at a row give together, through GraphQL.
@Suite("Orders by sums and averages of related rows")
struct ListOrderTests {
    private static let spec = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums: { Role: { values: { admin, client } } }
        entities:
          User:
            fields: { name: { type: text, unique: true }, password: password, role: { type: Role, default: client } }
            access: { read: everyone }
          Item:
            fields: { price: { type: decimal, precision: 10, scale: 2 } }
            access: { read: everyone }
          Shop:
            traits: [version]
            fields: { name: text }
            access: { read: everyone }
          Sale:
            fields:
              shop: { to: Shop }
              clerk: { to: User }
              item: { to: Item, optional: true }
              amount: { type: decimal, precision: 10, scale: 2, optional: true }
              pieces: { type: integer, default: 1 }
              big: { type: bigint, default: 0 }
              share: { type: float, optional: true }
              took: { type: interval, optional: true }
              margin: { type: integer, default: 0, access: { read: role(admin) or clerk = me } }
              is_secret: { type: boolean, default: false }
            access: { read: role(admin) or not is_secret }
        """

    /// Eight shops, of which the last has no sales; a few sales each, so that many are alike. Two shares differ beyond
    /// what 15 digits tell, and together some sales took longer than one may.
    private static let seed = """
        insert into users (id, name, role, password) values
            ('\(Clinic.id(1))', 'admin', 'admin', '-'), ('\(Clinic.id(3))', 'ann', 'client', '-'),
            ('\(Clinic.id(4))', 'ben', 'client', '-');
        insert into items (id, price) values ('\(Clinic.id(11))', 0.10), ('\(Clinic.id(12))', 99999.99);
        insert into shops (id, name)
            select ('00000000-0000-7000-8000-00000000002' || n)::uuid, 's' || n from generate_series(1, 8) n;
        insert into sales (shop_id, clerk_id, item_id, amount, pieces, big, share, took, margin)
            select ('00000000-0000-7000-8000-00000000002' || n)::uuid, '\(Clinic.id(4))',
                case n % 3 when 1 then '\(Clinic.id(11))' when 2 then '\(Clinic.id(12))' end::uuid,
                case when n % 4 > 0 then (n % 4) * 0.1 end, n % 2 + m, case n when 5 then 1 else 9223372036854775807 end,
                case n when 1 then null when 3 then 1000000000000002 when 6 then 1000000000000001 else (n % 3) * 0.1 end,
                case when n = 5 then interval '2562047788 hours' when n > 2 then (n % 3) * interval '25 hours' end, n
            from generate_series(1, 7) n, generate_series(1, 3) m where m <= n % 3 + 1;
        """

    private static func with(_ more: String = "", _ body: (Backend) async throws -> Void) async throws {
        try await Backend.with(spec: spec, seed: seed + more, body)
    }

    /// The names of the shops, in pages of three rows.
    private func walk(_ backend: Backend, _ order: String, backwards: Bool) async throws -> [String] {
        let (size, side) = backwards ? ("last", "before") : ("first", "after")
        let query = """
            query ($c: String) { shops(\(size): 3, \(side): $c, orderBy: [\(order)]) {
              nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
            """
        var (cursor, names): (String, [String]) = ("null", [])
        while names.count < 9 {
            let text = try await backend.graphQL(query, as: Shop.admin, #"{"c":\#(cursor)}"#)
            let page = try JSONReader.read(Array(text.utf8))["data"]?["shops"]
            guard case .list(let nodes)? = page?["nodes"],
                case .string(let next)? = page?["pageInfo"]?[backwards ? "startCursor" : "endCursor"]
            else { break }
            let found = nodes.compactMap { if case .string(let name)? = $0["name"] { name } else { nil } }
            names = backwards ? found + names : names + found
            cursor = "\"\(next)\""
            if page?["pageInfo"]?[backwards ? "hasPreviousPage" : "hasNextPage"] == .boolean(false) { break }
        }
        return names
    }

    private static let orders: [(String, String)] = [
        ("sum: { amount: # }", "sum(amount)"), ("avg: { amount: # }", "avg(amount)"),
        ("sum: { pieces: # }", "sum(pieces)"), ("avg: { pieces: # }", "avg(pieces)"),
        ("sum: { big: # }", "sum(big)"), ("avg: { big: # }", "avg(big)"),
        ("sum: { share: # }", "sum(share::text::numeric)"),
        ("avg: { share: # }", "avg(share::text::numeric)"),
        ("sum: { took: # }", "sum(extract(epoch from took))"),
        ("avg: { took: # }", "avg(extract(epoch from took))"),
        ("sum: { item: { price: # } }", "sum((select price from items i where i.id = item_id))"),
        ("max: { amount: # }", "max(amount)"), ("count: #", "count(*)"),
    ]

    @Test(
        "Every number gives an order, exact beyond its type, whose pages are the same from both sides",
        arguments: [
            ("ASC", "asc"), ("DESC", "desc"), ("ASC_NULLS_FIRST", "asc nulls first"),
            ("DESC_NULLS_LAST", "desc nulls last"),
        ]
    )
    func values(word: String, direction: String) async throws {
        try await Self.with { backend in
            for (order, sql) in Self.orders {
                let value = "(select \(sql) from sales where shop_id = shops.id)"
                let tie = word.hasPrefix("DESC") ? "desc" : "asc"
                let expected = try await backend.scalar(
                    "select string_agg(name, ' ' order by \(value) \(direction), id \(tie)) from shops"
                )
                let term = "{ sales: { \(order.replacing("#", with: word)) } }"
                for backwards in [false, true] {
                    let found = try await walk(backend, term, backwards: backwards)
                    #expect(found.joined(separator: " ") == expected, "\(term) backwards: \(backwards)")
                }
            }
        }
    }

    @Test("Rows and values that the caller may not read leave no trace in the order, nor in a cursor")
    func hidden() async throws {
        let query =
            "{ shops(orderBy: [{ sales: { sum: { margin: DESC_NULLS_LAST } } }]) { edges { cursor node { name } } } }"
        let own = """
            insert into sales (shop_id, clerk_id, margin) values ('\(Clinic.id(26))', '\(Clinic.id(3))', 1);
            """
        try await Self.with(own) { backend in
            let before = try await backend.graphQL(query, as: Shop.ann)
            let names = before.split(separator: #""name":""#).dropFirst().map { $0.prefix(2) }
            #expect(names == ["s6", "s8", "s7", "s5", "s4", "s3", "s2", "s1"], "\(before)")
            _ = try await backend.scalar(
                """
                with changed as (update sales set margin = 1000 - margin where clerk_id <> '\(Clinic.id(3))' returning 1)
                insert into sales (shop_id, clerk_id, margin, is_secret)
                values ('\(Clinic.id(21))', '\(Clinic.id(3))', 9, true) returning 'done'
                """
            )
            #expect(try await backend.graphQL(query, as: Shop.ann) == before)
            #expect(try await backend.graphQL(query, as: Shop.admin).contains(#""name":"s1""#))
            #expect(try await backend.graphQL(query, as: Shop.admin) != before)
        }
    }

    @Test("What is ordered by is worked out once for each row, also where a cursor asks for it several times")
    func once() async throws {
        try await Self.with { backend in
            let order = OrderTerm(.sum(inverse: "sales", .field("amount")), isDescending: true)
            let page = Page(first: .constant(.integer(1)), after: .constant(.string("")))
            let plan = try backend.engine.planner.plan(
                .query(.all("Shop", order: [order], page: page, .nodes(.field("name")))),
                for: CallerShape(Shop.ann)
            )
            let sql = try #require(plan.steps.first).statement.sql
            #expect(sql.split(separator: "sum(").count == 2, "\(sql)")
        }
    }

    @Test(
        "What cannot be added is not offered",
        arguments: [
            "shops(orderBy: [{ sales: { sum: { isSecret: ASC } } }])",
            "shops(orderBy: [{ sales: { sum: { shop: { version: ASC } } } }])",
            "items(orderBy: [{ sales: { avg: { clerk: { name: ASC } } } }])",
        ]
    )
    func refused(list: String) async throws {
        try await Self.with { backend in
            try await backend.expect(
                "{ \(list) { nodes { id } } }",
                complaints: Array(repeating: "GRAPHQL_VALIDATION_FAILED", count: 2)
            )
        }
    }
}
