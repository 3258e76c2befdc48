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

    /// The names of all fields of an entity that an expression of another one, or of the same, reads of whatever row.
    package func fields(of read: Entity, readBy expression: Expression, on entity: Entity) -> Set<String> {
        var names: Set<String> = []
        for path in expression.paths {
            var current: Entity? = entity
            for name in path.relations + [path.field] {
                if current?.name == read.name { names.insert(name) }
                current = current?.field(name).flatMap(target)
            }
        }
        for (name, condition) in expression.questions {
            guard let inverse = entity.inverse(name), let source = self.entity(inverse.entity) else {
                continue
            }
            if source.name == read.name {
                names.formUnion([inverse.field, source.deletionField?.name].compactMap(\.self))
            }
            names.formUnion(fields(of: read, readBy: condition, on: source))
        }
        return names
    }
}

extension Expression {
    /// Every path it reads from the row itself, in the order of the text; what `any(…)` reads belongs to other rows.
    public var paths: [FieldPath] {
        switch self {
        case .literal, .me, .authenticated, .role, .scope, .any: []
        case .path(let path): [path]
        case .unary(_, let operand), .isIn(let operand, _): operand.paths
        case .binary(_, let left, let right): left.paths + right.paths
        case .call(_, let arguments): arguments.flatMap(\.paths)
        }
    }

    /// Every `any(…)` in it, but for those within another: the inverse and its condition.
    fileprivate var questions: [(inverse: String, condition: Expression)] {
        switch self {
        case .literal, .me, .authenticated, .role, .scope, .path: []
        case .any(let inverse, let condition): [(inverse, condition)]
        case .unary(_, let operand), .isIn(let operand, _): operand.questions
        case .binary(_, let left, let right): left.questions + right.questions
        case .call(_, let arguments): arguments.flatMap(\.questions)
        }
    }
}
