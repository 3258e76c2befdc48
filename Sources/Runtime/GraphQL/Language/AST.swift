/// What a request sends: operations and the fragments they use (GraphQL specification, section 2.3).
///
/// The nodes are plain values. Each keeps the byte offset of its first token; `locations(of:)` turns that
/// into line and column when an error needs them. Definitions of types are read too, so that validation can say
/// which of them have no place in a request.
public struct ExecutableDocument: Sendable {
    var source: [UInt8]
    var definitions: [Definition]

    func locations(of offsets: [Int]) -> [SourceLocation] {
        offsets.map { SourceLocation(of: $0, in: source) }
    }
}

enum Definition: Sendable {
    case operation(OperationDefinition)
    case fragment(FragmentDefinition)
    case typeSystem(TypeSystemNode)
}

extension ExecutableDocument {
    var operations: [OperationDefinition] {
        definitions.compactMap { if case .operation(let operation) = $0 { operation } else { nil } }
    }

    var fragments: [FragmentDefinition] {
        definitions.compactMap { if case .fragment(let fragment) = $0 { fragment } else { nil } }
    }
}

/// A name and its place.
struct Name: Sendable {
    var text: String
    var offset: Int
}

/// What an operation does.
public enum OperationKind: String, Sendable, Hashable {
    /// A read-only fetch.
    case query
    /// A write followed by a fetch.
    case mutation
    /// A long-lived request.
    case subscription
}

struct OperationDefinition: Sendable {
    var kind: OperationKind
    var name: Name?
    var variables: [VariableDefinition] = []
    var directives: [Directive] = []
    var selections: [SelectionNode]
    var offset: Int
    /// Descriptions mean nothing to execution; they are kept for printing only.
    var description: String?
}

struct FragmentDefinition: Sendable {
    var name: Name
    var typeCondition: Name
    var directives: [Directive]
    var selections: [SelectionNode]
    var offset: Int
    var description: String?
}

struct VariableDefinition: Sendable {
    var name: String
    var type: TypeReference
    var defaultValue: ValueNode?
    var directives: [Directive]
    var offset: Int
    /// Where the `$` stands; differs from `offset` when there is a description.
    var variableOffset: Int
    var typeOffset: Int
    /// Where the name inside lists and `!` stands.
    var typeNameOffset: Int
    var description: String?
}

indirect enum SelectionNode: Sendable {
    case field(FieldNode)
    case spread(FragmentSpread)
    case inline(InlineFragment)
}

extension SelectionNode {
    var offset: Int {
        switch self {
        case .field(let field): field.offset
        case .spread(let spread): spread.offset
        case .inline(let fragment): fragment.offset
        }
    }
}

struct FieldNode: Sendable {
    var alias: Name?
    var name: Name
    var arguments: [Argument] = []
    var directives: [Directive] = []
    /// Empty for a leaf: the grammar allows no empty selection set.
    var selections: [SelectionNode] = []
    var offset: Int

    var responseName: String { alias?.text ?? name.text }
}

struct FragmentSpread: Sendable {
    var name: Name
    var directives: [Directive]
    var offset: Int
}

struct InlineFragment: Sendable {
    var typeCondition: Name?
    var directives: [Directive]
    var selections: [SelectionNode]
    var offset: Int
}

struct Argument: Sendable {
    var name: Name
    var value: ValueNode
}

struct Directive: Sendable {
    var name: Name
    var arguments: [Argument]
    var offset: Int
}

/// An input value as it is written (section 2.9).
struct ValueNode: Sendable {
    indirect enum Kind: Sendable {
        case variable(String)
        /// The digits as written; their size is the type's business.
        case int(String)
        case float(String)
        case string(String, isBlock: Bool)
        case boolean(Bool)
        case null
        case enumeration(String)
        case list([ValueNode])
        case object([Argument])
    }

    var kind: Kind
    var offset: Int

    init(_ kind: Kind, at offset: Int = 0) {
        self.kind = kind
        self.offset = offset
    }
}

/// A type as variables and the type system refer to it (section 2.11).
enum TypeReference: Sendable, Hashable {
    case named(String)
    indirect case list(TypeReference)
    indirect case nonNull(TypeReference)
}

extension TypeReference: CustomStringConvertible {
    var description: String {
        switch self {
        case .named(let name): name
        case .list(let item): "[\(item)]"
        case .nonNull(let type): "\(type)!"
        }
    }

    /// The name inside all lists and `!`.
    var name: String {
        switch self {
        case .named(let name): name
        case .list(let inner), .nonNull(let inner): inner.name
        }
    }

    var isNonNull: Bool {
        if case .nonNull = self { true } else { false }
    }

    /// The type without an outermost `!`.
    var nullable: TypeReference {
        if case .nonNull(let inner) = self { inner } else { self }
    }
}
