/// A named type (GraphQL specification, section 3.4). One object, as it is found by its name again and again.
final class TypeDefinition: Named {
    indirect enum Kind: Sendable {
        case scalar(ScalarSyntax, specifiedBy: String?)
        case object(NamedList<FieldDefinition>, interfaces: [String])
        case interface(NamedList<FieldDefinition>, interfaces: [String])
        case union([String])
        case enumeration(NamedList<EnumValueDefinition>)
        case input(NamedList<InputValueDefinition>, isOneOf: Bool)
    }

    let name: String
    let description: String?
    let kind: Kind

    init(name: String, description: String?, kind: Kind) {
        self.name = name
        self.description = description
        self.kind = kind
    }
}

/// Which literals and JSON values a scalar takes, and how its refusals are worded.
enum ScalarSyntax: Sendable {
    case int
    case float
    case string
    case boolean
    case id
    /// A scalar of the API that travels as a string, as dates and exact decimals do.
    case text
    /// An exact decimal: a string, or a number as written.
    case decimal
    /// A whole number beyond 32 bits: a string or a number.
    case wholeNumber
    /// Any JSON value.
    case any
}

extension TypeDefinition {
    static func scalar(
        _ name: String,
        _ syntax: ScalarSyntax,
        description: String? = nil,
        specifiedBy: String? = nil
    ) -> TypeDefinition {
        TypeDefinition(name: name, description: description, kind: .scalar(syntax, specifiedBy: specifiedBy))
    }

    static func object(
        _ name: String,
        description: String? = nil,
        interfaces: [String] = [],
        fields: [FieldDefinition]
    ) -> TypeDefinition {
        let kind = Kind.object(NamedList(fields), interfaces: interfaces)
        return TypeDefinition(name: name, description: description, kind: kind)
    }

    static func interface(
        _ name: String,
        description: String? = nil,
        interfaces: [String] = [],
        fields: [FieldDefinition]
    ) -> TypeDefinition {
        let kind = Kind.interface(NamedList(fields), interfaces: interfaces)
        return TypeDefinition(name: name, description: description, kind: kind)
    }

    static func union(_ name: String, description: String? = nil, members: [String]) -> TypeDefinition {
        TypeDefinition(name: name, description: description, kind: .union(members))
    }

    static func enumeration(
        _ name: String,
        description: String? = nil,
        values: [EnumValueDefinition]
    ) -> TypeDefinition {
        TypeDefinition(name: name, description: description, kind: .enumeration(NamedList(values)))
    }

    static func input(
        _ name: String,
        description: String? = nil,
        fields: [InputValueDefinition],
        isOneOf: Bool = false
    ) -> TypeDefinition {
        let kind = Kind.input(NamedList(fields), isOneOf: isOneOf)
        return TypeDefinition(name: name, description: description, kind: kind)
    }
}

extension TypeDefinition {
    /// The fields of an object or interface; none for other types.
    var fields: NamedList<FieldDefinition> {
        switch kind {
        case .object(let fields, _), .interface(let fields, _): fields
        default: []
        }
    }

    /// The interfaces an object or interface implements; none for other types.
    var interfaces: [String] {
        switch kind {
        case .object(_, let interfaces), .interface(_, let interfaces): interfaces
        default: []
        }
    }

    /// The fields of an input object; none for other types.
    var inputFields: NamedList<InputValueDefinition> {
        if case .input(let fields, _) = kind { fields } else { [] }
    }

    /// The values of an enum; none for other types.
    var values: NamedList<EnumValueDefinition> {
        if case .enumeration(let values) = kind { values } else { [] }
    }

    var isAbstract: Bool {
        switch kind {
        case .interface, .union: true
        default: false
        }
    }

    var isComposite: Bool {
        switch kind {
        case .object, .interface, .union: true
        default: false
        }
    }

    var isLeaf: Bool {
        switch kind {
        case .scalar, .enumeration: true
        default: false
        }
    }

    var isInput: Bool {
        switch kind {
        case .scalar, .enumeration, .input: true
        default: false
        }
    }
}

/// A field of an object or interface.
struct FieldDefinition: Named {
    var name: String
    var description: String?
    var arguments: NamedList<InputValueDefinition> = []
    var type: TypeReference
    var deprecationReason: String?
}

/// An argument, or a field of an input object.
struct InputValueDefinition: Named {
    var name: String
    var description: String?
    var type: TypeReference
    var defaultValue: ValueNode?
    var deprecationReason: String?

    /// A non-null value without a default has to be given.
    var isRequired: Bool { type.isNonNull && defaultValue == nil }
}

struct EnumValueDefinition: Named {
    var name: String
    var description: String?
    var deprecationReason: String?
}

/// A directive and where it may stand (section 3.13).
struct DirectiveDefinition: Named {
    enum Location: String, Sendable, CaseIterable {
        case query = "QUERY"
        case mutation = "MUTATION"
        case subscription = "SUBSCRIPTION"
        case field = "FIELD"
        case fragmentDefinition = "FRAGMENT_DEFINITION"
        case fragmentSpread = "FRAGMENT_SPREAD"
        case inlineFragment = "INLINE_FRAGMENT"
        case variableDefinition = "VARIABLE_DEFINITION"
        case schema = "SCHEMA"
        case scalar = "SCALAR"
        case object = "OBJECT"
        case fieldDefinition = "FIELD_DEFINITION"
        case argumentDefinition = "ARGUMENT_DEFINITION"
        case interface = "INTERFACE"
        case union = "UNION"
        case enumeration = "ENUM"
        case enumValue = "ENUM_VALUE"
        case inputObject = "INPUT_OBJECT"
        case inputFieldDefinition = "INPUT_FIELD_DEFINITION"
    }

    var name: String
    var description: String?
    var arguments: NamedList<InputValueDefinition> = []
    var locations: [Location]
    var isRepeatable = false
}
