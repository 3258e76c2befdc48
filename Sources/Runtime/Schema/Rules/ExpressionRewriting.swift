extension Expression {
    /// The expression with each of its operands replaced.
    public func mapOperands(_ change: (Expression) -> Expression) -> Expression {
        switch self {
        case .literal, .path, .me, .authenticated, .role, .scope: self
        case .any(let inverse, let condition): .any(inverse, change(condition))
        case .unary(let symbol, let operand): .unary(symbol, change(operand))
        case .binary(let symbol, let left, let right): .binary(symbol, change(left), change(right))
        case .isIn(let value, let list): .isIn(change(value), list)
        case .call(let function, let arguments): .call(function, arguments.map(change))
        }
    }

    /// The expression with every part replaced, the innermost first.
    public func rewritten(_ change: (Expression) -> Expression) -> Expression {
        change(mapOperands { $0.rewritten(change) })
    }
}

extension Entity {
    /// The entity with every expression in it replaced.
    public func rewritingExpressions(_ change: (Expression) -> Expression) -> Entity {
        var entity = self
        for index in fields.indices {
            entity.fields[index].defaultValue = fields[index].defaultValue.map(change)
            entity.fields[index].derivation = fields[index].derivation.map { $0.rewritingExpressions(change) }
            entity.fields[index].access = FieldAccess(
                read: change(fields[index].access.read),
                create: change(fields[index].access.create),
                update: change(fields[index].access.update),
                mask: fields[index].access.mask.map(change)
            )
        }
        entity.rules = rules.map { rule in
            var rule = rule
            rule.demand = rule.demand.rewritingExpressions(change)
            return rule
        }
        entity.indexes = indexes.map { index in
            var index = index
            index.expression = index.expression.map(change)
            index.condition = index.condition.map(change)
            return index
        }
        entity.access = Access(
            read: change(access.read),
            create: change(access.create),
            update: change(access.update),
            delete: change(access.delete),
            restore: access.restore.map(change),
            gaps: access.gaps.map(change)
        )
        return entity
    }
}

extension Derivation {
    fileprivate func rewritingExpressions(_ change: (Expression) -> Expression) -> Derivation {
        switch self {
        case .generated(let expression): .generated(change(expression))
        case .computed(let expression): .computed(change(expression))
        case .sql, .swift: self
        }
    }
}

extension Rule.Demand {
    fileprivate func rewritingExpressions(_ change: (Expression) -> Expression) -> Rule.Demand {
        switch self {
        case .check(let expression): .check(change(expression))
        case .unique(let fields, let condition): .unique(fields, condition: condition.map(change))
        case .noOverlap(let start, let end, let per, let condition):
            .noOverlap(start: start, end: end, per: per, condition: condition.map(change))
        case .disjoint(let range, let per, let condition):
            .disjoint(range: range, per: per, condition: condition.map(change))
        case .agrees: self
        }
    }
}
