import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("Many-to-many relations")
struct ManyToManyTests {
    /// Ada wishes for a book, privately for a pen and for a secret; Ben for a book. Everybody's password is
    /// `plumbline-demo`.
    private static let seed =
        KeyTests.customers + """
            ;
            insert into clerks (name, password, role) values ('mara', '\(hash)', 'manager'), ('carl', '\(hash)', 'clerk');
            insert into products (name, is_secret) values ('book', false), ('pen', false), ('secret', true), ('lamp', false);
            insert into wishes (customer_id, product_id, is_private)
            select c.customer_number, p.id, p.name = 'pen' from customers c, products p
            where c.name = 'Ada' and p.name <> 'lamp' or c.name = 'Ben' and p.name = 'book';
            """

    private static let hash =
        "$argon2id$v=19$m=19456,t=2,p=1$Dwu4yMU61dGjxdmVsGNihw$f+VBlYAugcZPn9bzcQzBfUVZf61a5uRP0/kg9JNEPYs"

    private func withServer(_ body: @escaping @Sendable (RunningServer) async throws -> Void) async throws {
        try await RunningServer.with(spec: Repository.path("Tests/EndToEnd/Keys"), seed: Self.seed, body)
    }

    @Test(
        "A caller sees the rows behind those that stand between, as far as both may be read",
        arguments: [("mara", ["book", "pen", "secret"], 3), ("carl", ["book"], 1)]
    )
    func accessRules(clerk: String, products: [String], count: Int) async throws {
        try await withServer { server in
            let token = try await server.signIn(clerk)
            let answer = try await server.graphQL(
                "{ customer(id: 1) { products(orderBy: [{ name: ASC }]) { totalCount nodes { name } } } }",
                token: token
            )
            let found = answer.json.data.customer.products
            #expect(found.nodes.elements.compactMap(\.name.string) == products, "\(answer.text)")
            #expect(found.totalCount.integer == count)
        }
    }

    @Test(
        "A filter over many rows reveals no more than reading them does",
        arguments: [
            ("mara", #"{ products: { some: { name: { eq: "pen" } } } }"#, ["Ada"]),
            ("carl", #"{ products: { some: { name: { eq: "pen" } } } }"#, []),
            ("carl", #"{ products: { some: { name: { eq: "book" } } } }"#, ["Ada", "Ben"]),
            ("mara", #"{ products: { none: { name: { eq: "pen" } } } }"#, ["Ben"]),
            (
                "mara",
                #"{ products: { some: { name: { eq: "book" } }, none: { isSecret: { eq: true } } } }"#,
                ["Ben"]
            ),
            ("carl", #"{ wishes: { some: { isPrivate: { eq: true } } } }"#, []),
        ]
    )
    func filters(clerk: String, filter: String, customers: [String]) async throws {
        try await withServer { server in
            let token = try await server.signIn(clerk)
            let answer = try await server.graphQL(
                "{ customers(filter: \(filter)) { nodes { name } } }",
                token: token
            )
            let names = answer.json.data.customers.nodes.elements.compactMap(\.name.string)
            #expect(names == customers, "\(answer.text)")
        }
    }

    @Test("The other side has its own name, and pages, orders and filters like any other list")
    func otherSide() async throws {
        try await withServer { server in
            let token = try await server.signIn("mara")
            let answer = try await server.graphQL(
                """
                { products(orderBy: [{ name: ASC }]) { nodes { name wishers(first: 1, orderBy: [{ name: DESC }]) {
                  nodes { name } totalCount pageInfo { hasNextPage } } } } }
                """,
                token: token
            )
            let wishers = answer.json.data.products.nodes.elements.map { node in
                let page = node.wishers
                let names = page.nodes.elements.compactMap(\.name.string).joined()
                return
                    "\(node.name.string ?? "") \(names) \(page.totalCount.integer ?? -1) \(page.pageInfo.hasNextPage)"
            }
            #expect(
                wishers == [
                    "book Ben 2 boolean(true)", "lamp  0 boolean(false)", "pen Ada 1 boolean(false)",
                    "secret Ada 1 boolean(false)",
                ]
            )
        }
    }
}
