import PlumblineSchema
import Testing

@Suite("Checking what a caller gives")
struct ValidatorTests {
    private func violations(of field: Field, _ value: Value) -> [Violation] {
        let entity = Clinic.entity("Thing", fields: [field])
        return Validator(schema: Clinic.schema, entity: entity).violations(updating: [field.name: value])
    }

    private let validUser: [String: Value] = [
        "full_name": .text("Ada"), "username": .text("ada"), "password": .text("correct horse"),
    ]

    @Test("Everything wrong is told at once, fields first and in their order, then rules")
    func everything() {
        let validator = Validator(schema: Clinic.schema, entity: Clinic.appointment)
        let violations = validator.violations(creating: [
            "notes": .text(String(repeating: "é", count: 21)), "starts_at": .timestamp(10),
            "ends_at": .timestamp(10),
            "provider": .text("x"), "service": .uuid("…"),
        ])
        #expect(violations.map(\.code) == ["REQUIRED", "INVALID_TYPE", "TOO_LONG", "RULE_BROKEN"])
        #expect(
            violations.map(\.message) == [
                "Client is required.", "Provider must be a UUID.", "Notes is longer than 20 characters.",
                "An appointment ends after it starts.",
            ]
        )
        #expect(
            violations.map(\.fields) == [["clientId"], ["providerId"], ["notes"], ["endsAt", "startsAt"]]
        )
        #expect(violations.map(\.path) == [["clientId"], ["providerId"], ["notes"], []])
        #expect(violations.map(\.rule) == [nil, nil, nil, "ends_after_it_starts"])
    }

    @Test(
        "A value keeps the limits of its field",
        arguments: [
            (.text, .init(maxLength: 3), .text("aaa"), nil),
            (.text, .init(maxLength: 3), .text("aaaa"), "TOO_LONG: Name is longer than 3 characters."),
            // One character to a reader, two scalars to PostgreSQL.
            (.text, .init(maxLength: 1), .text("e\u{301}"), "TOO_LONG: Name is longer than 1 character."),
            (.text, .init(minLength: 2), .text("a"), "TOO_SHORT: Name is shorter than 2 characters."),
            (.text, .init(minLength: 1), .text(""), "TOO_SHORT: Name is empty."),
            (
                .text, .none, .text("a\0"),
                "BAD_FORMAT: Name contains the character U+0000, which cannot be stored."
            ),
            (
                .text, .init(format: .currency), .text("eur"),
                "BAD_FORMAT: Name is not a currency of three capital letters."
            ),
            (.integer, .init(minimum: 5), .integer(4), "TOO_SMALL: Name is less than 5."),
            (.integer, .init(minimum: 5), .integer(5), nil),
            (.integer, .none, .integer(2_147_483_648), "TOO_LARGE: Name is greater than 2147483647."),
            (.bigint, .none, .integer(2_147_483_648), nil),
            (.bigint, .init(maximum: 9), .integer(10), "TOO_LARGE: Name is greater than 9."),
            (.date, .init(minimum: Limit("1970-01-02")), .date(1), nil),
            (.date, .init(minimum: Limit("1970-01-02")), .date(0), "TOO_SMALL: Name is before 1970-01-02."),
            (
                .timestamp, .init(maximum: Limit("1970-01-01T01:00:00.5+01:00")), .timestamp(500_001),
                "TOO_LARGE: Name is after 1970-01-01T00:00:00.5Z."
            ),
            (.time, .init(minimum: Limit("09:00:00")), .time(0), "TOO_SMALL: Name is before 09:00:00."),
            (
                .interval, .init(minimum: Limit("-PT1M")), .duration(-60_000_001),
                "TOO_SMALL: Name is shorter than -PT1M."
            ),
            (.interval, .init(maximum: Limit("PT1H")), .duration(3_600_000_000), nil),
            (.float, .none, .float(.infinity), "INVALID_TYPE: Name must be a finite number."),
            (.float, .init(maximum: 1), .float(1.5), "TOO_LARGE: Name is greater than 1."),
            (.float, .none, .integer(1), nil),
            (.decimal(precision: 4, scale: 2), .none, .decimal("99.99"), nil),
            (
                .decimal(precision: 4, scale: 2), .none, .integer(100),
                "TOO_LARGE: Name has more than 2 digits before the point."
            ),
            (
                .decimal(precision: 4, scale: 2), .none, .decimal("1.001"),
                "BAD_FORMAT: Name has more than 2 digits after the point."
            ),
            (
                .enumeration("Role"), .none, .text("king"),
                "NOT_A_MEMBER: Name is not one of admin, staff, client."
            ),
            (.enumeration("Role"), .none, .text("staff"), nil),
            (.boolean, .none, .integer(1), "INVALID_TYPE: Name must be true or false."),
            (.date, .none, .timestamp(0), "INVALID_TYPE: Name must be a date, such as 2026-11-21."),
            (.text, .none, .null, "REQUIRED: Name is required."),
        ] as [(FieldType, ValueConstraints, Value, String?)]
    )
    func limits(type: FieldType, constraints: ValueConstraints, value: Value, expected: String?) {
        let found = violations(of: Clinic.field("name", type, constraints: constraints), value)
        #expect(found.map { "\($0.code): \($0.message)" } == (expected.map { [$0] } ?? []))
    }

    @Test("A default makes a field optional in a new row, but does not let it be null")
    func defaults() {
        let validator = Validator(schema: Clinic.schema, entity: Clinic.user)
        #expect(validator.violations(creating: validUser) == [])
        let codes = validator.violations(creating: validUser.merging(["role": .null]) { $1 }).map(\.code)
        #expect(codes == ["REQUIRED"])
    }

    @Test("A rule is judged only where everything it reads is known; null does not break it")
    func unknownFields() {
        let entity = Clinic.entity(
            "Stay",
            fields: [
                Clinic.field("from", .integer, default: .integer(5)),
                Clinic.field("to", .integer, isOptional: true),
            ],
            rules: [Clinic.rule("ordered", .check(path("to") > path("from")))]
        )
        let validator = Validator(schema: Clinic.schema, entity: entity)
        #expect(validator.violations(creating: [:]) == [])
        #expect(validator.violations(creating: ["to": .integer(4)]).map(\.rule) == ["ordered"])
        // What is given wrongly does not become the default.
        let wrong = validator.violations(creating: ["from": .text("5"), "to": .integer(4)])
        #expect(wrong.map(\.code) == ["INVALID_TYPE"])
        #expect(validator.violations(updating: ["to": .integer(4)]) == [])
        #expect(
            validator.violations(updating: ["to": .integer(4), "from": .integer(4)]).map(\.rule) == [
                "ordered"
            ]
        )
    }

    @Test("A rule that cannot be calculated is broken, for the database would refuse the row")
    func overflow() {
        let entity = Clinic.entity(
            "Counter",
            fields: [Clinic.field("count", .bigint)],
            rules: [Clinic.rule("grows", .check(path("count") + .integer(1) > path("count")))]
        )
        let validator = Validator(schema: Clinic.schema, entity: entity)
        #expect(validator.violations(creating: ["count": .integer(.max)]).map(\.rule) == ["grows"])
        #expect(validator.violations(creating: ["count": .integer(1)]) == [])
    }

    @Test("A managed field is nobody's to give, so it is never missing")
    func managed() {
        let violations = Validator(schema: Clinic.schema, entity: Clinic.user).violations(creating: [:])
        #expect(violations.map(\.fields) == [["fullName"], ["username"], ["password"]])
    }
}

