/// Lists and what is in them.
extension ValueCheck {
    /// The rules of the list, then those of each element; none is looked for twice while one is wrong in itself.
    func list(_ elements: [Value]) -> [Violation] {
        let wrong = elements.enumerated().flatMap { index, element in violations(at: index, element) }
        return count(elements.count) + wrong + (wrong.isEmpty ? duplicates(elements) : [])
    }

    private func count(_ count: Int) -> [Violation] {
        if let least = field.list?.minItems, count < least {
            return [Violation(.tooShort, of: field, "has fewer than \(Naming.count(least, "item"))")]
        }
        if let most = field.list?.maxItems, count > most {
            return [Violation(.tooLong, of: field, "has more than \(Naming.count(most, "item"))")]
        }
        return []
    }

    private func violations(at index: Int, _ value: Value) -> [Violation] {
        guard let element = field.element else { return [] }
        let found =
            value == .null
            ? [Violation(.required, of: element, "must not be null")]
            : ValueCheck(schema: schema, field: element).violations(of: value)
        let name = Naming.sentenceStart(field.name)
        return found.map { violation in
            var violation = violation
            violation.message =
                "Item \(index + 1) of \(Naming.words(field.name))\(violation.message.dropFirst(name.count))"
            return violation
        }
    }

    private func duplicates(_ elements: [Value]) -> [Violation] {
        guard field.list?.hasUniqueItems == true else { return [] }
        guard Set(elements.map(\.identity)).count < elements.count else { return [] }
        return [Violation(.duplicateItem, of: field, "has an item twice")]
    }
}

extension Value {
    /// What two values have in common exactly if PostgreSQL holds them equal: Swift's texts look through canonical
    /// equivalence.
    fileprivate var identity: Value {
        if case .text(let text) = self { .bytes(Array(text.utf8)) } else { self }
    }
}
