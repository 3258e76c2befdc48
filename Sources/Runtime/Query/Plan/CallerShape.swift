public import PlumblineSchema

/// What of a caller a plan depends on: roles and scopes, and whether there is a caller at all; never who it is.
public struct CallerShape: Sendable, Hashable {
    /// The roles, sorted.
    public let roles: [String]
    /// The scopes of the token, sorted.
    public let scopes: [String]
    /// Whether the caller is signed in.
    public let isAuthenticated: Bool

    /// The shape of a principal.
    public init(_ principal: Principal) {
        roles = principal.roles
        scopes = principal.scopes
        isAuthenticated = principal.id != nil
    }
}
