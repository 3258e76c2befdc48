/// A type of several values that are one, such as an address: a struct in Swift, an object in the APIs, and in the tables
/// of the entities that have one a column for each value, or one of jsonb for all.
public struct ValueObject: Sendable, Hashable, Codable {
    /// The name in Swift and GraphQL, such as `Address`.
    public var name: String
    /// What it means, in the spec's words.
    public var doc: String?
    /// Its values, in order. At least one is required, so that one can tell whether there is an object.
    public var members: [Field]
    /// Where the spec says it; ``Origin/standardTypes`` for one that ships.
    public var origin: Origin

    /// Creates a value object.
    public init(name: String, doc: String? = nil, members: [Field], origin: Origin) {
        self.name = name
        self.doc = doc
        self.members = members
        self.origin = origin
    }
}

extension Origin {
    /// The types that ship with the language.
    public static let standardTypes = Origin("the standard types", 1)
}

/// What a field of an entity is within a value object.
public struct ObjectPart: Sendable, Hashable, Codable {
    /// The value object as the entity has it, such as `home`.
    public var object: String
    /// The value object's type, such as `Address`.
    public var type: String
    /// The value's name within the type, such as `street`.
    public var member: String
    /// Whether there is no object without it.
    public var isRequired: Bool
    /// Whether the entity can be without the object.
    public var isObjectOptional: Bool
    /// What the object means here, in the spec's words.
    public var doc: String?
    /// The column that keeps the whole object as jsonb; nil where each value has a column of its own.
    public var jsonColumn: String?

    /// Creates a part.
    public init(
        _ object: String,
        of type: String,
        member: String,
        isRequired: Bool,
        isObjectOptional: Bool,
        doc: String? = nil,
        jsonColumn: String? = nil
    ) {
        self.object = object
        self.type = type
        self.member = member
        self.isRequired = isRequired
        self.isObjectOptional = isObjectOptional
        self.doc = doc
        self.jsonColumn = jsonColumn
    }
}

/// A value object as an entity has it.
public struct EmbeddedObject: Sendable, Hashable {
    /// The name in the spec, such as `home`.
    public var name: String
    /// Its type, such as `Address`.
    public var type: String
    /// What it means here, in the spec's words.
    public var doc: String?
    /// Whether there may be none.
    public var isOptional: Bool
    /// The entity's fields that make it, in order.
    public var fields: [Field]

    /// The name in GraphQL, JSON and Swift.
    public var apiName: String { Naming.lowerCamel(name) }

    /// The fields without which there is no object.
    public var requiredFields: [Field] { fields.filter { $0.part?.isRequired == true } }

    /// The column that keeps it as jsonb; nil where each value has a column of its own.
    public var jsonColumn: String? { fields.first?.part?.jsonColumn }

    /// Whether a rule of the database keeps it whole.
    public var hasConstraint: Bool { isOptional || jsonColumn != nil }

    /// The rule on its columns: all that it needs, or nothing where there may be none; of jsonb, its whole shape.
    public func constraint(in entity: Entity) -> String { Naming.databaseName(entity.table, name, "object") }
}

/// What an entity has, as the APIs and Swift show it.
public enum EntityMember: Sendable, Hashable {
    /// One stored value.
    case field(Field)
    /// Several that are one.
    case object(EmbeddedObject)

    /// The name in GraphQL, JSON and Swift.
    public var apiName: String {
        switch self {
        case .field(let field): field.apiName
        case .object(let object): object.apiName
        }
    }

    /// The name in the spec.
    public var name: String {
        switch self {
        case .field(let field): field.name
        case .object(let object): object.name
        }
    }

    /// Whether it may be null.
    public var isOptional: Bool {
        switch self {
        case .field(let field): field.isOptional
        case .object(let object): object.isOptional
        }
    }

    /// Why not to use it any more, in the names of the APIs; nil if it is not deprecated.
    public var deprecationReason: String? {
        if case .field(let field) = self { field.deprecationReason } else { nil }
    }

    /// The stored values.
    public var fields: [Field] {
        switch self {
        case .field(let field): [field]
        case .object(let object): object.fields
        }
    }
}

extension Entity {
    /// The value object of that name, such as `home`.
    public func object(_ name: String) -> EmbeddedObject? {
        objects.first { $0.name == name }
    }

    /// The value objects, in their order.
    public var objects: [EmbeddedObject] {
        guard fields.contains(where: { $0.part != nil }) else { return [] }
        return members(of: fields).compactMap { if case .object(let object) = $0 { object } else { nil } }
    }

    /// Some of the fields, those of a value object as one.
    public func members(of fields: [Field]) -> [EntityMember] {
        var members: [EntityMember] = []
        for field in fields {
            guard let part = field.part else {
                members.append(.field(field))
                continue
            }
            if case .object(var object)? = members.last, object.name == part.object {
                object.fields.append(field)
                members[members.count - 1] = .object(object)
            } else {
                let object = EmbeddedObject(
                    name: part.object,
                    type: part.type,
                    doc: part.doc,
                    isOptional: part.isObjectOptional,
                    fields: [field]
                )
                members.append(.object(object))
            }
        }
        return members
    }
}

extension Field {
    /// The way to the value in an input, in API names: `["startsAt"]`, or `["home", "street"]`.
    public var inputPath: [String] {
        part.map { [Naming.lowerCamel($0.object), Naming.lowerCamel($0.member)] } ?? [apiName]
    }
}

extension Violation {
    /// A value object that the database did not take: jsonb of another shape, or one of which a part is missing.
    static func notWhole(_ object: EmbeddedObject) -> Violation {
        guard object.jsonColumn != nil else { return halfGiven(object) }
        return Violation(
            fields: [object.apiName],
            code: Code.invalidType.rawValue,
            message: "\(Naming.sentenceStart(object.name)) must be a value of \(object.type)."
        )
    }

    private static func halfGiven(_ object: EmbeddedObject) -> Violation {
        let needed = object.requiredFields.compactMap(\.part?.member).map(Naming.words).joined(
            separator: ", "
        )
        return Violation(
            fields: [object.apiName],
            code: Code.required.rawValue,
            message:
                "\(Naming.sentenceStart(object.name)) is given with all that it needs (\(needed)), or not at all."
        )
    }
}
