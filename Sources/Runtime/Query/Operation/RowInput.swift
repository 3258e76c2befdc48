/// What is given for one row, and for rows that are made or changed with it.
public struct RowInput: Sendable, Hashable {
    /// Where it stands in the request, in API names; a position in a list is a step of digits.
    public var path: [String]
    /// The row's own fields.
    public var assignments: [Assignment]
    /// Rows that the row is going to point to.
    public var targets: [NestedTarget]
    /// Rows that point to the row.
    public var collections: [NestedRows]
    /// What many-to-many relations tie to the row.
    public var ties: [NestedTies]

    /// Creates an input.
    public init(
        _ assignments: [Assignment],
        targets: [NestedTarget] = [],
        collections: [NestedRows] = [],
        ties: [NestedTies] = [],
        path: [String] = ["input"]
    ) {
        self.path = path
        self.assignments = assignments
        self.targets = targets
        self.collections = collections
        self.ties = ties
    }

    /// Whether other rows are made or changed with it.
    public var hasNested: Bool { !targets.isEmpty || !collections.isEmpty || !ties.isEmpty }
}

/// A row that is made for a to-one relation to point to.
public struct NestedTarget: Sendable, Hashable {
    /// The relation.
    public var relation: String
    /// The entity that it leads to.
    public var entity: String
    /// The new row.
    public var input: RowInput

    /// Creates the request.
    public init(relation: String, entity: String, input: RowInput) {
        self.relation = relation
        self.entity = entity
        self.input = input
    }
}

/// Changes of the rows that point to a row.
public struct NestedRows: Sendable, Hashable {
    /// The relation of those rows that points here.
    public var field: String
    /// Their entity.
    public var entity: String
    /// Where the changes stand in the request.
    public var path: [String]
    /// Whether the rows that are neither made nor changed here are deleted.
    public var replacesAll: Bool
    /// Rows that belong here already and are deleted.
    public var deletions: [Key]
    /// Rows that belong here already and are changed.
    public var updates: [KeyedInput]
    /// Rows that belong here from now on.
    public var connections: [Key]
    /// New rows.
    public var creations: [RowInput]

    /// The key of a row, and where it is given.
    public struct Key: Sendable, Hashable {
        /// The key.
        public var id: Operand
        /// Where it stands in the request.
        public var path: [String]

        /// Creates a key.
        public init(id: Operand, path: [String]) {
            self.id = id
            self.path = path
        }
    }

    /// The change of a row by its key.
    public struct KeyedInput: Sendable, Hashable {
        /// The key.
        public var key: Key
        /// The version the caller has seen, if it insists on it.
        public var expectedVersion: Operand?
        /// What is given.
        public var input: RowInput

        /// Creates the change.
        public init(key: Key, expectedVersion: Operand?, input: RowInput) {
            self.key = key
            self.expectedVersion = expectedVersion
            self.input = input
        }
    }

    /// Creates the request.
    public init(
        field: String,
        entity: String,
        path: [String],
        replacesAll: Bool = false,
        deletions: [Key] = [],
        updates: [KeyedInput] = [],
        connections: [Key] = [],
        creations: [RowInput] = []
    ) {
        self.field = field
        self.entity = entity
        self.path = path
        self.replacesAll = replacesAll
        self.deletions = deletions
        self.updates = updates
        self.connections = connections
        self.creations = creations
    }
}

/// The row that another one belongs to.
public struct Owner: Sendable, Hashable {
    /// The relation that points to it.
    public var field: String
    /// Its key.
    public var id: Operand

    /// Creates an owner.
    public init(field: String, id: Operand) {
        self.field = field
        self.id = id
    }
}

/// How many rows one mutation may name and change.
public struct ChangeLimits: Sendable, Hashable {
    /// The rows of all inputs together, and of one `atMost`; any number if nil.
    public var rows: Int?
    /// How deep inputs lie within each other.
    public var depth: Int

    /// No limit but that of depth, for the server's own code.
    public static let none = ChangeLimits(rows: nil)

    /// Creates limits.
    public init(rows: Int? = 1_000, depth: Int = 5) {
        self.rows = rows
        self.depth = depth
    }
}
