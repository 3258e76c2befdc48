import PlumblineSchema

/// The fields of `Query` and `Mutation`, and what each of them does.
struct RootFields: Sendable {
    enum Action: Sendable {
        case me
        case row
        case unique([Field])
        case page
        case gaps(GapLookup)
        case create
        case update
        case delete
        case restore
        case createMany
        case updateMany
        case deleteMany
        case upsert
        case custom(CustomOperation)

        fileprivate var isMutation: Bool {
            switch self {
            case .me, .row, .unique, .page, .gaps: false
            case .create, .update, .delete, .restore, .createMany, .updateMany, .deleteMany, .upsert: true
            case .custom(let operation): operation.kind == .mutation
            }
        }
    }

    struct Root: Named {
        var name: String
        var action: Action
        /// The entity that it is about; of those that it may answer a row of, the first.
        var entity: Entity
    }

    /// In the order of the spec.
    let queries: NamedList<Root>
    /// In the order of the spec. One may have the name of a field of `Query`.
    let mutations: NamedList<Root>

    init(schema: Schema) {
        var roots: [Root] = []
        if let name = schema.principal?.entity, let principal = schema.entity(name), principal.isReadable {
            roots.append(Root(name: "me", action: .me, entity: principal))
        }
        for entity in schema.entities {
            if entity.isReadable {
                roots.append(Root(name: entity.singularAPIName, action: .row, entity: entity))
                roots.append(Root(name: entity.pluralAPIName, action: .page, entity: entity))
            }
            roots += Self.changes(of: entity, in: schema)
        }
        for operation in schema.offeredOperations {
            guard let entity = schema.results(of: operation).first else { continue }
            roots.append(Root(name: operation.apiName, action: .custom(operation), entity: entity))
        }
        for entity in schema.entities {
            roots += entity.gapLookups.map { Root(name: $0.name, action: .gaps($0), entity: entity) }
        }
        // They come last: where a name is taken already, the other field keeps it.
        for entity in schema.entities where entity.isReadable {
            roots += entity.uniqueLookups.map { lookup in
                Root(name: lookup.name, action: .unique(lookup.fields), entity: entity)
            }
        }
        queries = NamedList(roots.filter { !$0.action.isMutation })
        mutations = NamedList(roots.filter(\.action.isMutation))
    }

    /// The changes of one row, then those of many.
    private static func changes(of entity: Entity, in schema: Schema) -> [Root] {
        let many = Naming.upperCamel(entity.plural)
        var roots: [Root] = []
        func add(_ name: String, _ action: Action, if isPossible: Bool) {
            if isPossible { roots.append(Root(name: name, action: action, entity: entity)) }
        }
        let isUpsertable = entity.isUpdatable && !schema.upsertKeys(of: entity).isEmpty
        add("create\(entity.name)", .create, if: entity.isCreatable)
        add("update\(entity.name)", .update, if: entity.isUpdatable)
        add("upsert\(entity.name)", .upsert, if: isUpsertable)
        add("delete\(entity.name)", .delete, if: entity.isDeletable)
        add("restore\(entity.name)", .restore, if: entity.isRestorable)
        add("create\(many)", .createMany, if: entity.isCreatable && !entity.creatableFields.isEmpty)
        add("update\(many)", .updateMany, if: entity.isUpdatable)
        add("delete\(many)", .deleteMany, if: entity.isDeletable)
        return roots
    }
}
