import PlumblineQuery
import Testing

@Suite("Storage types beyond the first")
struct StorageTypeTests {
    private static let spec = """
        entities:
          Host:
            fields:
              name: { type: citext, max_length: 20, unique: true }
              alias: { type: citext, optional: true }
              rank: { type: smallint, min: 0, default: 7 }
              ttl: { type: interval, default: minutes(90) }
              grace: { type: interval, optional: true }
              seen_at: { type: timestamp, default: now() }
              until: { type: timestamp, optional: true, default: seen_at + ttl }
              key: { type: bytes, min_length: 1, max_length: 4, optional: true }
              address: { type: inet, optional: true, unique: true }
            rules:
              alias_is_another: { check: alias != name, message: An alias is another name. }
              grace_is_shorter: { check: grace < ttl, message: The grace is shorter. }
              key_is_even: { check: length(key) % 2 = 0, message: A key is even. }
            access: { read: name != 'Hidden', create: everyone, update: everyone }
        """

    private static let names = ["name", "alias", "rank", "ttl", "grace", "key", "address"]

    private func create(_ values: KeyValuePairs<String, InputValue>) -> PlumblineQuery.Operation {
        let assignments = values.map { Assignment(field: $0.key, value: .constant($0.value)) }
        let selection = Selection(Self.names.map { .field($0) })
        let create = Create(entity: "Host", assignments: assignments, selection: selection)
        return .mutation(.create(create), style: .rest)
    }

    @Test("Values come back as they are written, durations and addresses in their shortest form")
    func roundTrip() async throws {
        try await Backend.with(spec: Self.spec, seed: "") { backend in
            try await backend.expect(
                create([
                    "name": .string("Straße.Example"), "alias": .string("Alias"), "rank": .integer(32767),
                    "ttl": .string("P1DT1H30M0.5S"), "grace": .string("-PT15M"), "key": .string("AP/+"),
                    "address": .string("2001:DB8:0::1"),
                ]).without("key"),
                gives: #"{"r0":{"name":"Straße.Example","alias":"Alias","rank":32767,"ttl":"PT25H30M0.5S","#
                    + #""grace":"-PT15M","key":null,"address":"2001:db8::1"}}"#
            )
            try await backend.expect(
                create(["name": .string("b"), "key": .string("AP+/Zg==")]),
                gives:
                    #"{"r0":{"name":"b","alias":null,"rank":7,"ttl":"PT1H30M","grace":null,"key":"AP+/Zg==","#
                    + #""address":null}}"#
            )
            let until = try await backend.scalar(
                "select (until - seen_at = ttl)::text from hosts where name = 'b'"
            )
            #expect(until == "true")
        }
    }

    @Test(
        "What a rule refuses is refused before the database and by it, in the same words",
        arguments: [
            (["name": InputValue.string("x"), "rank": .integer(-1)], "TOO_SMALL", "rank = -1"),
            (["name": .string("x"), "rank": .integer(32768)], "TOO_LARGE", nil),
            (["name": .string("x"), "key": .string("")], "TOO_SHORT", "key = ''"),
            (["name": .string("x"), "key": .string("AAAAAAAA")], "TOO_LONG", "key = '\\x0000000000'"),
            (["name": .string("x"), "key": .string("AA==")], "RULE_BROKEN", "key = '\\x00'"),
            (["name": .string("x"), "key": .string("A")], "INVALID_TYPE", nil),
            (["name": .string("x"), "ttl": .string("P1M")], "INVALID_TYPE", "ttl = '1 month'"),
            (["name": .string("x"), "address": .string("1.2.3")], "INVALID_TYPE", nil),
            (["name": .string("x"), "alias": .string("X")], "RULE_BROKEN", "alias = 'NAME'"),
            (["name": .string("x"), "grace": .string("PT90M")], "RULE_BROKEN", "grace = '90 min'"),
            (["name": .string("NAME")], "NOT_UNIQUE", nil),
        ] as [([String: InputValue], String, String?)]
    )
    func refusals(values: [String: InputValue], code: String, change: String?) async throws {
        try await Backend.with(spec: Self.spec, seed: "insert into hosts (name) values ('name')") {
            backend in
            let assignments = values.sorted { $0.key < $1.key }.map {
                Assignment(field: $0.key, value: .constant($0.value))
            }
            let create = Create(
                entity: "Host",
                assignments: assignments,
                selection: Selection([.field("id")])
            )
            let errors = await backend.errors(.mutation(.create(create)))
            #expect(errors.map(\.code.rawValue) == [code])
            guard let change else { return }
            await #expect(throws: (any Error).self) { try await backend.scalar("update hosts set \(change)") }
        }
    }

