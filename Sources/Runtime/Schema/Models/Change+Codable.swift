// A generated input encodes and decodes its properties by these, so that a change that keeps the field is no member.

extension KeyedEncodingContainer {
    /// Writes a change: nothing where it keeps the field, null where it clears it.
    public mutating func encode<Value: Encodable>(_ change: Change<Value>, forKey key: Key) throws {
        switch change {
        case .keep: break
        case .set(let value): try encode(value, forKey: key)
        case .clear: try encodeNil(forKey: key)
        }
    }
}

extension KeyedDecodingContainer {
    /// Reads a change: an absent member keeps the field, null clears it.
    public func decode<Value: Decodable>(_ type: Change<Value>.Type, forKey key: Key) throws -> Change<Value>
    {
        guard contains(key) else { return .keep }
        return Change(try decodeIfPresent(Value.self, forKey: key))
    }
}

extension Change: Encodable where Value: Encodable {
    /// Writes the value, or null where there is none.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if case .set(let value) = self { try container.encode(value) } else { try container.encodeNil() }
    }
}

extension Change: Decodable where Value: Decodable {
    /// Reads the value; null clears.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .clear : .set(try container.decode(Value.self))
    }
}
