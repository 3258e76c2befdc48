/// Reports keys that do not fit the shape of the mapping.
extension MappingReader {
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

    func reportUnknownKeys() {
        for (index, key) in given.enumerated() where shape.names.position(of: key) == nil {
            let entry = entries[index]
            reporter.error(
                .unknownKey,
                at: entry.key.place,
                "\(subject.capitalizedSentence) has no key '\(entry.key.value)'.",
                fix: Self.foreignKeys[entry.key.value].flatMap { shape.key($0.key) == nil ? nil : $0.fix }
                    ?? Suggestion.didYouMean(entry.key.value, among: shape.keys.map(\.name))
                    ?? shape.listOfKeys
            )
        }
    }

    /// Reports that the mapping lacks a key it must have.
    func reportMissing(_ key: String, fix: String) {
        reporter.error(.missingKey, at: place, "\(subject.capitalizedSentence) has no '\(key)'.", fix: fix)
    }

    /// Reports where the keys break a rule.
    func report(_ rule: KeyRule) {
        switch rule {
        case .some(let keys, let fix):
            if !keys.contains(where: isSaid) { reportMissing(keys[0], fix: fix) }
        case .one(let keys, let fix):
            let said = keys.filter(isSaid)
            if said.isEmpty {
                let list = keys.dropLast().joined(separator: "', '") + "' or '" + (keys.last ?? "")
                reportMissing(list, fix: fix)
            }
            for other in said.dropFirst() { reportConflict(said[0], other, fix: fix) }
        case .needs(let key, let other, let fix):
            guard let place = keyPlace(key), !isSaid(other) else { return }
            let sentence = "\(subject.capitalizedSentence) has '\(key)' but no '\(other)'."
            reporter.error(.conflictingKeys, at: place, sentence, fix: fix)
        case .excludes(let key, let others, let fix):
            guard isSaid(key) else { return }
            for other in others { reportConflict(key, other, fix: fix) }
        case .excludesUnless(let key, let exception, let others, let fix):
            guard let value = node(key), !value.hasKey(exception) else { return }
            for other in others { reportConflict(key, other, fix: fix) }
        case .excludesIfTrue(let key, let others, let fix):
            guard let word = node(key)?.word, CoreScalar.boolean(word.value) == true else { return }
            for other in others { reportConflict(key, other, fix: fix) }
        }
    }

    /// Reports the second of two keys, if it is there.
    private func reportConflict(_ key: String, _ other: String, fix: String) {
        guard let place = place(ofPath: other) else { return }
        let sentence = "\(subject.capitalizedSentence) has both '\(key)' and '\(other)'."
        reporter.error(.conflictingKeys, at: place, sentence, fix: fix)
    }

    /// Where a key stands, or with a point the key of what stands under another.
    private func place(ofPath path: String) -> Place? {
        let keys = path.split(separator: ".").map(String.init)
        guard keys.count == 2 else { return keyPlace(path) }
        guard case .mapping(let entries)? = node(keys[0])?.content else { return nil }
        return entries.first { $0.key.value == keys[1] }?.key.place
    }
}

extension MappingShape {
    /// All keys there are, as a sentence.
    var listOfKeys: String {
        "It may have these keys: \(keys.map(\.name).joined(separator: ", "))."
    }
}
