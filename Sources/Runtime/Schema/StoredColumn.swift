/// A column of an entity's table.
public enum StoredColumn: Sendable, Hashable {
    /// That of one field.
    case field(Field)
    /// That of a value object which is kept whole, as jsonb.
    case document(EmbeddedObject, name: String)

    /// The column's name.
    public var name: String {
        switch self {
        case .field(let field): field.column
        case .document(_, let name): name
        }
    }

    /// What is kept in it.
    public var fields: [Field] {
        switch self {
        case .field(let field): [field]
        case .document(let object, _): object.fields
        }
    }
}

extension Entity {
    /// The columns of its table, in their order.
    public var columns: [StoredColumn] { columns(of: storedFields) }

    /// The columns that keep some of the fields.
    public func columns(of fields: [Field]) -> [StoredColumn] {
        var columns: [StoredColumn] = []
        for member in members(of: fields) {
            switch member {
            case .field(let field): columns.append(.field(field))
            case .object(let object):
                if let name = object.jsonColumn {
                    columns.append(.document(object, name: name))
                } else {
                    columns += object.fields.map { .field($0) }
                }
            }
        }
        return columns
    }
}
