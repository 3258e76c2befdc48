import Foundation
import PlumblineSchema

@testable import PlumblineSpec

/// A spec file as YAML's tree, which tests change and write again.
struct SpecTree {
    var root: SpecNode

    /// The tree of a file; nil where it is no YAML, or empty.
    init?(_ text: String) {
        let reporter = Reporter()
        guard let source = SourceText(SpecFile(path: "a.yaml", text: text), reporter: reporter),
            let root = Composer(source: source, reporter: reporter).compose().root
        else { return nil }
        self.root = root
    }

    /// What an editor's YAML makes of it: the core schema of YAML 1.2 (section 10.3.2).
    var json: JSONValue { Self.json(root) }

    /// The file, whatever it looked like.
    var text: String { Self.lines(root, indent: "").joined(separator: "\n") + "\n" }

    private static func json(_ node: SpecNode) -> JSONValue {
        switch node.content {
        case .scalar(let text, .plain):
            if node.isNull { return .null }
            if let value = CoreScalar.boolean(text) { return .boolean(value) }
            if let value = CoreScalar.integer(text) { return .integer(value) }
            let isNumber = text.wholeMatch(of: /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/) != nil
            return isNumber ? .number(Double(text) ?? 0) : .string(text)
        case .scalar(let text, _): return .string(text)
        case .sequence(let items): return .array(items.map(json))
        case .mapping(let entries):
            return .object(Dictionary(entries.map { ($0.key.value, json($0.value)) }) { $1 })
        }
    }

    private static func lines(_ node: SpecNode, indent: String) -> [String] {
        switch node.content {
        case .scalar(let text, let style):
            let isPlain = style == .plain && !text.contains("\n")
            return [indent + (isPlain ? text : JSONValue.string(text).description)]
        case .sequence(let items):
            if items.isEmpty { return [indent + "[]"] }
            return items.flatMap { [indent + "-"] + lines($0, indent: indent + "  ") }
        case .mapping(let entries):
            if entries.isEmpty { return [indent + "{}"] }
            return entries.flatMap { entry in
                let key = indent + JSONValue.string(entry.key.value).description + ":"
                return entry.value.isNull ? [key] : [key] + lines(entry.value, indent: indent + "  ")
            }
        }
    }

    // MARK: Places

    /// The way from the root to a value: the number of the entry or item at each step.
    typealias Path = [Int]

    /// The ways to all values but the root, in the order of the text.
    var paths: [Path] { Self.paths(root) }

    private static func paths(_ node: SpecNode) -> [Path] {
        node.children.enumerated().flatMap { index, child in
            [[index]] + paths(child).map { [index] + $0 }
        }
    }

    /// Changes the entry or item at the end of a way.
    mutating func change(_ path: Path, _ body: (inout SpecNode.Part) -> Void) {
        Self.change(&root, path[...], body)
    }

    private static func change(
        _ node: inout SpecNode,
        _ path: Path.SubSequence,
        _ body: (inout SpecNode.Part) -> Void
    ) {
        guard let index = path.first else { return }
        var parts = node.parts
        if path.count > 1, var value = parts[index].value {
            change(&value, path.dropFirst(), body)
            parts[index].value = value
        } else {
            body(&parts[index])
        }
        node.parts = parts
    }
}

extension SpecNode {
    /// An entry of a mapping, or an item of a list, which has no key. Without a value it is gone.
    struct Part {
        var key: String?
        var value: SpecNode?
    }

    static func scalar(_ text: String, _ style: ScalarStyle = .plain) -> SpecNode {
        SpecNode(content: .scalar(text, style), place: nowhere)
    }

    static func list(_ items: [SpecNode]) -> SpecNode {
        SpecNode(content: .sequence(items), place: nowhere)
    }

    static func map(_ key: String, _ value: SpecNode) -> SpecNode {
        var node = SpecNode(content: .mapping([]), place: nowhere)
        node.parts = [Part(key: key, value: value)]
        return node
    }

    private static let nowhere = Place(file: "a.yaml", line: 1, column: 1, length: 1)

    fileprivate var children: [SpecNode] { parts.compactMap(\.value) }

    var parts: [Part] {
        get {
            switch content {
            case .scalar: []
            case .sequence(let items): items.map { Part(key: nil, value: $0) }
            case .mapping(let entries): entries.map { Part(key: $0.key.value, value: $0.value) }
            }
        }
        set {
            switch content {
            case .scalar: break
            case .sequence: content = .sequence(newValue.compactMap(\.value))
            case .mapping:
                content = .mapping(
                    newValue.compactMap { part in
                        guard let key = part.key, let value = part.value else { return nil }
                        return Entry(key: Word(value: key, place: Self.nowhere), value: value)
                    }
                )
            }
        }
    }
}
