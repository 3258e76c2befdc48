import PlumblineSchema

/// What many-to-many relations tie to a row, where hooks have a part: each tie is made or goes between its own hooks.
extension HookedMutation {
    /// Unties and ties rows that are there.
    func change(_ ties: NestedTies, around id: String, _ root: String) async throws {
        let owner = Owner(field: ties.near, id: .constant(.string(id)))
        for key in ties.disconnections {
            try await remove(try await find(ties.ties(of: key, owner: owner.id), root), of: ties.entity, root)
        }
        if ties.replacesAll {
            try await remove(try await find(ties.others(owner: owner.id), root), of: ties.entity, root)
        }
        let entity = try engine.schema.required(ties.entity)
        let ends = try [ties.near, ties.far].map { name throws(QueryError) in try entity.required(name) }
        for key in ties.connections {
            let tied = Tied(entity: ties.entity, owner: owner, far: ties.far, key: key)
            let output = try await runAlone(Root(key: root, action: .tied(tied)))
            guard try value(of: root, in: output) == .boolean(false) else { continue }
            if mutation.caller.mayTie(entity, by: ends) {
                try await make(ties.tie(to: key), of: entity, owner, root)
            }
            var demanded = tied
            demanded.isDemanded = true
            _ = try await runAlone(Root(key: root, action: .tied(demanded)))
        }
    }

    /// Makes a tie. Where somebody has tied the same meanwhile, the transaction is tried again, and sees that.
    private func make(_ tie: RowInput, of entity: Entity, _ owner: Owner, _ root: String) async throws {
        let codes = entity.uniquenessCodes
        do {
            _ = try await make(tie, of: entity.name, owner: owner, root)
        } catch let failure as QueryFailure {
            throw QueryFailure(
                failure.errors.map { error in
                    var error = error
                    error.isRivalry = error.isRivalry || codes.contains(error.code.rawValue)
                    return error
                }
            )
        }
    }
}

extension Entity {
    /// The codes that tell of values which another row has.
    fileprivate var uniquenessCodes: Set<String> {
        rules.reduce(into: ["NOT_UNIQUE"]) { codes, rule in
            if case .unique = rule.demand { codes.insert(rule.code) }
        }
    }
}
