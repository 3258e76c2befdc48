import PlumblineQuery
public import PlumblineSchema

extension Session {
    /// Makes rows; those that give the same fields by one statement.
    ///
    /// - Returns: The rows as they are now, in the order of their inputs.
    /// - Throws: What ``insert(_:)`` throws; nothing is made then.
    @discardableResult
    public func insert<Input: CreateInput>(_ inputs: [Input]) async throws -> [Input.Row] {
        var compiler = compiler
        let rows = try inputs.enumerated().map { index, input in
            RowInput(try compiler.assignments(input), path: ["inputs", String(index)])
        }
        let create = CreateMany(
            entity: Input.Row.entity.name,
            inputs: rows,
            selection: Selection(compiler.fields(of: Input.Row.entity))
        )
        return try list(try await run(.mutation, .createMany(create), compiler))
    }

    /// Changes all rows that a query means and the caller may change:
    /// `update(Service.where { $0.name == "Visit" }, atMost: 10, set: change)`.
    ///
    /// - Parameter most: How many there may be. If there are more, nothing is changed.
    /// - Returns: The rows as they are now, in the order of their keys.
    /// - Throws: `DatabaseError`: `TOO_MANY_ROWS`, or what ``insert(_:)`` throws.
    @discardableResult
    public func update<Input: UpdateInput>(
        _ query: Query<Input.Row, Input.Row>,
        atMost most: Int,
        set input: Input
    ) async throws -> [Input.Row] {
        var compiler = compiler
        let update = UpdateMany(
            rows: try compiler.find(query, for: .update, atMost: most),
            input: RowInput(try compiler.assignments(input)),
            members: [.nodes(key: "n", Selection(compiler.fields(of: Input.Row.entity)))]
        )
        return try list(try await run(.mutation, .updateMany(update), compiler)["n"] ?? .null)
    }

    /// Deletes all rows that a query means and the caller may delete.
    ///
    /// - Parameter most: How many there may be. If there are more, nothing is deleted.
    /// - Returns: How many there were.
    /// - Throws: `DatabaseError`: `TOO_MANY_ROWS`, or `STILL_REFERENCED` as for one row.
    @discardableResult
    public func delete<Row: EntityModel>(_ query: Query<Row, Row>, atMost most: Int) async throws -> Int {
        var compiler = compiler
        let delete = DeleteMany(
            rows: try compiler.find(query, for: .delete, atMost: most),
            members: [.count(key: "c")]
        )
        guard case .integer(let count)? = try await run(.mutation, .deleteMany(delete), compiler)["c"] else {
            throw DatabaseError.fault("a count is no number")
        }
        return Int(count)
    }

    private func list<Row: EntityModel>(_ value: InputValue) throws -> [Row] {
        try RowReader.list(value).map { try RowReader($0, Row.entity).row() }
    }
}
