internal import PlumblineSchema

/// Which roles include which others: who has the including one may all that the included one may.
struct RoleTree {
    /// For each role, those that include it, directly or through others, in the order of the enum.
    private var including: [String: [String]] = [:]

    /// Nothing includes anything.
    init() {}

    /// Reads `includes:`; reports roles that there are not, and circles.
    init(_ syntax: [IncludesSyntax], roles: [String], reporter: Reporter) {
        var includes: [String: [String]] = [:]
        for entry in syntax {
            let known = ([entry.role] + entry.included).filter { word in
                guard !roles.contains(word.value) else { return true }
                reporter.error(
                    .unknownRole,
                    at: word.place,
                    "There is no role '\(word.value)'.",
                    fix: Suggestion.didYouMean(word.value, among: roles)
                        ?? "The roles are: \(roles.joined(separator: ", "))."
                )
                return false
            }
            guard known.count == entry.included.count + 1 else { continue }
            includes[entry.role.value] = entry.included.map(\.value)
        }
        for entry in syntax where Self.reach(of: entry.role.value, includes).contains(entry.role.value) {
            reporter.error(
                .roleCycle,
                at: entry.role.place,
                "The role '\(entry.role.value)' includes itself.",
                fix: "Leave out one of the inclusions that lead back to it."
            )
        }
        for role in roles {
            for included in Self.reach(of: role, includes) where included != role {
                including[included, default: []].append(role)
            }
        }
    }

    /// The roles that give what one of these gives: themselves, then those that include one of them.
    func having(_ roles: [String]) -> [String] {
        var all = roles
        for role in roles.flatMap({ including[$0] ?? [] }) where !all.contains(role) { all.append(role) }
        return all
    }

    /// What a role includes, directly or through others; itself only where it goes round in a circle.
    private static func reach(of role: String, _ includes: [String: [String]]) -> Set<String> {
        var found: Set<String> = []
        var waiting = includes[role] ?? []
        while let next = waiting.popLast() {
            if found.insert(next).inserted { waiting += includes[next] ?? [] }
        }
        return found
    }
}
