// How expressions stand in JSON: a tree that other programs can read without knowing Swift.
//
//     starts_at > now() and service.provider.user = me
//
//     { "and": [
//         { "greater": [{ "path": "starts_at" }, { "call": "now", "arguments": [] }] },
//         { "equal": [{ "path": "service.provider.user" }, "me"] }
//     ] }

extension Expression: Codable {
    private enum CodingKeys: String, CodingKey {
        case value, path, role, scope, any, `where`, `in`, values, call, arguments
    }

    /// Reads a tree that ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        if let word = try? decoder.singleValueContainer().decode(String.self) {
            self = try Self.asking(word, decoder)
            return
        }
        let names = try decoder.container(keyedBy: Name.self)
        for name in names.allKeys {
            if let symbol = UnaryOperator(rawValue: name.stringValue) {
                self = .unary(symbol, try names.decode(Expression.self, forKey: name))
                return
            }
            if let symbol = BinaryOperator(rawValue: name.stringValue) {
                var operands = try names.nestedUnkeyedContainer(forKey: name)
                self = .binary(
                    symbol,
                    try operands.decode(Expression.self),
                    try operands.decode(Expression.self)
                )
                return
            }
        }
        self = try Self.keyed(decoder)
    }

    private static func asking(_ word: String, _ decoder: any Decoder) throws -> Self {
        switch word {
        case "me": .me
        case "authenticated": .authenticated
        default: throw DecodingError.unknown(word, decoder)
        }
    }

    private static func keyed(_ decoder: any Decoder) throws -> Self {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        if keys.contains(.value) { return .literal(try keys.decode(Literal.self, forKey: .value)) }
        if keys.contains(.path) { return .path(try keys.decode(FieldPath.self, forKey: .path)) }
        if keys.contains(.role) { return .role(try keys.decode([String].self, forKey: .role)) }
        if keys.contains(.scope) { return .scope(try keys.decode([String].self, forKey: .scope)) }
        if keys.contains(.any) {
            return .any(
                try keys.decode(String.self, forKey: .any),
                try keys.decode(Expression.self, forKey: .where)
            )
        }
        if keys.contains(.in) {
            return .isIn(
                try keys.decode(Expression.self, forKey: .in),
                try keys.decode([Literal].self, forKey: .values)
            )
        }
        return .call(
            try keys.decode(Function.self, forKey: .call),
            try keys.decode([Expression].self, forKey: .arguments)
        )
    }

    /// Writes the tree.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .me: try encoder.write("me")
        case .authenticated: try encoder.write("authenticated")
        case .unary(let symbol, let operand):
            var names = encoder.container(keyedBy: Name.self)
            try names.encode(operand, forKey: Name(symbol.rawValue))
        case .binary(let symbol, let left, let right):
            var names = encoder.container(keyedBy: Name.self)
            try names.encode([left, right], forKey: Name(symbol.rawValue))
        default: try encodeKeyed(to: encoder)
        }
    }

    private func encodeKeyed(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .literal(let literal): try keys.encode(literal, forKey: .value)
        case .path(let path): try keys.encode(path, forKey: .path)
        case .role(let roles): try keys.encode(roles, forKey: .role)
        case .scope(let scopes): try keys.encode(scopes, forKey: .scope)
        case .any(let inverse, let condition):
            try keys.encode(inverse, forKey: .any)
            try keys.encode(condition, forKey: .where)
        case .isIn(let value, let constants):
            try keys.encode(value, forKey: .in)
            try keys.encode(constants, forKey: .values)
        case .call(let function, let arguments):
            try keys.encode(function, forKey: .call)
            try keys.encode(arguments, forKey: .arguments)
        case .me, .authenticated, .unary, .binary: break
        }
    }
}

extension FieldPath: Codable {
    /// Reads the names with points between them.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        let names = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        self.init(names.dropLast(), names.last ?? "")
    }

    /// Writes the names with points between them.
    public func encode(to encoder: any Encoder) throws {
        try encoder.write((relations + [field]).joined(separator: "."))
    }
}

extension Literal: Codable {
    private enum CodingKeys: String, CodingKey {
        case decimal, `enum`, value
    }

    /// Reads a constant of JSON, or an object for what JSON has no constant for.
    public init(from decoder: any Decoder) throws {
        if let keys = try? decoder.container(keyedBy: CodingKeys.self) {
            if let digits = try keys.decodeIfPresent(String.self, forKey: .decimal) {
                self = .decimal(digits)
                return
            }
            self = .enumeration(
                type: try keys.decode(String.self, forKey: .enum),
                value: try keys.decode(String.self, forKey: .value)
            )
            return
        }
        let constant = try decoder.singleValueContainer()
        if constant.decodeNil() {
            self = .null
        } else if let value = try? constant.decode(Bool.self) {
            self = .boolean(value)
        } else if let number = try? constant.decode(Int64.self) {
            self = .integer(number)
        } else {
            self = .text(try constant.decode(String.self))
        }
    }

    /// Writes the constant.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .null:
            var constant = encoder.singleValueContainer()
            try constant.encodeNil()
        case .boolean(let value): try encoder.write(value)
        case .integer(let number): try encoder.write(number)
        case .text(let text): try encoder.write(text)
        case .decimal(let digits):
            var keys = encoder.container(keyedBy: CodingKeys.self)
            try keys.encode(digits, forKey: .decimal)
        case .enumeration(let type, let value):
            var keys = encoder.container(keyedBy: CodingKeys.self)
            try keys.encode(type, forKey: .enum)
            try keys.encode(value, forKey: .value)
        }
    }
}

/// A key that is a name.
struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}

extension Encoder {
    /// Writes a single value.
    func write(_ value: some Encodable) throws {
        var container = singleValueContainer()
        try container.encode(value)
    }
}

extension DecodingError {
    static func unknown(_ word: String, _ decoder: any Decoder) -> DecodingError {
        .dataCorrupted(
            .init(codingPath: decoder.codingPath, debugDescription: "'\(word)' means nothing here.")
        )
    }
}
