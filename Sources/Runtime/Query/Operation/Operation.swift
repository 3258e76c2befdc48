/// What a caller asks for, whatever the protocol: the common language of GraphQL and REST.
///
/// An operation holds the *shape* of a request and never a caller's value: values are operands, found when the
/// plan is bound. Two requests with equal operations share one plan and one SQL text. Entities, fields and
/// relations go by their names in the spec; response keys are whatever the protocol wants.
public struct Operation: Sendable, Hashable {
    /// Whether rows may change.
    public enum Kind: Sendable, Hashable {
        /// One statement that reads.
        case query
        /// Statements of one transaction, in the order of the roots, each re-read after its change.
        case mutation
    }

    /// How values are spelt in the response.
    public enum Style: String, Sendable, Hashable {
        /// Enum values in capitals.
        case graphQL
        /// Enum values as stored.
        case rest
    }

    /// Whether rows may change.
    public var kind: Kind
    /// How values are spelt.
    public var style: Style
    /// The members of the response object, in order, with distinct keys.
    public var roots: [Root]
    /// Whether the version of the (single) root row is wanted beside the JSON, for an ETag.
    public var returnsVersion: Bool

    /// Creates an operation.
    public init(kind: Kind, style: Style, roots: [Root], returnsVersion: Bool = false) {
        self.kind = kind
        self.style = style
        self.roots = roots
        self.returnsVersion = returnsVersion
    }
}

/// One member of the response object.
public struct Root: Sendable, Hashable {
    /// What it holds.
    public enum Action: Sendable, Hashable {
        /// JSON that is known beforehand, such as `__typename` or introspection.
        case constant([UInt8])
        /// One row, or null where there is none that the caller may read.
        case row(RowQuery)
        /// Rows by ids that do not say of which entity they are.
        case node(NodeQuery)
        /// What rows leave free.
        case gaps(GapQuery)
        /// A page of rows.
        case connection(entity: String, Connection)
        /// A page of rows of several entities.
        case abstractConnection(AbstractConnection)
        /// A new row, re-read.
        case create(Create)
        /// A changed row, re-read.
        case update(Update)
        /// A deleted row's key.
        case delete(Delete)
        /// A deleted row that is there again, re-read.
        case restore(Restore)
        /// A row that the service's own code answers, read with the caller's rights.
        case call(Call)
        /// New rows, re-read.
        case createMany(CreateMany)
        /// All rows of a filter changed, re-read.
        case updateMany(UpdateMany)
        /// The keys of all rows of a filter, which are deleted.
        case deleteMany(DeleteMany)
        /// A row that is new or changed, re-read.
        case upsert(Upsert)
        /// Nothing, once a row like this is found to be one that the caller may make.
        case permit(Create)
        /// Nothing, once the row is locked and found to be one that the caller may change so.
        case lock(Lock)
        /// The keys of rows that the caller may change so, locked.
        case find(Find)
        /// The key of the row that has the unique values already, locked; null where there is none.
        case taken(Upsert)
        /// Nothing, unless this transaction itself has made a row of the unique values.
        case vacant(Upsert)
        /// Whether a row is tied to another one already.
        case tied(Tied)
        /// Rows that this transaction has changed.
        case reread(Reread)
    }

    /// The response key.
    public var key: String
    /// What it holds.
    public var action: Action

    /// Creates a root.
    public init(key: String, action: Action) {
        self.key = key
        self.action = action
    }
}
