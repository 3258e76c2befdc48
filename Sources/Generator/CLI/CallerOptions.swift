import ArgumentParser
import PlumblineSchema

/// As whom something is tried.
struct CallerOptions: ParsableArguments {
    /// Who has a role and no rows.
    private static let stranger = "00000000-0000-0000-0000-000000000000"

    @Option(
        help: ArgumentHelp(
            "A role of the caller; may be given several times.",
            discussion: "Without --user it is somebody with the role to whom no row belongs.",
            valueName: "role"
        )
    )
    var role: [String] = []

    @Option(help: ArgumentHelp("The caller's key, a UUID: `me` in access rules.", valueName: "id"))
    var user: String?

    @Option(
        help: ArgumentHelp("A scope of the caller's token; may be given several times.", valueName: "scope")
    )
    var scope: [String] = []

    /// The caller; anonymous where nothing is given.
    ///
    /// - Throws: `ValidationError` for a role, a scope or a key that there cannot be.
    func principal(in schema: Schema) throws -> Principal {
        let roles = schema.roles
        if let unknown = role.first(where: { !roles.contains($0) }) {
            throw ValidationError("There is no role \(unknown); \(Self.list(roles, "role"))")
        }
        let scopes = schema.scopes.map(\.name)
        if let unknown = scope.first(where: { !scopes.contains($0) }) {
            throw ValidationError("There is no scope \(unknown); \(Self.list(scopes, "scope"))")
        }
        guard user != nil || !role.isEmpty || !scope.isEmpty else { return .anonymous }
        let id = (user ?? Self.stranger).lowercased()
        guard id.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil else {
            throw ValidationError("--user needs a UUID, such as \(Self.stranger).")
        }
        return Principal(id: id, roles: role, scopes: scope)
    }

    private static func list(_ names: [String], _ noun: String) -> String {
        names.isEmpty ? "the spec has none." : "each \(noun) is one of \(names.joined(separator: ", "))."
    }
}

extension Schema {
    /// What callers may be: the values of the principal's role.
    var roles: [String] {
        guard let principal,
            case .enumeration(let name)? = entity(principal.entity)?.field(principal.role)?.type
        else { return [] }
        return enumType(name)?.values.map(\.name) ?? []
    }
}
