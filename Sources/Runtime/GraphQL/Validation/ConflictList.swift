/// Pairs of fields that cannot be merged, each with why: a reason of its own, or conflicts below it.
struct ConflictList {
    /// Two fields with one response name, by the bytes where they stand.
    struct Pair: Hashable {
        var name: String
        var a: Int
        var b: Int
    }

    private struct Node {
        var pair: Pair
        var reason: String?
        var below: [Node] = []
    }

    private var nodes: [Node] = []
    private var count = 0

    /// More than this is not told anyway.
    var isFull: Bool { count >= 200 }

    /// Adds a conflict of the innermost pair. One that is known, or below one that is known, is not added.
    mutating func insert(_ chain: [Pair], because reason: String) {
        Self.insert(chain[...], reason, &nodes)
        count += 1
    }

    private static func insert(_ chain: ArraySlice<Pair>, _ reason: String, _ nodes: inout [Node]) {
        guard let pair = chain.first else { return }
        let isLast = chain.count == 1
        guard let index = nodes.firstIndex(where: { $0.pair == pair }) else {
            var node = Node(pair: pair, reason: isLast ? reason : nil)
            if !isLast { insert(chain.dropFirst(), reason, &node.below) }
            nodes.append(node)
            return
        }
        if nodes[index].reason == nil, !isLast {
            insert(chain.dropFirst(), reason, &nodes[index].below)
        }
    }

    /// One message for each outermost pair, with the places of all fields it speaks of.
    var messages: [(text: String, offsets: [Int])] {
        nodes.map { node in
            let advice = "Use different aliases on the fields to fetch both if this was intentional."
            let text = "Fields \"\(node.pair.name)\" conflict because \(Self.explain(node)). \(advice)"
            return (text, Self.offsets(node, \.a) + Self.offsets(node, \.b))
        }
    }

    private static func explain(_ node: Node) -> String {
        node.reason
            ?? node.below.map { "subfields \"\($0.pair.name)\" conflict because \(explain($0))" }
            .joined(separator: " and ")
    }

    private static func offsets(_ node: Node, _ side: KeyPath<Pair, Int>) -> [Int] {
        [node.pair[keyPath: side]] + node.below.flatMap { offsets($0, side) }
    }
}

extension DocumentValidator {
    mutating func checkOverlappingFields() {
        var check = OverlappingFields(
            types: types,
            fragments: fragments,
            maximumEntries: 50 * options.guardRails.fields
        )
        for definition in document.definitions {
            switch definition {
            case .operation(let operation):
                check.check(operation.selections, in: types.rootType(of: operation.kind))
            case .fragment(let fragment):
                check.check(fragment.selections, in: types[fragment.typeCondition.text])
            case .typeSystem:
                break
            }
        }
        for conflict in check.conflicts.messages { report(conflict.text, at: conflict.offsets) }
        if check.isExhausted {
            report("The document's fragments overlap too much to be checked; write it more simply.", at: [])
        }
    }
}
