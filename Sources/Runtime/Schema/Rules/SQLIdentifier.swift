/// A name as SQL text spells it.
public enum SQLIdentifier {
    /// The name, in double quotes unless PostgreSQL reads it unchanged without them.
    public static func quoted(_ name: String) -> String {
        if isPlain(name), !isReserved(name) { return name }
        var result = "\""
        // Scalars, not characters: a quote followed by a combining mark is one character and not a quote.
        for scalar in name.unicodeScalars {
            if scalar == "\"" { result.unicodeScalars.append(scalar) }
            result.unicodeScalars.append(scalar == "\0" ? "\u{FFFD}" : scalar)
        }
        return result + "\""
    }

    /// Several names, each quoted, with a comma and a space between.
    public static func list(_ names: [String]) -> String {
        names.map(quoted).joined(separator: ", ")
    }

    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, !isDigit(first) else { return false }
        return name.isMadeOfBytes { $0 >= 0x61 && $0 <= 0x7A || $0 == 0x5F || isDigit($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39
    }

    private static func isReserved(_ name: String) -> Bool {
        guard let first = name.utf8.first, first >= 0x61 else { return false }
        let words = reservedWords[Int(first - 0x61)]
        var index = 0
        while index < words.count {
            if words[index] == name { return true }
            index += 1
        }
        return false
    }

    /// The words that are reserved, by their first letter: those of one are compared faster than a text is hashed.
    private static let reservedWords: [[String]] = {
        var lists = [[String]](repeating: [], count: 26)
        for word in allReservedWords {
            if let first = word.utf8.first { lists[Int(first - 0x61)].append(word) }
        }
        return lists
    }()

    /// What PostgreSQL 15 does not take as the name of a column or table, with or without AS: the words of
    /// appendix C marked reserved, reserved for functions and types, or not usable as one of these two.
    private static let allReservedWords = [
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization",
        "between", "bigint", "binary", "bit", "boolean", "both", "case", "cast", "char", "character", "check",
        "coalesce", "collate", "collation", "column", "concurrently", "constraint", "create", "cross",
        "current_catalog", "current_date", "current_role", "current_schema", "current_time",
        "current_timestamp", "current_user", "day", "dec", "decimal", "default", "deferrable", "desc",
        "distinct", "do", "else", "end", "except", "exists", "extract", "false", "fetch", "filter", "float",
        "for", "foreign", "freeze", "from", "full", "grant", "greatest", "group", "grouping", "having",
        "hour", "ilike", "in", "initially", "inner", "inout", "int", "integer", "intersect", "interval",
        "into", "is", "isnull", "join", "lateral", "leading", "least", "left", "like", "limit", "localtime",
        "localtimestamp", "minute", "month", "national", "natural", "nchar", "none", "normalize", "not",
        "notnull", "null", "nullif", "numeric", "offset", "on", "only", "or", "order", "out", "outer", "over",
        "overlaps", "overlay", "placing", "position", "precision", "primary", "real", "references",
        "returning", "right", "row", "second", "select", "session_user", "setof", "similar", "smallint",
        "some", "substring", "symmetric", "table", "tablesample", "then", "time", "timestamp", "to",
        "trailing", "treat", "trim", "true", "union", "unique", "user", "using", "values", "varchar",
        "variadic", "varying", "verbose", "when", "where", "window", "with", "within", "without",
        "xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse",
        "xmlpi", "xmlroot", "xmlserialize", "xmltable", "year",
    ]
}
