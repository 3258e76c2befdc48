import PlumblinePostgres
import PlumblineQuery

extension InputValue {
    /// What a Swift value encodes as.
    init(coded value: CodedValue) {
        switch value {
        case .single(let value): self.init(value)
        case .list(let elements): self = .list(elements.map { InputValue(coded: $0) })
        case .object(let members):
            self = .object(members.map { .init($0.name, InputValue(coded: $0.value)) })
        }
    }
}

extension InputValue {
    /// A row's key, as the text that `id` is in every API.
    init<Row: EntityModel>(id: Row.ID, of type: Row.Type) {
        let key = Row.entity.key
        let coded = CodedValue(id)
        let values =
            key.count == 1
            ? [coded.value(of: key[0].type)] : key.map { coded.member($0.apiName) ?? .null }
        self = .string(KeyText.text(values))
    }

    /// The input of an entity that gives these values, by the names of the fields.
    init(_ values: [String: InputValue], of entity: Entity) {
        let given = entity.members(of: entity.fields.filter { values[$0.name] != nil })
        self = .object(
            given.map { member in
                switch member {
                case .field(let field): .init(field.apiName, values[field.name] ?? .null)
                case .object(let object): .init(object.apiName, InputValue(values, of: object))
                }
            }
        )
    }

    /// A value object; null where all of it is.
    private init(_ values: [String: InputValue], of object: EmbeddedObject) {
        let members = object.fields.map {
            Member($0.inputPath.last ?? $0.apiName, values[$0.name] ?? .null)
        }
        self = members.allSatisfy { $0.value == .null } ? .null : .object(members)
    }
}

extension PostgresValue {
    /// What a Swift value encodes as: a list is an array, an object is JSON.
    init(_ value: CodedValue) {
        switch value {
        case .single(let value): self = value.postgresText.map { .text($0) } ?? .null
        case .object: self = .text(JSONWriter.text(InputValue(coded: value)))
        case .list(let elements):
            let texts = elements.map { element -> String? in
                if case .single(let value) = element { return value.postgresText }
                return JSONWriter.text(InputValue(coded: element))
            }
            self = .text(ArrayText.of(texts))
        }
    }
}

extension FieldValues {
    /// The version of a row; nil where the entity has none.
    static func version<Row: EntityModel>(of row: Row) -> Int? {
        guard let field = Row.entity.versionField,
            case .integer(let version)? = CodedValue(row).member(field.apiName)
        else { return nil }
        return Int(version)
    }
}
