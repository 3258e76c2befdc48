/// Writes the traits that a spec declares into the entities that use them.
///
/// What a trait says keeps its place, so that what is made of it leads back there. What two of them say, or one and
/// the entity itself, is a conflict: neither wins.
struct TraitExpander {
    private let traits: [String: EntitySyntax]
    private let order: [EntitySyntax]
    private let reporter: Reporter

    init(_ traits: [EntitySyntax], reporter: Reporter) {
        self.reporter = reporter
        order = traits
        self.traits = Dictionary(traits.map { ($0.name.value, $0) }) { first, _ in first }
        for trait in traits { reportCycle(from: trait) }
    }

    /// The entity with what its traits say; of its traits, those that the language has remain.
    func expand(_ entity: EntitySyntax) -> EntitySyntax {
        var expansion = Expansion(entity, reporter: reporter)
        add(entity.traits, to: &expansion)
        return expansion.result
    }

    /// Entities that stand for the traits which no entity uses.
    func unused(by entities: [EntitySyntax]) -> [EntitySyntax] {
        let used = Set((entities + order).flatMap(\.traits).map(\.value))
        return order.filter { !used.contains($0.name.value) }
    }

    private func add(_ words: [Word], to expansion: inout Expansion) {
        var listed: Set<String> = []
        for word in words {
            guard listed.insert(word.value).inserted else {
                reporter.error(.duplicateName, at: word.place, "The trait '\(word.value)' is listed twice.")
                continue
            }
            if let trait = traits[word.value] {
                guard expansion.begin(trait) else { continue }
                expansion.take(trait, at: word)
                add(trait.traits, to: &expansion)
            } else if BuiltInTrait(rawValue: word.value) != nil {
                expansion.keep(word)
            } else {
                reportUnknown(word)
            }
        }
    }

    private func reportUnknown(_ word: Word) {
        let names = BuiltInTrait.allCases.map(\.rawValue) + order.map(\.name.value)
        reporter.error(
            .unknownName,
            at: word.place,
            "There is no trait '\(word.value)'.",
            fix: Suggestion.didYouMean(word.value, among: names)
                ?? "The traits are: \(names.joined(separator: ", "))."
        )
    }

    private func reportCycle(from trait: EntitySyntax) {
        var seen: Set<String> = []
        var waiting = trait.traits
        while let word = waiting.popLast() {
            if word.value == trait.name.value {
                reporter.error(
                    .traitCycle,
                    at: trait.name.place,
                    "The trait '\(trait.name.value)' is made of itself.",
                    fix: "Remove a trait from the circle."
                )
                return
            }
            if seen.insert(word.value).inserted { waiting += traits[word.value]?.traits ?? [] }
        }
    }
}

/// The traits that the language has.
enum BuiltInTrait: String, CaseIterable {
    case timestamps, version, owned, history
    case softDelete = "soft_delete"

    /// The names of the fields that it adds.
    var fieldNames: [String] {
        switch self {
        case .timestamps: ["created_at", "updated_at"]
        case .version: ["version"]
        case .owned: ["owner"]
        case .softDelete: ["deleted_at"]
        case .history: []
        }
    }
}

/// An entity while traits are written into it.
private struct Expansion {
    private(set) var result: EntitySyntax
    private let reporter: Reporter
    /// Who says what so far. Most entities have no trait that could say it too.
    private lazy var owners = Dictionary(
        Self.subjects(of: result).map { ($0, result.name.value) },
        uniquingKeysWith: { first, _ in first }
    )
    private var begun: Set<String> = []

    init(_ entity: EntitySyntax, reporter: Reporter) {
        self.reporter = reporter
        result = entity
        result.traits = []
    }

    /// Whether the trait is not in it yet: two ways to one trait are no conflict.
    mutating func begin(_ trait: EntitySyntax) -> Bool {
        begun.insert(trait.name.value).inserted
    }

    /// Keeps a trait of the language, once.
    mutating func keep(_ word: Word) {
        if !result.traits.contains(where: { $0.value == word.value }) { result.traits.append(word) }
    }

    mutating func take(_ trait: EntitySyntax, at word: Word) {
        let name = "the trait '\(trait.name.value)'"
        let owners = owners
        for subject in Self.subjects(of: trait) {
            guard let owner = owners[subject] else { continue }
            reporter.error(
                .traitConflict,
                at: word.place,
                "Both \(owner) and \(name) say \(subject).",
                fix: "Remove one of them."
            )
        }
        result.fields += trait.fields.filter { owners[Self.subject($0)] == nil }
        result.rules += trait.rules.filter { owners[Self.subject($0)] == nil }
        result.indexes += trait.indexes
        result.access.add(trait.access)
        for subject in Self.subjects(of: trait) where owners[subject] == nil { self.owners[subject] = name }
    }

    private static func subjects(of entity: EntitySyntax) -> [String] {
        let access = AccessSyntax.operations.filter { entity.access[keyPath: $0.path] != nil }
        return entity.fields.map(subject) + entity.rules.map(subject) + access.map { "who may \($0.name)" }
    }

    private static func subject(_ field: FieldSyntax) -> String { "the field '\(field.name.value)'" }

    private static func subject(_ rule: RuleSyntax) -> String { "the rule '\(rule.name.value)'" }
}

extension AccessSyntax {
    /// The operations by the keys that say who may do them.
    static var operations: [(name: String, path: WritableKeyPath<AccessSyntax, ExpressionSource?>)] {
        [
            ("read", \.read), ("create", \.create), ("update", \.update), ("delete", \.delete),
            ("restore", \.restore), ("read the history", \.history),
            ("learn the gaps", \.gaps),
        ]
    }

    /// Adds what the other says and this does not.
    fileprivate mutating func add(_ other: AccessSyntax) {
        for (_, path) in Self.operations where self[keyPath: path] == nil {
            self[keyPath: path] = other[keyPath: path]
        }
    }
}
