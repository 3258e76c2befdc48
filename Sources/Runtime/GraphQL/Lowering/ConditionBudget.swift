/// How much the conditions and orders of one operation may still say.
///
/// Many of them have no value, so that no bound on values holds them, and each is a piece of the statement.
final class ConditionBudget {
    /// How many members and items of lists they may have in all.
    static let total = 2_000

    private var rest = ConditionBudget.total

    /// Whether more was taken than there was.
    var isSpent: Bool { rest < 0 }

    /// Takes what an argument says; false if it is more than what is left.
    func spend(on tree: InputTree) -> Bool {
        rest -= tree.parts
        return !isSpent
    }
}

extension InputTree {
    /// How many members and items of lists it has in all, but for those of whole values.
    fileprivate var parts: Int {
        switch self {
        case .null, .leaf: 0
        case .list(let items): items.reduce(items.count) { $0 + $1.parts }
        case .object(let members): members.reduce(members.count) { $0 + $1.value.parts }
        }
    }
}
