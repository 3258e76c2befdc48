/// The rule "Field Selection Merging" (GraphQL specification, section 5.3.2).
///
/// Comparing fields pair by pair, and fragments pair by pair inside that, takes exponential time on hostile
/// documents. This merges instead, as execution will: all fields with one response name are put into classes of
/// equal meaning, more than one class is a conflict, and what is selected below is merged and looked at once.
/// It does so twice, for the two halves of the rule: names and arguments have to agree among fields that one
/// object can have, the shapes of results among all.
struct OverlappingFields {
    enum Demand {
        case sameField
        case sameShape
    }

    /// A field as one selection set sees it.
    private struct Entry {
        var field: FieldNode
        var parent: TypeDefinition?
        var type: TypeReference?
        /// The entry in whose selection set it is.
        var ancestor: Int?
    }

    private let types: TypeSystem
    private let fragments: [String: FragmentDefinition]
    private let maximumEntries: Int
    private let maximumDepth: Int
    private var entries: [Entry] = []

    /// What was found; the same pair of fields is there once.
    private(set) var conflicts = ConflictList()

    /// Whether the document was too entangled to be looked at to the end.
    var isExhausted: Bool { entries.count > maximumEntries }

    /// - Parameters:
    ///   - maximumEntries: How many fields are looked at, each as often as it is merged.
    ///   - maximumDepth: How many levels are looked at. Documents with a cycle of fragments have no end.
    init(
        types: TypeSystem,
        fragments: [String: FragmentDefinition],
        maximumEntries: Int,
        maximumDepth: Int
    ) {
        self.types = types
        self.fragments = fragments
        self.maximumEntries = maximumEntries
        self.maximumDepth = maximumDepth
    }

    mutating func check(_ selections: [SelectionNode], in parent: TypeDefinition?) {
        let roots = collect([(selections, parent, nil)])
        check(roots, for: .sameField, depth: 0)
        check(roots, for: .sameShape, depth: 0)
    }
}

extension OverlappingFields {
    private mutating func check(_ set: [Int], for demand: Demand, depth: Int) {
        guard depth <= maximumDepth else { return }
        for group in groups(set) {
            guard !isExhausted else { return }
            for group in demand == .sameField ? coexisting(group) : [group] {
                let classes = classes(of: group, for: demand)
                if classes.count > 1 { reportPairs(classes, demand) }
                for alike in classes { check(collectChildren(of: alike), for: demand, depth: depth + 1) }
            }
        }
    }

    /// The entries by response name, in the order of the document.
    private func groups(_ set: [Int]) -> [[Int]] {
        var position: [String: Int] = [:]
        var groups: [[Int]] = []
        for index in set {
            let name = entries[index].field.responseName
            if let known = position[name] {
                groups[known].append(index)
            } else {
                position[name] = groups.count
                groups.append([index])
            }
        }
        return groups
    }

    /// Fields of different object types are never on one object; those of an abstract type can be on any.
    private func coexisting(_ group: [Int]) -> [[Int]] {
        guard group.count > 1 else { return [group] }
        var objects: [String] = []
        for index in group {
            guard let parent = entries[index].parent, !parent.isAbstract else { continue }
            if !objects.contains(parent.name) { objects.append(parent.name) }
        }
        guard objects.count > 1 else { return [group] }
        return objects.map { name in
            group.filter { index in
                guard let parent = entries[index].parent else { return true }
                return parent.isAbstract || parent.name == name
            }
        }
    }

    private func classes(of group: [Int], for demand: Demand) -> [[Int]] {
        guard group.count > 1 else { return [group] }
        var position: [String: Int] = [:]
        var classes: [[Int]] = []
        for index in group {
            let meaning = demand == .sameField ? fieldMeaning(entries[index]) : shape(entries[index].type)
            guard let meaning else { continue }
            if let known = position[meaning] {
                classes[known].append(index)
            } else {
                position[meaning] = classes.count
                classes.append([index])
            }
        }
        return classes
    }

    private func fieldMeaning(_ entry: Entry) -> String {
        "\(entry.field.name.text)(\(Self.canonical(entry.field.arguments)))"
    }

    /// The lists and nulls around a type, and its name if it is a leaf: objects are compared field by field.
    /// Nil for an unknown field, about which nothing can be said.
    private func shape(_ type: TypeReference?) -> String? {
        switch type {
        case nil: nil
        case .named(let name): types[name]?.isLeaf == true ? name : "{}"
        case .list(let item): shape(item).map { "[\($0)]" }
        case .nonNull(let inner): shape(inner).map { "\($0)!" }
        }
    }

