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

/// The first page of a list as a server reads it for some callers.
struct ListStatement {
    let list: List
    /// Who gets this statement.
    var callers: [String]
    let plan: Plan
    /// For whom its values are.
    let principal: Principal

    /// The rows of an entity, or of several.
    struct List {
        /// The entity, or the type that its rows are of.
        let subject: String
        /// The rows in words.
        let words: String
        let origin: Origin
        fileprivate let action: Root.Action
    }

    /// All lists for all sorts of callers; those for whom the statement is the same have one.
    static func all(in schema: Schema) -> [ListStatement] {
        let planner = Planner(schema: schema)
        var statements: [ListStatement] = []
        for list in lists(in: schema) {
            let operation = Operation(
                kind: .query,
                style: .rest,
                roots: [Root(key: "list", action: list.action)]
            )
            var found: [ListStatement] = []
            for caller in CallerSort.all(in: schema) {
                // What a caller may not read at all has no statement.
                guard let plan = try? planner.plan(operation, for: CallerShape(caller.principal)),
                    let step = plan.steps.first
                else { continue }
                if let same = found.firstIndex(where: { $0.plan.steps[0].statement == step.statement }) {
                    found[same].callers.append(caller.words)
                } else {
                    found.append(
                        ListStatement(
                            list: list,
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

    private static func lists(in schema: Schema) -> [List] {
        schema.entities.map { list(of: $0) } + schema.abstractTypes.compactMap { list(of: $0, in: schema) }
    }

    private static func list(of entity: Entity) -> List {
        List(
            subject: entity.name,
            words: entity.plural,
            origin: entity.origin,
            action: .connection(entity: entity.name, page(of: entity))
        )
    }

    /// Nil where the type has no list.
    private static func list(of type: AbstractType, in schema: Schema) -> List? {
        guard let name = type.list else { return nil }
        let parts = schema.readableMembers(of: type).map { entity in
            AbstractConnection.Part(entity: entity.name, connection: page(of: entity))
        }
        return List(
            subject: type.name,
            words: name,
            origin: type.origin,
            action: .abstractConnection(AbstractConnection(type: type.name, parts: parts))
        )
    }

    private static func page(of entity: Entity) -> Connection {
        let selection = Selection(entity.key.prefix(1).map { .field(key: $0.apiName, field: $0.name) })
        return Connection(filter: nil, order: [], page: Page(), members: [.nodes(key: "nodes", selection)])
    }
}
