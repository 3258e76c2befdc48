import PlumblineSchema

/// What the dictionary says of a field.
extension ModelDocument {
    func row(_ field: Field, of entity: Entity) -> [String] {
        let reason = field.deprecationReason.map { "Deprecated: \($0)" }
        let words = [field.doc, reason].compactMap(\.self).joined(separator: " ")
        return [
            "`\(field.name)`", storage(of: field), type(of: field),
            field.defaultValue.map(code) ?? "", rules(of: field).joined(separator: "; "),
            Markdown.escaped(words),
        ]
    }

    /// The column, or the place in one of jsonb.
    private func storage(of field: Field) -> String {
        guard field.isStored else { return "" }
        guard let part = field.part, let document = part.jsonColumn else { return "`\(field.column)`" }
        return "`\(document) ->> '\(part.member)'`"
    }

    private func type(of field: Field) -> String {
        let name = field.reference.map { link($0.target) } ?? words(for: field.type)
        return field.isOptional ? "\(name), optional" : name
    }

    private func words(for type: FieldType) -> String {
        switch type {
        case .enumeration(let name): link(name)
        case .decimal(let precision, let scale): "decimal(\(precision), \(scale))"
        case .array(let element): "list of \(words(for: element))"
        case .range(let bound): "range of \(words(for: bound))"
        default: type.specName
        }
    }

    private func rules(of field: Field) -> [String] {
        var rules = [derivation(of: field)].compactMap(\.self)
        if let list = field.list { rules += self.rules(of: list) }
        rules += self.rules(of: field.constraints)
        for step in field.transitions?.steps ?? [] {
            rules.append("`\(step.from)` leads to " + step.to.map { "`\($0)`" }.joined(separator: ", "))
        }
        if let reference = field.reference { rules.append("on delete `\(reference.onDelete.rawValue)`") }
        return rules + keeping(of: field) + self.rules(of: field.access)
    }

    private func rules(of list: ListConstraints) -> [String] {
        let count = bounds(list.minItems, list.maxItems).map { "\($0) values" }
        return [count, list.hasUniqueItems ? "no value twice" : nil].compactMap(\.self)
            + rules(of: list.elements)
    }

    private func rules(of limits: ValueConstraints) -> [String] {
        let oneOf = limits.oneOf.map { list in
            "one of " + list.map { code(.literal($0)) }.joined(separator: ", ")
        }
        let normalization = limits.normalization.map { list in
            "kept as " + list.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        }
        return [
            bounds(limits.minLength, limits.maxLength).map { "\($0) characters" },
            bounds(limits.minimum, limits.maximum),
            limits.pattern.map { "pattern \(Markdown.code($0.source))" },
            oneOf,
            limits.format.map { "format `\($0.rawValue)`" },
            normalization,
        ].compactMap(\.self)
    }

    /// Who keeps its value, and how.
    private func keeping(of field: Field) -> [String] {
        let classes = field.classes
        return [
            field.managed == nil ? nil : "kept by the server",
            field.preset == nil ? nil : "set by the server",
            field.type == .password || classes.isSecret ? "never shown" : nil,
            classes.isPersonal ? "personal" : nil,
            classes.isEncrypted ? "encrypted" : nil,
            classes.retention.map { "kept \($0.words)" },
        ].compactMap(\.self)
    }

    private func rules(of access: FieldAccess) -> [String] {
        let open = FieldAccess.open
        return [
            access.read == open.read ? nil : "read: \(code(access.read))",
            access.mask.map { "else shown as \(code($0))" },
            access.create == open.create ? nil : "create: \(code(access.create))",
            access.update == open.update ? nil : "update: \(code(access.update))",
        ].compactMap(\.self)
    }

    private func bounds<Bound>(_ least: Bound?, _ most: Bound?) -> String? {
        switch (least, most) {
        case (let least?, let most?): "\(least) to \(most)"
        case (let least?, nil): "at least \(least)"
        case (nil, let most?): "at most \(most)"
        case (nil, nil): nil
        }
    }

    private func derivation(of field: Field) -> String? {
        switch field.derivation {
        case .generated(let expression): "generated as \(code(expression))"
        case .computed(let expression): "computed as \(code(expression))"
        case .sql(let text): "computed as \(Markdown.code(text))"
        case .swift(let names): "computed in Swift from " + names.map { "`\($0)`" }.joined(separator: ", ")
        case nil: nil
        }
    }
}
