package import PlumblineQuery

/// What a service does before and after changes of its rows, whoever asks for them: GraphQL, REST or Swift.
///
/// ```swift
/// var hooks = Hooks()
/// hooks.beforeCreate(Appointment.self) { input, context in
///     guard input.startsAt > .now else {
///         throw DatabaseError("TOO_LATE", "Book ahead of time.", at: Appointment.columns.startsAt)
///     }
/// }
/// ```
///
/// Hooks run in the transaction of the change, in the order in which they were added. What they throw undoes it. A
/// transaction that was in another's way is tried again, and its hooks with it.
public struct Hooks: Sendable {
    package private(set) var changes = ChangeHooks()

    /// No hooks.
    public init() {}

    /// Before a row is made. What the caller gives is allowed and right by then. What the hook puts in its place may be
    /// what the caller has no right to give; the rules, and that for making rows, are asked of it again.
    public mutating func beforeCreate<Row: WritableModel>(
        _ type: Row.Type,
        _ hook: @escaping @Sendable (inout Row.Create, HookContext) async throws -> Void
    ) {
        add(Row.self, .create) { change, values in
            try await Self.rewrite(&values, of: Row.entity) { try await hook(&$0, change) }
            return nil
        }
    }

    /// After a row was made.
    public mutating func afterCreate<Row: EntityModel>(
        _ type: Row.Type,
        _ hook: @escaping @Sendable (Row, HookContext) async throws -> Void
    ) {
        add(Row.self, .create) { change, _ in
            { try await hook(try await change.row(Row.self), change) }
        }
    }

    /// Before a row is changed, which the hook gets as it is. The row is locked until the transaction ends.
    public mutating func beforeUpdate<Row: WritableModel>(
        _ type: Row.Type,
        _ hook: @escaping @Sendable (Row, inout Row.Update, HookContext) async throws -> Void
    ) {
        add(Row.self, .update) { change, values in
            let row = try await change.row(Row.self)
            try await Self.rewrite(&values, of: Row.entity) { try await hook(row, &$0, change) }
            return nil
        }
    }

    /// After a row was changed, with the row as it was and as it is.
    public mutating func afterUpdate<Row: EntityModel>(
        _ type: Row.Type,
        _ hook: @escaping @Sendable (_ old: Row, _ new: Row, HookContext) async throws -> Void
    ) {
        add(Row.self, .update) { change, _ in
            let old = try await change.row(Row.self)
            return { try await hook(old, try await change.row(Row.self), change) }
        }
    }

    /// Before a row is deleted. It is locked until the transaction ends.
    public mutating func beforeDelete<Row: EntityModel>(
        _ type: Row.Type,
        _ hook: @escaping @Sendable (Row, HookContext) async throws -> Void
    ) {
        add(Row.self, .delete) { change, _ in
            try await hook(try await change.row(Row.self), change)
            return nil
        }
    }

    /// After a row was deleted, with the row as it was.
    public mutating func afterDelete<Row: EntityModel>(
        _ type: Row.Type,
        _ hook: @escaping @Sendable (Row, HookContext) async throws -> Void
    ) {
        add(Row.self, .delete) { change, _ in
            let row = try await change.row(Row.self)
            return { try await hook(row, change) }
        }
    }

    /// After a row that was deleted is there again; not for those that come back with it.
    public mutating func afterRestore<Row: EntityModel>(
        _ type: Row.Type,
        _ hook: @escaping @Sendable (Row, HookContext) async throws -> Void
    ) {
        add(Row.self, .restore) { change, _ in
            { try await hook(try await change.row(Row.self), change) }
        }
    }

    // MARK: - Without types

    private typealias Body =
        @Sendable (HookContext, inout [String: InputValue]) async throws -> (
            @Sendable () async throws -> Void
        )?

    private mutating func add<Row: EntityModel>(
        _ type: Row.Type,
        _ action: ChangeHooks.Action,
        _ body: @escaping Body
    ) {
        let hook: ChangeHooks.Hook = { change, values in
            try await Self.translated {
                guard let ending = try await body(HookContext(change), &values) else { return nil }
                return { try await Self.translated { try await ending() } }
            }
        }
        changes.add(hook, around: .init(Row.entity.name, action))
    }

    /// The engine knows the errors of its own layer.
    private static func translated<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as DatabaseError {
            throw error.failure
        }
    }

    /// Lends the values as a typed input, and takes them back.
    private static func rewrite<Input: ModelInput>(
        _ values: inout [String: InputValue],
        of entity: Entity,
        _ body: (inout Input) async throws -> Void
    ) async throws {
        var input: Input
        do {
            input = try ValueDecoder(InputValue(values, of: entity)).decode(Input.self)
        } catch {
            throw DatabaseError.fault("decoding an input of \(entity.name): \(error)")
        }
        let before = FieldValues(of: input).values
        try await body(&input)
        let after = FieldValues(of: input).values
        for field in entity.fields where before[field.name] != after[field.name] {
            values[field.name] = try after[field.name].map { try InputValue($0, of: field) }
        }
    }
}

/// What a hook works with.
public struct HookContext: Sendable {
    /// Who asks for the change.
    public let principal: Principal
    /// The database, in the transaction of the change.
    public let database: Database
    private let change: ChangeHooks.Change

    fileprivate init(_ change: ChangeHooks.Change) {
        principal = change.principal
        database = Database(engine: change.engine, transaction: change.transaction)
        self.change = change
    }

    /// The row that is changed, as it is at this moment.
    fileprivate func row<Row: EntityModel>(_ type: Row.Type) async throws -> Row {
        guard let row = try await database.unrestricted.find(type, key: .string(change.id)) else {
            throw DatabaseError(
                "NOT_FOUND",
                "There is no such \(Naming.words(Naming.snake(Row.entity.name)))."
            )
        }
        return row
    }
}
