import PlumblineQuery
import PlumblineSchema

/// An entity as REST offers it, with what all its requests have in common.
final class RESTResource: Sendable {
    let entity: Entity
    /// What follows `/api/v1/`, such as `appointments`.
    let path: String
    /// The key, then all fields that the APIs show, each by its name; of a relation, the key.
    let selection: Selection

    init(_ entity: Entity) {
        self.entity = entity
        path = entity.restPath
        let key: [Selection.Member] = entity.hasKeyOfFields ? [.id(key: Field.keyName)] : []
        selection = Selection(key + entity.selection(of: entity.readableFields))
    }

    var name: String { entity.name }
}
