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
    public enum Style: Sendable, Hashable {
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
        /// A page of rows.
        case connection(entity: String, Connection)
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
        /// Nothing, once the row is locked and found to be one that the caller may change so.
        case lock(Lock)
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

/// Where a value comes from when a plan is bound.
public indirect enum Operand: Sendable, Hashable {
    /// A part of the request's variables: a name, then member names and list positions below it.
    case variable(String, path: [Step])
    /// A literal of the document. It is bound as a parameter too.
    case constant(InputValue)
    /// A list of which the elements come from several places.
    case list([Operand])
    /// An object of which the members come from several places.
    case object([Member])

    /// A named part of an object.
    public struct Member: Sendable, Hashable {
        /// The name.
        public var name: String
        /// Where its value comes from.
        public var operand: Operand

        /// Creates a member.
        public init(_ name: String, _ operand: Operand) {
            self.name = name
            self.operand = operand
        }
    }

    /// One step into a variable's value.
    public enum Step: Sendable, Hashable {
        /// An object's member.
        case member(String)
        /// A list's element, from 0.
        case element(Int)
    }
}

/// One row by its key.
public struct RowQuery: Sendable, Hashable {
    /// Which row.
    public enum Key: Sendable, Hashable {
        /// By primary key.
        case id(Operand)
        /// The caller's own row of the principal entity.
        case me
    }

    /// The entity.
    public var entity: String
    /// Which row.
    public var key: Key
    /// What of it.
    public var selection: Selection

    /// Creates a query.
    public init(entity: String, key: Key, selection: Selection) {
        self.entity = entity
        self.key = key
        self.selection = selection
    }
}

/// The members of a row's object, in response order, with distinct keys.
public struct Selection: Sendable, Hashable {
    /// The members.
    public var members: [Member]

    /// Creates a selection.
    public init(_ members: [Member]) {
        self.members = members
    }

    /// What a range's object can tell.
    public enum RangeEnd: Sendable, Hashable {
        /// The name of its type.
        case typename(String)
        /// Where it begins, or null.
        case start
        /// Where it ends, or null.
        case end
    }

    /// One member of a range's object.
    public struct RangeMember: Sendable, Hashable {
        /// The response key.
        public var key: String
        /// What it tells.
        public var value: RangeEnd

        /// Creates a member.
        public init(key: String, value: RangeEnd) {
            self.key = key
            self.value = value
        }
    }

    /// One member of a row's object.
    public indirect enum Member: Sendable, Hashable {
        /// The entity's name.
        case typename(key: String)
        /// The row's key as one text.
        case id(key: String)
        /// A stored value; of a relation, the key it holds.
        case field(key: String, field: String)
        /// A value object, or null: its type's name and some of the fields that make it.
        case object(key: String, object: String, [Member])
        /// Some members of a range's object, in response order.
        case range(key: String, field: String, [RangeMember])
        /// The row that a relation points at, or null.
        case toOne(key: String, relation: String, Selection)
        /// The one row that points here, or null.
        case inverseOne(key: String, inverse: String, Selection)
        /// A page of the rows that point here, or that a many-to-many relation leads to.
        case toMany(key: String, inverse: String, Connection)
    }
}

/// A page of rows: which, in which order, and what of them.
public struct Connection: Sendable, Hashable {
    /// Which rows, among those the caller may read.
    public var filter: Filter?
    /// The order; the key is always added last, so that it is total.
    public var order: [OrderTerm]
    /// Which page.
    public var page: Page
    /// Whether deleted rows are among them, as far as the caller may restore them.
    public var includesDeleted: Bool
    /// The members of the connection's object, in response order.
    public var members: [Member]

    /// Creates a connection.
    public init(
        filter: Filter?,
        order: [OrderTerm],
        page: Page,
        includesDeleted: Bool = false,
        members: [Member]
    ) {
        self.filter = filter
        self.order = order
        self.page = page
        self.includesDeleted = includesDeleted
        self.members = members
    }

    /// One member of a connection's object.
    public enum Member: Sendable, Hashable {
        /// A constant type name.
        case typename(key: String, name: String)
        /// The rows with their cursors.
        case edges(key: String, [Edge])
        /// The rows.
        case nodes(key: String, Selection)
        /// What lies before and after.
        case pageInfo(key: String, [PageInfo])
        /// How many rows there are in all pages.
        case totalCount(key: String)
    }

    /// One member of an edge's object.
    public enum Edge: Sendable, Hashable {
        /// A constant type name.
        case typename(key: String, name: String)
        /// The opaque cursor of the row.
        case cursor(key: String)
        /// The row.
        case node(key: String, Selection)
    }

    /// One member of the page's object.
    public enum PageInfo: Sendable, Hashable {
        /// A constant type name.
        case typename(key: String, name: String)
        /// Whether a page follows.
        case hasNextPage(key: String)
        /// Whether a page comes before.
        case hasPreviousPage(key: String)
        /// The first row's cursor.
        case startCursor(key: String)
        /// The last row's cursor.
        case endCursor(key: String)
    }
}

/// Which page of a connection. An argument that is absent or null is nil; `first` and `last` are never both given.
public struct Page: Sendable, Hashable {
    /// At most so many rows from the front.
    public var first: Operand?
    /// Only rows after this cursor.
    public var after: Operand?
    /// At most so many rows from the back.
    public var last: Operand?
    /// Only rows before this cursor.
    public var before: Operand?

    /// Creates a page; without `first` and `last` the server's default size from the front.
    public init(
        first: Operand? = nil,
        after: Operand? = nil,
        last: Operand? = nil,
        before: Operand? = nil
    ) {
        self.first = first
        self.after = after
        self.last = last
        self.before = before
    }
}

/// One term of an order.
public struct OrderTerm: Sendable, Hashable {
    /// The field.
    public var field: String
    /// Whether the greatest comes first. Nulls are the greatest, as in PostgreSQL.
    public var isDescending: Bool

    /// Creates a term.
    public init(field: String, isDescending: Bool) {
        self.field = field
        self.isDescending = isDescending
    }
}

/// A condition on rows. Nothing it says can reveal a row or a value that the caller may not read.
public indirect enum Filter: Sendable, Hashable {
    /// All of them; true when empty.
    case and([Filter])
    /// Any of them; false when empty.
    case or([Filter])
    /// The contrary; null stays null and selects nothing.
    case not(Filter)
    /// A field against a value.
    case compare(field: String, Comparison, Operand)
    /// Whether a field is null.
    case isNull(field: String, Bool)
    /// The words of a search are in the row (`websearch_to_tsquery` of PostgreSQL); needs the entity's `search`.
    case found(Operand)
    /// The row that a to-one relation points at meets a filter.
    case related(relation: String, Filter)
    /// Some row of an inverse that the caller may read meets a filter.
    case some(inverse: String, Filter)
}

/// How a field is compared with a value.
public enum Comparison: String, Sendable, Hashable, CaseIterable {
    case eq, ne, lt, lte, gt, gte
    /// Among the elements of a list, which is one parameter whatever its length.
    case `in`, notIn
    /// Parts of a text, compared by code point; no pattern characters.
    case contains, startsWith, endsWith
    /// A part of a text, whatever the case.
    case icontains
    /// Lists that have no other elements, or one in common. `contains` asks of a list whether it has all of another.
    case containedBy, overlaps
}

/// One value of an input.
public struct Assignment: Sendable, Hashable {
    /// The field.
    public var field: String
    /// Its value; null is a value.
    public var value: Operand
    /// Whether the server itself gives it, so that nobody is asked for the right to.
    public var isServerMade: Bool

    /// Creates an assignment.
    public init(field: String, value: Operand, isServerMade: Bool = false) {
        self.field = field
        self.value = value
        self.isServerMade = isServerMade
    }
}

/// A new row.
public struct Create: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// The fields given; the others take their defaults.
    public var assignments: [Assignment]
    /// What is answered of the new row.
    public var selection: Selection

    /// Creates the request.
    public init(entity: String, assignments: [Assignment], selection: Selection) {
        self.entity = entity
        self.assignments = assignments
        self.selection = selection
    }
}

