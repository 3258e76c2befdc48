public import PlumblineSchema

/// One thing in the database that the spec asks for, with the statements that make and remove it.
///
/// A schema is a list of these in the order in which they can be created; migrations compare two such lists by
/// ``identity`` and ``definition``.
public struct SQLObject: Sendable, Hashable, Codable {
    /// What sort of thing it is.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// A function, schema or extension that tables need, which is never dropped, or a table of the service's own.
        case support
        /// A sequence that defaults take numbers from.
        case sequence
        /// The type of an enum.
        case type
        /// A table with its columns and ``constraint`` members.
        case table
        /// A column with its type, nullness and default.
        case column
        /// A primary key, CHECK, UNIQUE or EXCLUDE of one table.
        case constraint
        /// A constraint that points at another table, so made when all tables are there.
        case foreignKey
        /// An index that is no constraint.
        case index
        /// What a change of a row sets off, where no constraint can do it.
        case trigger
        /// A row that belongs to the schema.
        case row
        /// The description of a table, column or constraint.
        case comment
        /// A function that policies call.
        case function
        /// That a table's rows are shown by its policies.
        case rowSecurity
        /// What a role may do with a table.
        case grant
        /// Which rows of a table a role may reach.
        case policy
        /// The rows and values of a table that a reader may see.
        case view
    }

    /// What stays the same when the definition changes.
    public struct Identity: Sendable, Hashable, Codable {
        /// The sort of thing.
        public let kind: Kind
        /// The table it belongs to; nil for support objects.
        public let table: String?
        /// The name in the database, unquoted.
        public let name: String
    }

    /// Which thing it is.
    public let identity: Identity
    /// What it is, as it stands in a CREATE TABLE or after ADD; equal definitions need no migration.
    public let definition: String
    /// Where the spec says it; nil for support objects, and for what was read from a migration: lines move.
    public var origin: Origin?
    private let statements: Statements

    /// How it is made and removed.
    private enum Statements: Sendable, Hashable, Codable {
        case given(create: String, drop: String?)
        /// By a change of its table, whose statements only migrations ask for.
        case altering(table: String)
    }

    private enum CodingKeys: CodingKey {
        case identity, definition, statements
    }

    /// Creates something with statements of its own.
    init(identity: Identity, definition: String, create: String, drop: String?, origin: Origin?) {
        self.identity = identity
        self.definition = definition
        self.origin = origin
        statements = .given(create: create, drop: drop)
    }

    /// Creates a column or constraint of a table, which SQL text names so.
    init(identity: Identity, definition: String, of sqlTable: String, origin: Origin) {
        self.identity = identity
        self.definition = definition
        self.origin = origin
        statements = .altering(table: sqlTable)
    }

    /// The statement that makes it in a database that has all objects before it.
    public var create: String {
        switch statements {
        case .given(let create, _): create
        case .altering(let table):
            SQLEmitter.alter(table, "add \(identity.kind == .column ? "column " : "")\(definition)")
        }
    }

    /// The statement that removes it; nil for what is never removed.
    public var drop: String? {
        switch statements {
        case .given(_, let drop): return drop
        case .altering(let table):
            let kind = identity.kind == .column ? "column" : "constraint"
            return SQLEmitter.alter(table, "drop \(kind) \(SQLIdentifier.quoted(identity.name))")
        }
    }

    /// Whether a CREATE TABLE of its table makes it too.
    public var isPartOfTable: Bool {
        identity.kind == .column || identity.kind == .constraint
    }
}
