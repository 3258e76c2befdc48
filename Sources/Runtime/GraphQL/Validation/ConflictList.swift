/// Pairs of fields that cannot be merged, each with why: a reason of its own, or conflicts below it.
struct ConflictList {
    /// Two fields with one response name, by the bytes where they stand.
    struct Pair: Hashable {
        var name: String
        var a: Int
        var b: Int

        var flipped: Pair { Pair(name: name, a: b, b: a) }
    }

    private struct Node {
        var pair: Pair
        /// Where the two were among all fields that were looked at.
        var order: (Int, Int)
        var reason: String?
        var below: [Node] = []
    }

    private var nodes: [Node] = []
    private var count = 0

    /// More than this is not told anyway.
    var isFull: Bool { count >= 200 }

    /// Adds a conflict of the innermost pair. One that is known, or below one that is known, is not added; a pair met
    /// again through another fragment is the same pair, whichever comes first.
    ///
    /// - Parameter order: Conflicts are told in the order of their outermost pairs.
    mutating func insert(_ chain: [Pair], order: (Int, Int), because reason: String) {
        Self.insert(chain[...], order, reason, &nodes)
        count += 1
    }

    private static func insert(
        _ chain: ArraySlice<Pair>,
        _ order: (Int, Int),
        _ reason: String,
        _ nodes: inout [Node]
    ) {
        guard let pair = chain.first else { return }
        let rest = chain.dropFirst()
        guard let index = nodes.firstIndex(where: { $0.pair == pair || $0.pair == pair.flipped }) else {
            var node = Node(pair: pair, order: order, reason: rest.isEmpty ? reason : nil)
            if !rest.isEmpty { insert(rest, order, reason, &node.below) }
            nodes.append(node)
            return
        }
        guard nodes[index].reason == nil, !rest.isEmpty else { return }
        let isFlipped = nodes[index].pair != pair
        insert(isFlipped ? rest.map(\.flipped)[...] : rest, order, reason, &nodes[index].below)
    }

    /// One message for each outermost pair, with the places of all fields it speaks of.
    var messages: [(text: String, offsets: [Int])] {
        nodes.sorted { $0.order < $1.order }.map { node in
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
            maximumEntries: 50 * options.guardRails.fields,
            maximumDepth: options.guardRails.depth
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
        for conflict in check.conflicts.messages {
            findings.report(.overlappingFieldsCanBeMerged, conflict.text, at: conflict.offsets)
        }
        if check.isExhausted {
            report(
                .guardRails,
                "The document's fragments overlap too much to be checked; write it more simply."
            )
        }
    }
}
