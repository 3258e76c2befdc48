package import PlumblineQuery
package import PlumblineSchema

/// A row as a statement gave it.
package struct RowReader {
    private let value: InputValue
    private let entity: Entity

    /// - Parameters:
    ///   - value: The row as JSON, by the names of the API.
    ///   - entity: What it is a row of.
    package init(_ value: InputValue, _ entity: Entity) {
        self.value = value
        self.entity = entity
    }

    /// The row's struct.
    ///
    /// - Throws: `DatabaseError` with the code `FORBIDDEN` if the caller may not see a value that the struct needs.
    package func row<Row: EntityModel>(_ type: Row.Type = Row.self) throws -> Row {
        do {
            return try ValueDecoder(value).decode(type)
        } catch DecodingError.valueNotFound(_, let context), DecodingError.keyNotFound(_, let context) {
            guard let name = context.codingPath.last?.stringValue else {
                throw DatabaseError(
                    "FORBIDDEN",
                    "You may not read the related \(Naming.words(Naming.snake(entity.name)))."
                )
            }
            let noun = entity.field(apiName: name).map { Naming.words($0.name) } ?? name
            throw DatabaseError(
                "FORBIDDEN",
                "You may not read the \(noun) of \(Naming.words(entity.plural))."
            )
        } catch let error as DecodingError {
            throw DatabaseError.fault("decoding a row of \(entity.table): \(error)")
        }
    }

    /// What was included under a key, at the end of so many relations.
    func value(at key: String, through steps: Int) -> InputValue {
        var found = value[key] ?? .null
        for _ in 1..<max(1, steps) { found = found["+"] ?? .null }
        return found
    }

    /// The elements of a list.
    static func list(_ value: InputValue) -> [InputValue] {
        if case .list(let elements) = value { elements } else { [] }
    }
}
