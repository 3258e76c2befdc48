import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Orders and their cursors")
struct OrderTests {
    private static let spec = """
        enums:
          Size: { values: { small, large } }
          Mood: { storage: native, values: { good, bad } }
        entities:
          Value:
            fields:
              t: { type: text, optional: true }
              ci: { type: citext, optional: true }
              s: { type: smallint, optional: true }
              i: { type: integer, optional: true }
              b: { type: bigint, optional: true }
              d: { type: decimal, precision: 20, scale: 6, optional: true }
              f: { type: float, optional: true }
              o: { type: boolean, optional: true }
              u: { type: uuid, optional: true }
              ts: { type: timestamp, optional: true }
              day: { type: date, optional: true }
              clock: { type: time, optional: true }
              len: { type: interval, optional: true }
              ip: { type: inet, optional: true }
              size: { type: Size, optional: true }
              mood: { type: Mood, optional: true }
            access: { read: everyone }
        """

    private static let values: [(String, [String])] = [
        ("t", ["''", "'a'", "'A'", "'ä'", "'\"\\'", "E'\\n'", "'😀'"]), ("ci", ["'b'", "'A'", "'a c'"]),
        ("s", ["-32768", "32767", "0"]), ("i", ["-2147483648", "2147483647", "0"]),
        ("b", ["-9223372036854775808", "9223372036854775807", "9007199254740993", "9007199254740992"]),
        ("d", ["0.000001", "-12345678901234.567890", "12345678901234.567891", "1"]),
        ("f", ["0.1", "0.30000000000000004", "0.3", "1e300", "5e-324", "-1.7976931348623157e308", "-0.0"]),
        ("o", ["true", "false"]), ("u", ["'00000000-0000-0000-0000-000000000000'", "gen_random_uuid()"]),
        (
            "ts",
            [
                "'2026-01-01 00:00:00.000001Z'", "'2026-01-01Z'", "'0001-01-01Z'",
                "'9999-12-31T23:59:59.999999Z'",
            ]
        ),
        ("day", ["'2026-01-01'", "'0001-01-01'", "'9999-12-31'"]),
        ("clock", ["'00:00'", "'23:59:59.999999'", "'12:00:00.5'"]),
        ("len", ["'-1 microsecond'", "'90 minutes'", "'25 hours'", "'0'"]),
        ("ip", ["'10.0.0.0/8'", "'10.0.0.0'", "'::1'", "'2001:db8::/32'"]), ("size", ["'small'", "'large'"]),
        ("mood", ["'good'", "'bad'"]),
    ]

    @Test(
        "A cursor holds every type's values exactly, null too: page by page all rows come, once each",
        arguments: values
    )
    func cursors(field: String, values: [String]) async throws {
        let rows = (values + values + ["null", "null"]).map { "(\($0))" }.joined(separator: ",")
        try await Backend.with(spec: Self.spec, seed: "insert into \"values\" (\(field)) values \(rows);") {
            backend in
            let count = values.count * 2 + 2
            for (isDescending, nullsFirst) in [(false, false), (false, true), (true, false), (true, true)] {
                let order = [OrderTerm(field: field, isDescending: isDescending, nullsFirst: nullsFirst)]
                let direction =
                    (isDescending ? "desc" : "asc") + (nullsFirst ? " nulls first" : " nulls last")
                let tie = isDescending ? "desc" : "asc"
                let compared = field == "ci" ? "lower(ci collate \"C\")" : field
                let expected = try await backend.scalar(
                    "select string_agg(id::text, ',' order by \(compared) \(direction), id \(tie)) from \"values\""
                )
                var (after, found): (Operand?, [String]) = (nil, [])
                while found.count <= count {
                    let operation = PlumblineQuery.Operation.query(
                        .all(
                            "Value",
                            order: order,
                            page: Page(first: .constant(.integer(1)), after: after),
                            .edges(key: "e", [.cursor(key: "c"), .node(key: "n", Selection([.field("id")]))])
                        )
                    )
                    let json = try JSONReader.read(Array(try await backend.run(operation).utf8))
                    guard case .list(let edges)? = json["r"]?["e"], let edge = edges.first,
                        case .string(let cursor)? = edge["c"], case .string(let id)? = edge["n"]?["id"]
                    else { break }
                    found.append(id)
                    after = .constant(.string(cursor))
                }
                #expect(found.joined(separator: ",") == expected, "\(field) \(direction)")
            }
        }
    }

    private func names(
        _ backend: Backend,
        _ entity: String,
        _ order: OrderTerm,
        as caller: Principal = Clinic.admin
    )
        async throws -> String
    {
        try await backend.run(.query(.all(entity, order: [order], .nodes(.field("name")))), as: caller)
    }

