import PlumblineQuery
import PlumblineSchema

/// Reads the values of an object one after the other, which has them under their numbers.
struct ValueReader {
    private let object: InputValue
    /// What the values are, for errors: `the status of appointments`.
    private let nouns: [String]
    private var position = 0

    init(_ object: InputValue?, _ nouns: [String]) {
        self.object = object ?? .null
        self.nouns = nouns
    }

    /// The next value.
    ///
    /// - Throws: `DatabaseError` with the code `FORBIDDEN` if there is none where one is needed: the caller may not see it.
    mutating func next<Value: Decodable>(_ type: Value.Type) throws -> Value {
        defer { position += 1 }
        do {
            return try ValueDecoder(object[Self.key(position)] ?? .null).decode(type)
        } catch DecodingError.valueNotFound {
            throw DatabaseError("FORBIDDEN", "You may not read \(nouns[position]).")
        } catch let error as DecodingError {
            throw DatabaseError.fault("decoding \(nouns[position]): \(error)")
        }
    }

    /// The name under which an object has the value at a position.
    static func key(_ position: Int) -> String { String(position) }
}
