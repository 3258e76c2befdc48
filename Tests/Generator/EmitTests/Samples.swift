import PlumblineSchema

/// Schemas to emit, as the spec reader makes them.
enum Samples {
    /// Providers, their services, and appointments: every kind of rule, default and relation.
    static let scheduling = Schema(
        name: "scheduling",
        enums: [role, status],
        entities: [user, provider, service, appointment],
        principal: PrincipalMapping(
            entity: "User",
            signIn: ["username"],
            password: "password",
            role: "role",
            active: nil
        )
    )

    private static let role = EnumType(
        name: "Role",
        doc: "What somebody may do.",
        values: [EnumValue(name: "admin", doc: "Everything."), EnumValue(name: "client")],
        origin: Origin("spec/identity.yaml", 3)
    )

    private static let status = EnumType(
        name: "AppointmentStatus",
        values: ["requested", "checked_in", "default"].map { EnumValue(name: $0) },
        origin: Origin("spec/scheduling.yaml", 3)
    )

    private static let user = entity(
        "User",
        in: "spec/identity.yaml",
        fields: [
            field("username", .text, constraints: ValueConstraints(minLength: 3, maxLength: 40)),
            field(
                "role",
                .enumeration("Role"),
                default: .literal(.enumeration(type: "Role", value: "client"))
            ),
            field(
                "password",
                .password,
                column: "hashed_password",
                constraints: ValueConstraints(minLength: 12, maxLength: 128)
            ),
        ],
        inverses: [Inverse(name: "appointments", entity: "Appointment", field: "client")],
        rules: [
            rule("username_is_unique", "users_username_key", .unique(["username"], condition: nil))
        ],
        access: Access(
            read: .binary(.or, .role(["admin"]), .binary(.equal, .path(FieldPath([], "id")), .me)),
            create: .literal(.boolean(true)),
            update: .binary(.equal, .path(FieldPath([], "id")), .me),
            delete: .role(["admin"])
        )
    )

    private static let provider = entity(
        "Provider",
        in: "spec/scheduling.yaml",
        doc: "Somebody's \"time\"; it can be booked.\nA second line with a \\ and a */ in it.",
        fields: [
            field("user", .uuid, column: "user_id", reference: Reference(target: "User", onDelete: .cascade)),
            field("name", .text, doc: "What people call it: '; drop table users; --"),
            field("rating", .float, isOptional: true, constraints: ValueConstraints(minimum: 0)),
            field("settings", .json, isOptional: true),
            field("born_on", .date, isOptional: true),
            field("fee", .decimal(precision: 10, scale: 2), default: .literal(.decimal("0.50"))),
        ]
    )

    private static let service = entity(
        "Service",
        in: "spec/scheduling.yaml",
        fields: [
            field(
                "provider",
                .uuid,
                column: "provider_id",
                reference: Reference(target: "Provider", onDelete: .cascade)
            ),
            field("name", .text),
            field("minutes", .integer, constraints: ValueConstraints(minimum: 5, maximum: 1440)),
            field("is_active", .boolean, default: .literal(.boolean(true))),
        ],
        rules: [
            rule(
                "name_is_unique",
                "services_name_is_unique",
                .unique(["provider", "name"], condition: .path(FieldPath([], "is_active")))
            )
        ]
    )

    private static let appointment = entity(
        "Appointment",
        in: "spec/scheduling.yaml",
        doc: "A client's claim on a provider's time.",
        fields: [
            field(
                "client",
                .uuid,
                column: "client_id",
                reference: Reference(target: "User", onDelete: .restrict)
            ),
            field(
                "provider",
                .uuid,
                column: "provider_id",
                reference: Reference(target: "Provider", onDelete: .restrict)
            ),
            field(
                "service",
                .uuid,
                column: "service_id",
                isOptional: true,
                reference: Reference(target: "Service", onDelete: .setNull)
            ),
            field("starts_at", .timestamp),
            field(
                "ends_at",
                .timestamp,
                default: .binary(
                    .add,
                    .path(FieldPath([], "starts_at")),
                    .call(.minutes, [.path(FieldPath(["service"], "minutes"))])
                )
            ),
            field(
                "status",
                .enumeration("AppointmentStatus"),
                default: .literal(.enumeration(type: "AppointmentStatus", value: "requested"))
            ),
            field("notes", .text, isOptional: true, constraints: ValueConstraints(maxLength: 2000)),
        ],
        rules: [
            rule(
                "ends_after_it_starts",
                "appointments_ends_after_it_starts",
                .check(.binary(.greater, .path(FieldPath([], "ends_at")), .path(FieldPath([], "starts_at"))))
            ),
            rule(
                "service_is_the_providers",
                "appointments_service_is_the_providers",
                .agrees(relation: "service", field: "provider", own: "provider")
            ),
            rule(
                "no_double_booking",
                "appointments_no_double_booking",
                .noOverlap(
                    start: "starts_at",
                    end: "ends_at",
                    per: ["provider"],
                    condition: .isIn(
                        .path(FieldPath([], "status")),
                        [.enumeration(type: "AppointmentStatus", value: "requested")]
                    )
                )
            ),
        ],
        indexes: [
            Index(
                name: "appointments_provider_id_starts_at_idx",
                fields: ["provider", "starts_at"],
                origin: Origin("spec/scheduling.yaml", 80)
            )
        ]
    )

    // MARK: - Parts

    /// An entity with its key and the trait `version`.
    static func entity(
        _ name: String,
        in file: String,
        doc: String? = nil,
        fields: [Field],
        inverses: [Inverse] = [],
        rules: [Rule] = [],
        indexes: [Index] = [],
        access: Access = Access(
            read: .literal(.boolean(true)),
            create: .literal(.boolean(false)),
            update: .literal(.boolean(false)),
            delete: .literal(.boolean(false))
        )
    ) -> Entity {
        let plural = Naming.plural(Naming.snake(name))
        let key = field("id", .uuid, default: .call(.uuidV7, []), managed: .key)
        let version = field("version", .integer, default: .literal(.integer(1)), managed: .version)
        return Entity(
            name: name,
            plural: plural,
            table: plural,
            doc: doc,
            fields: [key] + fields + [version],
            inverses: inverses,
            rules: rules,
            indexes: indexes,
            access: access,
            origin: Origin(file, 10)
        )
    }

    static func field(
        _ name: String,
        _ type: FieldType,
        column: String? = nil,
        doc: String? = nil,
        isOptional: Bool = false,
        default defaultValue: Expression? = nil,
        constraints: ValueConstraints = .none,
        reference: Reference? = nil,
        managed: Managed? = nil
    ) -> Field {
        Field(
            name: name,
            column: column ?? name,
            doc: doc,
            type: type,
            isOptional: isOptional,
            defaultValue: defaultValue,
            constraints: constraints,
            reference: reference,
            managed: managed,
            origin: Origin("spec/scheduling.yaml", 20)
        )
    }

    static func rule(_ name: String, _ constraint: String, _ demand: Rule.Demand) -> Rule {
        Rule(
            name: name,
            constraint: constraint,
            demand: demand,
            message: "That's not how it is.",
            code: "RULE_BROKEN",
            origin: Origin("spec/scheduling.yaml", 30)
        )
    }
}
