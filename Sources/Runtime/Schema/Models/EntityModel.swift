/// A generated struct that holds a row of an entity.
public protocol EntityModel: Sendable, Hashable, Codable, Identifiable where ID: Sendable & Codable {
    /// What the runtime knows of the entity.
    static var entity: Entity { get }
    /// The schema that the entity belongs to.
    static var schema: Schema { get }
}

/// A row of an entity whose rows callers make and change.
public protocol WritableModel: EntityModel {
    /// What is given to make one.
    associatedtype Create: CreateInput where Create.Row == Self
    /// What is given to change one.
    associatedtype Update: UpdateInput where Update.Row == Self
}

/// What a caller gives for a row.
///
/// Its coded form is that of the REST API, but for the forms of `Date`, `Decimal` and `UUID`, which are the coder's.
public protocol ModelInput: Sendable, Hashable, Codable {
    /// The row that it makes or changes.
    associatedtype Row: WritableModel
}

/// What a caller gives to make a row; `nil` leaves a value to the spec's default.
public protocol CreateInput: ModelInput {}

/// What a caller gives to change a row; what is left out stays as it is.
public protocol UpdateInput: ModelInput {
    /// Changes nothing.
    init()
}

extension UpdateInput {
    /// Changes what the closure sets: `Appointment.Update { $0.status = .confirmed }`.
    public init(_ set: (inout Self) throws -> Void) rethrows {
        self.init()
        try set(&self)
    }
}

extension CreateInput {
    /// Every rule of the spec that it breaks; empty when it breaks none.
    ///
    /// Rules that need another row (uniqueness, overlaps, relations) are the database's.
    public func validate() -> [Violation] {
        Validator(schema: Row.schema, entity: Row.entity).violations(creating: FieldValues(of: self).values)
    }
}

extension UpdateInput {
    /// Every rule of the spec that it breaks; empty when it breaks none.
    ///
    /// Rules that need the rest of the row, or another row, are the database's.
    public func validate() -> [Violation] {
        Validator(schema: Row.schema, entity: Row.entity).violations(updating: FieldValues(of: self).values)
    }
}

/// An input with a password or another secret. It prints without its values, so that no log line shows them.
public protocol SecretInput: CustomReflectable {}

extension SecretInput {
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: [:] as KeyValuePairs<String, Any>) }
}
