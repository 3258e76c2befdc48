public import PlumblinePostgres

extension SQLScript {
    /// Sends the statements one after the other.
    ///
    /// Inside a transaction the first that fails leaves nothing behind.
    ///
    /// - Parameters:
    ///   - connection: The connection; the caller begins and ends the transaction on it.
    ///   - file: The script's name in errors.
    /// - Throws: ``MigrationError`` with the place in the script and what PostgreSQL says.
    public func run(on connection: PostgresConnection, file: String) async throws {
        for statement in statements {
            do {
                try await connection.execute(script: statement.text)
            } catch let error as PostgresError {
                throw MigrationError("\(file):\(statement.place(of: error)): error: \(error.operatorWords)")
            }
        }
    }
}

extension SQLScript.Statement {
    /// The line, and the column where PostgreSQL names one.
    func place(of error: PostgresError) -> String {
        guard let position = error.position else { return "\(line)" }
        let before = text.unicodeScalars.prefix(max(0, position - 1))
        let lastBreak = before.lastIndex(of: "\n")
        let column = before.distance(
            from: lastBreak.map(before.index(after:)) ?? before.startIndex,
            to: before.endIndex
        )
        return "\(line + before.count { $0 == "\n" }):\(column + 1)"
    }
}

extension PostgresError {
    /// What whoever runs a migration is told: PostgreSQL's own words, for they are about its own script.
    var operatorWords: String {
        guard let message = serverMessage else { return description }
        var words = [message + (sqlState.map { " (SQLSTATE \($0))" } ?? "")]
        if let detail = serverDetail { words.append(detail) }
        if sqlState == "55P03" {
            words.append("Other transactions hold what has to be locked. Try again when they have ended.")
        }
        return words.joined(separator: "\n")
    }
}
