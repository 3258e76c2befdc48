import PlumblineSchema

/// The fields of `Query` and `Mutation`, and what each of them does.
struct RootFields: Sendable {
    enum Action: Sendable {
        case me
        case row
        case page
        case create
        case update
        case delete
        case restore
        case custom(CustomOperation)

        var isMutation: Bool {
            switch self {
            case .me, .row, .page: false
            case .create, .update, .delete, .restore: true
            case .custom(let operation): operation.kind == .mutation
            }
        }
    }

    struct Root: Named {
        var name: String
        var action: Action
        var entity: Entity
    }

    /// In the order of the spec.
    let all: NamedList<Root>

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
            if entity.isCreatable {
                roots.append(Root(name: "create\(entity.name)", action: .create, entity: entity))
            }
            if entity.isUpdatable {
                roots.append(Root(name: "update\(entity.name)", action: .update, entity: entity))
            }
            if entity.isDeletable {
                roots.append(Root(name: "delete\(entity.name)", action: .delete, entity: entity))
            }
            if entity.isRestorable {
                roots.append(Root(name: "restore\(entity.name)", action: .restore, entity: entity))
            }
        }
        for operation in schema.offeredOperations {
            guard let entity = schema.entity(operation.result) else { continue }
            roots.append(Root(name: operation.apiName, action: .custom(operation), entity: entity))
        }
        all = NamedList(roots)
    }
}
