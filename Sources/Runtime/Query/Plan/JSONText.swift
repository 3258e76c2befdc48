import PlumblineSchema

/// A JSON text in the making: constant pieces, and SQL that gives the text of values.
///
/// It is printed as `concat(…)`: PostgreSQL builds JSON a third faster so than with `json_build_object`, which looks
/// up every argument's type for every row, and the text has no needless space. What is not constant must already be
/// JSON, which is ``JSONSpelling``'s part.
struct JSONText {
    private enum Piece {
        case constant(String)
        case sql(String)
    }

    /// PostgreSQL's limit on the arguments of a function.
    private static let argumentLimit = 100

    private var pieces: [Piece] = []

    /// Appends JSON as it is.
    mutating func append(constant text: String) {
        if case .constant(let before) = pieces.last {
            pieces[pieces.endIndex - 1] = .constant(before + text)
        } else {
            pieces.append(.constant(text))
        }
    }

    /// Appends the text that an SQL expression gives; null counts as empty.
    mutating func append(sql text: String) {
        pieces.append(.sql(text))
    }

    /// Appends all of another text.
    mutating func append(_ other: JSONText) {
        for piece in other.pieces {
            switch piece {
            case .constant(let text): append(constant: text)
            case .sql(let text): append(sql: text)
            }
        }
    }

    /// The text, if no SQL is in it.
    var constant: String? {
        switch pieces.first {
        case nil: ""
        case .constant(let text) where pieces.count == 1: text
        default: nil
        }
    }

    /// The SQL expression of type text.
    var sql: String {
        if let constant { return SQLLiteral.quoted(constant) + "::text" }
        var arguments = pieces.map { piece in
            switch piece {
            case .constant(let text): SQLLiteral.quoted(text)
            case .sql(let text): text
            }
        }
        while arguments.count > Self.argumentLimit {
            arguments = stride(from: 0, to: arguments.count, by: Self.argumentLimit).map { start in
                Self.concat(arguments[start..<min(start + Self.argumentLimit, arguments.count)])
            }
        }
        return Self.concat(arguments[...])
    }

    private static func concat(_ arguments: ArraySlice<String>) -> String {
        "concat(\(arguments.joined(separator: ", ")))"
    }

    /// An object: its members in order, each with its key.
    static func object(_ members: [(key: String, value: JSONText)]) -> JSONText {
        var text = JSONText()
        for (index, member) in members.enumerated() {
            text.append(constant: (index == 0 ? "{" : ",") + JSONWriter.string(member.key) + ":")
            text.append(member.value)
        }
        text.append(constant: members.isEmpty ? "{}" : "}")
        return text
    }

    /// JSON that is known.
    static func constant(_ text: String) -> JSONText {
        var result = JSONText()
        result.append(constant: text)
        return result
    }

    /// The text that an SQL expression gives.
    static func sql(_ text: String) -> JSONText {
        var result = JSONText()
        result.append(sql: text)
        return result
    }

    /// JSON null.
    static let null = constant("null")
}
