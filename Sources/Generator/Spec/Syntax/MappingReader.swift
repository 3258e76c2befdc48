internal import PlumblineSchema

/// Reads the values of one mapping by their keys; reports what is not as it should be.
struct MappingReader {
    let place: Place
    /// What the mapping describes, such as "the field 'notes'", for sentences.
    let subject: String
    let reporter: Reporter
    private let entries: [SpecNode.Entry]
    /// The keys of the entries.
    private let given: [String]

    /// Reads a mapping that may have these keys; reports others.
    init?(_ node: SpecNode, subject: String, keys: [String], at place: Place? = nil, reporter: Reporter) {
        guard case .mapping(let entries) = node.content else {
            reporter.error(
                .wrongKind,
                at: node.isNull ? place ?? node.place : node.place,
                "\(subject.capitalizedSentence) needs a mapping of keys, but here is \(node.kind).",
                fix: "It may have these keys: \(keys.joined(separator: ", "))."
            )
            return nil
        }
        self.place = place ?? node.place
        self.subject = subject
        self.reporter = reporter
        self.entries = entries
        given = entries.map { $0.key.value }
        for entry in entries where !keys.contains(entry.key.value) {
            reporter.error(
                .unknownKey,
                at: entry.key.place,
                "\(subject.capitalizedSentence) has no key '\(entry.key.value)'.",
                fix: Self.foreignKeys[entry.key.value].flatMap { keys.contains($0.key) ? $0.fix : nil }
                    ?? Suggestion.didYouMean(entry.key.value, among: keys)
                    ?? "It may have these keys: \(keys.joined(separator: ", "))."
            )
        }
    }

    /// What authors bring from other languages.
    private static let foreignKeys: [String: (key: String, fix: String)] = [
        "required": ("optional", "A field is required unless it says 'optional: true'."),
        "nullable": ("optional", "Write 'optional: true'."),
        "references": ("to", "Write 'to:' and the entity's name."),
        "description": ("doc", "Write 'doc:'."),
        "comment": ("doc", "Write 'doc:'."),
        "length": ("max_length", "Write 'max_length:'."),
        "method": ("using", "Write 'using:'."),
        "expression": ("on", "Write 'on:'."),
        "where": ("when", "Write 'when:'."),
    ]

    func node(_ key: String) -> SpecNode? {
        given.firstIndex(of: key).map { entries[$0].value }
    }

    /// Where the key stands.
    func keyPlace(_ key: String) -> Place? {
        given.firstIndex(of: key).map { entries[$0].key.place }
    }

    /// Reports that the mapping lacks a key it must have.
    func reportMissing(_ key: String, fix: String) {
        reporter.error(.missingKey, at: place, "\(subject.capitalizedSentence) has no '\(key)'.", fix: fix)
    }

    /// The single value of a key.
    func word(_ key: String) -> Word? {
        guard let node = node(key) else { return nil }
        guard let word = node.word else {
            report(node, key: key, expected: "a single value")
            return nil
        }
        return word
    }

    func text(_ key: String) -> String? {
        word(key)?.value
    }

    /// A boolean of YAML 1.2; false without the key.
    func flag(_ key: String) -> Bool {
        guard let word = word(key) else { return false }
        guard let value = CoreScalar.boolean(word.value) else {
            report(word, key: key, expected: "true or false")
            return false
        }
        return value
    }

    func integer(_ key: String) -> Placed<Int64>? {
        guard let word = word(key) else { return nil }
        guard let value = CoreScalar.integer(word.value) else {
            report(word, key: key, expected: "a whole number")
            return nil
        }
        return Placed(value: value, place: word.place)
    }

    /// A list of single values with the place of its key; nil without the key.
    func placedWords(_ key: String) -> Placed<[Word]>? {
        keyPlace(key).map { Placed(value: words(key), place: $0) }
    }

    /// A list of single values; empty without the key.
    func words(_ key: String) -> [Word] {
        node(key).map { words(in: $0, of: key) } ?? []
    }

    /// The single values of a list that stands under a key; empty where nothing stands.
    func words(in node: SpecNode, of key: String) -> [Word] {
        items(in: node, of: key).compactMap { item in
            if item.word == nil { report(item, key: key, expected: "a list of single values") }
            return item.word
        }
    }

    /// The items of a list; empty without the key.
    func items(_ key: String) -> [SpecNode] {
        node(key).map { items(in: $0, of: key) } ?? []
    }

    private func items(in node: SpecNode, of key: String) -> [SpecNode] {
        guard case .sequence(let items) = node.content else {
            report(node, key: key, expected: "a list")
            return []
        }
        return items
    }

    /// The entries of a mapping whose keys are the author's names; empty without the key.
    func entries(_ key: String) -> [SpecNode.Entry] {
        guard let node = node(key) else { return [] }
        guard case .mapping(let entries) = node.content else {
            report(node, key: key, expected: "a mapping")
            return []
        }
        return entries
    }

    /// A text with a grammar of its own, by default that of expressions.
    func expression(
        _ key: String,
        is expected: String = "an expression",
        _ noun: String = "expression"
    ) -> ExpressionSource? {
        guard let node = node(key) else { return nil }
        guard case .scalar(let text, let style) = node.content, !node.isNull else {
            let fix =
                node.kind == "a list" || node.kind == "a mapping" ? "Write the \(noun) in quotes." : nil
            report(node, key: key, expected: expected, fix: fix)
            return nil
        }
        return ExpressionSource(text: text, place: node.place, isPlain: style == .plain)
    }

    private func report(_ node: SpecNode, key: String, expected: String, fix: String? = nil) {
        let place = node.isNull ? keyPlace(key) ?? node.place : node.place
        reporter.error(.wrongKind, at: place, "'\(key)' is \(expected), but here is \(node.kind).", fix: fix)
    }

    private func report(_ word: Word, key: String, expected: String) {
        reporter.error(.wrongValue, at: word.place, "'\(key)' is \(expected), not '\(word.value)'.")
    }
}

extension String {
    /// The text with its first letter raised, to begin a sentence.
    var capitalizedSentence: String {
        prefix(1).uppercased() + dropFirst()
    }
}
