public import PlumblineSchema

extension FieldType {
    /// Whether the client checks values of the type; all others are left to the server.
    public var isCheckedByClient: Bool {
        switch self {
        case .array, .range: false
        default: true
        }
    }
}

extension Expression {
    /// Whether the client can calculate it for rows of an entity, because it knows everything that it reads.
    public func isCheckedByClient(of entity: Entity) -> Bool {
        paths.allSatisfy { path in
            !path.relations.isEmpty || entity.field(path.field)?.type.isCheckedByClient != false
        }
    }
}
