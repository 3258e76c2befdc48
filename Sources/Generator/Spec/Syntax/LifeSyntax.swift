/// What is said about the life of an entity, a field or a value of an enum: what it was called, and that it will go.
struct LifeSyntax {
    var deprecated: DeprecationSyntax?
    var renamedFrom: Word?

    var isEmpty: Bool { deprecated == nil && renamedFrom == nil }
}

/// `deprecated:`
struct DeprecationSyntax {
    /// Where it is said.
    var place: Place
    /// A sentence, where it is no mapping.
    var message: Word?
    var since: Word?
    var removeAfter: Word?
    var use: Word?
}

extension LifeSyntax {
    /// Reads it from the mapping of what it is about.
    init(_ reader: MappingReader) {
        renamedFrom = reader.word("renamed_from")
        guard let node = reader.node("deprecated"), let place = reader.keyPlace("deprecated") else { return }
        if let message = node.word {
            deprecated = DeprecationSyntax(place: place, message: message)
            return
        }
        let mapping = MappingReader(
            node,
            subject: "the deprecation of \(reader.subject)",
            as: .deprecation,
            at: place,
            reporter: reader.reporter
        )
        guard let mapping else { return }
        deprecated = DeprecationSyntax(
            place: place,
            since: mapping.word("since"),
            removeAfter: mapping.word("remove_after"),
            use: mapping.word("use")
        )
    }
}
