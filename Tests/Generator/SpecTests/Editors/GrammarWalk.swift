@testable import PlumblineSpec

/// Goes through the grammar, alone and beside a spec that follows it.
enum GrammarWalk {
    /// All mappings of the language.
    static let mappings: [MappingShape] = {
        var found: [MappingShape] = []
        collect(.mapping(.file), &found)
        return found
    }()

    private static func collect(_ shape: Shape, _ found: inout [MappingShape]) {
        switch shape {
        case .mapping(let mapping):
            guard !found.contains(where: { $0.name == mapping.name }) else { return }
            found.append(mapping)
            for key in mapping.keys { collect(key.shape, &found) }
        case .list(let item, _): collect(item, &found)
        case .map(let value, _, _): collect(value, &found)
        case .either(let shapes): shapes.forEach { collect($0, &found) }
        case .named(_, let shape): collect(shape, &found)
        case .word, .expression, .matching, .oneOf, .boolean, .integer, .nothing: break
        }
    }

    /// The keys that a spec says, such as `rule.check`.
    static func keys(of root: SpecNode) -> [String] {
        places(in: root).map(\.name)
    }

    /// Where each key stands.
    static func places(in root: SpecNode) -> [Found] {
        places(root, .mapping(.file), [])
    }

    /// A key that a spec says.
    struct Found {
        let name: String
        let path: SpecTree.Path
    }

    private static func places(
        _ node: SpecNode,
        _ shape: Shape,
        _ path: SpecTree.Path
    ) -> [Found] {
        let parts = node.parts.enumerated().map { (key: $1.key, value: $1.value, path: path + [$0]) }
        return switch (shape, node.content) {
        case (.mapping(let mapping), .mapping):
            parts.flatMap { part -> [Found] in
                guard let key = mapping.key(part.key ?? ""), let value = part.value else { return [] }
                let found = Found(name: "\(mapping.name).\(key.name)", path: part.path)
                return [found] + places(value, key.shape, part.path)
            }
        case (.list(let item, _), .sequence):
            parts.flatMap { part in part.value.map { places($0, item, part.path) } ?? [] }
        case (.map(let value, _, _), .mapping):
            parts.flatMap { part in part.value.map { places($0, value, part.path) } ?? [] }
        case (.named(_, let shape), _): places(node, shape, path)
        case (.either(let shapes), _):
            shapes.first { fits(node, $0) }.map { places(node, $0, path) } ?? []
        default: []
        }
    }

    /// Whether a node without mistakes is of that shape and not of another beside it.
    private static func fits(_ node: SpecNode, _ shape: Shape) -> Bool {
        switch (shape, node.content) {
        case (.named(_, let shape), _): fits(node, shape)
        case (.either(let shapes), _): shapes.contains { fits(node, $0) }
        case (.mapping(let mapping), .mapping(let entries)):
            entries.allSatisfy { mapping.key($0.key.value) != nil }
        case (.list, .sequence), (.map, .mapping): true
        default: false
        }
    }
}
