import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Values that nobody gives")
struct DerivedValueTests {
    private static let spec = """
        sequences:
          invoice_number: { start: 1000 }
        traits:
          Numbered:
            fields:
              number: { type: bigint, unique: true, default: next(invoice_number) }
        entities:
          Customer:
            fields:
              first_name: text
              last_name: text
              handle: { type: text, default: { expression: lower(last_name) } }
              token: { type: uuid, default: uuid_v4() }
              is_named: { type: boolean, generated: length(first_name) > 0 }
              born_at: { type: timestamp, computed: { sql: "case when this.handle = 'abel' then 'epoch'::timestamptz end" } }
            access: { read: everyone, create: everyone, update: everyone }
          Invoice:
            traits: [Numbered]
            fields:
              customer: { to: Customer }
              net: { type: integer, min: 0 }
              rate: { type: integer, default: 20 }
              tax: { type: integer, generated: net * rate / 100 }
              total: { type: integer, computed: net + net * rate / 100 }
              customer_name: { type: text, computed: customer.last_name }
              label: { type: text, computed: { sql: "this.number || '/' || this.net" } }
            rules:
              tax_is_bearable: { check: tax < 1000, message: That is too much. }
            access: { read: everyone, create: tax >= 0 and everyone, update: tax < 500 }
        """

    private func with(_ body: (Backend) async throws -> Void) async throws {
        let seed = """
            insert into customers (id, first_name, last_name, handle)
                values ('\(Clinic.id(1))', 'Ann', 'Zed', 'zed'), ('\(Clinic.id(2))', '', 'Abel', 'abel');
            insert into invoices (id, customer_id, net) values ('\(Clinic.id(11))', '\(Clinic.id(1))', 100),
                ('\(Clinic.id(12))', '\(Clinic.id(2))', 5);
            """
        try await Backend.with(spec: Self.spec, seed: seed, body)
    }

    @Test("A new row has its number, its marked text and what is generated; nothing but the rest is given")
    func creation() async throws {
        try await with { backend in
            let invoice: KeyValuePairs<String, InputValue> = [
                "customer": .string(Clinic.id(1)), "net": .integer(50),
            ]
            let create = PlumblineQuery.Operation.mutation(
                .create(
                    "Invoice",
                    invoice,
                    .field("number"),
                    .field("tax"),
                    .field("total"),
                    .field("customer_name"),
                    .field("label")
                ),
                .create(
                    "Customer",
                    ["first_name": .string("A"), "last_name": .string("ABC")],
                    .field("handle"),
                    .field("is_named")
                )
            )
            try await backend.expect(
                create,
                gives:
                    #"{"r0":{"number":"1002","tax":10,"total":60,"customer_name":"Zed","label":"1002/50"},"#
                    + #""r1":{"handle":"abc","is_named":true}}"#
            )
            let tokens = try await backend.scalar(
                "select string_agg(distinct substring(token::text from 15 for 1), '') from customers"
            )
            #expect(tokens == "4")
            let given = PlumblineQuery.Operation.mutation(.create("Invoice", ["tax": .integer(1)]))
            #expect(await backend.errors(given).map(\.field) == [["input", "tax"]])
        }
    }

    @Test("A rule over a generated field is told before anything is sent")
    func rules() async throws {
        try await with { backend in
            let large = PlumblineQuery.Operation.mutation(
                .create("Invoice", ["customer": .string(Clinic.id(1)), "net": .integer(5000)])
            )
            #expect(await backend.errors(large).map(\.message) == ["That is too much."])
        }
    }

    @Test("A rule for changing that reads a generated field holds of the changed row, too")
    func access() async throws {
        try await with { backend in
            func change(net: Int64) -> PlumblineQuery.Operation {
                .mutation(.update("Invoice", Clinic.id(11), ["net": .integer(net)], .field("tax")))
            }
            try await backend.expect(change(net: 2_000), gives: #"{"r0":{"tax":400}}"#)
            #expect(await backend.errors(change(net: 4_000)).map(\.code) == [.forbidden])
            try await backend.expect(change(net: 1_000), gives: #"{"r0":{"tax":200}}"#)
        }
    }

    @Test("Where an author's SQL gives no value, there is null, whatever the spec says of the field")
    func nulls() async throws {
        try await with { backend in
            let all = PlumblineQuery.Operation.query(
                .all(
                    "Customer",
                    order: [OrderTerm(field: "last_name", isDescending: false)],
                    .nodes(.field("born_at"))
                )
            )
            try await backend.expect(
                all,
                gives: #"{"r":{"nodes":[{"born_at":"1970-01-01T00:00:00Z"},{"born_at":null}]}}"#
            )
        }
    }

    @Test("Rows are filtered and ordered by what is computed, and pages go on after it")
    func computed() async throws {
        try await with { backend in
            let byName = [OrderTerm(field: "customer_name", isDescending: false)]
            let all = PlumblineQuery.Operation.query(
                .all(
                    "Invoice",
                    order: byName,
                    page: Page(first: .constant(.integer(1))),
                    .nodes(.field("label")),
                    .pageInfo(key: "info", [.endCursor(key: "end")])
                )
            )
            let first = try await backend.run(all)
            #expect(first.contains(#""nodes":[{"label":"1001/5"}]"#))
            let cursor = try #require(first.split(separator: "\"").dropLast().last)
            let next = PlumblineQuery.Operation.query(
                .all(
                    "Invoice",
                    order: byName,
                    page: Page(after: .constant(.string(String(cursor)))),
                    .nodes(.field("label"))
                )
            )
            try await backend.expect(next, gives: #"{"r":{"nodes":[{"label":"1000/100"}]}}"#)
            let filtered = PlumblineQuery.Operation.query(
                .all(
                    "Invoice",
                    filter: .and([
                        .compare(field: "total", .gt, .constant(.integer(100))),
                        .compare(field: "customer_name", .startsWith, .constant(.string("Z"))),
                    ]),
                    .nodes(.field("total"))
                )
            )
            try await backend.expect(filtered, gives: #"{"r":{"nodes":[{"total":120}]}}"#)
        }
    }
}
