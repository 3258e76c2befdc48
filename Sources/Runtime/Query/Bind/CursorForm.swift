import PlumblineSchema

/// What a cursor has to be: the JSON array of its order's mark and of one value for each term, in base64url.
struct CursorForm: Sendable, Hashable {
    /// What tells the order from others.
    let order: String
    /// How each value is read.
    let codecs: [ValueCodec]
    /// Whether each value may be null.
    let isNullable: [Bool]

    /// One value of a cursor; nil for null.
    ///
    /// All of them have to be right, so that a cursor is refused as a whole.
    func value(_ index: Int, of input: InputValue, _ path: [String]) throws(QueryError) -> String? {
        guard
            case .string(let text) = input,
            let bytes = Base64URL.decode(text),
            case .list(let elements)? = try? JSONReader.read(bytes, maximumDepth: 1),
            case .string(let mark)? = elements.first
        else { throw .malformed(path, "is not a cursor") }
        guard mark == order else {
            throw .malformed(
                path,
                "is a cursor of another order; keep to the order that it was made with, or begin without a cursor"
            )
        }
        let values = zip(codecs, elements.dropFirst()).map { $0.value($1) }
        let isWhole =
            elements.count == codecs.count + 1
            && zip(values, isNullable).allSatisfy { $0 != nil && ($1 || $0 != .some(.null)) }
        guard isWhole, values.indices.contains(index) else {
            throw .malformed(path, "is not a cursor of this list")
        }
        return values[index]?.postgresText
    }
}
