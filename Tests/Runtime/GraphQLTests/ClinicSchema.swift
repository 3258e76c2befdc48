import PlumblineSchema

/// A small schema with everything an API is derived from: relations both ways, an enum, a field that nobody
/// sees, a version, and an entity that nobody reads.
enum ClinicSchema {
    static let schema = Schema(
        name: "clinic",
        enums: [
            EnumType(
                name: "Status",
                doc: "Where a visit stands.",
                values: [
                    EnumValue(name: "requested", doc: nil), EnumValue(name: "checked_in", doc: "Is here."),
                ],
                origin: origin
            )
        ],
        entities: [user, visit, secret],
        principal: PrincipalMapping(
            entity: "User",
            signIn: ["name"],
            password: "password",
            role: "name",
            active: nil
        )
    )

    static let everyone = Expression.literal(.boolean(true))
    static let nobody = Expression.literal(.boolean(false))
    private static let origin = Origin("spec/clinic.yaml", 1)

    private static let user = entity(
        "User",
        plural: "users",
        doc: "Somebody who signs in.",
        fields: [
            key,
            field("name", .text, doc: "What others call them."),
            field("password", .password),
            field(
                "email",
                .text,
                access: FieldAccess(read: .role(["admin"]), create: everyone, update: everyone)
            ),
        ],
        inverses: [Inverse(name: "visits", entity: "Visit", field: "client", isToOne: false)],
        access: Access(read: .authenticated, create: everyone, update: everyone, delete: nobody)
    )

    private static let visit = entity(
        "Visit",
        plural: "visits",
        doc: "A time \"at\" the clinic.",
        fields: [
            key,
            field("client", .uuid, reference: "User"),
            field("helper", .uuid, reference: "User", isOptional: true),
            field("starts_at", .timestamp),
            field("status", .enumeration("Status"), defaultValue: .literal(.text("requested"))),
            field("minutes", .integer, isOptional: true),
            field("price", .decimal(precision: 10, scale: 2), isOptional: true),
            field("extra", .json, isOptional: true),
            field("version", .integer, defaultValue: .literal(.integer(1)), managed: .version),
        ],
        access: Access(read: .authenticated, create: everyone, update: everyone, delete: everyone)
    )

    private static let secret = entity(
        "Secret",
        plural: "secrets",
        fields: [key, field("owner", .uuid, reference: "User")],
        access: Access(read: nobody, create: nobody, update: nobody, delete: nobody)
    )

    private static let key = field("id", .uuid, defaultValue: .call(.uuidV7, []), managed: .key)

    static func entity(
        _ name: String,
        plural: String,
        doc: String? = nil,
        fields: [Field],
        inverses: [Inverse] = [],
        access: Access
    ) -> Entity {
        Entity(
            name: name,
            plural: plural,
            table: plural,
            doc: doc,
            fields: fields,
            inverses: inverses,
            rules: [],
            indexes: [],
            access: access,
            origin: origin
        )
    }

    static func field(
        _ name: String,
        _ type: FieldType,
        doc: String? = nil,
        reference: String? = nil,
        isOptional: Bool = false,
        defaultValue: Expression? = nil,
        access: FieldAccess = .open,
        managed: Managed? = nil
    ) -> Field {
        Field(
            name: name,
            column: reference == nil ? name : name + "_id",
            doc: doc,
            type: type,
            isOptional: isOptional,
            defaultValue: defaultValue,
            constraints: .none,
            reference: reference.map { Reference(target: $0, onDelete: .restrict) },
            access: access,
            managed: managed,
            origin: origin
        )
    }
}
