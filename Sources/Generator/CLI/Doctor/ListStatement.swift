import PlumblineQuery
import PlumblineSchema

/// Callers of one sort, as access rules tell them apart.
struct CallerSort {
    let words: String
    let principal: Principal

    /// Whoever there can be: nobody in particular, somebody without a role, and somebody of each role. The key is one that
    /// no row has.
    static func all(in schema: Schema) -> [CallerSort] {
        let key = "00000000-0000-0000-0000-000000000000"
        let roles = schema.roles.map { CallerSort(words: $0, principal: Principal(id: key, roles: [$0])) }
        let anonymous = CallerSort(words: "anonymous callers", principal: .anonymous)
        guard schema.principal != nil else { return [anonymous] }
        return [
            anonymous, CallerSort(words: "callers without a role", principal: Principal(id: key, roles: [])),
        ]
            + roles
    }
}

/// The first page of an entity's list as a server reads it for some callers.
struct ListStatement {
    let entity: Entity
    /// Who gets this statement.
    var callers: [String]
    let plan: Plan
    /// For whom its values are.
    let principal: Principal

    /// The lists of all entities for all sorts of callers; those for whom the statement is the same have one.
    static func all(in schema: Schema) -> [ListStatement] {
        let planner = Planner(schema: schema)
        var statements: [ListStatement] = []
        for entity in schema.entities {
            var found: [ListStatement] = []
            for caller in CallerSort.all(in: schema) {
                // What a caller may not read at all has no statement.
                guard let plan = try? planner.plan(operation(entity), for: CallerShape(caller.principal)),
                    let step = plan.steps.first
                else { continue }
                if let same = found.firstIndex(where: { $0.plan.steps[0].statement == step.statement }) {
                    found[same].callers.append(caller.words)
                } else {
                    found.append(
                        ListStatement(
                            entity: entity,
                            callers: [caller.words],
                            plan: plan,
                            principal: caller.principal
                        )
                    )
                }
            }
            statements += found
        }
        return statements
    }

    private static func operation(_ entity: Entity) -> Operation {
        let selection = Selection(entity.key.prefix(1).map { .field(key: $0.apiName, field: $0.name) })
        let connection = Connection(
            filter: nil,
            order: [],
            page: Page(),
            members: [.nodes(key: "nodes", selection)]
        )
        let root = Root(key: "list", action: .connection(entity: entity.name, connection))
        return Operation(kind: .query, style: .rest, roots: [root])
    }
}
