public import PlumblineSchema

/// What of a caller a plan depends on: roles and scopes, and whether there is a caller at all; never who it is.
public struct CallerShape: Sendable, Hashable {
    /// The roles, sorted.
    public let roles: [String]
    /// The scopes of the token, sorted.
    public let scopes: [String]
    /// Whether the caller is signed in.
    public let isAuthenticated: Bool
    /// Whether access rules are not asked: the server acts itself, after checks of its own.
    public let isUnrestricted: Bool

    /// The shape of a principal.
    public init(_ principal: Principal) {
        roles = principal.roles
        scopes = principal.scopes
        isAuthenticated = principal.id != nil
        isUnrestricted = false
    }

    private init(isUnrestricted: Bool) {
        roles = []
        scopes = []
        isAuthenticated = false
        self.isUnrestricted = isUnrestricted
    }

    /// The shape of a caller without a token.
    public static let anonymous = CallerShape(.anonymous)

    /// The server itself, for what no access rule can allow, such as a registration.
    public static let unrestricted = CallerShape(isUnrestricted: true)

    /// The rule as far as the shape decides it.
    func fold(_ rule: Expression) -> Expression {
        isUnrestricted
            ? .literal(.boolean(true))
            : rule.foldedAccess(roles: roles, scopes: scopes, isAuthenticated: isAuthenticated)
    }
}
