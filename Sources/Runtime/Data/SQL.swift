import PlumblinePostgres
import PlumblineQuery

/// One SQL statement, written as a string in which every value is a parameter:
///
/// ```swift
/// "select \(Service.self) … where \(Service.columns.id) = \(id)"
/// ```
///
/// An interpolated value becomes `$1`, `$2`, …; an entity's type becomes the name of its table, a column its quoted
/// name. There is no way to put a string into the text: text is what stands in the program.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    let text: String
    let values: [PostgresValue]

    /// A statement without values.
    public init(stringLiteral text: String) {
        self.text = text
        values = []
    }

    /// A statement with values.
    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }

    /// The statement in the making.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        fileprivate var text = ""
        fileprivate var values: [PostgresValue] = []

        /// Begins with nothing.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 4 * interpolationCount)
        }

        /// Text of the program.
        public mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        /// A value, as a parameter; `nil` is null and a sequence an array.
        public mutating func appendInterpolation(_ value: some Encodable & Sendable) {
            values.append(PostgresValue(CodedValue(value)))
            text += "$\(values.count)"
        }

        /// The name of an entity's table.
        public mutating func appendInterpolation<Row: EntityModel>(_ type: Row.Type) {
            text += Row.entity.sqlTable
        }

        /// The name of a column; of a value in jsonb, the expression that reads it.
        public mutating func appendInterpolation<Value>(_ column: Column<Value>) {
            let field = column.owner.entity.field(column.field)
            text += field?.stored(in: "", of: column.owner.schema) ?? SQLIdentifier.quoted(column.field)
        }
    }
}

extension Session {
    /// Runs a statement of your own, without access rules, hooks or checks but the database's: from the unrestricted
    /// session only.
    ///
    /// - Returns: Its rows, each decoded by the names of its columns (`starts_at` as `startsAt`), or, where it has one
    ///   column, from that value alone: `as: Int.self`.
    /// - Throws: `DatabaseError`.
    public func sql<Output: Decodable>(_ statement: SQL, as type: Output.Type) async throws -> [Output] {
        let result = try await send(statement)
        do {
            return try (0..<result.rowCount).map { row in
                let members = (0..<result.columnCount).map { column in
                    InputValue.Member(
                        Naming.lowerCamel(result.columnName(column) ?? ""),
                        InputValue(result, row: row, column: column)
                    )
                }
                return try ValueDecoder(.object(members), isRow: true).decode(type)
            }
        } catch {
            throw DatabaseError.fault("decoding rows of SQL: \(error)")
        }
    }

    /// Runs a statement of your own for what it does.
    ///
    /// - Returns: How many rows it touched.
    @discardableResult
    public func sql(_ statement: SQL) async throws -> Int {
        try await send(statement).affectedRows
    }

    private func send(_ statement: SQL) async throws -> PostgresResult {
        guard isUnrestricted else {
            throw DatabaseError(
                "FORBIDDEN",
                "SQL of your own obeys no access rule: ask `database.unrestricted` for it."
            )
        }
        do {
            let text = PostgresStatement(statement.text)
            guard let transaction = database.transaction else {
                return try await database.engine.client.query(text, statement.values)
            }
            return try await transaction.query(text, statement.values)
        } catch {
            throw DatabaseError(database.engine.failure(error))
        }
    }
}

extension InputValue {
    /// A value of a result, by the type of its column (`pg_type.oid`).
    fileprivate init(_ result: PostgresResult, row: Int, column: Int) {
        guard let text = result.string(row: row, column: column) else {
            self = .null
            return
        }
        self =
            switch result.columnType(column) {
            case 16: .boolean(text == "t")
            case 20, 21, 23, 700, 701, 1700: .number(text)
            case 114, 3802: (try? JSONReader.read(Array(text.utf8))) ?? .string(text)
            // A session's time zone is UTC, and its style of dates ISO.
            case 1184: .string(text.replacing(" ", with: "T", maxReplacements: 1).replacing("+00", with: "Z"))
            default: .string(text)
            }
    }
}