extension Value {
    /// The exact number that the text says.
    static func decimal(_ text: String) -> Value { ExactDecimal(text).map(Value.decimal) ?? .null }
}

@Suite("What a constraint of the database means")
struct ConstraintCatalogTests {
    private let catalog = ConstraintCatalog(Clinic.schema)

    @Test(
        "A constraint's name leads to fields, code and sentence",
        arguments: [
            ("users_pkey", "User", ["id"], "NOT_UNIQUE", "Id is already taken."),
            ("users_username_key", "User", ["username"], "NOT_UNIQUE", "That username is already taken."),
            (
                "users_username_length", "User", ["username"], "TOO_LONG",
                "Username must have 3 to 40 characters."
            ),
            ("users_role_enum", "User", ["role"], "NOT_A_MEMBER", "Role is not one of admin, staff, client."),
            (
                "services_duration_minutes_range", "Service", ["durationMinutes"], "TOO_LARGE",
                "Duration minutes must be 5 to 1440."
            ),
            (
                "providers_rating_range", "Provider", ["rating"], "INVALID_TYPE",
                "Rating must be a finite number."
            ),
            (
                "appointments_client_id_fkey", "Appointment", ["clientId"], "UNKNOWN_REFERENCE",
                "Client does not exist."
            ),
            (
                "appointments_no_double_booking", "Appointment", ["startsAt", "endsAt", "providerId"],
                "SLOT_TAKEN",
                "That time is already taken."
            ),
            (
                "appointments_service_is_the_providers", "Appointment", ["serviceId", "providerId"],
                "RULE_BROKEN",
                "The service is not one of this provider's."
            ),
        ]
    )
    func own(constraint: String, entity: String, fields: [String], code: String, message: String) throws {
        let violation = try #require(catalog.violation(of: constraint, writing: entity, isDeletion: false))
        #expect(violation.fields == fields)
        #expect(violation.code == code)
        #expect(violation.message == message)
    }

    @Test("A foreign key that stops a deletion or a change of its target says who still points there")
    func stillReferenced() {
        let deleted = catalog.violation(of: "appointments_client_id_fkey", writing: "User", isDeletion: true)
        #expect(deleted?.code == "STILL_REFERENCED")
        #expect(deleted?.message == "There are appointments that belong to this user.")
        let moved = catalog.violation(
            of: "appointments_service_is_the_providers",
            writing: "Service",
            isDeletion: false
        )
        #expect(moved?.code == "STILL_REFERENCED")
    }

    @Test("A null is found by table and column; what is not the schema's is not guessed")
    func others() {
        #expect(catalog.violation(ofNullIn: "client_id", table: "appointments")?.fields == ["clientId"])
        #expect(catalog.violation(ofNullIn: "notes", table: "appointments") == nil)
        #expect(catalog.violation(of: "users_password_length", writing: "User", isDeletion: false) == nil)
    }
}
