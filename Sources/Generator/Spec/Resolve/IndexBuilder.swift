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
                    "The index at \(first.origin) \(syntax.name == nil ? "is over the same fields" : "has the same name").",
                    fix: "Keep one of them, or give one a name of its own with 'name:'."
                )
                continue
            }
            indexes.append(index)
        }
        reportFormerNames(indexes)
        return indexes + relationIndexes(beside: indexes, rules)
    }

    private func index(_ syntax: IndexSyntax) -> Index? {
        let condition = syntax.condition.flatMap { source in
            let checker = checker(source, as: .condition)
            return checker.parse().flatMap { checker.check($0, is: .boolean) }
        }
        let rules = NameRules(reporter: reporter)
        if let name = syntax.name, !rules.checkSnake(name, "the name of an index") { return nil }
        if let name = syntax.renamedFrom, !rules.checkSnake(name, "the former name of an index") {
            return nil
        }
        guard var index = syntax.expression == nil ? overFields(syntax) : overExpression(syntax) else {
            return nil
        }
        index.name = syntax.name?.value ?? index.name
        index.condition = condition
        index.doc = syntax.doc
        index.renamedFrom = syntax.renamedFrom?.value
        return index
    }

    private func checker(_ source: ExpressionSource, as context: ExpressionContext) -> ExpressionChecker {
        ExpressionChecker(source, on: entity, as: context, symbols: symbols, reporter: reporter)
    }

    // MARK: What it is over

    private func overExpression(_ syntax: IndexSyntax) -> Index? {
        guard let source = syntax.expression, syntax.fieldsPlace == nil else { return nil }
        let checker = checker(source, as: .index)
        guard let typed = checker.parse().flatMap({ checker.infer($0) }) else { return nil }
        let shape = IndexShape(syntax, keys: [(nil, typed.type, source.place)], reporter: reporter)
        guard let form = shape.form(include: included(syntax)) else { return nil }
        let words = source.text.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        return Index(
            name: Naming.databaseName(entity.table, words.joined(separator: "_"), "idx"),
            fields: [],
            expression: typed.expression,
            include: form.include,
            method: form.method,
            operatorClass: form.operatorClass,
            origin: syntax.place.origin
        )
    }

    private func overFields(_ syntax: IndexSyntax) -> Index? {
        let list = FieldList(entity: entity, symbols: symbols, reporter: reporter)
        guard let names = list.names(syntax.fields, for: "an index", allowing: { $0 != .password }) else {
            return nil
        }
        guard !names.isEmpty else {
            // Without the key, that is what was reported.
            if let place = syntax.fieldsPlace {
                reporter.error(.wrongIndex, at: place, "An index lists at least one field.")
            }
            return nil
        }
        let keys = syntax.fields.compactMap { word in
            entity.field(word.value).flatMap { ValueType(of: $0, in: entity) }.map {
                (name: Optional(word.value), type: $0, place: word.place)
            }
        }
        let shape = IndexShape(syntax, keys: keys, reporter: reporter)
        guard let form = shape.form(include: included(syntax)) else { return nil }
        var index = makeIndex(names, origin: syntax.place.origin)
        index.descending = form.descending
        index.include = form.include
        index.method = form.method
        index.operatorClass = form.operatorClass
        return index
    }

    /// The fields of `include`; nil after a report.
    private func included(_ syntax: IndexSyntax) -> [String]? {
        FieldList(entity: entity, symbols: symbols, reporter: reporter)
            .names(syntax.include, for: "'include'", allowing: { $0 != .password })
    }

    private func makeIndex(_ names: [String], origin: Origin) -> Index {
        let columns = names.compactMap { entity.field($0)?.column }.joined(separator: "_")
        return Index(
            name: Naming.databaseName(entity.table, columns, "idx"),
            fields: names,
            origin: origin
        )
    }

    // MARK: Beside others

    private func reportFormerNames(_ indexes: [Index]) {
        for (index, syntax) in zip(indexes, draft.syntax.indexes) {
            guard let word = syntax.renamedFrom, indexes.contains(where: { $0.name == word.value }) else {
                continue
            }
            reporter.error(
                .nameInUse,
                at: word.place,
                "'\(index.name)' cannot have been '\(word.value)', which is there still.",
                fix: "Remove 'renamed_from', or give the former name."
            )
        }
    }

    /// Without one, a deletion of the target, and every look at the relation from there, reads the whole table.
    private func relationIndexes(beside indexes: [Index], _ rules: [Rule]) -> [Index] {
        var leading = Set(indexes.filter(\.leadsToItsFirstField).compactMap(\.fields.first))
        if let first = entity.key.first { leading.insert(first.name) }
        for rule in rules {
            if case .unique(let names, condition: nil) = rule.demand, let first = names.first {
                leading.insert(first)
            }
        }
        return entity.fields.filter { $0.reference != nil && !leading.contains($0.name) }.map {
            makeIndex([$0.name], origin: $0.origin)
        }
    }
}
