internal import PlumblineSchema

/// Makes the indexes of an entity: those it lists, then one for each relation that no index begins with.
struct IndexBuilder {
    let draft: EntityDraft
    let symbols: SymbolTable
    let reporter: Reporter

    private var entity: Entity { draft.entity }

    func indexes(beside rules: [Rule]) -> [Index] {
        var indexes: [Index] = []
        for syntax in draft.syntax.indexes {
            guard let index = index(syntax) else { continue }
            if let first = indexes.first(where: { $0.name == index.name }) {
                reporter.error(
                    .wrongIndex,
                    at: syntax.place,
                    "The index at \(first.origin) is over the same fields.",
                    fix: "Keep one of them."
                )
                continue
            }
            indexes.append(index)
        }
        return indexes + relationIndexes(beside: indexes, rules)
    }

    private func index(_ syntax: IndexSyntax) -> Index? {
        let condition = syntax.condition.flatMap { source in
            let checker = ExpressionChecker(
                source,
                on: entity,
                as: .condition,
                symbols: symbols,
                reporter: reporter
            )
            return checker.parse().flatMap { checker.check($0, is: .boolean) }
        }
        let names = FieldList(entity: entity, symbols: symbols, reporter: reporter)
            .names(syntax.fields, for: "an index")
        guard let names else { return nil }
        guard !names.isEmpty else {
            // Without the key, that is what was reported.
            if let place = syntax.fieldsPlace {
                reporter.error(.wrongIndex, at: place, "An index lists at least one field.")
            }
            return nil
        }
        return makeIndex(names, condition: condition, origin: syntax.place.origin)
    }

    private func makeIndex(_ names: [String], condition: Expression?, origin: Origin) -> Index {
        let columns = names.compactMap { entity.field($0)?.column }.joined(separator: "_")
        return Index(
            name: Naming.databaseName(entity.table, columns, "idx"),
            fields: names,
            condition: condition,
            origin: origin
        )
    }

    /// Without one, a deletion of the target, and every look at the relation from there, reads the whole table.
    private func relationIndexes(beside indexes: [Index], _ rules: [Rule]) -> [Index] {
        var leading = Set(indexes.filter { $0.condition == nil }.compactMap(\.fields.first))
        if let first = entity.key.first { leading.insert(first.name) }
        for rule in rules {
            if case .unique(let names, condition: nil) = rule.demand, let first = names.first {
                leading.insert(first)
            }
        }
        return entity.fields.filter { $0.reference != nil && !leading.contains($0.name) }.map {
            makeIndex([$0.name], condition: nil, origin: $0.origin)
        }
    }
}
