import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("Keys of all sorts")
struct KeyTests {
    private func withServer(
        seed: String = "",
        _ body: @escaping @Sendable (RunningServer) async throws -> Void
    ) async throws {
        try await RunningServer.with(spec: Repository.path("Tests/EndToEnd/Keys"), seed: seed, body)
    }

    @Test("A key that the caller gives is the id, and a second row of it is told as taken")
    func naturalKey() async throws {
        try await withServer { server in
            let create =
                "mutation { createCountry(input: { code: \"A/T é\", name: \"Austria\" }) { id code } }"
            let made = try await server.graphQL(create)
            #expect(made.json.data.createCountry.id.string == "A/T é", "\(made.text)")
            let again = try await server.graphQL(create)
            #expect(again.json.errors[0].extensions.code.string == "NOT_UNIQUE")
            #expect(again.json.errors[0].extensions.field == .list([.string("input"), .string("code")]))
            #expect(again.json.errors[0].message.string == "Code is already taken.")
            let row = try await server.send("GET", "/api/v1/countries/A%2FT%20%C3%A9")
            #expect(row.text == #"{"id":"A/T é","code":"A/T é","name":"Austria","parentId":null}"#)
            let missing = try await server.graphQL(
                "mutation { createCountry(input: { name: \"X\" }) { id } }"
            )
            #expect(missing.json.data == .null, "The caller has to give it: \(missing.text)")
        }
    }

