import PlumblineSchema

/// A small clinic, written as the spec reader would make it.
enum Clinic {
    static let user = entity(
        "User",
        fields: [
            field("full_name", .text, constraints: .init(minLength: 1, maxLength: 120)),
            field("username", .text, constraints: .init(minLength: 3, maxLength: 40, format: .username)),
            field(
                "role",
                .enumeration("Role"),
                default: .literal(.enumeration(type: "Role", value: "client"))
            ),
            field("password", .password, constraints: .init(minLength: 12, maxLength: 128)),
        ],
        rules: [
            rule(
                "username_is_unique",
                .unique(["username"], condition: nil),
                constraint: "users_username_key",
                message: "That username is already taken.",
                code: "NOT_UNIQUE"
            )
        ],
        read: role("admin", "staff") || path("id") .== .me
    )

    static let provider = entity(
        "Provider",
        fields: [
            relation("user", to: "User"),
            field("name", .text),
            field("rating", .float, isOptional: true),
        ],
        read: .literal(.boolean(true))
    )

    static let service = entity(
        "Service",
        fields: [
            relation("provider", to: "Provider"),
            field("duration_minutes", .integer, constraints: .init(minimum: 5, maximum: 1440)),
            field("price", .decimal(precision: 6, scale: 2)),
        ],
        read: .literal(.boolean(true))
    )

    static let appointment = entity(
        "Appointment",
        fields: [
            relation("client", to: "User"),
            relation("provider", to: "Provider"),
            relation("service", to: "Service"),
            field("starts_at", .timestamp),
            field(
                "ends_at",
                .timestamp,
                default: path("starts_at") + .call(.minutes, [path("service", "duration_minutes")])
            ),
            field("notes", .text, isOptional: true, constraints: .init(maxLength: 20)),
        ],
        rules: [
            rule("ends_after_it_starts", .check(path("ends_at") > path("starts_at"))),
            rule(
                "no_double_booking",
                .noOverlap(start: "starts_at", end: "ends_at", per: ["provider"], condition: nil),
                message: "That time is already taken.",
                code: "SLOT_TAKEN"
            ),
            rule(
                "service_is_the_providers",
                .agrees(relation: "service", field: "provider", own: "provider"),
                message: "The service is not one of this provider's."
            ),
        ],
        read: role("admin", "staff") || path("client") .== .me || path("provider", "user") .== .me
    )

    static let schema = Schema(
        name: "clinic",
        enums: [
            EnumType(
                name: "Role",
                doc: nil,
                values: ["admin", "staff", "client"].map { EnumValue(name: $0, doc: nil) },
                origin: here
            )
        ],
        entities: [user, provider, service, appointment],
        principal: nil
    )

    // MARK: - Parts

    static let here = Origin("spec/clinic.yaml", 1)

    static func entity(
        _ name: String,
        fields: [Field],
        rules: [Rule] = [],
        read: Expression = .literal(.boolean(true))
    ) -> Entity {
        let plural = Naming.plural(Naming.snake(name))
        return Entity(
            name: name,
            plural: plural,
            table: plural,
            doc: nil,
            fields: [field("id", .uuid, default: .call(.uuidV7, []), managed: .key)] + fields,
            inverses: [],
            rules: rules.map { rule in
                var rule = rule
                if rule.constraint.isEmpty { rule.constraint = Naming.databaseName(plural, rule.name) }
                return rule
            },
            indexes: [],
            access: Access(read: read, create: read, update: read, delete: read),
            origin: here
        )
    }

    static func field(
        _ name: String,
        _ type: FieldType,
        isOptional: Bool = false,
        default defaultValue: Expression? = nil,
        constraints: ValueConstraints = .none,
        managed: Managed? = nil
    ) -> Field {
        Field(
            name: name,
            column: name,
            doc: nil,
            type: type,
            isOptional: isOptional,
            defaultValue: defaultValue,
            constraints: constraints,
            reference: nil,
            access: .open,
            managed: managed,
            origin: here
        )
    }

    static func relation(_ name: String, to target: String, isOptional: Bool = false) -> Field {
        var field = field(name, .uuid, isOptional: isOptional)
        field.column = name + "_id"
        field.reference = Reference(target: target, onDelete: .restrict)
        return field
    }

    static func rule(
        _ name: String,
        _ demand: Rule.Demand,
        constraint: String = "",
        message: String = "An appointment ends after it starts.",
        code: String = "RULE_BROKEN"
    ) -> Rule {
        Rule(name: name, constraint: constraint, demand: demand, message: message, code: code, origin: here)
    }
}

/// `path("provider", "user")` is `provider.user`.
func path(_ names: String...) -> Expression {
    .path(FieldPath(Array(names.dropLast()), names.last ?? ""))
}

func role(_ names: String...) -> Expression { .role(names) }

/// The operators of the language; `.==` because `==` compares two expressions.
extension Expression {
    static func || (left: Self, right: Self) -> Self { .binary(.or, left, right) }
    static func && (left: Self, right: Self) -> Self { .binary(.and, left, right) }
    static func .== (left: Self, right: Self) -> Self { .binary(.equal, left, right) }
    static func > (left: Self, right: Self) -> Self { .binary(.greater, left, right) }
    static func + (left: Self, right: Self) -> Self { .binary(.add, left, right) }
    static prefix func ! (operand: Self) -> Self { .unary(.not, operand) }

    static func text(_ value: String) -> Self { .literal(.text(value)) }
    static func integer(_ value: Int64) -> Self { .literal(.integer(value)) }
    static let null = Expression.literal(.null)
    static let `true` = Expression.literal(.boolean(true))
    static let `false` = Expression.literal(.boolean(false))
}
