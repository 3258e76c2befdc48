internal import PlumblineSchema

/// Sees to it that a range of a `no_overlap` rule never ends before it starts.
///
/// PostgreSQL cannot make such a range and would fail with an error that belongs to no rule of the spec.
struct OverlapOrder {
    let draft: EntityDraft
    let rules: [Rule]
    let reporter: Reporter

    func report() {
        for rule in rules {
            guard case .noOverlap(let start, let end, _, _) = rule.demand, !isOrdered(start, end),
                let place = draft.syntax.rules.first(where: { $0.name.value == rule.name })?.formPlace
            else { continue }
            reporter.error(
                .wrongRule,
                at: place,
                "No rule says that '\(end)' is after '\(start)', so that there may be ranges that cannot be compared.",
                fix: "Add a rule with 'check: \(end) > \(start)'."
            )
        }
    }

    private func isOrdered(_ start: String, _ end: String) -> Bool {
        let start = Expression.path(FieldPath([], start))
        let end = Expression.path(FieldPath([], end))
        let orders: [Expression] = [
            .binary(.greater, end, start), .binary(.greaterOrEqual, end, start),
            .binary(.less, start, end), .binary(.lessOrEqual, start, end),
        ]
        return rules.contains { rule in
            guard case .check(let expression) = rule.demand else { return false }
            return expression.conjuncts.contains(where: orders.contains)
        }
    }
}

extension Expression {
    /// The expressions that must all hold.
    fileprivate var conjuncts: [Expression] {
        guard case .binary(.and, let left, let right) = self else { return [self] }
        return left.conjuncts + right.conjuncts
    }
}
