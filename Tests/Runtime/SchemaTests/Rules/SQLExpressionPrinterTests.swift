import PlumblineSchema
import Testing

@Suite("Expressions as SQL")
struct SQLExpressionPrinterTests {
    private func printer(row: String = "a", me: String? = "$1::uuid") -> SQLExpressionPrinter {
        SQLExpressionPrinter(schema: Clinic.schema, entity: Clinic.appointment, row: row, me: me)
    }

    private static let parenthesized: [(Expression, String)] = [
        (path("starts_at") > path("ends_at"), "a.starts_at > a.ends_at"),
        ((Expression.true || .false) && .true, "(true or false) and true"),
        (Expression.true || .false && .true, "true or false and true"),
        (!(Expression.true && .false), "not (true and false)"),
        (!(path("client") .== .me), "not a.client_id = $1::uuid"),
        (.unary(.isNull, path("notes")), "a.notes is null"),
        (.unary(.isNull, path("notes") .== .text("x")), "(a.notes = 'x') is null"),
        ((path("notes") .== .text("x")) .== .true, "(a.notes = 'x') = true"),
        (.integer(1) + .integer(2) .== .integer(3), "1::bigint + 2 = 3"),
        (
            .binary(.subtract, .integer(1), .binary(.subtract, .integer(2), .integer(-3))),
            "1 - (2::bigint - -3)"
        ),
        (
            .binary(.multiply, .integer(1) + .integer(2), .unary(.negate, .integer(3))),
            "(1::bigint + 2) * -3"
        ),
        (.unary(.negate, .unary(.negate, path("service", "duration_minutes"))), negatedTwice),
    ]

    @Test(
        "Parentheses stand only where they change the meaning",
        arguments: parenthesized
    )
    func parentheses(expression: Expression, sql: String) {
        #expect(printer().print(expression) == sql)
    }

    private static let negatedTwice =
        "-(-(select via1.duration_minutes from services via1 where via1.id = a.service_id)::bigint)"

    private static let texts: [(Expression, String)] = [
        (path("notes") > .text("b"), "a.notes collate \"C\" > 'b'"),
        (path("notes") .== .text("b"), "a.notes = 'b'"),
        (.call(.lower, [path("notes")]), "lower(a.notes collate \"C\")"),
        (.call(.trim, [path("notes")]), "btrim(a.notes, ' ')"),
        (.call(.length, [path("notes")]), "char_length(a.notes)"),
        (.isIn(path("notes"), [.text("a"), .null]), "a.notes in ('a', null)"),
        (.isIn(path("notes"), []), "false"),
    ]

    @Test(
        "Text is ordered by code point and changed in ASCII only",
        arguments: texts
    )
    func text(expression: Expression, sql: String) {
        #expect(printer().print(expression) == sql)
    }

    private static let overRelations: [(Expression, String)] = [
        (
            path("provider", "name"),
            "(select via1.name from providers via1 where via1.id = a.provider_id)"
        ),
        (path("provider", "id"), "a.provider_id"),
        (
            path("service", "provider", "id"),
            "(select via1.provider_id from services via1 where via1.id = a.service_id)"
        ),
        (
            path("service", "provider", "name"),
            "(select via2.name from services via1 join providers via2 on via2.id = via1.provider_id "
                + "where via1.id = a.service_id)"
        ),
    ]

    @Test(
        "A path over relations is a scalar subquery, and the key of a related row is the relation's own column",
        arguments: overRelations
    )
    func paths(expression: Expression, sql: String) {
        #expect(printer().print(expression) == sql)
    }

    @Test("Bare columns are named by their table inside a subquery, where they would be the inner table's")
    func bareColumns() {
        let printer = printer(row: "")
        #expect(printer.print(path("starts_at")) == "starts_at")
        let expected = "(select via1.name from providers via1 where via1.id = appointments.provider_id)"
        #expect(printer.print(path("provider", "name")) == expected)
    }

    @Test(
        "A condition on who owns a related row can use an index; under `not` it keeps null apart from false"
    )
    func ownership() {
        let rule = path("client") .== .me || path("service", "provider", "user") .== .me
        #expect(
            printer().printCondition(rule)
                == "a.client_id = $1::uuid or a.service_id = any(array(select via1.id from services via1 "
                + "join providers via2 on via2.id = via1.provider_id where via2.user_id = $1::uuid))"
        )
        let denied = !(Expression.me .== path("provider", "user"))
        #expect(printer().printCondition(denied) == printer().print(denied))
        #expect(!printer().printCondition(denied).contains("any"))
    }

    @Test(
        "What was not folded away gives access neither as it is nor under `not`",
        arguments: [role("admin"), .authenticated, !role("admin")]
    )
    func unfolded(expression: Expression) {
        #expect(printer(me: nil).printCondition(expression).hasSuffix("null::boolean"))
    }

    @Test("Days have 24 hours, and numbers of 64 bits are narrowed with an error rather than silently")
    func durations() {
        let printer = SQLExpressionPrinter(schema: Clinic.schema, entity: Clinic.service, row: "", me: nil)
        let minutes = path("duration_minutes")
        #expect(printer.print(.call(.minutes, [minutes])) == "make_interval(mins => duration_minutes)")
        #expect(printer.print(.call(.days, [minutes])) == "make_interval(hours => duration_minutes * 24)")
        let wide = "make_interval(hours => (duration_minutes::bigint + 1)::integer)"
        #expect(printer.print(.call(.hours, [minutes + .integer(1)])) == wide)
    }
}

@Suite("Names and constants in SQL")
struct SQLTextTests {
    @Test(
        "A name is quoted unless PostgreSQL reads it unchanged",
        arguments: [
            ("users", "users"), ("starts_at", "starts_at"), ("user", "\"user\""), ("order", "\"order\""),
            ("1st", "\"1st\""), ("Users", "\"Users\""), ("a\"b", "\"a\"\"b\""), ("", "\"\""),
            ("a\"\u{301}; drop", "\"a\"\"\u{301}; drop\""), ("é", "\"é\""),
        ]
    )
    func identifiers(name: String, sql: String) {
        #expect(SQLIdentifier.quoted(name) == sql)
    }

    @Test(
        "A text cannot end its own quotes",
        arguments: [
            ("it's", "'it''s'"), ("\\", "E'\\\\'"), ("\\'", "E'\\\\'''"),
            ("'\u{301}; drop", "'''\u{301}; drop'"),
            ("a\0b", "'a\u{FFFD}b'"),
        ]
    )
    func literals(text: String, sql: String) {
        #expect(SQLLiteral.quoted(text).unicodeScalars.elementsEqual(sql.unicodeScalars))
    }

    @Test("A decimal is printed as digits only if it is some")
    func decimals() {
        #expect(SQLLiteral.text(.decimal("-0.50")) == "-0.50")
        #expect(SQLLiteral.text(.decimal("1; drop")) == "'1; drop'::numeric")
        #expect(SQLLiteral.text(.integer(.min)) == "'-9223372036854775808'::bigint")
    }

    @Test("Every word that this server reserves is quoted", .enabled(if: PSQL.url != nil))
    func reservedWords() throws {
        let words = try PSQL.run(
            "select word from pg_get_keywords() where catcode <> 'U' or quote_ident(word) <> word"
        )
        #expect(words.count > 100)
        #expect(words.filter { SQLIdentifier.quoted($0) == $0 } == [])
    }
}
