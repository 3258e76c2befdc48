/// Changes of what a many-to-many relation ties to a row: of the rows between, each of which is nothing but a tie.
public struct NestedTies: Sendable, Hashable {
    /// The entity of the rows between.
    public var entity: String
    /// Their relation that points here.
    public var near: String
    /// Their relation that points to what is tied.
    public var far: String
    /// Where the changes stand in the request.
    public var path: [String]
    /// Whether nothing stays tied that is not named or made here.
    public var replacesAll: Bool
    /// Rows that are tied to this one and no more.
    public var disconnections: [NestedRows.Key]
    /// Rows that are tied from now on, if they are not already.
    public var connections: [NestedRows.Key]
    /// New rows between, each with the new row that it points to.
    public var creations: [RowInput]

    /// Creates the request.
    public init(
        entity: String,
        near: String,
        far: String,
        path: [String],
        replacesAll: Bool = false,
        disconnections: [NestedRows.Key] = [],
        connections: [NestedRows.Key] = [],
        creations: [RowInput] = []
    ) {
        self.entity = entity
        self.near = near
        self.far = far
        self.path = path
        self.replacesAll = replacesAll
        self.disconnections = disconnections
        self.connections = connections
        self.creations = creations
    }

    /// The row between that ties a row to this one.
    func tie(to key: NestedRows.Key) -> RowInput {
        RowInput([Assignment(field: far, value: key.id, path: [])], path: key.path)
    }

    /// The rows between that tie a row which is tied no more.
    ///
    /// - Parameter owner: The key of this row; nil where the planner knows it.
    func ties(of key: NestedRows.Key, owner: Operand? = nil) -> Find {
        find(.only([key]), owner, key.path)
    }

    /// The rows between that tie what is not named here.
    func others(owner: Operand? = nil) -> Find { find(.allBut(connections), owner, path) }

    private func find(_ onward: Find.Onward.Choice, _ owner: Operand?, _ path: [String]) -> Find {
        Find(
            entity: entity,
            purpose: .delete,
            owner: owner.map { Owner(field: near, id: $0) },
            onward: Find.Onward(relation: far, choice: onward),
            isComplete: true,
            path: path
        )
    }
}

/// Whether a row is tied to another one, for a change of it between its hooks, as far as the caller may see. There must
/// be a row to tie it to.
public struct Tied: Sendable, Hashable {
    /// The entity of the rows between.
    public var entity: String
    /// What they must belong to.
    public var owner: Owner
    /// Their relation that points to what is tied.
    public var far: String
    /// What is tied.
    public var key: NestedRows.Key
    /// Whether it is an error if it is not, and nothing is answered.
    public var isDemanded: Bool

    /// Creates the request.
    public init(entity: String, owner: Owner, far: String, key: NestedRows.Key, isDemanded: Bool = false) {
        self.entity = entity
        self.owner = owner
        self.far = far
        self.key = key
        self.isDemanded = isDemanded
    }
}
