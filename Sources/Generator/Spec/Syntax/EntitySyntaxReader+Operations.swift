extension EntitySyntaxReader {
    /// Reads an entry of `queries:` or `mutations:`.
    func readOperation(_ entry: SpecNode.Entry, isMutation: Bool) -> OperationSyntax {
        var operation = OperationSyntax(name: entry.key, isMutation: isMutation)
        let reader = MappingReader(
            entry.value,
            subject: "the \(isMutation ? "mutation" : "query") '\(entry.key.value)'",
            as: .operation,
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return operation }
        operation.doc = reader.text("doc")
        operation.arguments = reader.entries("arguments").map { readField($0) }
        operation.rules = reader.entries("rules").compactMap(readRule)
        operation.result = reader.word("returns")
        operation.access = reader.expression("access")
        return operation
    }
}
