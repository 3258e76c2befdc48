import PlumblineSchema

/// The callers that are tried: nobody, and each role with keys that rows have and one that none has.
struct Callers {
    let principals: [Principal]

    init(_ schema: Schema, _ world: World) {
        let strangers = RandomValues.key(0xffff)
        principals =
            [.anonymous]
            + Self.roles(schema).enumerated().map { number, roles in
                Principal(id: number == 0 ? strangers : RandomValues.key(number), roles: roles)
            }
    }

    static func count(_ schema: Schema) -> Int { 1 + roles(schema).count }

    /// No role, each role, twice over, and all of them.
    private static func roles(_ schema: Schema) -> [[String]] {
        guard let mapping = schema.principal,
            case .enumeration(let name) = schema.entity(mapping.entity)?.field(mapping.role)?.type,
            let roles = schema.enumType(name)?.values.map(\.name)
        else { return [[], []] }
        return [[], []] + roles.map { [$0] } + [roles]
    }
}
