internal import PlumblineSchema

/// Adds the many-to-many relations, which lead through the rows of an entity of their own.
struct ManyToManyBuilder {
    let reporter: Reporter

    /// Adds them in the order of the spec, after the inverses of relations.
    func addRelations(to drafts: inout [EntityDraft]) {
        let positions = Dictionary(drafts.indices.map { (drafts[$0].entity.name, $0) }) { first, _ in first }
        for index in drafts.indices {
            for syntax in drafts[index].syntax.manyToMany {
                guard NameRules(reporter: reporter).checkSnake(syntax.name, "the name of a relation"),
                    let target = position(of: syntax.target, positions),
                    let through = position(of: syntax.through, positions)
                else { continue }
                let ends = ends(
                    of: syntax,
                    from: drafts[index].entity,
                    to: drafts[target].entity,
                    drafts[through]
                )
                guard let (near, far) = ends else { continue }
                let join = drafts[through].entity.name
                add(
                    .init(name: syntax.name.value, entity: join, field: near, onward: far),
                    syntax.name,
                    &drafts[index]
                )
                if let name = syntax.inverse,
                    NameRules(reporter: reporter).checkSnake(name, "the name of an inverse")
                {
                    add(
                        .init(name: name.value, entity: join, field: far, onward: near),
                        name,
                        &drafts[target]
                    )
                }
            }
        }
    }

    private func add(_ inverse: Inverse, _ name: Word, _ draft: inout EntityDraft) {
        let builder = InverseBuilder(reporter: reporter)
        guard builder.isFree(inverse, on: draft.entity, at: name.place, isExplicit: true) else { return }
        draft.entity.inverses.append(inverse)
    }

    private func position(of word: Word?, _ positions: [String: Int]) -> Int? {
        guard let word else { return nil }
        if let position = positions[word.value] { return position }
        reporter.error(
            .unknownEntity,
            at: word.place,
            "There is no entity '\(word.value)'.",
            fix: Suggestion.didYouMean(word.value, among: positions.keys.sorted())
        )
        return nil
    }

    /// The two relations of the entity between; nil after a report.
    private func ends(
        of syntax: ManyToManySyntax,
        from entity: Entity,
        to target: Entity,
        _ through: EntityDraft
    ) -> (near: String, far: String)? {
        guard let near = end("near", syntax.near, pointingAt: entity, of: through, syntax),
            let far = end("far", syntax.far, pointingAt: target, of: through, syntax)
        else { return nil }
        guard near != far else {
            reporter.error(
                .wrongManyToMany,
                at: (syntax.far ?? syntax.near ?? syntax.name).place,
                "'\(syntax.name.value)' begins and ends with the relation '\(near)' of \(through.entity.name).",
                fix: "Name two relations, with 'near:' and 'far:'."
            )
            return nil
        }
        return (near, far)
    }

    /// The relation at one end: the one that is named, or the only one that fits.
    private func end(
        _ key: String,
        _ word: Word?,
        pointingAt target: Entity,
        of through: EntityDraft,
        _ syntax: ManyToManySyntax
    ) -> String? {
        let join = through.entity
        let fitting = join.fields.filter { $0.reference?.target == target.name }.map(\.name)
        if let word {
            if fitting.contains(word.value) { return word.value }
            reporter.error(
                .wrongManyToMany,
                at: word.place,
                "\(join.name) has no relation '\(word.value)' to \(target.name).",
                fix: Suggestion.didYouMean(word.value, among: fitting)
            )
            return nil
        }
        if fitting.count == 1 { return fitting[0] }
        let list = fitting.map { "'\($0)'" }.joined(separator: " and ")
        reporter.error(
            .wrongManyToMany,
            at: syntax.through?.place ?? syntax.name.place,
            fitting.isEmpty
                ? "\(join.name) has no relation to \(target.name)."
                : "\(join.name) has several relations to \(target.name): \(list).",
            fix: fitting.isEmpty
                ? "Add a field with 'to: \(target.name)' to \(join.name)."
                : "Name the one that is meant with '\(key):'."
        )
        return nil
    }
}
