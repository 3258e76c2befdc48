// How types and what fields are computed from stand in JSON: `"text"`, `{ "array": "integer" }`, `{ "enum": "Role" }`.

extension FieldType: Codable {
    private enum CodingKeys: String, CodingKey {
        case decimal, array, range, `enum`
    }

    private struct Digits: Codable {
        let precision: Int
        let scale: Int
    }

    /// The types that a word says.
    private static let plain: [FieldType] = [
        .text, .citext, .password, .smallint, .integer, .bigint, .float, .boolean, .uuid, .timestamp, .date,
        .time,
        .interval, .bytes, .inet, .json,
    ]

    /// Reads a word, or an object for a type that is made of others.
    public init(from decoder: any Decoder) throws {
        if let word = try? decoder.singleValueContainer().decode(String.self) {
            guard let type = Self.plain.first(where: { $0.specName == word }) else {
                throw DecodingError.unknown(word, decoder)
            }
            self = type
            return
        }
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        if let digits = try keys.decodeIfPresent(Digits.self, forKey: .decimal) {
            self = .decimal(precision: digits.precision, scale: digits.scale)
        } else if let element = try keys.decodeIfPresent(FieldType.self, forKey: .array) {
            self = .array(of: element)
        } else if let bound = try keys.decodeIfPresent(FieldType.self, forKey: .range) {
            self = .range(of: bound)
        } else {
            self = .enumeration(try keys.decode(String.self, forKey: .enum))
        }
    }

    /// Writes the type.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .decimal(let precision, let scale):
            var keys = encoder.container(keyedBy: CodingKeys.self)
            try keys.encode(Digits(precision: precision, scale: scale), forKey: .decimal)
        case .array(let element):
            var keys = encoder.container(keyedBy: CodingKeys.self)
            try keys.encode(element, forKey: .array)
        case .range(let bound):
            var keys = encoder.container(keyedBy: CodingKeys.self)
            try keys.encode(bound, forKey: .range)
        case .enumeration(let name):
            var keys = encoder.container(keyedBy: CodingKeys.self)
            try keys.encode(name, forKey: .enum)
        default: try encoder.write(specName)
        }
    }
}

extension Derivation: Codable {
    private enum CodingKeys: String, CodingKey {
        case generated, computed, sql, swift
    }

    /// Reads an object of one key.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        if let expression = try keys.decodeIfPresent(Expression.self, forKey: .generated) {
            self = .generated(expression)
        } else if let expression = try keys.decodeIfPresent(Expression.self, forKey: .computed) {
            self = .computed(expression)
        } else if let text = try keys.decodeIfPresent(String.self, forKey: .sql) {
            self = .sql(text)
        } else {
            self = .swift(try keys.decode([String].self, forKey: .swift))
        }
    }

    /// Writes an object of one key.
    public func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .generated(let expression): try keys.encode(expression, forKey: .generated)
        case .computed(let expression): try keys.encode(expression, forKey: .computed)
        case .sql(let text): try keys.encode(text, forKey: .sql)
        case .swift(let fields): try keys.encode(fields, forKey: .swift)
        }
    }
}
