import PlumblineQuery
public import PlumblineSchema

extension Session {
    /// Makes a row: with the defaults, rules and hooks of every other way to make one.
    ///
    /// - Returns: The row as it is now.
    /// - Throws: `DatabaseError` with every rule that the input breaks, or the one that the database found broken.
    @discardableResult
    public func insert<Input: CreateInput>(_ input: Input) async throws -> Input.Row {
        var compiler = compiler
        let create = try Create(
            entity: Input.Row.entity.name,
            assignments: compiler.assignments(input),
            selection: Selection(compiler.fields(of: Input.Row.entity))
        )
        return try row(try await run(.mutation, .create(create), compiler))
    }

    /// Changes the row with that key.
    ///
    /// - Parameter version: The version that the row must still have: that of the row as it was read.
    /// - Returns: The row as it is now.
    /// - Throws: `DatabaseError`: `NOT_FOUND` if there is no such row that the caller may change, `VERSION_MISMATCH` if
    ///   it was changed meanwhile, or what ``insert(_:)`` throws.
    @discardableResult
    public func update<Input: UpdateInput>(
        _ id: Input.Row.ID,
        expecting version: Int? = nil,
        set input: Input
    ) async throws -> Input.Row {
        var compiler = compiler
        let update = try Update(
            entity: Input.Row.entity.name,
            id: compiler.operand(InputValue(id: id, of: Input.Row.self)),
            expectedVersion: version.map { compiler.operand(.integer(Int64($0))) },
            assignments: compiler.assignments(input),
            selection: Selection(compiler.fields(of: Input.Row.entity))
        )
        return try row(try await run(.mutation, .update(update), compiler))
    }

    /// Changes a row that was read before, unless somebody else has changed it since:
    /// `update(appointment) { $0.status = .confirmed }`.
    ///
    /// The version is compared where the entity has the trait `version`.
    @discardableResult
    public func update<Row: WritableModel>(
        _ row: Row,
        _ set: (inout Row.Update) throws -> Void
    ) async throws -> Row {
        try await update(row.id, expecting: FieldValues.version(of: row), set: Row.Update(set))
    }

    /// Deletes the row with that key.
    ///
    /// - Throws: `DatabaseError`: `NOT_FOUND` or `VERSION_MISMATCH` as for an update, `STILL_REFERENCED` if other rows
    ///   point at it and the spec restricts that.
    public func delete<Row: EntityModel>(
        _ type: Row.Type,
        _ id: Row.ID,
        expecting version: Int? = nil
    ) async throws {
        var compiler = compiler
        let delete = Delete(
            entity: Row.entity.name,
            id: compiler.operand(InputValue(id: id, of: type)),
            expectedVersion: version.map { compiler.operand(.integer(Int64($0))) }
        )
        _ = try await run(.mutation, .delete(delete), compiler)
    }

    private func row<Row: EntityModel>(_ value: InputValue) throws -> Row {
        try RowReader(value, Row.entity).row()
    }
}

extension Compiler {
    /// What an input gives, in the order of the fields.
    mutating func assignments<Input: ModelInput>(_ input: Input) throws -> [Assignment] {
        let values = FieldValues(of: input).values
        var assignments: [Assignment] = []
        for field in Input.Row.entity.fields {
            guard let value = values[field.name] else { continue }
            assignments.append(
                Assignment(field: field.name, value: operand(try InputValue(value, of: field)))
            )
        }
        return assignments
    }
}

extension InputValue {
    /// A field's value as a caller would give it.
    init(_ value: Value, of field: Field) throws {
        if case .json(let text) = value, field.type == .json {
            do throws(JSONError) {
                self = try JSONReader.read(Array(text.utf8))
            } catch {
                let message = "`\(field.apiName)` is not JSON: \(error.message) (at byte \(error.offset))"
                throw DatabaseError(
                    QueryFailure([QueryError(.badInput, message, field: ["input", field.apiName])])
                )
            }
        } else {
            self.init(value)
        }
    }
}
