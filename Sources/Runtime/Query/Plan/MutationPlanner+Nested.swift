import PlumblineSchema

/// Rows that point to a row which is made or changed.
extension MutationPlanner {
    /// Changes the rows around each of the rows, of all of them together: first what goes, so that its unique values
    /// are free, then what stays, then what is new; in the same way after that what many-to-many relations tie.
    mutating func changeRows(
        around rows: [(key: RowKey, input: RowInput)],
        of entity: Entity,
        _ root: String
    ) throws {
        var creations = NestedCreations()
        for (key, input) in rows {
            for nested in input.collections {
                let source = try schema.required(nested.entity)
                let tie = Tie(field: try source.required(nested.field), key: key)
                try removeRows(nested, source, tie, root)
                try changeRows(nested, source, tie, root)
                creations.add(nested.creations, of: nested.entity, pointingBy: nested.field, to: key)
            }
        }
        try make(creations, root)
        creations = NestedCreations()
        for (key, input) in rows {
            for ties in input.ties {
                try change(ties, around: key, root)
                creations.add(ties.creations, of: ties.entity, pointingBy: ties.near, to: key)
            }
        }
        try make(creations, root)
    }

    private mutating func make(_ creations: NestedCreations, _ root: String) throws {
        for (entity, drafts) in creations.all {
            _ = try makeReadable(drafts, of: try schema.required(entity), root)
        }
    }

    private mutating func removeRows(
        _ nested: NestedRows,
        _ entity: Entity,
        _ tie: Tie,
        _ root: String
    ) throws {
        for key in nested.deletions {
            try removeNested(key, entity, tie, root)
        }
        // A new row has none yet.
        guard nested.replacesAll, !tie.key.isNew else { return }
        remove(try find(nested.others(), owner: tie, root), of: entity, root)
    }

    private mutating func removeNested(
        _ key: NestedRows.Key,
        _ entity: Entity,
        _ tie: Tie,
        _ root: String
    ) throws {
        try countNested(key.path)
        let target = Target(key: .given(key.id, path: key.path), rule: entity.access.delete, owner: tie)
        try remove(target, of: entity, root)
    }

    mutating func countNested(_ path: [String]) throws {
        try enter(RowInput([], path: path))
        depth -= 1
    }

    private mutating func changeRows(
        _ nested: NestedRows,
        _ entity: Entity,
        _ tie: Tie,
        _ root: String
    ) throws {
        let rule = entity.access.update
        for update in nested.updates {
            let key = RowKey.given(update.key.id, path: update.key.path)
            let target = Target(key: key, rule: rule, expectedVersion: update.expectedVersion, owner: tie)
            try change(Draft(input: update.input), of: entity, target, root)
            demand(entity.access.read, of: entity, .keys([key]), root, path: update.input.path)
        }
        for connection in nested.connections {
            let key = RowKey.given(connection.id, path: connection.path)
            let draft = Draft(
                input: RowInput([], path: connection.path),
                pointers: [tie.field.name: tie.key]
            )
            try change(draft, of: entity, Target(key: key, rule: rule), root)
            demand(entity.access.read, of: entity, .keys([key]), root, path: connection.path)
        }
    }
}

/// New rows that point to others, those of one relation together.
private struct NestedCreations {
    private var places: [[String]: Int] = [:]
    /// The rows by their entity, in the order of the request.
    private(set) var all: [(entity: String, drafts: [Draft])] = []

    mutating func add(_ inputs: [RowInput], of entity: String, pointingBy field: String, to key: RowKey) {
        if inputs.isEmpty { return }
        let drafts = inputs.map { Draft(input: $0, pointers: [field: key]) }
        if let place = places[[entity, field]] {
            all[place].drafts += drafts
        } else {
            places[[entity, field]] = all.count
            all.append((entity, drafts))
        }
    }
}

extension NestedRows {
    /// The rows that belong to the row and are not named here.
    ///
    /// - Parameter owner: The key of the row; nil where the planner knows it.
    func others(than owner: Operand? = nil) -> Find {
        Find(
            entity: entity,
            purpose: .delete,
            owner: owner.map { Owner(field: field, id: $0) },
            exceptions: updates.map(\.key),
            isComplete: true,
            path: path
        )
    }
}
