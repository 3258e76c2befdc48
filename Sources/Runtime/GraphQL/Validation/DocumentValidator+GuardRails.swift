/// Limits on what one operation asks for. Fragments can double a document at every level, so sizes are computed
/// once for each fragment, never by writing it out.
extension DocumentValidator {
    /// Reports too many operations, as each is checked with all fragments; tells whether they are few enough.
    mutating func checkOperationCount() -> Bool {
        let operations = document.operations
        let limit = options.guardRails.operations
        guard operations.count > limit else { return true }
        let message = "The document has more than \(limit) operations."
        report(.guardRails, message, at: operations[limit].offset)
        return false
    }

    /// Reports operations beyond the limits; tells whether all are within.
    mutating func checkGuardRails() -> Bool {
        let limits = options.guardRails
        let sizes = SelectionSizes(fragments: fragments)
        var isWithin = true
        for operation in document.operations {
            let size = sizes.size(of: operation.selections)
            let found: [(count: Int, limit: Int, what: String)] = [
                (size.depth, limits.depth, "levels of fields"),
                (size.aliases, limits.aliases, "aliases"),
                (size.rootFields, limits.rootFields, "root fields"),
                (size.directives + operation.directives.count, limits.directives, "directives"),
                (size.fields, limits.fields, "fields"),
                (size.spreads, limits.spreads, "levels of fragments"),
            ]
            for (count, limit, what) in found where count > limit {
                isWithin = false
                let subject = operation.name.map { "Operation \"\($0.text)\"" } ?? "The operation"
                report(
                    .guardRails,
                    "\(subject) has more than \(limit) \(what), fragments included.",
                    at: operation.offset
                )
            }
        }
        return isWithin
    }
}

private struct SelectionSize {
    var depth = 0
    var aliases = 0
    var rootFields = 0
    var directives = 0
    var fields = 0
    var spreads = 0

    /// Sums stop here: nothing near it is allowed.
    private static let ceiling = 1 << 32

    /// Adds what stands beside this.
    mutating func add(_ other: SelectionSize) {
        depth = max(depth, other.depth)
        spreads = max(spreads, other.spreads)
        aliases = min(aliases + other.aliases, Self.ceiling)
        rootFields = min(rootFields + other.rootFields, Self.ceiling)
        directives = min(directives + other.directives, Self.ceiling)
        fields = min(fields + other.fields, Self.ceiling)
    }
}

private struct SelectionSizes {
    let fragments: [String: FragmentDefinition]
    private var known: [String: SelectionSize] = [:]

    init(fragments: [String: FragmentDefinition]) {
        self.fragments = fragments
        for name in Self.innermostFirst(fragments) {
            guard let fragment = fragments[name] else { continue }
            known[name] = size(of: fragment.selections)
        }
    }

    func size(of selections: [SelectionNode]) -> SelectionSize {
        var size = SelectionSize()
        for selection in selections {
            switch selection {
            case .field(let field):
                var inner = self.size(of: field.selections)
                inner.depth += 1
                inner.rootFields = 1
                inner.fields += 1
                inner.aliases += field.alias == nil ? 0 : 1
                inner.directives += field.directives.count
                size.add(inner)
            case .inline(let fragment):
                size.add(self.size(of: fragment.selections))
                size.directives += fragment.directives.count
            case .spread(let spread):
                if var inner = known[spread.name.text] {
                    inner.spreads += 1
                    size.add(inner)
                }
                size.directives += spread.directives.count
            }
        }
        return size
    }

    /// The names so that each comes after those it spreads. There are no cycles.
    private static func innermostFirst(_ fragments: [String: FragmentDefinition]) -> [String] {
        var order: [String] = []
        var isDone: Set<String> = []
        var stack = Array(fragments.keys)
        while let name = stack.last {
            let missing = (fragments[name]?.selections.spreadNames ?? [])
                .filter { !isDone.contains($0) && fragments[$0] != nil }
            if missing.isEmpty {
                stack.removeLast()
                if isDone.insert(name).inserted { order.append(name) }
            } else {
                stack += missing
            }
        }
        return order
    }
}

extension [SelectionNode] {
    /// The fragments spread at any level, without those that they spread in turn.
    var spreadNames: Set<String> {
        var names: Set<String> = []
        for selection in self {
            switch selection {
            case .field(let field): names.formUnion(field.selections.spreadNames)
            case .inline(let fragment): names.formUnion(fragment.selections.spreadNames)
            case .spread(let spread): names.insert(spread.name.text)
            }
        }
        return names
    }
}
