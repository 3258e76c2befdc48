extension FieldPath {
    /// The same value by the shorter way: the key of a related row is what the relation's own field holds.
    public var shortened: FieldPath {
        guard field == "id", let relation = relations.last else { return self }
        return FieldPath(Array(relations.dropLast()), relation)
    }
}

extension Schema {
    /// The field that a path ends in, seen from an entity.
    public func field(at path: FieldPath, from entity: Entity) -> Field? {
        var current = entity
        for relation in path.relations {
            guard let field = current.field(relation), let target = target(of: field) else { return nil }
            current = target
        }
        return current.field(path.field)
    }
}

extension Expression {
    /// Every path it reads, in the order of the text.
    public var paths: [FieldPath] {
        switch self {
        case .literal, .me, .authenticated, .role: []
        case .path(let path): [path]
        case .unary(_, let operand), .isIn(let operand, _): operand.paths
        case .binary(_, let left, let right): left.paths + right.paths
        case .call(_, let arguments): arguments.flatMap(\.paths)
        }
    }
}
