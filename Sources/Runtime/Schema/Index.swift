/// An index over columns, or over an expression.
public struct Index: Sendable, Hashable, Codable {
    /// How PostgreSQL keeps it.
    public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
        case btree, hash, gin, gist, brin
    }

    /// Its name in the database.
    public var name: String
    /// The fields, in order; empty where it is over an expression.
    public var fields: [String]
    /// What it is over instead of fields.
    public var expression: Expression?
    /// The fields among them whose greatest value comes first.
    public var descending: [String]?
    /// Fields that it holds beside, so that a query that needs no more than those need not look at the table.
    public var include: [String]?
    /// How it is kept; `btree` without it.
    public var method: Method?
    /// How PostgreSQL compares what it holds, where that is not the usual way, such as `jsonb_path_ops`.
    public var operatorClass: String?
    /// Which rows it holds; all without it.
    public var condition: Expression?
    /// What it is for, in the spec's words.
    public var doc: String?
    /// The name that it had in the database before, for the migration that renames it.
    public var renamedFrom: String?
    /// Where the spec says it.
    public var origin: Origin

    /// Creates an index.
    public init(
        name: String,
        fields: [String],
        expression: Expression? = nil,
        descending: [String]? = nil,
        include: [String]? = nil,
        method: Method? = nil,
        operatorClass: String? = nil,
        condition: Expression? = nil,
        doc: String? = nil,
        renamedFrom: String? = nil,
        origin: Origin
    ) {
        self.name = name
        self.fields = fields
        self.expression = expression
        self.descending = descending
        self.include = include
        self.method = method
        self.operatorClass = operatorClass
        self.condition = condition
        self.doc = doc
        self.renamedFrom = renamedFrom
        self.origin = origin
    }

    /// Whether a query for all rows with some value of the first field can use it.
    public var leadsToItsFirstField: Bool {
        condition == nil && (method ?? .btree) == .btree && operatorClass == nil
    }
}

/// How the rows of an entity are found by words.
public struct TextSearch: Sendable, Hashable, Codable {
    /// How PostgreSQL takes words apart.
    public enum Language: String, Sendable, Hashable, Codable, CaseIterable {
        /// Words as they are written, whatever their case.
        case simple
        /// Words by their stems, without the most common ones.
        case danish, dutch, english, finnish, french, german, hungarian, italian, norwegian, portuguese,
            romanian,
            russian, spanish, swedish, turkish
    }

    /// The text fields whose words are found.
    public var fields: [String]
    /// How words are taken apart.
    public var language: Language
    /// The name of its index in the database.
    public var index: String
    /// Where the spec says it.
    public var origin: Origin

    /// Creates a search.
    public init(fields: [String], language: Language, index: String, origin: Origin) {
        self.fields = fields
        self.language = language
        self.index = index
        self.origin = origin
    }
}

extension Entity {
    /// The words of a row as PostgreSQL finds them. The index and the queries must write it the same way.
    ///
    /// - Parameters:
    ///   - search: How they are found.
    ///   - column: Writes a column of the row.
    public func searchedWords(_ search: TextSearch, column: (String) -> String) -> String {
        let texts = search.fields.compactMap { field($0) }.map { "coalesce(\(column($0.column)), '')" }
        return "to_tsvector('\(search.language.rawValue)', \(texts.joined(separator: " || ' ' || ")))"
    }
}
