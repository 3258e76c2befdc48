/// Everything a spec says about a backend, as one value.
///
/// The generator prints it as Swift, SQL and documents; the runtime is driven by it.
/// It is made by the spec reader or by generated code, and is complete and checked in both cases:
/// every name in it can be resolved, every expression is well typed.
public struct Schema: Sendable, Hashable {
    /// The service's name, as `/health`, OpenAPI and logs show it.
    public let name: String
    /// The enums in the order of the spec.
    public let enums: [EnumType]
    /// The sequences in the order of the spec.
    public let sequences: [NumberSequence]
    /// The types of several values, in the order of the spec.
    public let objects: [ValueObject]
    /// The entities in the order of the spec.
    public let entities: [Entity]
    /// The interfaces and unions that entities belong to, in the order of the spec.
    public let abstractTypes: [AbstractType]
    /// The entity that signs in, where the spec names one.
    public let principal: PrincipalMapping?
    /// The scopes that access rules ask for, in the order of the spec.
    public let scopes: [Scope]
    /// The rows that belong to the schema, each after those it points at.
    public let rows: [ReferenceRow]
    /// The queries and mutations that the service answers by code of its own.
    public let operations: [CustomOperation]

    /// The PostgreSQL version that the spec is written for, such as 16; nil where any supported one will do.
    public let postgres: Int?

    private let entityIndex: [String: Int]
    private let enumIndex: [String: Int]

    /// Creates a schema; names must be unique.
    public init(
        name: String,
        enums: [EnumType],
        sequences: [NumberSequence] = [],
        objects: [ValueObject] = [],
        entities: [Entity],
        abstractTypes: [AbstractType] = [],
        principal: PrincipalMapping?,
        scopes: [Scope] = [],
        rows: [ReferenceRow] = [],
        operations: [CustomOperation] = [],
        postgres: Int? = nil
    ) {
        self.name = name
        self.enums = enums
        self.sequences = sequences
        self.objects = objects
        self.entities = entities
        self.abstractTypes = abstractTypes
        self.principal = principal
        self.scopes = scopes
        self.rows = rows
        self.operations = operations
        self.postgres = postgres
        entityIndex = Dictionary(
            entities.enumerated().map { ($1.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        enumIndex = Dictionary(
            enums.enumerated().map { ($1.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The schema with other enums, entities, principal or rows.
    public func replacing(
        enums: [EnumType]? = nil,
        entities: [Entity]? = nil,
        principal: PrincipalMapping? = nil,
        rows: [ReferenceRow]? = nil
    ) -> Schema {
        Schema(
            name: name,
            enums: enums ?? self.enums,
            sequences: sequences,
            objects: objects,
            entities: entities ?? self.entities,
            abstractTypes: abstractTypes,
            principal: principal ?? self.principal,
            scopes: scopes,
            rows: rows ?? self.rows,
            operations: operations,
            postgres: postgres
        )
    }

    /// The entity of that name, such as `Appointment`.
    public func entity(_ name: String) -> Entity? {
        entityIndex[name].map { entities[$0] }
    }

    /// The enum of that name, such as `AppointmentStatus`.
    public func enumType(_ name: String) -> EnumType? {
        enumIndex[name].map { enums[$0] }
    }

    /// The value object of that name, such as `Address`.
    public func object(_ name: String) -> ValueObject? {
        objects.first { $0.name == name }
    }

    /// The query or mutation of that name, such as `reschedule_appointment`.
    public func operation(_ name: String) -> CustomOperation? {
        operations.first { $0.name == name }
    }

    /// What the client of a to-one field points at.
    public func target(of field: Field) -> Entity? {
        field.reference.flatMap { entity($0.target) }
    }

    /// The entity whose rows an inverse gives: those that point here, or those that a many-to-many relation leads to.
    public func rows(of inverse: Inverse) -> Entity? {
        guard let source = entity(inverse.entity) else { return nil }
        guard let onward = inverse.onward else { return source }
        return source.field(onward).flatMap(target)
    }
}

extension Schema: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, enums, sequences, objects, entities, abstractTypes, principal, scopes, rows, operations
        case postgres
    }

    /// Reads the stored form, as migrations keep it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try container.decode(String.self, forKey: .name),
            enums: try container.decode([EnumType].self, forKey: .enums),
            sequences: try container.decodeIfPresent([NumberSequence].self, forKey: .sequences) ?? [],
            objects: try container.decodeIfPresent([ValueObject].self, forKey: .objects) ?? [],
            entities: try container.decode([Entity].self, forKey: .entities),
            abstractTypes: try container.decodeIfPresent([AbstractType].self, forKey: .abstractTypes) ?? [],
            principal: try container.decodeIfPresent(PrincipalMapping.self, forKey: .principal),
            scopes: try container.decodeIfPresent([Scope].self, forKey: .scopes) ?? [],
            rows: try container.decodeIfPresent([ReferenceRow].self, forKey: .rows) ?? [],
            operations: try container.decodeIfPresent([CustomOperation].self, forKey: .operations) ?? [],
            postgres: try container.decodeIfPresent(Int.self, forKey: .postgres)
        )
    }

    /// Writes the stored form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(enums, forKey: .enums)
        if !sequences.isEmpty { try container.encode(sequences, forKey: .sequences) }
        if !objects.isEmpty { try container.encode(objects, forKey: .objects) }
        try container.encode(entities, forKey: .entities)
        if !abstractTypes.isEmpty { try container.encode(abstractTypes, forKey: .abstractTypes) }
        try container.encodeIfPresent(principal, forKey: .principal)
        if !scopes.isEmpty { try container.encode(scopes, forKey: .scopes) }
        if !rows.isEmpty { try container.encode(rows, forKey: .rows) }
        if !operations.isEmpty { try container.encode(operations, forKey: .operations) }
        try container.encodeIfPresent(postgres, forKey: .postgres)
    }
}

/// Which entity signs in, and which of its fields say who and what the caller is.
///
/// `me` in an access rule is the key of this entity's row.
public struct PrincipalMapping: Sendable, Hashable, Codable {
    /// The entity's name.
    public var entity: String
    /// The unique text fields a caller may give as user name.
    public var signIn: [String]
    /// The field of type `password`.
    public var password: String
    /// The enum field that holds the caller's role; its values are the roles of the whole spec.
    public var role: String
    /// The boolean field that must be true to sign in, if there is one.
    public var active: String?

    /// Creates a mapping.
    public init(entity: String, signIn: [String], password: String, role: String, active: String?) {
        self.entity = entity
        self.signIn = signIn
        self.password = password
        self.role = role
        self.active = active
    }
}

/// Where in the spec something was said: `spec/scheduling.yaml:14`.
public struct Origin: Sendable, Hashable, Codable {
    /// The file's path relative to the package, with `/`.
    public var file: String
    /// The line, from 1.
    public var line: Int

    /// Creates an origin.
    public init(_ file: String, _ line: Int) {
        self.file = file
        self.line = line
    }
}

extension Origin: CustomStringConvertible {
    /// `file:line`, as editors open it.
    public var description: String { "\(file):\(line)" }
}
