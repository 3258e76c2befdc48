/// Reads where the value of a field comes from when no caller gives it.
extension EntitySyntaxReader {
    /// Reads `default`, `generated` or `computed`.
    func readValue(_ reader: MappingReader, into field: inout FieldSyntax) {
        field.defaultValue = readDefault(reader)
        field.derivation = readGenerated(reader) ?? readComputed(reader)
        reportConflicts(reader)
    }

    private func readDefault(_ reader: MappingReader) -> DefaultSyntax? {
        guard let node = reader.node("default"), case .mapping = node.content else {
            return reader.expression("default").map { DefaultSyntax(source: $0) }
        }
        let mapping = MappingReader(
            node,
            subject: "the default of \(reader.subject)",
            keys: ["expression"],
            at: reader.keyPlace("default"),
            reporter: reporter
        )
        guard let source = mapping?.expression("expression") else { return nil }
        return DefaultSyntax(source: source, isExpression: true)
    }

    private func readGenerated(_ reader: MappingReader) -> DerivationSyntax? {
        guard let place = reader.keyPlace("generated") else { return nil }
        return DerivationSyntax(place: place, form: reader.expression("generated").map { .generated($0) })
    }

    private func readComputed(_ reader: MappingReader) -> DerivationSyntax? {
        guard let place = reader.keyPlace("computed") else { return nil }
        guard let node = reader.node("computed"), case .mapping = node.content else {
            return DerivationSyntax(place: place, form: reader.expression("computed").map { .computed($0) })
        }
        let mapping = MappingReader(
            node,
            subject: "the computation of \(reader.subject)",
            keys: ["sql", "swift"],
            at: place,
            reporter: reporter
        )
        guard let mapping else { return DerivationSyntax(place: place) }
        switch (mapping.node("sql"), mapping.keyPlace("swift")) {
        case (nil, nil):
            mapping.reportMissing("sql", fix: "Write the SQL expression under 'sql'.")
            return DerivationSyntax(place: place)
        case (_?, let other?):
            reporter.error(
                .conflictingKeys,
                at: other,
                "\(mapping.subject.capitalizedSentence) has both 'sql' and 'swift'.",
                fix: "Keep one of them."
            )
            return DerivationSyntax(place: place)
        case (nil, _?):
            return DerivationSyntax(place: place, form: .swift(mapping.words("swift")))
        case (_?, nil):
            return DerivationSyntax(place: place, form: mapping.word("sql").map { .sql($0) })
        }
    }

    /// A value comes from one place only, and one that is not stored has neither a column nor limits.
    private func reportConflicts(_ reader: MappingReader) {
        let sources = ["default", "generated", "computed"].filter { reader.node($0) != nil }
        for other in sources.dropFirst() {
            report(other, with: sources[0], reader, fix: "Keep one of them.")
        }
        guard sources.contains("computed") else { return }
        let stored = ["optional", "unique", "column", "min_length", "max_length", "min", "max", "format"]
        // What Swift computes may be nothing; of the others what they read tells.
        let isSwift = reader.node("computed")?.hasKey("swift") == true
        for key in stored where !(isSwift && key == "optional") {
            report(key, with: "computed", reader, fix: "Remove it: a computed field is not stored.")
        }
    }

    private func report(_ key: String, with other: String, _ reader: MappingReader, fix: String) {
        guard let place = reader.keyPlace(key) else { return }
        reporter.error(
            .conflictingKeys,
            at: place,
            "\(reader.subject.capitalizedSentence) has both '\(other)' and '\(key)'.",
            fix: fix
        )
    }
}

/// Reads the rows that belong to the schema.
extension EntitySyntaxReader {
    func readRow(_ entry: SpecNode.Entry) -> RowSyntax {
        guard case .mapping(let values) = entry.value.content else {
            reporter.error(
                .wrongKind,
                at: entry.value.isNull ? entry.key.place : entry.value.place,
                "The row '\(entry.key.value)' is a mapping of fields to values, but here is \(entry.value.kind)."
            )
            return RowSyntax(name: entry.key, values: [])
        }
        return RowSyntax(name: entry.key, values: values)
    }
}
