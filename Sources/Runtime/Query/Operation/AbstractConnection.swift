/// A page of rows of several entities in one order.
///
/// Their keys are one field each, of one name and type; the order is that of the terms, then of the keys, then of the
/// entities' names.
public struct AbstractConnection: Sendable, Hashable {
    /// What is asked of the rows of one entity.
    public struct Part: Sendable, Hashable {
        /// The entity.
        public var entity: String
        /// The page, as if its rows were of this entity alone.
        public var connection: Connection

        /// Creates a part.
        public init(entity: String, connection: Connection) {
            self.entity = entity
            self.connection = connection
        }
    }

    /// The name of the type that the rows have in common, which tells its cursors from others.
    public var type: String
    /// The entities, at least one. The parts agree in all but conditions and what is selected of a row: in the page, the
    /// number and directions of the order's terms, the types of what they order by, and the members.
    public var parts: [Part]
    /// Of rows that agree in these fields, which all entities have, only the first one in the order is in the list.
    public var distinct: [String]

    /// Creates a connection.
    public init(type: String, parts: [Part], distinct: [String] = []) {
        self.type = type
        self.parts = parts
        self.distinct = distinct
    }
}
