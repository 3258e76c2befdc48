import PlumblineQuery

extension PlumblineQuery.Operation {
    /// How many rows are made, changed, deleted or given away within the inputs of others.
    var nestedRows: Int { roots.reduce(0) { $0 + $1.action.nestedRows } }
}

extension Root.Action {
    fileprivate var nestedRows: Int {
        switch self {
        case .create(let create): create.input.nestedRows
        case .createMany(let create): create.inputs.reduce(0) { $0 + $1.nestedRows }
        case .update(let update): update.input.nestedRows
        case .updateMany(let update): update.input.nestedRows
        case .upsert(let upsert): upsert.input.nestedRows + upsert.update.nestedRows
        default: 0
        }
    }
}

extension RowInput {
    fileprivate var nestedRows: Int {
        targets.reduce(0) { $0 + 1 + $1.input.nestedRows }
            + collections.reduce(0) { $0 + $1.count } + ties.reduce(0) { $0 + $1.count }
    }
}

extension NestedTies {
    fileprivate var count: Int {
        unnamed(if: replacesAll) + disconnections.count + connections.count
            + creations.reduce(0) { $0 + 1 + $1.nestedRows }
    }
}

extension NestedRows {
    fileprivate var count: Int {
        unnamed(if: replacesAll) + deletions.count + connections.count
            + updates.reduce(0) { $0 + 1 + $1.input.nestedRows }
            + creations.reduce(0) { $0 + 1 + $1.nestedRows }
    }
}

/// How many rows are reckoned to go that are not named: a page of them.
private func unnamed(if replacesAll: Bool) -> Int { replacesAll ? 20 : 0 }
