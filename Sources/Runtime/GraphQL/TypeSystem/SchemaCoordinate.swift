/// What points at one element of a schema (GraphQL specification, section 3.14): `Type`, `Type.field`,
/// `Type.field(argument:)`, `@directive`, `@directive(argument:)`.
public enum SchemaCoordinate: Sendable, Hashable {
    /// `Type`
    case type(String)
    /// `Type.field`, of an object, an interface or an input object, or `Enum.VALUE`.
    case member(type: String, name: String)
    /// `Type.field(argument:)`
    case argument(type: String, field: String, name: String)
    /// `@directive`
    case directive(String)
    /// `@directive(argument:)`
    case directiveArgument(directive: String, name: String)

    /// Reads a coordinate. Its grammar knows no white space and no comments.
    ///
    /// - Throws: a `GraphQLError` with the place, worded as the reference implementation words it.
    public init(parsing text: String) throws(GraphQLError) {
        var reader = CoordinateReader(source: Array(text.utf8))
        self = try reader.coordinate()
    }
}

extension SchemaCoordinate: CustomStringConvertible {
    /// The coordinate as it is written.
    public var description: String {
        switch self {
        case .type(let name): name
        case .member(let type, let name): "\(type).\(name)"
        case .argument(let type, let field, let name): "\(type).\(field)(\(name):)"
        case .directive(let name): "@\(name)"
        case .directiveArgument(let directive, let name): "@\(directive)(\(name):)"
        }
    }
}

/// The grammar of coordinates, which is not that of documents (section 3.14.2).
private struct CoordinateReader {
    let source: [UInt8]
    private var position = 0

    init(source: [UInt8]) {
        self.source = source
    }

    mutating func coordinate() throws(GraphQLError) -> SchemaCoordinate {
        let isDirective = skip("@")
        let first = try name()
        var coordinate = isDirective ? SchemaCoordinate.directive(first) : .type(first)
        var member: String?
        if !isDirective, skip(".") {
            let name = try name()
            member = name
            coordinate = .member(type: first, name: name)
        }
        if isDirective || member != nil, skip("(") {
            let argument = try name()
            try expect(":")
            try expect(")")
            coordinate =
                member.map { .argument(type: first, field: $0, name: argument) }
                ?? .directiveArgument(directive: first, name: argument)
        }
        if position < source.count { throw error("Expected <EOF>, found \(try shown()).") }
        return coordinate
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < source.count, source[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(GraphQLError) {
        if !skip(character) { throw error("Expected \"\(character)\", found \(try shown()).") }
    }

    private mutating func name() throws(GraphQLError) -> String {
        let start = position
        if position < source.count, source[position].isNameStart {
            while position < source.count, source[position].isNameContinue { position += 1 }
        }
        if start == position { throw error("Expected Name, found \(try shown()).") }
        return String(decoding: source[start..<position], as: UTF8.self)
    }

    /// The token that should not be here.
    private func shown() throws(GraphQLError) -> String {
        guard position < source.count else { return "<EOF>" }
        let byte = source[position]
        if byte.isNameStart {
            let name = source[position...].prefix(while: \.isNameContinue)
            return "Name \"\(String(decoding: name, as: UTF8.self))\""
        }
        let punctuators: [Unicode.Scalar] = ["(", ")", ".", ":", "@"]
        if let found = punctuators.first(where: { UInt8(ascii: $0) == byte }) { return "\"\(found)\"" }
        throw error("Invalid character: \(Lexer(source: source).shown(at: position)).")
    }

    private func error(_ message: String) -> GraphQLError {
        .syntax(message, at: position, in: source)
    }
}

/// One element of a schema.
package enum SchemaElement: Sendable {
    case type
    case field
    case inputField
    case enumValue
    case fieldArgument
    case directive
    case directiveArgument
}

extension TypeSystem {
    /// What a coordinate points at; nil if its last name is unknown.
    ///
    /// - Throws: if what contains it is unknown, or cannot contain anything.
    package func resolve(_ coordinate: SchemaCoordinate) throws(GraphQLError) -> SchemaElement? {
        switch coordinate {
        case .type(let name):
            return self[name] == nil ? nil : .type
        case .member(let type, let name):
            return try resolve(name, in: try container(type))
        case .argument(let type, let field, let name):
            let container = try container(type)
            guard container.hasFields else {
                throw GraphQLError("Expected \"\(type)\" to be an object type or interface type.")
            }
            guard let definition = self.field(field, of: container) else {
                throw GraphQLError(
                    "Expected \"\(field)\" to exist as a field of type \"\(type)\" in the schema."
                )
            }
            return definition.arguments[name] == nil ? nil : .fieldArgument
        case .directive(let name):
            return directives[name] == nil ? nil : .directive
        case .directiveArgument(let directive, let name):
            guard let definition = directives[directive] else {
                throw GraphQLError("Expected \"\(directive)\" to be defined as a directive in the schema.")
            }
            return definition.arguments[name] == nil ? nil : .directiveArgument
        }
    }

    private func container(_ name: String) throws(GraphQLError) -> TypeDefinition {
        if let type = self[name] { return type }
        throw GraphQLError("Expected \"\(name)\" to be defined as a type in the schema.")
    }

    private func resolve(_ name: String, in type: TypeDefinition) throws(GraphQLError) -> SchemaElement? {
        switch type.kind {
        case .enumeration(let values): return values[name] == nil ? nil : .enumValue
        case .input(let fields, _): return fields[name] == nil ? nil : .inputField
        case .object, .interface: return field(name, of: type) == nil ? nil : .field
        case .scalar, .union:
            let kinds = "an Enum, Input Object, Object or Interface type"
            throw GraphQLError("Expected \"\(type.name)\" to be \(kinds).")
        }
    }
}

extension TypeDefinition {
    /// Whether it is of a kind that has fields.
    fileprivate var hasFields: Bool {
        switch kind {
        case .object, .interface: true
        default: false
        }
    }
}
