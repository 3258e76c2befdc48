import NIOCore
import PlumblineQuery
public import PlumblineSchema

/// The database with the rights of one caller, or with all.
public struct Session: Sendable {
    let database: Database
    /// Who asks; anonymous where no access rule is asked.
    public let principal: Principal
    let isUnrestricted: Bool

    // MARK: - Reading

    /// All rows that a query wants and the caller may read, with what it includes, by one statement.
    public func fetch<Row, Output>(_ query: Query<Row, Output>) async throws -> [Output] {
        var compiler = compiler
        let connection = try compiler.connection(query)
        let rows = try await read(.connection(entity: Row.entity.name, connection), compiler)
        return try RowReader.list(rows["n"] ?? .null).map { try query.decode(RowReader($0, Row.entity)) }
    }

    /// The first row that a query wants; nil if there is none.
    public func first<Row, Output>(_ query: Query<Row, Output>) async throws -> Output? {
        try await fetch(query.limit(min(query.limit ?? 1, 1))).first
    }

    /// The row with that key; nil if there is none that the caller may read.
    public func find<Row: EntityModel>(_ type: Row.Type, _ id: Row.ID) async throws -> Row? {
        try await find(type, key: InputValue(id: id, of: type))
    }

    func find<Row: EntityModel>(_ type: Row.Type, key: InputValue) async throws -> Row? {
        var compiler = compiler
        let key = compiler.operand(key)
        let selection = Selection(compiler.fields(of: Row.entity))
        let query = RowQuery(entity: Row.entity.name, key: .id(key), selection: selection)
        let row = try await read(.row(query), compiler)
        return row == .null ? nil : try RowReader(row, Row.entity).row()
    }

    /// How many rows a query wants, whatever its limit.
    public func count<Row, Output>(_ query: Query<Row, Output>) async throws -> Int {
        var compiler = compiler
        let connection = try compiler.connection(query, members: [.totalCount(key: "c")])
        let value = try await read(.connection(entity: Row.entity.name, connection), compiler)
        guard case .integer(let count)? = value["c"] else {
            throw DatabaseError.fault("a count is no number")
        }
        return Int(count)
    }

    /// Whether a query wants any row.
    public func exists<Row, Output>(_ query: Query<Row, Output>) async throws -> Bool {
        var compiler = compiler
        let first = compiler.operand(.integer(1))
        let connection = try compiler.connection(
            query,
            members: [.nodes(key: "n", Selection([]))],
            page: PlumblineQuery.Page(first: first)
        )
        let value = try await read(.connection(entity: Row.entity.name, connection), compiler)
        return !RowReader.list(value["n"] ?? .null).isEmpty
    }

    /// One page of a query's rows. Its cost does not grow with the pages before it: the cursor says where to go on.
    ///
    /// - Parameters:
    ///   - size: How many rows, at most.
    ///   - cursor: The `nextCursor` of the page before, with the same query; nil for the first page.
    /// - Throws: `DatabaseError` with the code `BAD_USER_INPUT` for a cursor that is none of this query.
    public func page<Row, Output>(
        _ query: Query<Row, Output>,
        size: Int,
        after cursor: String? = nil
    ) async throws -> Page<Output> {
        var compiler = compiler
        let first = compiler.operand(.integer(Int64(max(0, size))))
        let after = cursor.map { compiler.operand(.string($0)) }
        let offset = cursor == nil ? query.offset.map { compiler.operand(.integer(Int64($0))) } : nil
        let connection = try compiler.connection(
            query,
            members: [
                .nodes(key: "n", try compiler.selection(query)),
                .pageInfo(key: "p", [.hasNextPage(key: "more"), .endCursor(key: "end")]),
            ],
            page: PlumblineQuery.Page(first: first, after: after, offset: offset)
        )
        let value = try await read(.connection(entity: Row.entity.name, connection), compiler)
        let rows = try RowReader.list(value["n"] ?? .null).map { try query.decode(RowReader($0, Row.entity)) }
        guard value["p"]?["more"] == .boolean(true), case .string(let end)? = value["p"]?["end"] else {
            return Page(rows: rows, nextCursor: nil)
        }
        return Page(rows: rows, nextCursor: end)
    }

    // MARK: - Transactions

    /// Runs `body` with the same rights in one transaction, as ``Database/transaction(isolation:_:)`` does.
    public func transaction<Result>(_ body: (Session) async throws -> Result) async throws -> Result {
        try await database.transaction { database in
            try await body(Session(database: database, principal: principal, isUnrestricted: isUnrestricted))
        }
    }

    // MARK: - Operations

    var compiler: Compiler { Compiler(isUnrestricted: isUnrestricted) }

    private func read(_ action: Root.Action, _ compiler: Compiler) async throws -> InputValue {
        try await run(.query, action, compiler)
    }

    /// Runs an operation of one root and reads the JSON of its value.
    func run(
        _ kind: PlumblineQuery.Operation.Kind,
        _ action: Root.Action,
        _ compiler: Compiler
    ) async throws -> InputValue {
        let operation = PlumblineQuery.Operation(
            kind: kind,
            style: .rest,
            roots: [Root(key: "r", action: action)]
        )
        do {
            let output = try await database.engine.run(
                operation,
                variables: compiler.variables,
                principal: principal,
                caller: isUnrestricted ? .unrestricted : CallerShape(principal),
                in: database.transaction
            )
            var json = ByteBuffer()
            output.write(root: "r", to: &json)
            return try JSONReader.read(Array(json.readableBytesView), maximumDepth: 1_000)
        } catch let error as JSONError {
            throw DatabaseError.fault("the database's JSON: \(error)")
        } catch {
            throw DatabaseError(database.engine.failure(error))
        }
    }
}
