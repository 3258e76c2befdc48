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
        case .disjoint(let range, let per, let condition):
            "no overlap of `\(range)`" + (per.isEmpty ? "" : " per \(list(per))") + when(condition)
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

    func code(_ expression: Expression) -> String {
        Markdown.code(SpecExpressionPrinter.print(expression))
    }
}
