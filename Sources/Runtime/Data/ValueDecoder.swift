import Foundation
import PlumblineQuery

/// Decodes values with PostgreSQL's exactness: decimals as written, times to the microsecond.
struct ValueDecoder: Decoder {
    let value: InputValue
    /// Whether it is a row of SQL, of which one column stands for its value.
    let isRow: Bool
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(_ value: InputValue, isRow: Bool = false, path: [any CodingKey] = []) {
        self.value = value
        self.isRow = isRow
        codingPath = path
    }

    /// The value as one of that type.
    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        // In two steps: nothing at all would be a value of an optional type.
        if let known = try known(type), let value = known as? T { return value }
        return try T(from: self)
    }

    /// Types whose own form of decoding is another one; nil for all others.
    private func known(_ type: any Decodable.Type) throws -> (any Decodable)? {
        if type == JSONValue.self { return JSONValue(value) }
        if type == [UInt8].self { return try parse("bytes") { Data(base64Encoded: $0).map { [UInt8]($0) } } }
        if type == UUID.self { return try parse("a UUID") { UUID(uuidString: $0) } }
        if type == Date.self { return try parse("a time", Self.date) }
        if type == Decimal.self {
            return try parse("a decimal number") {
                Decimal(string: $0, locale: Locale(identifier: "en_US_POSIX"))
            }
        }
        if type == Double.self { return try parse("a number") { Double($0) } }
        if type == Float.self { return try parse("a number") { Float($0) } }
        if let integer = type as? any FixedWidthInteger.Type {
            return try self.integer(integer) as? any Decodable
        }
        return nil
    }

    private func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
        try parse("a whole number") { T($0) }
    }

    private static func date(_ text: String) -> Date? {
        TimestampText.microseconds(text).map { Date(timeIntervalSince1970: Double($0) / 1_000_000) }
    }

    /// The value of a text or number, or of the only column of a row.
    private func parse<T>(_ noun: String, _ make: (String) -> T?) throws -> T {
        let text: String
        switch single {
        case .string(let value), .number(let value): text = value
        case .integer(let value): text = String(value)
        case .null: throw missing(T.self)
        default: throw wrong(noun)
        }
        guard let made = make(text) else { throw wrong(noun) }
        return made
    }

    /// A row of one column stands for its value.
    fileprivate var single: InputValue {
        if isRow, case .object(let members) = value, members.count == 1 { members[0].value } else { value }
    }

    fileprivate func missing<T>(_ type: T.Type) -> DecodingError {
        .valueNotFound(type, .init(codingPath: codingPath, debugDescription: "null where a value is needed"))
    }

    fileprivate func wrong(_ noun: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: "not \(noun)"))
    }

    // MARK: - Containers

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        if value == .null { throw missing(type) }
        guard case .object(let members) = value else { throw wrong("an object") }
        let values = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
        return KeyedDecodingContainer(Keyed(decoder: self, values: values))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        if value == .null { throw missing([InputValue].self) }
        guard case .list(let elements) = value else { throw wrong("a list") }
        return Unkeyed(decoder: self, elements: elements)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }

    fileprivate func member(_ value: InputValue, _ key: any CodingKey) -> ValueDecoder {
        ValueDecoder(value, path: codingPath + [key])
    }

    private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let decoder: ValueDecoder
        let values: [String: InputValue]
        var codingPath: [any CodingKey] { decoder.codingPath }
        var allKeys: [Key] { values.keys.compactMap { Key(stringValue: $0) } }

        func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }
        func decodeNil(forKey key: Key) -> Bool { (values[key.stringValue] ?? .null) == .null }

        func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
            try member(key).decode(type)
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type,
            forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> {
            try member(key).container(keyedBy: type)
        }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            try member(key).unkeyedContainer()
        }

        func superDecoder() -> any Decoder { decoder }
        func superDecoder(forKey key: Key) -> any Decoder { member(key) }

        private func member(_ key: Key) -> ValueDecoder {
            decoder.member(values[key.stringValue] ?? .null, key)
        }
    }

    private struct Unkeyed: UnkeyedDecodingContainer {
        let decoder: ValueDecoder
        let elements: [InputValue]
        var currentIndex = 0
        var codingPath: [any CodingKey] { decoder.codingPath }
        var count: Int? { elements.count }
        var isAtEnd: Bool { currentIndex >= elements.count }

        mutating func decodeNil() throws -> Bool {
            guard !isAtEnd, elements[currentIndex] == .null else { return false }
            currentIndex += 1
            return true
        }

        mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
            try next().decode(type)
        }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type
        ) throws -> KeyedDecodingContainer<Nested> {
            try next().container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
            try next().unkeyedContainer()
        }

        mutating func superDecoder() throws -> any Decoder { try next() }

        private mutating func next() throws -> ValueDecoder {
            guard !isAtEnd else { throw decoder.wrong("a list of so many elements") }
            defer { currentIndex += 1 }
            return ValueDecoder(elements[currentIndex], path: codingPath)
        }
    }

    private struct Single: SingleValueDecodingContainer {
        let decoder: ValueDecoder
        var codingPath: [any CodingKey] { decoder.codingPath }

        func decodeNil() -> Bool { decoder.single == .null }

        func decode(_ type: Bool.Type) throws -> Bool {
            guard case .boolean(let value) = try value() else { throw decoder.wrong("true or false") }
            return value
        }

        func decode(_ type: String.Type) throws -> String {
            switch try value() {
            case .string(let text), .number(let text): return text
            case .integer(let number): return String(number)
            default: throw decoder.wrong("a text")
            }
        }

        func decode<T: Decodable>(_ type: T.Type) throws -> T {
            try ValueDecoder(decoder.single, path: codingPath).decode(type)
        }

        private func value() throws -> InputValue {
            let value = decoder.single
            if value == .null { throw decoder.missing(InputValue.self) }
            return value
        }
    }
}

extension JSONValue {
    /// JSON as it came.
    fileprivate init(_ value: InputValue) {
        self =
            switch value {
            case .null: .null
            case .boolean(let value): .boolean(value)
            case .integer(let number): .integer(number)
            case .number(let text): .number(Double(text) ?? .nan)
            case .string(let text): .string(text)
            case .list(let elements): .array(elements.map { JSONValue($0) })
            case .object(let members):
                .object(Dictionary(members.map { ($0.name, JSONValue($0.value)) }) { first, _ in first })
            }
    }
}
