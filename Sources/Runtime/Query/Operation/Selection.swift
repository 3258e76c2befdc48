public import PlumblineSchema

/// One row by its key.
public struct RowQuery: Sendable, Hashable {
    /// Which row.
    public enum Key: Sendable, Hashable {
        /// By primary key.
        case id(Operand)
        /// By fields that no two rows agree in.
        case unique([FieldValue])
        /// The caller's own row of the principal entity.
        case me
    }

    /// What a field of the row is equal to.
    public struct FieldValue: Sendable, Hashable {
        /// The field.
        public var field: String
        /// Its value, which is not null.
        public var value: Operand

        /// Creates a demand.
        public init(field: String, value: Operand) {
            self.field = field
            self.value = value
        }
    }

    /// The entity.
    public var entity: String
    /// Which row.
    public var key: Key
    /// What of it.
    public var selection: Selection

    /// Creates a query.
    public init(entity: String, key: Key, selection: Selection) {
        self.entity = entity
        self.key = key
        self.selection = selection
    }
}

/// The members of a row's object, in response order, with distinct keys.
public struct Selection: Sendable, Hashable {
    /// The members.
    public var members: [Member]

    /// Creates a selection.
    public init(_ members: [Member]) {
        self.members = members
    }

    /// What a range's object can tell.
    public enum RangeEnd: Sendable, Hashable {
        /// The name of its type.
        case typename(String)
        /// Where it begins, or null.
        case start
        /// Where it ends, or null.
        case end
    }

    /// One member of a range's object.
    public struct RangeMember: Sendable, Hashable {
        /// The response key.
        public var key: String
        /// What it tells.
        public var value: RangeEnd

        /// Creates a member.
        public init(key: String, value: RangeEnd) {
            self.key = key
            self.value = value
        }
    }

    /// One member of a row's object.
    public indirect enum Member: Sendable, Hashable {
        /// The entity's name.
        case typename(key: String)
        /// The row's key as one text.
        case id(key: String)
        /// A stored value; of a relation, the key it holds.
        case field(key: String, field: String)
        /// A value object, or null: its type's name and some of the fields that make it.
        case object(key: String, object: String, [Member])
        /// Some members of a range's object, in response order.
        case range(key: String, field: String, [RangeMember])
        /// The row that a relation points at, or null.
        case toOne(key: String, relation: String, Selection)
        /// The one row that points here, or null.
        case inverseOne(key: String, inverse: String, Selection)
        /// A page of the rows that point here, or that a many-to-many relation leads to.
        case toMany(key: String, inverse: String, Connection)
    }
}

extension Entity {
    /// The members that show these fields under their names in the APIs, those of a value object as one.
    public func selection(of fields: [Field]) -> [Selection.Member] {
        members(of: fields).map { member in
            switch member {
            case .field(let field): .field(key: field.apiName, field: field.name)
            case .object(let object):
                .object(
                    key: object.apiName,
                    object: object.name,
                    object.fields.map { .field(key: $0.inputPath.last ?? $0.apiName, field: $0.name) }
                )
            }
        }
    }
}
