public import PlumblineSchema

/// What of a caller a plan depends on: roles and scopes, and whether there is a caller at all; never who it is.
public struct CallerShape: Sendable, Hashable {
    /// The roles, sorted.
    public let roles: [String]
    /// The scopes of the token, sorted.
    public let scopes: [String]
    /// Whether the caller is signed in.
    public let isAuthenticated: Bool
    /// Which access rules are not asked.
    let exemption: Exemption

    /// Rules that a caller is not asked for.
    enum Exemption: Sendable, Hashable {
        case none
        /// Rules of rows: what is made is no row of the caller's yet.
        case rows
        /// All: the server acts itself, after checks of its own.
        case all
    }

    /// The shape of a principal.
    public init(_ principal: Principal) {
        roles = principal.roles
        scopes = principal.scopes
        isAuthenticated = principal.id != nil
        exemption = .none
    }

    private init(_ exemption: Exemption) {
        roles = []
        scopes = []
        isAuthenticated = false
        self.exemption = exemption
    }

    /// The shape of a caller without a token.
    public static let anonymous = CallerShape(.anonymous)

    /// Whoever makes the row by which they are known from then on: no rule of rows can allow that. Of the new row
    /// they see what everybody sees.
    public static let registrant = CallerShape(.rows)

    /// The server itself.
    public static let unrestricted = CallerShape(.all)

    /// A rule of rows, or of giving fields, as far as the shape decides it.
    func fold(_ rule: Expression) -> Expression {
        exemption == .none ? decide(rule) : .literal(.boolean(true))
    }

    /// The rule of seeing a field, as far as the shape decides it.
    func fold(reading field: Field) -> Expression {
        exemption == .all ? .literal(.boolean(true)) : decide(field.access.read)
    }

    private func decide(_ rule: Expression) -> Expression {
        rule.foldedAccess(roles: roles, scopes: scopes, isAuthenticated: isAuthenticated)
    }
}
