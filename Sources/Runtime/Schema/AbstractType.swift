/// What the rows of several entities have in common in the APIs: an interface or a union of GraphQL.
///
/// It stores nothing and grants nothing: each row is read by the access rules of its own entity.
public struct AbstractType: Sendable, Hashable, Codable {
    /// What GraphQL calls it.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// A trait that is shown as a type, with the trait's fields.
        case interface
        /// Entities that need have nothing in common.
        case union
    }

    /// The name in GraphQL, such as `SearchResult`.
    public var name: String
    /// Interface or union.
    public var kind: Kind
    /// What it is, in the spec's words.
    public var doc: String?
    /// The entities whose rows it may be: of an interface in the order of the spec, of a union as it lists them.
    public var members: [String]
    /// The names of the fields that all members have from traits: those of an interface, or of the interfaces that all
    /// members of a union have.
    public var fields: [String]
    /// The other interfaces that every member has, because the trait has their traits; none of a union.
    public var interfaces: [String]
    /// The name of the list of all members' rows in snake case, such as `search_results`, where there is one.
    public var list: String?
    /// Where the spec says it.
    public var origin: Origin

    /// Creates a type.
    public init(
        name: String,
        kind: Kind,
        doc: String? = nil,
        members: [String],
        fields: [String] = [],
        interfaces: [String] = [],
        list: String? = nil,
        origin: Origin
    ) {
        self.name = name
        self.kind = kind
        self.doc = doc
        self.members = members
        self.fields = fields
        self.interfaces = interfaces
        self.list = list
        self.origin = origin
    }

    /// The name of the list in GraphQL, such as `searchResults`.
    public var listAPIName: String? { list.map(Naming.lowerCamel) }
}

extension Schema {
    /// The members of an abstract type that somebody may read: those that the APIs have.
    public func readableMembers(of type: AbstractType) -> [Entity] {
        type.members.compactMap { entity($0) }.filter(\.isReadable)
    }
}