/// A change of one row.
public struct Update: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// The row's key.
    public var id: Operand
    /// The version the caller has seen, if it insists on it.
    public var expectedVersion: Operand?
    /// The fields given; the others stay.
    public var assignments: [Assignment]
    /// What is answered of the changed row.
    public var selection: Selection

    /// Creates the request.
    public init(
        entity: String,
        id: Operand,
        expectedVersion: Operand?,
        assignments: [Assignment],
        selection: Selection
    ) {
        self.entity = entity
        self.id = id
        self.expectedVersion = expectedVersion
        self.assignments = assignments
        self.selection = selection
    }
}

/// A query or mutation of the service's own.
public struct Call: Sendable, Hashable {
    /// Its name in the spec.
    public var operation: String
    /// The arguments given.
    public var arguments: [Assignment]
    /// What is answered of the row.
    public var selection: Selection

    /// Creates the request.
    public init(operation: String, arguments: [Assignment], selection: Selection) {
        self.operation = operation
        self.arguments = arguments
        self.selection = selection
    }
}

/// The lock of one row until the transaction ends.
public struct Lock: Sendable, Hashable {
    /// What is going to be done with the row.
    public enum Purpose: Sendable, Hashable {
        case update, delete
    }

    /// The entity.
    public var entity: String
    /// The row's key.
    public var id: Operand
    /// The version the caller has seen, if it insists on it.
    public var expectedVersion: Operand?
    /// What the caller must have the right to.
    public var purpose: Purpose

    /// Creates the request.
    public init(entity: String, id: Operand, expectedVersion: Operand?, purpose: Purpose) {
        self.entity = entity
        self.id = id
        self.expectedVersion = expectedVersion
        self.purpose = purpose
    }
}

/// The end of one row.
public struct Delete: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// The row's key.
    public var id: Operand
    /// The version the caller has seen, if it insists on it.
    public var expectedVersion: Operand?

    /// Creates the request.
    public init(entity: String, id: Operand, expectedVersion: Operand?) {
        self.entity = entity
        self.id = id
        self.expectedVersion = expectedVersion
    }
}

/// The return of a row that was deleted and is kept.
public struct Restore: Sendable, Hashable {
    /// The entity.
    public var entity: String
    /// The row's key.
    public var id: Operand
    /// The version the caller has seen, if it insists on it.
    public var expectedVersion: Operand?
    /// What is answered of the row.
    public var selection: Selection

    /// Creates the request.
    public init(entity: String, id: Operand, expectedVersion: Operand?, selection: Selection) {
        self.entity = entity
        self.id = id
        self.expectedVersion = expectedVersion
        self.selection = selection
    }
}
