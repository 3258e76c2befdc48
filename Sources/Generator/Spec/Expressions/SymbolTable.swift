internal import PlumblineSchema

/// The names that expressions can use.
struct SymbolTable {
    /// Entities with the types of their fields, and the enums; expressions in them are not final.
    var schema: Schema
    var caller: Caller
    /// The words of `role(…)`; nil when the principal is missing or wrong, which is reported once.
    var roles: [String]?
    /// Which roles include which.
    var roleTree = RoleTree()
    /// Fields that were reported; what uses them is not reported again.
    var brokenFields: Set<BrokenField>

    /// What the spec says about who calls.
    enum Caller {
        /// Nothing.
        case unnamed
        /// Something wrong, which is reported once and not at each `me`.
        case broken
        /// The entity that signs in.
        case row(of: String)
    }

    struct BrokenField: Hashable {
        var entity: String
        var field: String
    }

    func isBroken(_ field: String, of entity: Entity) -> Bool {
        brokenFields.contains(BrokenField(entity: entity.name, field: field))
    }
}
