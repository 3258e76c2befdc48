import PlumblineSchema

/// Something that makes a service slower than it need be, and what to do about it.
struct Complaint: Encodable {
    /// How much it matters, what matters most first.
    enum Urgency: Int, Encodable, Comparable {
        /// Nothing else may be true: the database is not that of the spec.
        case wrongDatabase
        /// Requests of a kind read a whole table each time.
        case everyRequest
        /// Plans are poor, or may become so.
        case plans
        /// Writes and disk pay for what nobody needs.
        case waste

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode("\(self)")
        }
    }

    /// What is found.
    enum Kind: String, Encodable {
        case otherSchema, foreignKey, invalidIndex, list, neverAnalyzed, scans
        case coveredIndex, sharedIndex, unusedIndex
    }

    let urgency: Urgency
    let kind: Kind
    /// The entity, the table or the index.
    let subject: String
    /// What is the matter.
    let message: String
    /// What mends it.
    let fix: String
    /// Where in the spec that is about.
    var place: String?
}
