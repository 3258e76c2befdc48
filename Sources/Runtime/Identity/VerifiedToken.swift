public import PlumblineSchema

/// What a verified access token says about its bearer.
public struct VerifiedToken: Sendable, Hashable {
    /// The bearer: the `sub` claim (a UUID, in lower case), `role` and `roles` together, and `scope`.
    public let principal: Principal
    /// The `exp` claim, in seconds since 1970. The token is dead from this second on.
    public let expiresAt: Int64
    /// The `jti` claim.
    public let id: String?
}
