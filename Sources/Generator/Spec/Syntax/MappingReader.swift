/// Reads the values of one mapping by their keys; reports what is not as it should be.
struct MappingReader {
    let place: Place
    /// What the mapping describes, such as "the field 'notes'", for sentences.
    let subject: String
    let reporter: Reporter
    let shape: MappingShape
    let entries: [SpecNode.Entry]
    /// The keys of the entries.
    let given: [String]

    /// Reads a mapping of that shape; reports other keys, those that are missing, and those that exclude each other.
    init?(
        _ node: SpecNode,
        subject: String,
        as shape: MappingShape,
        at place: Place? = nil,
        reporter: Reporter
    ) {
        guard case .mapping(let entries) = node.content else {
            reporter.error(
                .wrongKind,
                at: node.isNull ? place ?? node.place : node.place,
                "\(subject.capitalizedSentence) needs a mapping of keys, but here is \(node.kind).",
                fix: shape.listOfKeys
            )
            return nil
        }
        self.place = place ?? node.place
        self.subject = subject
        self.reporter = reporter
        self.shape = shape
        self.entries = entries
        given = entries.map { $0.key.value }
        reportUnknownKeys()
        for index in shape.requiredKeys where !isSaid(shape.names[index]) {
            reportMissing(shape.names[index], fix: shape.keys[index].fixIfMissing ?? "")
        }
        for rule in shape.rules { report(rule) }
    }

    func node(_ key: String) -> SpecNode? {
        guard let index = given.position(of: key) else { return nil }
        return entries[index].value
    }

    /// Where the key stands.
    func keyPlace(_ key: String) -> Place? {
        guard let index = given.position(of: key) else { return nil }
        return entries[index].key.place
    }

    func isSaid(_ key: String) -> Bool { given.position(of: key) != nil }

    // MARK: Values

    /// The single value of a key; one that is none of the words which the key takes is reported.
    func word(_ key: String) -> Word? {
        guard let node = node(key) else { return nil }
        guard let word = node.word else {
            report(node, key: key, expected: "a single value")
            return nil
        }
        if case .oneOf(let words) = shape.key(key)?.shape { check(word, of: key, isOneOf: words) }
        return word
    }

    func text(_ key: String) -> String? {
        word(key)?.value
    }

    /// A boolean of YAML 1.2; false without the key.
    func flag(_ key: String) -> Bool {
        plain(key, is: "true or false", CoreScalar.boolean)?.value ?? false
    }

    func integer(_ key: String) -> Placed<Int64>? {
        plain(key, is: "a whole number", CoreScalar.integer)
    }

    /// What YAML takes for something else than a text, which in quotes it would be.
    private func plain<Value>(
        _ key: String,
        is expected: String,
        _ read: (String) -> Value?
    ) -> Placed<Value>? {
        guard let node = node(key), let word = word(key) else { return nil }
        let value = read(word.value)
        guard let value, case .scalar(_, .plain) = node.content else {
            reporter.error(
                .wrongValue,
                at: word.place,
                "'\(key)' is \(expected), not \(value == nil ? "" : "the text ")'\(word.value)'.",
                fix: value == nil ? nil : "Remove the quotes."
            )
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
        guard let node = node(key) else { return [] }
        let words = words(in: node, of: key)
        if case .sequence = node.content { check(words, in: node, of: key) }
        return words
    }

    /// The single values of a list that stands under a key; empty where nothing stands.
    func words(in node: SpecNode, of key: String) -> [Word] {
        items(in: node, of: key).compactMap { item in
            if item.word == nil { report(item, key: key, expected: "a list of single values") }
            return item.word
        }
    }

    /// Reports words of a list that the key does not take, and one that it needs.
    private func check(_ words: [Word], in node: SpecNode, of key: String) {
        guard case .list(let item, let needed) = shape.key(key)?.shape else { return }
        if case .oneOf(let known) = item { words.forEach { check($0, of: key, isOneOf: known) } }
        guard let needed, !words.contains(where: { $0.value == needed }) else { return }
        reporter.error(.wrongValue, at: node.place, "'\(key)' lists at least '\(needed)'.", fix: "Add it.")
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
        if entries.isEmpty, let said = shape.key(key), case .map(_, _, needsOne: true) = said.shape {
            reportMissing(key, fix: said.fixIfMissing ?? "Write at least one.")
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

    private func check(_ word: Word, of key: String, isOneOf words: [String]) {
        guard !words.contains(word.value) else { return }
        let list = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
        reporter.error(
            .wrongValue,
            at: word.place,
            words.count < 7
                ? "'\(key)' is \(list), not '\(word.value)'." : "'\(key)' cannot be '\(word.value)'.",
            fix: Suggestion.didYouMean(word.value, among: words)
                ?? (words.count < 7 ? nil : "It can be \(list).")
        )
    }

    private func report(_ node: SpecNode, key: String, expected: String, fix: String? = nil) {
        let place = node.isNull ? keyPlace(key) ?? node.place : node.place
        reporter.error(.wrongKind, at: place, "'\(key)' is \(expected), but here is \(node.kind).", fix: fix)
    }
}

extension String {
    /// The text with its first letter raised, to begin a sentence.
    var capitalizedSentence: String {
        prefix(1).uppercased() + dropFirst()
    }
}
