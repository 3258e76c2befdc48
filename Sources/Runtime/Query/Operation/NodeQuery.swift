/// Rows by ids that do not say of which entity they are.
public struct NodeQuery: Sendable, Hashable {
    /// Which rows.
    public enum Key: Sendable, Hashable {
        /// The row of one id, or null.
        case one(Operand)
        /// A list with a row or null for each id, in the order of the ids.
        case many(Operand)
    }

    /// An entity that a row may be of.
    public struct Candidate: Sendable, Hashable {
        /// The entity.
        public var entity: String
        /// What is answered of its row.
        public var selection: Selection

        /// Creates a candidate.
        public init(entity: String, selection: Selection) {
            self.entity = entity
            self.selection = selection
        }
    }

    /// Which rows.
    public var key: Key
    /// The entities that are looked through, and what of their rows is wanted.
    public var candidates: [Candidate]

    /// Creates a query.
    public init(key: Key, candidates: [Candidate]) {
        self.key = key
        self.candidates = candidates
    }
}
