/// New rows, answered in their order.
public struct CreateMany: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// What is given for each row.
    public var inputs: [RowInput]
    /// What is answered of each row.
    public var selection: Selection

    /// Creates the request.
    public init(entity: String, inputs: [RowInput], selection: Selection) {
        self.entity = entity
        self.inputs = inputs
        self.selection = selection
    }
}

/// One change of all rows that meet a filter and that the caller may change.
public struct UpdateMany: Sendable, Hashable {
    /// Which rows.
    public var rows: Find
    /// What is given; other fields stay.
    public var input: RowInput
    /// What is answered.
    public var members: [BatchMember]

    /// Creates the request.
    public init(rows: Find, input: RowInput, members: [BatchMember]) {
        self.rows = rows
        self.input = input
        self.members = members
    }
}

/// The end of all rows that meet a filter and that the caller may delete.
public struct DeleteMany: Sendable, Hashable {
    /// Which rows.
    public var rows: Find
    /// What is answered.
    public var members: [BatchMember]

    /// Creates the request.
    public init(rows: Find, members: [BatchMember]) {
        self.rows = rows
        self.members = members
    }
}

/// A new row, or the change of the row that has its unique values already.
public struct Upsert: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// The fields of a rule of uniqueness, or of the primary key.
    public var key: [String]
    /// The row as it is made.
    public var input: RowInput
    /// What is changed of one that is there.
    public var update: RowInput
    /// What is answered of the row.
    public var selection: Selection

    /// Creates the request.
    public init(entity: String, key: [String], input: RowInput, update: RowInput, selection: Selection) {
        self.entity = entity
        self.key = key
        self.input = input
        self.update = update
        self.selection = selection
    }
}

/// The rows that a caller may change or delete, locked until the transaction ends.
public struct Find: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// What is going to be done with them.
    public var purpose: Lock.Purpose
    /// Which rows; all without it.
    public var filter: Filter?
    /// How many there may be; the server's limit without it.
    public var atMost: Operand?
    /// What they must belong to.
    public var owner: Owner?
    /// The keys of rows that are not meant.
    public var exceptions: [NestedRows.Key]
    /// Of rows between two others, where those that are meant lead to.
    public var onward: Onward?
    /// Whether it is an error if there are rows among them that the caller may only read.
    public var isComplete: Bool
    /// Where the request stands, in API names.
    public var path: [String]

    /// Where a row between two others leads to: a row that the caller must be able to read as well.
    public struct Onward: Sendable, Hashable {
        /// Which rows are meant by where they lead to.
        public enum Choice: Sendable, Hashable {
            /// To one of these; it is an error if there is none.
            case only([NestedRows.Key])
            /// To another one than these.
            case allBut([NestedRows.Key])
        }

        /// The relation.
        public var relation: String
        /// Which rows are meant.
        public var choice: Choice

        /// Creates a condition.
        public init(relation: String, choice: Choice) {
            self.relation = relation
            self.choice = choice
        }
    }

    /// Creates the request.
    public init(
        entity: String,
        purpose: Lock.Purpose,
        filter: Filter? = nil,
        atMost: Operand? = nil,
        owner: Owner? = nil,
        exceptions: [NestedRows.Key] = [],
        onward: Onward? = nil,
        isComplete: Bool = false,
        path: [String] = []
    ) {
        self.entity = entity
        self.purpose = purpose
        self.filter = filter
        self.atMost = atMost
        self.owner = owner
        self.exceptions = exceptions
        self.onward = onward
        self.isComplete = isComplete
        self.path = path
    }
}

/// One member of the object that answers a change of many rows.
public enum BatchMember: Sendable, Hashable {
    /// A constant type name.
    case typename(key: String, name: String)
    /// How many rows were changed.
    case count(key: String)
    /// The keys of the rows.
    case ids(key: String)
    /// The rows as they are now.
    case nodes(key: String, Selection)
}

/// Several rows by their keys, as they are now.
public struct Reread: Sendable, Hashable {
    /// How they are answered.
    public enum Form: Sendable, Hashable {
        /// A list of objects.
        case list(Selection)
        /// An object about all of them.
        case batch([BatchMember])
    }

    /// The entity.
    public var entity: String
    /// The keys, in the order of the answer.
    public var ids: [Operand]
    /// How they are answered.
    public var form: Form
    /// Whether they are gone, so that nothing but their keys is told.
    public var areDeleted: Bool
    /// Where they stand in the request, in API names.
    public var path: [String]

    /// Creates the request.
    public init(
        entity: String,
        ids: [Operand],
        form: Form,
        areDeleted: Bool = false,
        path: [String] = []
    ) {
        self.entity = entity
        self.ids = ids
        self.form = form
        self.areDeleted = areDeleted
        self.path = path
    }
}
