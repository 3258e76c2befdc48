import PlumblineSchema

@testable import PlumblineSpec

/// Specs without a mistake that were changed at one place: the same for the same seed.
struct SpecMutation {
    /// A value of every kind.
    static let kinds: [SpecNode] = [
        .scalar("zzz"), .scalar("5"), .scalar("-1"), .scalar("0.25"), .scalar("true"), .scalar("~"),
        .scalar("5", .quoted), .scalar("true", .quoted), .scalar("", .quoted), .list([]),
        .list([.scalar("zzz")]), .list([.scalar("~")]), .list([.list([])]), .map("zzz", .scalar("~")),
        .map("zzz", .scalar("zzz")), .map("zzz", .list([.scalar("zzz")])),
        SpecNode(content: .mapping([]), place: Place(file: "", line: 1, column: 1, length: 1)),
    ]

    private static let trees = (SpecCorpus.examples + SpecCorpus.pages).compactMap { SpecTree($0.text) }
    private static let keys = Set(GrammarWalk.mappings.flatMap { $0.keys.map(\.name) }).sorted()

    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(state: seed)
    }

    /// A spec with a key less, misspelt or more, or a value of another kind.
    mutating func next() -> SpecTree {
        guard var tree = Self.trees.randomElement(using: &random),
            let path = tree.paths.randomElement(using: &random)
        else { return Self.trees[0] }
        let kind = Self.kinds.randomElement(using: &random)
        let key = Self.keys.randomElement(using: &random) ?? ""
        let choice = Int.random(in: 0..<4, using: &random)
        tree.change(path) { part in
            switch choice {
            case 0: part.value = nil
            case 1: part.key = part.key.map { $0 + "x" }
            case 2: part.value = kind
            default:
                guard let value = kind, var node = part.value, case .mapping(let entries) = node.content,
                    !entries.contains(where: { $0.key.value == key })
                else { return }
                node.parts.append(SpecNode.Part(key: key, value: value))
                part.value = node
            }
        }
        return tree
    }
}
