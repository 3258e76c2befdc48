/// The pagination algorithm of the GraphQL Cursor Connections Specification, section 4.4, step by step over all edges.
struct RelayOracle {
    /// The cursors of all edges in their order.
    let allEdges: [String]

    struct Arguments {
        var before: String?
        var after: String?
        var first: Int?
        var last: Int?
    }

    struct Page: Equatable {
        var edges: [String]
        var hasNextPage: Bool
        var hasPreviousPage: Bool
    }

    /// - Parameter offset: How many of the edges that the cursors leave are left out; the specification knows none.
    func page(_ arguments: Arguments, offset: Int = 0) -> Page {
        let applied = Array(applyCursorsToEdges(arguments).dropFirst(offset))
        return Page(
            edges: edgesToReturn(applied, arguments),
            hasNextPage: hasNextPage(applied, arguments),
            hasPreviousPage: hasPreviousPage(applied, arguments, offset)
        )
    }

    /// EdgesToReturn(allEdges, before, after, first, last)
    private func edgesToReturn(_ applied: [String], _ arguments: Arguments) -> [String] {
        var edges = applied
        if let first = arguments.first, edges.count > first { edges.removeLast(edges.count - first) }
        if let last = arguments.last, edges.count > last { edges.removeFirst(edges.count - last) }
        return edges
    }

    /// ApplyCursorsToEdges(allEdges, before, after)
    private func applyCursorsToEdges(_ arguments: Arguments) -> [String] {
        var edges = allEdges
        if let after = arguments.after, let afterEdge = edges.firstIndex(of: after) {
            edges.removeSubrange(...afterEdge)
        }
        if let before = arguments.before, let beforeEdge = edges.firstIndex(of: before) {
            edges.removeSubrange(beforeEdge...)
        }
        return edges
    }

    /// HasNextPage(allEdges, before, after, first, last)
    private func hasNextPage(_ applied: [String], _ arguments: Arguments) -> Bool {
        if let first = arguments.first { return applied.count > first }
        // "If the server can efficiently determine that elements exist following before, return true."
        return arguments.before.map { allEdges.contains($0) } ?? false
    }

    /// HasPreviousPage(allEdges, before, after, first, last)
    private func hasPreviousPage(_ applied: [String], _ arguments: Arguments, _ offset: Int) -> Bool {
        if let last = arguments.last { return applied.count > last }
        // "If the server can efficiently determine that elements exist prior to after, return true."
        if let after = arguments.after, allEdges.contains(after) { return true }
        return offset > 0 && !applyCursorsToEdges(arguments).isEmpty
    }
}