    @Test("A number that the database counts up is no input, and every answer after the insert finds it")
    func identity() async throws {
        try await withServer(seed: "insert into countries (code, name) values ('AT', 'Austria')") { server in
            let mutation = """
                mutation {
                  first: createCustomer(input: { name: "Ada", countryId: "AT" }) { id country { name } }
                  second: createCustomer(input: { name: "Ben", countryId: "AT" }) { id name }
                }
                """
            let made = try await server.graphQL(mutation)
            #expect(
                made.text
                    == #"{"data":{"first":{"id":"1","country":{"name":"Austria"}},"second":{"id":"2","name":"Ben"}}}"#
            )
            let given = try await server.send(
                "POST",
                "/api/v1/customers",
                body: #"{"id": 7, "name": "Cem", "countryId": "AT"}"#
            )
            #expect(given.status == 422, "\(given.text)")
            let rest = try await server.send(
                "POST",
                "/api/v1/customers",
                body: #"{"name": "Cem", "countryId": "AT"}"#
            )
            #expect(rest.fields["location"] == "/api/v1/customers/3", "\(rest.text)")
            #expect(rest.json.id.integer == 3)
            let changed = try await server.graphQL(
                #"mutation { updateCustomer(id: 3, input: { name: "Cem C." }) { id name } deleteCustomer(id: "1") }"#
            )
            #expect(
                changed.text
                    == #"{"data":{"updateCustomer":{"id":"3","name":"Cem C."},"deleteCustomer":"1"}}"#
            )
            let wrong = try await server.send("GET", "/api/v1/customers/three")
            #expect(
                wrong.status == 400 && wrong.json.detail.string == "`id` must be a whole number of 32 bits."
            )
        }
    }

    @Test("A key that is a relation holds at most one row for each target")
    func sharedKey() async throws {
        try await withServer(seed: Self.customers) { server in
            let create =
                #"mutation { createAddress(input: { customerId: 1, street: "Ring 1" }) { id customer { name } } }"#
            let made = try await server.graphQL(create)
            #expect(made.text == #"{"data":{"createAddress":{"id":"1","customer":{"name":"Ada"}}}}"#)
            let again = try await server.graphQL(create)
            #expect(again.json.errors[0].extensions.code.string == "NOT_UNIQUE", "\(again.text)")
            let seen = try await server.graphQL("{ customer(id: 1) { address { street } } }")
            #expect(seen.text == #"{"data":{"customer":{"address":{"street":"Ring 1"}}}}"#)
            let found = try await server.graphQL(
                #"{ customers(filter: { address: { street: { startsWith: "R" } } }) { nodes { name } } }"#
            )
            #expect(found.text == #"{"data":{"customers":{"nodes":[{"name":"Ada"}]}}}"#)
        }
    }

    @Test(
        "The id of a key of several fields can be read back, whatever stands in its texts",
        arguments: [("plain", "plain"), ("a,b", "a~1b"), ("~1", "~01"), ("", ""), ("~,~", "~0~1~0")]
    )
    func compositeID(label: String, encoded: String) async throws {
        try await withServer { server in
            let id = "\(encoded),north,2026-03-01"
            let made = try await server.graphQL(
                "mutation($label: String!) { createStock(input: { label: $label, region: NORTH, day: \"2026-03-01\" }) { id } }",
                variables: #"{"label": "\#(label)"}"#
            )
            #expect(made.json.data.createStock.id.string == id, "\(made.text)")
            let changed = try await server.graphQL(
                "mutation($id: ID!) { updateStock(id: $id, expectedVersion: 1, input: { count: 5 }) { label count version } }",
                variables: #"{"id": "\#(id)"}"#
            )
            #expect(changed.json.data.updateStock.label.string == label, "\(changed.text)")
            #expect(changed.json.data.updateStock.count.integer == 5)
            let row = try await server.send("GET", "/api/v1/stocks/\(id)")
            #expect(row.json.label.string == label && row.fields["etag"] == "\"2\"", "\(row.text)")
            let gone = try await server.send("DELETE", "/api/v1/stocks/\(id)")
            #expect(gone.status == 204)
            let none = try await server.send("GET", "/api/v1/stocks/\(id)")
            #expect(none.status == 404)
        }
    }

    @Test("A wrong id of several parts is refused with a word on its form")
    func wrongCompositeID() async throws {
        try await withServer { server in
            for id in ["a", "a,north", "a,west,2026-03-01", "a,north,yesterday"] {
                let answer = try await server.send("GET", "/api/v1/stocks/\(id)")
                #expect(answer.status == 400, "\(id)")
                #expect(answer.json.detail.string == "`id` must be an id as the API gives it.", "\(id)")
            }
        }
    }

    @Test("Pages over a key of several fields neither lose nor repeat a row, forwards and backwards")
    func pages() async throws {
        let seed = """
            insert into stocks (label, region, day, count)
            select chr(65 + i % 3), case when i % 2 = 0 then 'north' else 'south' end, date '2026-01-01' + i / 6, i % 4
            from generate_series(0, 29) i
            """
        try await withServer(seed: seed) { server in
            for order in ["", "orderBy: [{ count: DESC }],", "orderBy: [{ day: ASC }, { region: DESC }],"] {
                var seen: [String] = []
                var cursor = "null"
                repeat {
                    let page = try await server.graphQL(
                        "{ stocks(\(order) first: 7, after: \(cursor)) { nodes { id } pageInfo { hasNextPage endCursor } } }"
                    )
                    seen += page.json.data.stocks.nodes.elements.compactMap(\.id.string)
                    let info = page.json.data.stocks.pageInfo
                    cursor = info.hasNextPage == .boolean(true) ? "\"\(info.endCursor.string ?? "")\"" : ""
                } while !cursor.isEmpty
                let whole = try await server.graphQL("{ stocks(\(order) last: 100) { nodes { id } } }")
                #expect(seen == whole.json.data.stocks.nodes.elements.compactMap(\.id.string))
                #expect(Set(seen).count == 30)
            }
        }
    }

    @Test("Who changes a key in the database takes along what points at it, where the spec says so")
    func onUpdate() async throws {
        try await withServer(seed: Self.customers) { server in
            try await server.database.run(script: "update countries set code = 'OE' where code = 'AT'")
            let answer = try await server.graphQL(#"{ customer(id: 1) { countryId country { name } } }"#)
            #expect(answer.text == #"{"data":{"customer":{"countryId":"OE","country":{"name":"Austria"}}}}"#)
        }
    }

    @Test("An entity can point at itself, and sees the other side under its own name")
    func selfReference() async throws {
        let seed = """
            insert into countries (code, name, parent_id) values
                ('AT', 'Austria', null), ('W', 'Vienna', 'AT'), ('S', 'Salzburg', 'AT'), ('W1', 'Inner City', 'W')
            """
        try await withServer(seed: seed) { server in
            let answer = try await server.graphQL(
                #"{ countries(filter: { parts: { some: { parts: { some: {} } } } }) { nodes { name parts { nodes { name parent { code } parts { totalCount } } } } } }"#
            )
            #expect(
                answer.text
                    == #"{"data":{"countries":{"nodes":[{"name":"Austria","parts":{"nodes":[{"name":"Salzburg","parent":{"code":"AT"},"parts":{"totalCount":0}},{"name":"Vienna","parent":{"code":"AT"},"parts":{"totalCount":1}}]}}]}}}"#
            )
        }
    }

    static let customers = """
        insert into countries (code, name) values ('AT', 'Austria');
        insert into customers (name, country) values ('Ada', 'AT'), ('Ben', 'AT')
        """
}