    @Test(
        "Rows are ordered by related rows, and by how many rows point at them, as far as the caller may read those"
    )
    func relations() async throws {
        let one = #"{"name":"Practice \"One\""}"#
        let two = #"{"name":"Practice Two"}"#
        let cases: [(OrderTerm, Principal, [String])] = [
            (
                OrderTerm(.related(relation: "user", .field("username")), isDescending: false), Clinic.admin,
                [one, two]
            ),
            (
                OrderTerm(.related(relation: "user", .field("username")), isDescending: true), Clinic.admin,
                [two, one]
            ),
            // A client sees neither user; so both are null, and the keys decide.
            (
                OrderTerm(.related(relation: "user", .field("username")), isDescending: true), Clinic.ann,
                [two, one]
            ),
            (OrderTerm(.count(inverse: "appointments"), isDescending: true), Clinic.admin, [one, two]),
            (OrderTerm(.count(inverse: "appointments"), isDescending: false), Clinic.admin, [two, one]),
            (
                OrderTerm(
                    .max(inverse: "appointments", .field("starts_at")),
                    isDescending: true,
                    nullsFirst: false
                ), Clinic.admin, [one, two]
            ),
            (
                OrderTerm(.max(inverse: "appointments", .field("starts_at")), isDescending: true),
                Clinic.admin, [two, one]
            ),
            (
                OrderTerm(
                    .related(relation: "user", .inverse("provider", .count(inverse: "appointments"))),
                    isDescending: false
                ), Clinic.admin, [two, one]
            ),
        ]
        try await Backend.with { backend in
            for (term, caller, expected) in cases {
                let found = try await names(backend, "Provider", term, as: caller)
                #expect(
                    found == "{\"r\":{\"nodes\":[\(expected.joined(separator: ","))]}}",
                    "\(term) \(caller)"
                )
            }
        }
    }

    @Test(
        "What a caller can never read is null in an order and absent from a filter, and their values are bound no more"
    )
    func unreadable() async throws {
        let user = OrderKey.related(relation: "user", .field("username"))
        let keys: [OrderKey] = [
            user, .related(relation: "user", .field("email")),
            .related(relation: "user", .count(inverse: "samples")),
            .min(inverse: "appointments", .field("starts_at")), .count(inverse: "appointments"),
        ]
        let named = Filter.compare(field: "username", .eq, .constant(.string("doctor")))
        let filters: [(Filter, Int)] = [
            (.related(relation: "user", named), 0), (.not(.related(relation: "user", named)), 2),
            (.every(inverse: "appointments", .isNull(field: "notes", false)), 2),
            (.some(inverse: "appointments", .compare(field: "notes", .eq, .constant(.string("x")))), 0),
        ]
        try await Backend.with { backend in
            for key in keys {
                let found = try await names(
                    backend,
                    "Provider",
                    OrderTerm(key, isDescending: true),
                    as: .anonymous
                )
                #expect(found.contains(#"[{"name":"Practice Two"},{"name":"Practice \"One\""}]"#), "\(key)")
            }
            for (filter, count) in filters {
                let operation = PlumblineQuery.Operation.query(.all("Provider", filter: filter, .count))
                try await backend.expect(
                    operation,
                    as: .anonymous,
                    gives: "{\"r\":{\"count\":\(count)}}",
                    "\(filter)"
                )
            }
        }
    }

    @Test("A count that orders counts only what the caller may read")
    func hiddenRows() async throws {
        // Ann has one appointment with provider 101 that she may read; the two others there are Ben's.
        let seed = """
            insert into appointments (client_id, provider_id, service_id, starts_at, ends_at, reminds_at)
                select '\(Clinic.id(3))', '\(Clinic.id(102))', '\(Clinic.id(202))', t, t + interval '1 hour', t
                from generate_series(timestamptz '2027-01-01Z', '2027-01-01 02:00Z', '2 hours') t;
            insert into appointments (client_id, provider_id, service_id, starts_at, ends_at, reminds_at)
                select '\(Clinic.id(4))', '\(Clinic.id(101))', '\(Clinic.id(201))', t, t + interval '1 hour', t
                from generate_series(timestamptz '2027-01-01Z', '2027-01-01 04:00Z', '2 hours') t;
            """
        let term = OrderTerm(.count(inverse: "appointments"), isDescending: true)
        try await Backend.with(seed: seed) { backend in
            let hers = try await names(backend, "Provider", term, as: Clinic.ann)
            #expect(hers.contains(#"[{"name":"Practice Two"}"#))
            let all = try await names(backend, "Provider", term)
            #expect(all.contains(#"[{"name":"Practice \"One\""}"#))
        }
    }

    @Test("What is searched can be ordered by how well it fits, page by page")
    func rank() async throws {
        let seed = """
            delete from appointments; delete from services;
            insert into services (id, provider_id, name, minutes) values
                ('\(Clinic.id(1))', '\(Clinic.id(101))', 'tax', 30), ('\(Clinic.id(2))', '\(Clinic.id(101))', 'tax and tax', 30),
                ('\(Clinic.id(3))', '\(Clinic.id(101))', 'tax or tax or tax', 30), ('\(Clinic.id(4))', '\(Clinic.id(101))', 'law', 30);
            """
        let words = Operand.constant(.string("tax"))
        let order = [OrderTerm(.searchRank(words), isDescending: true)]
        try await Backend.with(seed: seed) { backend in
            var (after, found): (Operand?, [String]) = (nil, [])
            for _ in 0..<4 {
                let operation = PlumblineQuery.Operation.query(
                    .all(
                        "Service",
                        filter: .and([
                            .found(words), .compare(field: "minutes", .eq, .constant(.integer(30))),
                        ]),
                        order: order,
                        page: Page(first: .constant(.integer(1)), after: after),
                        .nodes(.field("name")),
                        .pageInfo(key: "p", [.endCursor(key: "c")])
                    )
                )
                let json = try JSONReader.read(Array(try await backend.run(operation).utf8))
                guard case .list(let nodes)? = json["r"]?["nodes"],
                    case .string(let name)? = nodes.first?["name"],
                    case .string(let cursor)? = json["r"]?["p"]?["c"]
                else { break }
                found.append(name)
                after = .constant(.string(cursor))
            }
            #expect(found == ["tax or tax or tax", "tax and tax", "tax"])
        }
    }
}