    @Test(
        "The least and the greatest citext are compared with a value whatever its case",
        arguments: [
            (.min, .eq, "Anna", 2), (.max, .eq, "BEA", 2), (.min, .gt, "ANNA", 0), (.max, .lte, "Bea", 2),
        ] as [(Aggregate.Function, Comparison, String, Int)]
    )
    func caseInsensitiveAggregates(
        function: Aggregate.Function,
        comparison: Comparison,
        value: String,
        count: Int
    ) async throws {
        let seed = "insert into hosts (name, alias, rank) values ('a', 'aNNa', 1), ('b', 'BEA', 1);"
        let condition = Aggregate.Condition.compare(
            Aggregate(function, of: "alias"),
            comparison,
            .constant(.string(value))
        )
        let groups = Groups(
            by: [Groups.Key(field: "rank")],
            having: condition,
            members: [.aggregate(key: "a", [.value(key: "count", Aggregate(.count, of: nil))])]
        )
        try await Backend.with(spec: Self.spec, seed: seed) { backend in
            let found = count == 0 ? "" : #"{"a":{"count":\#(count)}}"#
            try await backend.expect(
                .query(.all("Host", .groups(key: "groups", groups))),
                gives: #"{"r":{"groups":[\#(found)]}}"#
            )
        }
    }

    @Test("A citext is compared, ordered and paged without regard to case, in rules and in filters")
    func caseInsensitive() async throws {
        let seed = """
            insert into hosts (name, alias, rank, key) values
                ('b', null, 1, 'bb'), ('A', 'X', 2, null), ('C', 'y', 3, null), ('HIDDEN', null, 4, null);
            """
        let compare: (Comparison, InputValue) -> Filter = { .compare(field: "name", $0, .constant($1)) }
        let cases: [(Filter, [Int])] = [
            (compare(.eq, .string("a")), [2]), (compare(.eq, .string("B")), [1]),
            (compare(.ne, .string("a")), [1, 3]),
            (compare(.in, .list([.string("a"), .string("c")])), [2, 3]),
            (compare(.gt, .string("A")), [1, 3]), (compare(.startsWith, .string("c")), [3]),
            (compare(.contains, .string("B")), [1]), (compare(.eq, .string("hidden")), []),
            (.compare(field: "key", .eq, .constant(.string("YmI="))), [1]),
            (.compare(field: "ttl", .gte, .constant(.string("PT1H30M"))), [1, 2, 3]),
            (.compare(field: "ttl", .lt, .constant(.string("PT1H30M"))), []),
        ]
        let byName = [OrderTerm(field: "name", isDescending: false)]
        try await Backend.with(spec: Self.spec, seed: seed) { backend in
            for (filter, ranks) in cases {
                let operation = PlumblineQuery.Operation.query(
                    .all("Host", filter: filter, .nodes(.field("rank")))
                )
                let json = try await backend.run(operation)
                for rank in 1...4 {
                    #expect(json.contains("{\"rank\":\(rank)}") == ranks.contains(rank), "\(filter)")
                }
            }
            // Page by page, each after the cursor of the one before.
            var (after, found): (Operand?, [String]) = (nil, [])
            for _ in 0..<3 {
                let page = Page(first: .constant(.integer(1)), after: after)
                let json = try await backend.run(
                    .query(
                        .all(
                            "Host",
                            order: byName,
                            page: page,
                            .nodes(.field("name")),
                            .pageInfo(key: "p", [.endCursor(key: "c")])
                        )
                    )
                )
                found.append(json)
                let cursor = json.split(separator: "\"").suffix(2).first.map(String.init) ?? ""
                after = .constant(.string(cursor))
            }
            #expect(
                zip(found, ["A", "b", "C"]).allSatisfy { $0.contains("{\"name\":\"\($1)\"}") },
                "\(found)"
            )
        }
    }
}

extension PlumblineQuery.Operation {
    /// The same without the value of a field.
    fileprivate func without(_ field: String) -> Self {
        var result = self
        if case .create(var create) = result.roots[0].action {
            create.input.assignments.removeAll { $0.field == field }
            result.roots[0].action = .create(create)
        }
        return result
    }
}
