/// The text of one SQL statement, with `$1`, `$2`, … where values go.
///
/// Each connection prepares a statement the first time it meets it and finds it again by this value, so keep
/// the value rather than making it anew from the same text: its hash is worked out once, here.
public struct PostgresStatement: Sendable, Hashable {
    /// The SQL text.
    public var sql: String { storage.sql }

    /// Whether the text starts the way a statement starts that only reads.
    ///
    /// A `with` that writes is not found out; whoever marks a flight as `.read` answers for that.
    var startsLikeRead: Bool { storage.startsLikeRead }

    /// Whether there is a NUL in the text, which libpq would take for its end.
    var containsNUL: Bool { storage.containsNUL }

    /// Whether it is short enough to be kept, here and as a prepared statement of a connection.
    ///
    /// PostgreSQL keeps a prepared statement as trees that are a multiple of its text, for each connection, and a long
    /// text is one that a caller's conditions made long, which hardly comes again.
    package var isWorthKeeping: Bool { sql.utf8.count <= 64 << 10 }

    private let storage: Storage

    /// - Parameter sql: One statement. Values are never part of it: they travel as parameters.
    public init(_ sql: String) {
        storage = Storage(sql)
    }

    /// Texts of the same bytes are equal statements.
    public static func == (left: PostgresStatement, right: PostgresStatement) -> Bool {
        if left.storage === right.storage { return true }
        return left.storage.hash == right.storage.hash
            && left.storage.sql.utf8.elementsEqual(right.storage.sql.utf8)
    }

    /// Feeds the hash of the text, worked out when the statement was made.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(storage.hash)
    }

    private final class Storage: Sendable {
        let sql: String
        let hash: Int
        let startsLikeRead: Bool
        let containsNUL: Bool

        init(_ sql: String) {
            self.sql = sql
            hash = sql.hashValue
            startsLikeRead = SQLText.startsLikeRead(sql)
            containsNUL = sql.containsNUL
        }
    }
}

extension PostgresStatement: ExpressibleByStringLiteral {
    /// A literal is a statement. One with interpolation is not, so no value slips into a text by mistake.
    public init(stringLiteral sql: String) {
        self.init(sql)
    }
}

/// The little that has to be known about a text before it is sent.
enum SQLText {
    private static let readKeywords: Set<String> = [
        "select", "with", "values", "table", "show", "explain",
    ]

    /// Whether the first word is one that begins a reading statement, after space, comments and brackets.
    static func startsLikeRead(_ sql: String) -> Bool {
        var rest = Substring(sql)
        while let first = rest.first {
            if first.isWhitespace || first == "(" {
                rest = rest.dropFirst()
            } else if rest.hasPrefix("--") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                rest = droppingBlockComment(rest)
            } else {
                break
            }
        }
        return readKeywords.contains(rest.prefix { $0.isLetter }.lowercased())
    }

    /// Block comments nest in PostgreSQL.
    private static func droppingBlockComment(_ text: Substring) -> Substring {
        var rest = text.dropFirst(2)
        var depth = 1
        while depth > 0, !rest.isEmpty {
            if rest.hasPrefix("*/") {
                depth -= 1
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("/*") {
                depth += 1
                rest = rest.dropFirst(2)
            } else {
                rest = rest.dropFirst()
            }
        }
        return rest
    }
}
