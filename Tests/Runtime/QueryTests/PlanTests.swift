import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("A plan is made of shapes alone")
struct PlanTests {
    private let planner = Planner(schema: ClinicSpec.schema)

    private func sql(_ operation: PlumblineQuery.Operation, _ principal: Principal) throws -> [String] {
        try planner.plan(operation, for: CallerShape(principal)).steps.map(\.statement.sql)
    }

    @Test("The text of a statement has no value and no identity in it, whether of a variable or of a literal")
    func noValues() throws {
        let secret = "s3cr3t value"
        let operation = PlumblineQuery.Operation.query(
            .all(
                "Appointment",
                filter: .or([
                    .compare(field: "notes", .contains, .constant(.string(secret))),
                    .compare(field: "starts_at", .gte, .variable("from", path: [])),
                    .compare(field: "status", .in, .constant(.list([.string("CHECKED_IN")]))),
                ]),
                page: Page(first: .constant(.integer(17)), after: .constant(.string("cursor-text"))),
                .nodes(.field("id"))
            )
        )
        let text = try #require(try sql(operation, Clinic.ann).first)
        for value in [secret, "17", "cursor-text", "checked_in", Clinic.id(3)] {
            #expect(!text.lowercased().contains(value.lowercased()))
        }
    }

    @Test("A query of many roots and relations is one statement")
    func oneStatement() throws {
        let page = Connection(filter: nil, order: [], page: Page(), members: [.nodes(.field("id")), .count])
        let operation = PlumblineQuery.Operation(
            kind: .query,
            style: .graphQL,
            roots: [
                Root(key: "type", action: .constant(Array("\"Query\"".utf8))),
                Root(
                    key: "me",
                    action: .row(RowQuery(entity: "User", key: .me, selection: Selection([.field("id")])))
                ),
                Root(key: "a", action: .connection(entity: "Appointment", page)),
                Root(
                    key: "p",
                    action: .row(
                        "Provider",
                        Clinic.id(101),
                        .toMany(key: "services", inverse: "services", page),
                        .toMany(key: "appointments", inverse: "appointments", page)
                    )
                ),
            ]
        )
        #expect(try sql(operation, Clinic.staff).count == 1)
    }

    @Test("Roles are folded away: who may read everything has no condition, and a client's is its own key")
    func foldedRoles() throws {
        let operation = PlumblineQuery.Operation.query(.all("Appointment", .nodes(.field("id"))))
        #expect(
            try #require(try sql(operation, Clinic.admin).first).contains("from appointments t1 order by")
        )
        let client = try #require(try sql(operation, Clinic.ann).first)
        #expect(client.contains("t1.client_id = $"))
        #expect(!client.contains("role"))
    }

    @Test("Callers of one shape share one text")
    func sharedText() throws {
        let operation = PlumblineQuery.Operation.query(.all("Appointment", .nodes(.field("id"))))
        let text = try sql(operation, Clinic.ann)
        #expect(try sql(operation, Clinic.ben) == text)
    }

    @Test("JSON is never built as jsonb")
    func noJSONB() throws {
        let operation = PlumblineQuery.Operation.query(
            .all("Sample", .nodes(.field("extra"), .field("label")))
        )
        #expect(try sql(operation, Clinic.admin).allSatisfy { !$0.contains("jsonb_build") })
    }

    @Test("A hidden field cannot be selected, filtered by or ordered by")
    func hiddenFields() {
        let operations: [PlumblineQuery.Operation] = [
            .query(.all("User", .nodes(.field("password")))),
            .query(.all("User", filter: .isNull(field: "password", false), .count)),
            .query(
                .all("User", order: [OrderTerm(field: "password", isDescending: false)], .nodes(.field("id")))
            ),
        ]
        for operation in operations {
            #expect(throws: QueryFailure.self) { try sql(operation, Clinic.admin) }
        }
    }

    @Test("A selection of more members than a function has arguments is planned")
    func wideSelections() async throws {
        let members = (0..<250).map {
            Selection.Member.field(key: "m\($0)", field: $0 % 2 == 0 ? "rank" : "flag")
        }
        let query = RowQuery(
            entity: "Sample",
            key: .id(.constant(.string(Clinic.id(1)))),
            selection: Selection(members)
        )
        try await Backend.with(seed: "insert into samples (id, rank) values ('\(Clinic.id(1))', 7);") {
            backend in
            let json = try await backend.run(.query(.row(query)))
            let expected = members.indices.map { "\"m\($0)\":\($0 % 2 == 0 ? "7" : "false")" }
            #expect(json == "{\"r\":{\(expected.joined(separator: ","))}}")
        }
    }

    @Test("A plan of a long statement is not kept, also where it has no parameter")
    func longStatements() async throws {
        func plan(_ count: Int) throws -> Plan {
            let filter = Filter.or(Array(repeating: .isNull(field: "notes", true), count: count))
            return try planner.plan(
                .query(.all("Appointment", filter: filter, .count)),
                for: CallerShape(Clinic.admin)
            )
        }
        #expect(try plan(10).isWorthKeeping)
        #expect(try plan(10).weight == plan(10).steps[0].statement.sql.utf8.count)
        #expect(try !plan(4_000).isWorthKeeping)
    }
}
