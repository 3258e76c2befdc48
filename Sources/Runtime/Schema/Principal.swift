/// Who makes a request, as far as access rules can tell.
public struct Principal: Sendable, Hashable {
    /// The key of the principal entity's row, a UUID in lower case; nil for an anonymous caller.
    public let id: String?
    /// The roles, sorted, without duplicates.
    public let roles: [String]
    /// The scopes of the token, sorted, without duplicates.
    public let scopes: [String]

    /// Creates a principal.
    public init(id: String?, roles: [String], scopes: [String] = []) {
        self.id = id
        self.roles = roles.sortedWithoutDuplicates
        self.scopes = scopes.sortedWithoutDuplicates
    }

    /// A caller without a token.
    public static let anonymous = Principal(id: nil, roles: [])
}

extension [String] {
    /// Most callers have one role, at every request.
    fileprivate var sortedWithoutDuplicates: [String] { count < 2 ? self : Set(self).sorted() }
}
