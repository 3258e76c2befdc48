/// Rules about fragments (GraphQL specification, section 5.5).
extension DocumentValidator {
    mutating func checkUniqueFragmentNames() {
        findings.checkUnique(document.fragments.map(\.name), .uniqueFragmentNames) {
            "There can be only one fragment named \"\($0)\"."
        }
    }

    mutating func checkSpread(_ spread: FragmentSpread, in parent: TypeDefinition?) {
        let name = spread.name.text
        guard let fragment = fragments[name] else {
            report(.knownFragmentNames, "Unknown fragment \"\(name)\".", at: spread.name.offset)
            return
        }
        if let parent, let type = types[fragment.typeCondition.text], type.isComposite,
            !overlap(parent, type)
        {
            report(
                .possibleFragmentSpreads,
                "Fragment \"\(name)\" cannot be spread here as objects of type \"\(parent.name)\""
                    + " can never be of type \"\(type.name)\".",
                at: spread.offset
            )
        }
    }

    /// Whether some object can be of both types.
    func overlap(_ a: TypeDefinition, _ b: TypeDefinition) -> Bool {
        a.name == b.name || !Set(types.possibleTypes(of: a)).isDisjoint(with: types.possibleTypes(of: b))
    }

    mutating func checkUnusedFragments() {
        var used: Set<String> = []
        for uses in operationUses { used.formUnion(reachableFragments(from: uses)) }
        for fragment in document.fragments where !used.contains(fragment.name.text) {
            report(
                .noUnusedFragments,
                "Fragment \"\(fragment.name.text)\" is never used.",
                at: fragment.offset
            )
        }
    }

    /// The names of all fragments that are spread, directly or through others, nearest first.
    func reachableFragments(from uses: Uses) -> [String] {
        var seen: Set<String> = []
        var reached: [String] = []
        var pending = uses.spreads.map(\.text)[...]
        while let name = pending.popFirst() {
            guard seen.insert(name).inserted, let inner = fragmentUses[name] else { continue }
            reached.append(name)
            pending += inner.spreads.map(\.text)
        }
        return reached
    }

    /// Reports fragments that contain themselves; tells whether there is one.
    mutating func checkFragmentCycles() -> Bool {
        var search = CycleSearch(limit: options.maximumErrors)
        for fragment in document.fragments {
            search.visit(fragment.name.text) { name in
                fragmentUses[name]?.spreads.map {
                    CycleSearch.Step(target: $0.text, label: $0.text, offset: $0.offset)
                }
            }
        }
        for cycle in search.cycles {
            guard let name = cycle.last?.label else { continue }
            let via = cycle.dropLast().map { "\"\($0.label)\"" }.joined(separator: ", ")
            findings.report(
                .noFragmentCycles,
                "Cannot spread fragment \"\(name)\" within itself\(via.isEmpty ? "" : " via \(via)").",
                at: cycle.map(\.offset)
            )
        }
        return !search.cycles.isEmpty
    }
}
