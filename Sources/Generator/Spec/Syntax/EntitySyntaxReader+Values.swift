/// Reads where the value of a field comes from when no caller gives it.
extension EntitySyntaxReader {
    func readDefault(_ reader: MappingReader) -> DefaultSyntax? {
        guard let node = reader.node("default"), case .mapping = node.content else {
            return reader.expression("default").map { DefaultSyntax(source: $0) }
        }
        let mapping = MappingReader(
            node,
            subject: "the default of \(reader.subject)",
            as: .defaultValue,
            at: reader.keyPlace("default"),
            reporter: reporter
        )
        guard let source = mapping?.expression("expression") else { return nil }
        return DefaultSyntax(source: source, isExpression: true)
    }

    func readGenerated(_ reader: MappingReader) -> DerivationSyntax? {
        guard let place = reader.keyPlace("generated") else { return nil }
        return DerivationSyntax(place: place, form: reader.expression("generated").map { .generated($0) })
    }

    func readComputed(_ reader: MappingReader) -> DerivationSyntax? {
        guard let place = reader.keyPlace("computed") else { return nil }
        guard let node = reader.node("computed"), case .mapping = node.content else {
            return DerivationSyntax(place: place, form: reader.expression("computed").map { .computed($0) })
        }
        let mapping = MappingReader(
            node,
            subject: "the computation of \(reader.subject)",
            as: .computation,
            at: place,
            reporter: reporter
        )
        guard let mapping else { return DerivationSyntax(place: place) }
        if let sql = mapping.word("sql") { return DerivationSyntax(place: place, form: .sql(sql)) }
        guard mapping.node("swift") != nil else { return DerivationSyntax(place: place) }
        return DerivationSyntax(place: place, form: .swift(mapping.words("swift")))
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
