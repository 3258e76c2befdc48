import PlumblineSchema

extension ModelDocument {
    func write(_ entity: Entity, to page: inout Markdown) {
        page.heading(2, entity.name)
        if let words = entity.documentation { page.paragraph(Markdown.escaped(words)) }
        let table = [entity.databaseSchema, entity.table].compactMap(\.self).joined(separator: ".")
        let keeper = entity.isManaged ? "" : ", kept by others"
        page.paragraph("Table `\(table)`\(keeper), said in `\(entity.origin)`.")
        page.table(
            ["Field", "Column", "Type", "Default", "Rules", "Meaning"],
            entity.fields.map { row($0, of: entity) }
        )
        writeRelations(entity, to: &page)
        writeRules(entity, to: &page)
        writeIndexes(entity, to: &page)
        let access = entity.access
        page.table(
            ["Who may", "On which rows"],
            [
                ("read", access.read), ("create", access.create), ("update", access.update),
                ("delete", access.delete),
            ]
            .map { [$0, code($1)] }
        )
    }

    private func row(_ field: Field, of entity: Entity) -> [String] {
        let reason = field.deprecationReason.map { "Deprecated: \($0)" }
        let words = [field.doc, reason].compactMap(\.self).joined(separator: " ")
        return [
            "`\(field.name)`", field.isStored ? "`\(field.column)`" : "", type(of: field),
            field.defaultValue.map(code) ?? "", rules(of: field).joined(separator: "; "),
            Markdown.escaped(words),
        ]
    }

    private func type(of field: Field) -> String {
        let name: String
        if let target = field.reference?.target {
            name = link(target)
        } else if case .enumeration(let type) = field.type {
            name = link(type)
        } else if case .decimal(let precision, let scale) = field.type {
            name = "decimal(\(precision), \(scale))"
        } else {
            name = field.type.specName
        }
        return field.isOptional ? "\(name), optional" : name
    }

    private func rules(of field: Field) -> [String] {
        let limits = field.constraints
        var rules: [String] = [derivation(of: field)].compactMap(\.self)
        switch (limits.minLength, limits.maxLength) {
        case (let least?, let most?): rules.append("\(least) to \(most) characters")
        case (let least?, nil): rules.append("at least \(least) characters")
        case (nil, let most?): rules.append("at most \(most) characters")
        case (nil, nil): break
        }
        switch (limits.minimum, limits.maximum) {
        case (let least?, let most?): rules.append("\(least) to \(most)")
        case (let least?, nil): rules.append("at least \(least)")
        case (nil, let most?): rules.append("at most \(most)")
        case (nil, nil): break
        }
        if let pattern = limits.pattern { rules.append("pattern \(Markdown.code(pattern.source))") }
        if let list = limits.oneOf {
            rules.append("one of " + list.map { code(.literal($0)) }.joined(separator: ", "))
        }
        for step in field.transitions?.steps ?? [] {
            rules.append("`\(step.from)` leads to " + step.to.map { "`\($0)`" }.joined(separator: ", "))
        }
        if let format = limits.format { rules.append("format `\(format.rawValue)`") }
        if let reference = field.reference { rules.append("on delete `\(reference.onDelete.rawValue)`") }
        if field.managed != nil { rules.append("kept by the server") }
        if field.type == .password { rules.append("never shown") }
        if field.access.read != FieldAccess.open.read { rules.append("read: \(code(field.access.read))") }
        if field.access.write != FieldAccess.open.write { rules.append("write: \(code(field.access.write))") }
        return rules
    }

    private func derivation(of field: Field) -> String? {
        switch field.derivation {
        case .generated(let expression): "generated as \(code(expression))"
        case .computed(let expression): "computed as \(code(expression))"
        case .sql(let text): "computed as \(Markdown.code(text))"
        case nil: nil
        }
    }

    // MARK: Beside the fields

    private func writeRelations(_ entity: Entity, to page: inout Markdown) {
        guard !entity.inverses.isEmpty else { return }
        page.table(
            ["Pointed at by", "Under the name"],
            entity.inverses.map { inverse in
                let many = inverse.isToOne ? "at most one" : "any number"
                return ["\(link(inverse.entity)).`\(inverse.field)`, \(many)", "`\(inverse.name)`"]
            }
        )
    }

    private func writeRules(_ entity: Entity, to page: inout Markdown) {
        guard !entity.rules.isEmpty else { return }
        page.table(
            ["Rule", "Demands", "Message", "Code"],
            entity.rules.map { rule in
                ["`\(rule.name)`", demand(rule), Markdown.escaped(rule.message), "`\(rule.code)`"]
            }
        )
    }

    private func demand(_ rule: Rule) -> String {
        func list(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
        func when(_ condition: Expression?) -> String { condition.map { " when \(code($0))" } ?? "" }
        return switch rule.demand {
        case .check(let expression): code(expression)
        case .unique(let fields, let condition):
            "unique \(list(fields))" + (rule.nullsNotDistinct == true ? ", also without a value" : "")
                + when(condition)
        case .noOverlap(let start, let end, let per, let condition):
            "no overlap of \(list([start, end]))" + (per.isEmpty ? "" : " per \(list(per))") + when(condition)
        case .agrees(let relation, let field, let own): "`\(relation).\(field) = \(own)`"
        }
    }

    private func writeIndexes(_ entity: Entity, to page: inout Markdown) {
        var rows = entity.indexes.map { index in
            let over =
                index.expression.map(code)
                ?? index.fields.map {
                    "`\($0)`" + (index.descending?.contains($0) == true ? " descending" : "")
                }
                .joined(separator: ", ")
            let kind = index.method.map { ", \($0.rawValue)" } ?? ""
            let include = index.include.map { ", with " + $0.map { "`\($0)`" }.joined(separator: ", ") } ?? ""
            let when = index.condition.map { " when \(code($0))" } ?? ""
            return ["`\(index.name)`", over + kind + include + when, Markdown.escaped(index.doc ?? "")]
        }
        if let search = entity.search {
            let fields = search.fields.map { "`\($0)`" }.joined(separator: ", ")
            rows.append(["`\(search.index)`", "words of \(fields), \(search.language.rawValue)", "Search."])
        }
        guard !rows.isEmpty else { return }
        page.table(["Index", "Over", "Purpose"], rows)
    }

    private func code(_ expression: Expression) -> String {
        Markdown.code(SpecExpressionPrinter.print(expression))
    }
}