    private static func canonical(_ arguments: [Argument]) -> String {
        func sorted(_ value: ValueNode) -> ValueNode {
            switch value.kind {
            case .list(let items): ValueNode(.list(items.map(sorted)))
            case .object(let fields): ValueNode(.object(byName(fields)))
            default: value
            }
        }
        func byName(_ fields: [Argument]) -> [Argument] {
            fields.map { Argument(name: $0.name, value: sorted($0.value)) }
                .sorted { $0.name.text < $1.name.text }
        }
        return byName(arguments).map { "\($0.name.text): \(Printer.print($0.value))" }.joined(separator: ", ")
    }
}

extension OverlappingFields {
    private mutating func collectChildren(of set: [Int]) -> [Int] {
        collect(
            set.map { index in
                let type = entries[index].type.flatMap { types[$0] }
                return (entries[index].field.selections, type, index)
            }
        )
    }

    /// What execution would merge: the fields of the sets themselves, then those of the fragments that they spread.
    private mutating func collect(
        _ sets: [(selections: [SelectionNode], parent: TypeDefinition?, ancestor: Int?)]
    ) -> [Int] {
        var collected: [Int] = []
        var spreads: [(name: String, ancestor: Int?)] = []
        for set in sets { collect(set.selections, set.parent, set.ancestor, &spreads, &collected) }
        var visited: Set<String> = []
        var next = 0
        while next < spreads.count, !isExhausted {
            let (name, ancestor) = spreads[next]
            next += 1
            guard visited.insert(name).inserted, let fragment = fragments[name] else { continue }
            let type = types[fragment.typeCondition.text]
            collect(fragment.selections, type, ancestor, &spreads, &collected)
        }
        return collected
    }

    private mutating func collect(
        _ selections: [SelectionNode],
        _ parent: TypeDefinition?,
        _ ancestor: Int?,
        _ spreads: inout [(name: String, ancestor: Int?)],
        _ collected: inout [Int]
    ) {
        for selection in selections where !isExhausted {
            switch selection {
            case .field(let field):
                let type = parent.flatMap { types.field(field.name.text, of: $0) }?.type
                collected.append(entries.count)
                entries.append(Entry(field: field, parent: parent, type: type, ancestor: ancestor))
            case .inline(let fragment):
                let type = fragment.typeCondition.map { types[$0.text] } ?? parent
                collect(fragment.selections, type, ancestor, &spreads, &collected)
            case .spread(let spread):
                spreads.append((spread.name.text, ancestor))
            }
        }
    }
}

extension OverlappingFields {
    private mutating func reportPairs(_ classes: [[Int]], _ demand: Demand) {
        for (position, later) in classes.enumerated().dropFirst() {
            for earlier in classes[..<position] {
                for a in earlier {
                    for b in later where !conflicts.isFull { report(a, b, demand) }
                }
            }
        }
    }

    /// Notes the pair as far up as the two are in different selection sets, outermost first.
    private mutating func report(_ a: Int, _ b: Int, _ demand: Demand) {
        var chain: [(a: Int, b: Int)] = []
        var pair: (a: Int?, b: Int?) = (a, b)
        while let a = pair.a, let b = pair.b, a != b {
            chain.append((a, b))
            pair = (entries[a].ancestor, entries[b].ancestor)
        }
        guard let outermost = chain.last else { return }
        // What was met first is named first, at every level.
        let isSwapped = outermost.a > outermost.b
        let pairs = chain.reversed().map { a, b in
            let pair = ConflictList.Pair(
                name: entries[a].field.responseName,
                a: entries[a].field.offset,
                b: entries[b].field.offset
            )
            return isSwapped ? pair.flipped : pair
        }
        let order = isSwapped ? (outermost.b, outermost.a) : (outermost.a, outermost.b)
        let (first, second) = isSwapped ? (b, a) : (a, b)
        conflicts.insert(pairs, order: order, because: reason(entries[first], entries[second], demand))
    }

    private func reason(_ a: Entry, _ b: Entry, _ demand: Demand) -> String {
        if demand == .sameShape, let first = a.type, let second = b.type {
            return "they return conflicting types \"\(first)\" and \"\(second)\""
        }
        if a.field.name.text != b.field.name.text {
            return "\"\(a.field.name.text)\" and \"\(b.field.name.text)\" are different fields"
        }
        return "they have differing arguments"
    }
}
