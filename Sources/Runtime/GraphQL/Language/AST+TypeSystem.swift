/// A schema as it is written: definitions and extensions of types and directives (GraphQL specification, section 3).
///
/// Operations and fragments beside them mean nothing.
public struct TypeSystemDocument: Sendable {
    var source: [UInt8]
    var definitions: [Definition]

    var nodes: [TypeSystemNode] {
        definitions.compactMap { if case .typeSystem(let node) = $0 { node } else { nil } }
    }
}

/// A definition or extension of the type system (GraphQL specification, sections 3.3 to 3.13).
///
/// One type for all of them, because what is asked of them is mostly the same: a name, a place, directives.
struct TypeSystemNode: Sendable {
    indirect enum Kind: Sendable {
        case schema([OperationTypeNode])
        case scalar
        case object(interfaces: [Name], fields: [FieldDefinitionNode])
        case interface(interfaces: [Name], fields: [FieldDefinitionNode])
        case union([Name])
        case enumeration([EnumValueNode])
        case input([InputValueNode])
        case directive(arguments: [InputValueNode], isRepeatable: Bool, locations: [Name])
    }

    var kind: Kind
    /// Of a type or a directive; a schema has none.
    var name: Name?
    var directives: [Directive] = []
    var isExtension = false
    /// Of the first token, a description's if there is one.
    var offset: Int
    var description: String?
}

extension TypeSystemNode {
    /// Its first word.
    var keyword: String {
        switch kind {
        case .schema: "schema"
        case .scalar: "scalar"
        case .object: "type"
        case .interface: "interface"
        case .union: "union"
        case .enumeration: "enum"
        case .input: "input"
        case .directive: "directive"
        }
    }

    var isType: Bool {
        switch kind {
        case .schema, .directive: false
        default: true
        }
    }

    /// The fields of an object or interface.
    var fields: [FieldDefinitionNode] {
        switch kind {
        case .object(_, let fields), .interface(_, let fields): fields
        default: []
        }
    }

    /// The interfaces that an object or interface implements.
    var interfaces: [Name] {
        switch kind {
        case .object(let interfaces, _), .interface(let interfaces, _): interfaces
        default: []
        }
    }

    /// The members of a union.
    var members: [Name] {
        if case .union(let members) = kind { members } else { [] }
    }

    /// The values of an enum.
    var values: [EnumValueNode] {
        if case .enumeration(let values) = kind { values } else { [] }
    }

    /// The fields of an input object.
    var inputFields: [InputValueNode] {
        if case .input(let fields) = kind { fields } else { [] }
    }

    /// The root types of a schema.
    var operationTypes: [OperationTypeNode] {
        if case .schema(let types) = kind { types } else { [] }
    }
}

/// A root type: `query: Query`.
struct OperationTypeNode: Sendable {
    var kind: OperationKind
    var type: Name
    var offset: Int
}

struct FieldDefinitionNode: Sendable {
    var name: Name
    var arguments: [InputValueNode] = []
    var type: TypeNode
    var directives: [Directive] = []
    var offset: Int
    var description: String?
}

/// An argument's definition, or a field of an input object.
struct InputValueNode: Sendable {
    var name: Name
    var type: TypeNode
    var defaultValue: ValueNode?
    var directives: [Directive] = []
    var offset: Int
    var description: String?
}

struct EnumValueNode: Sendable {
    var name: Name
    var directives: [Directive] = []
    var offset: Int
    var description: String?
}

/// A type where a definition refers to it.
struct TypeNode: Sendable {
    var reference: TypeReference
    var offset: Int
    /// Where the name inside lists and `!` stands.
    var nameOffset: Int
}
