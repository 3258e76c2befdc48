/// One value of an input.
public struct Assignment: Sendable, Hashable {
    /// The field.
    public var field: String
    /// Its value; null is a value.
    public var value: Operand
    /// Whether the server itself gives it, in REST's spelling, and nobody is asked for the right to.
    public var isServerMade: Bool

    /// Creates an assignment.
    public init(field: String, value: Operand, isServerMade: Bool = false) {
        self.field = field
        self.value = value
        self.isServerMade = isServerMade
    }
}

/// A new row.
public struct Create: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// The fields given; the others take their defaults.
    public var assignments: [Assignment]
    /// What is answered of the new row.
    public var selection: Selection

    /// Creates the request.
    public init(entity: String, assignments: [Assignment], selection: Selection) {
        self.entity = entity
        self.assignments = assignments
        self.selection = selection
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
    /// The fields given; the others stay.
    public var assignments: [Assignment]
    /// What is answered of the changed row.
    public var selection: Selection

    /// Creates the request.
    public init(
        entity: String,
        id: Operand,
        expectedVersion: Operand?,
        assignments: [Assignment],
        selection: Selection
    ) {
        self.entity = entity
        self.id = id
        self.expectedVersion = expectedVersion
        self.assignments = assignments
        self.selection = selection
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

    /// Creates the request.
    public init(entity: String, id: Operand, expectedVersion: Operand?) {
        self.entity = entity
        self.id = id
        self.expectedVersion = expectedVersion
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

    /// Creates the request.
    public init(entity: String, id: Operand, expectedVersion: Operand?, purpose: Purpose) {
        self.entity = entity
        self.id = id
        self.expectedVersion = expectedVersion
        self.purpose = purpose
    }
}

/// A query or mutation of the service's own.
public struct Call: Sendable, Hashable {
    /// Its name in the spec.
    public var operation: String
    /// The arguments given.
    public var arguments: [Assignment]
    /// What is answered of the row.
    public var selection: Selection

    /// Creates the request.
    public init(operation: String, arguments: [Assignment], selection: Selection) {
        self.operation = operation
        self.arguments = arguments
        self.selection = selection
    }
}
