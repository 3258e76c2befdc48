import CPlumblineLibPQ

/// The rows a statement gave, or the count of rows it touched.
public final class PostgresResult: Sendable {
    // libpq: a PGresult is read-only once made and may pass freely between threads. This object is its one
    // owner, hands it to no one, and clears it when nobody can read any more.
    private nonisolated(unsafe) let pointer: OpaquePointer

    /// How many rows came.
    public let rowCount: Int
    /// How many columns a row has.
    public let columnCount: Int

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
        rowCount = Int(PQntuples(pointer))
        columnCount = Int(PQnfields(pointer))
    }

    deinit {
        PQclear(pointer)
    }

    /// How many rows an `insert`, `update`, `delete`, `merge` or `select` touched; 0 for other commands.
    public var affectedRows: Int {
        PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// PostgreSQL's name for what was done, for example `INSERT 0 1`.
    public var commandTag: String {
        PQcmdStatus(pointer).map { String(cString: $0) } ?? ""
    }

    /// The name of a column, or nil if there is no such column.
    public func columnName(_ column: Int) -> String? {
        guard (0..<columnCount).contains(column) else { return nil }
        return PQfname(pointer, Int32(column)).map { String(cString: $0) }
    }

    /// The object id of a column's type, as in `pg_type`.
    public func columnType(_ column: Int) -> UInt32 {
        (0..<columnCount).contains(column) ? PQftype(pointer, Int32(column)) : 0
    }

    /// Lends the bytes of a value, in the form the flight asked for.
    ///
    /// - Parameter body: Receives the bytes, valid only during the call, or nil for NULL and for a place
    ///   outside the result.
    public func withBytes<R>(
        row: Int,
        column: Int,
        _ body: (UnsafeRawBufferPointer?) throws -> R
    ) rethrows -> R {
        let (row32, column32) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
        guard
            row >= 0, row < rowCount, column >= 0, column < columnCount,
            PQgetisnull(pointer, row32, column32) == 0,
            let bytes = PQgetvalue(pointer, row32, column32)
        else { return try body(nil) }
        return try body(
            UnsafeRawBufferPointer(start: bytes, count: Int(PQgetlength(pointer, row32, column32)))
        )
    }

    /// A value as text; nil for NULL and for a place outside the result.
    public func string(row: Int, column: Int) -> String? {
        withBytes(row: row, column: column) { bytes in
            bytes.map { String(decoding: $0, as: UTF8.self) }
        }
    }
}

extension PostgresResult: CustomStringConvertible {
    /// The size of the result; never what is in it.
    public var description: String { "\(rowCount) rows of \(columnCount) columns" }
}
