import PlumblineQuery
public import PlumblineSchema

extension Session {
    /// Makes a row, or changes the one that has its unique values already; whoever does so at the same time, one of them
    /// makes it and the others change it.
    ///
    /// ```swift
    /// try await session.upsert(User.Create(…), by: { $0.email }) { $0.fullName = "Ann" }
    /// ```
    ///
    /// The rule for creating is asked in any case, that for changing where there is such a row.
    ///
    /// - Parameters:
    ///   - input: The row as it is made; it gives the values of the key, of which those that may be missing are null where
    ///     it leaves them out.
    ///   - key: The columns of the primary key or of a rule of uniqueness.
    ///   - set: What is changed of a row that is there.
    /// - Returns: The row as it is now.
    /// - Throws: `DatabaseError`: `BAD_QUERY` if nothing keeps rows apart by these columns, or what ``insert(_:)`` throws.
    @discardableResult
    public func upsert<Input: CreateInput, each Value: Sendable>(
        _ input: Input,
        by key: (Columns<Input.Row, Input.Row>) -> (repeat Column<each Value>),
        orUpdate set: (inout Input.Row.Update) throws -> Void
    ) async throws -> Input.Row {
        let columns = key(Input.Row.columns)
        var names: [String] = []
        repeat names.append(try (each columns).ownField)
        let key = try uniqueKey(of: Input.Row.self, names)
        var compiler = compiler
        let given = try compiler.assignments(input)
        let missing = key.filter { name in
            let isGiven = given.contains { $0.field == name }
            return !isGiven && Input.Row.entity.field(name)?.isLeftNull == true
        }
        let upsert = Upsert(
            entity: Input.Row.entity.name,
            key: key,
            input: RowInput(given + missing.map { Assignment(field: $0, value: .constant(.null)) }),
            update: RowInput(try compiler.assignments(Input.Row.Update(set)), path: ["update"]),
            selection: Selection(compiler.fields(of: Input.Row.entity))
        )
        return try RowReader(try await run(.mutation, .upsert(upsert), compiler), Input.Row.entity).row()
    }

    /// The fields of the key that consists of these.
    private func uniqueKey<Row: EntityModel>(of type: Row.Type, _ names: [String]) throws -> [String] {
        let keys = UniqueKey.all(of: Row.entity, in: Row.schema).map { $0.fields.map(\.name) }
        guard let key = keys.first(where: { Set($0) == Set(names) && $0.count == names.count }) else {
            let columns = names.map { "'\($0)'" }.joined(separator: " and ")
            throw DatabaseError(
                "BAD_QUERY",
                "No rule keeps \(Naming.words(Row.entity.plural)) apart by \(columns), which callers give."
            )
        }
        return key
    }
}

extension Field {
    /// Whether it is null in a row that is made without it.
    fileprivate var isLeftNull: Bool { isOptional && defaultValue == nil && derivation == nil }
}

extension Column {
    /// The field, where it is one of the row itself.
    fileprivate var ownField: String {
        get throws {
            let (steps, field) = shortened
            guard steps.isEmpty else {
                throw DatabaseError("BAD_QUERY", "Rows are told apart by columns of their own.")
            }
            return field
        }
    }
}
