/// One value of an input.
public struct Assignment: Sendable, Hashable {
    /// The field.
    public var field: String
    /// Its value; null is a value.
    public var value: Operand
    /// Whether the server itself gives it, in REST's spelling, and nobody is asked for the right to.
    public var isServerMade: Bool
    /// Where it stands in the row's input, if not under the field's own name.
    public var path: [String]?

    /// Creates an assignment.
    public init(field: String, value: Operand, isServerMade: Bool = false, path: [String]? = nil) {
        self.field = field
        self.value = value
        self.isServerMade = isServerMade
        self.path = path
    }
}

/// A new row.
public struct Create: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// What is given; other fields take their defaults.
    public var input: RowInput
    /// What is answered of the new row.
    public var selection: Selection

    /// Creates the request.
    public init(entity: String, input: RowInput, selection: Selection) {
        self.entity = entity
        self.input = input
        self.selection = selection
    }

    /// Creates the request for a row without others around it.
    public init(entity: String, assignments: [Assignment], selection: Selection) {
        self.init(entity: entity, input: RowInput(assignments), selection: selection)
    }
}

/// A change of one row.
public struct Update: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// The row's key.
    public var id: Operand
    /// The version the caller has seen, if it insists on it.
    public var expectedVersion: Operand?
    /// What is given; other fields stay.
    public var input: RowInput
    /// What the row must belong to, if it is changed as part of another one.
    public var owner: Owner?
    /// Where the key stands in the request, in API names.
    public var path: [String]
    /// What is answered of the changed row.
    public var selection: Selection

    /// Creates the request.
    public init(
        entity: String,
        id: Operand,
        expectedVersion: Operand?,
        input: RowInput,
        owner: Owner? = nil,
        path: [String] = ["id"],
        selection: Selection
    ) {
        self.entity = entity
        self.id = id
        self.expectedVersion = expectedVersion
        self.input = input
        self.owner = owner
        self.path = path
        self.selection = selection
    }

    /// Creates the request for a row without others around it.
    public init(
        entity: String,
        id: Operand,
        expectedVersion: Operand?,
        assignments: [Assignment],
        selection: Selection
    ) {
        self.init(
            entity: entity,
            id: id,
            expectedVersion: expectedVersion,
            input: RowInput(assignments),
            selection: selection
        )
    }
}

/// The end of one row.
public struct Delete: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// The row's key.
    public var id: Operand
    /// The version the caller has seen, if it insists on it.
    public var expectedVersion: Operand?
    /// What the row must belong to, if it is deleted as part of another one's change.
    public var owner: Owner?
    /// Where the key stands in the request, in API names.
    public var path: [String]

    /// Creates the request.
    public init(
        entity: String,
        id: Operand,
        expectedVersion: Operand?,
        owner: Owner? = nil,
        path: [String] = ["id"]
    ) {
        self.entity = entity
        self.id = id
        self.expectedVersion = expectedVersion
        self.owner = owner
        self.path = path
    }
}

/// The return of a row that was deleted and is kept.
public struct Restore: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// The row's key.
    public var id: Operand
    /// The version the caller has seen, if it insists on it.
    public var expectedVersion: Operand?
    /// What is answered of the row.
    public var selection: Selection

    /// Creates the request.
    public init(entity: String, id: Operand, expectedVersion: Operand?, selection: Selection) {
        self.entity = entity
        self.id = id
        self.expectedVersion = expectedVersion
        self.selection = selection
    }
}

/// The lock of one row until the transaction ends.
public struct Lock: Sendable, Hashable {
    /// What is going to be done with the row.
    public enum Purpose: Sendable, Hashable {
        case update, delete
    }

    /// The entity.
    public var entity: String
    /// The row's key.
    public var id: Operand
    /// The version the caller has seen, if it insists on it.
    public var expectedVersion: Operand?
    /// What the caller must have the right to.
    public var purpose: Purpose
    /// What the row must belong to, if it is changed as part of another one.
    public var owner: Owner?
    /// Where the key stands in the request, in API names.
    public var path: [String]

    /// Creates the request.
    public init(
        entity: String,
        id: Operand,
        expectedVersion: Operand?,
        purpose: Purpose,
        owner: Owner? = nil,
        path: [String] = ["id"]
    ) {
        self.entity = entity
        self.id = id
        self.expectedVersion = expectedVersion
        self.purpose = purpose
        self.owner = owner
        self.path = path
    }
}

/// A query or mutation of the service's own.
public struct Call: Sendable, Hashable {
    /// Its name in the spec.
    public var operation: String
    /// The arguments given.
    public var arguments: [Assignment]
    /// The entities that the row may be of, and what is answered of it.
    public var candidates: [NodeQuery.Candidate]

    /// Creates the request.
    public init(operation: String, arguments: [Assignment], candidates: [NodeQuery.Candidate]) {
        self.operation = operation
        self.arguments = arguments
        self.candidates = candidates
    }
}
