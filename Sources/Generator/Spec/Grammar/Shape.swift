/// What may stand at one place of a spec, by its shape alone.
///
/// The readers take from here which keys there are and what they demand of each other, and `LanguageSchema` tells it
/// to editors: a key that is not said here is unknown to both.
indirect enum Shape: Sendable {
    /// A single value as it is written: `no`, `012` and `true` are words.
    case word
    /// A single value that is an expression.
    case expression
    /// A single value of a certain look.
    case matching(WordForm)
    /// One of these words.
    case oneOf([String])
    case boolean
    case integer(ClosedRange<Int64>?)
    /// Nothing behind the key.
    case nothing
    /// A list, which may have to include a certain word.
    case list(of: Shape, including: String? = nil)
    /// A mapping from the author's names to what they are; with `needsOne`, at least one.
    case map(of: Shape, names: WordForm? = nil, needsOne: Bool = false)
    /// A mapping whose keys are those of the language.
    case mapping(MappingShape)
    case either([Shape])
    /// A shape that stands at several places, under the name that editors' schema has for it.
    case named(String, Shape)
}

/// What a word looks like.
struct WordForm: Sendable {
    /// What the editors' schema calls it.
    let name: String
    let doc: String
    /// A regular expression for the whole of it.
    let pattern: String
    /// The greatest number of characters, all of which are ASCII.
    var maxLength: Int?
}

/// A mapping whose keys are those of the language.
struct MappingShape: Sendable {
    /// What the editors' schema calls it.
    let name: String
    let doc: String
    let keys: [Key]
    let rules: [KeyRule]
    /// The names of the keys.
    let names: [String]
    /// Which of the keys may not be missing.
    let requiredKeys: [Int]

    init(name: String, doc: String, keys: [Key], rules: [KeyRule] = []) {
        self.name = name
        self.doc = doc
        self.keys = keys
        self.rules = rules
        names = keys.map(\.name)
        requiredKeys = keys.indices.filter { keys[$0].fixIfMissing != nil }
    }

    func key(_ name: String) -> Key? {
        guard let index = names.position(of: name) else { return nil }
        return keys[index]
    }

    /// The same with further keys at its end, which may be missing.
    func adding(_ more: [Key]) -> MappingShape {
        let further = more.filter { key($0.name) == nil }.map { Key($0.name, $0.shape, $0.doc) }
        return MappingShape(name: name, doc: doc, keys: keys + further, rules: rules)
    }
}

/// A key of a mapping.
struct Key: Sendable {
    let name: String
    let shape: Shape
    /// What it says, as a sentence.
    let doc: String
    /// What to do where it is missing; nil if it may be.
    let fixIfMissing: String?

    init(_ name: String, _ shape: Shape, _ doc: String, required fixIfMissing: String? = nil) {
        self.name = name
        self.shape = shape
        self.doc = doc
        self.fixIfMissing = fixIfMissing
    }
}

/// What the keys of a mapping demand of each other.
enum KeyRule: Sendable {
    /// At least one of them is there; it is the first that is missed.
    case some([String], fix: String)
    /// One of them is there, and no more.
    case one([String], fix: String)
    /// The first means nothing without the second.
    case needs(String, String, fix: String)
    /// None of the others stands beside the first. `access.write` is the key `write` of what stands under `access`.
    case excludes(String, [String], fix: String)
    /// None of the others stands beside the first but where that is a mapping which has a certain key.
    case excludesUnless(String, has: String, [String], fix: String)
    /// None of the others stands beside the first where that is true.
    case excludesIfTrue(String, [String], fix: String)
}

extension [String] {
    /// Where a text stands first. Unlike `firstIndex(of:)` it calls no witness for each of them, which counts in
    /// the plugin's tool: it runs unoptimised in every debug build and looks for keys more than for anything else.
    func position(of text: String) -> Int? {
        var index = 0
        while index < count {
            if self[index] == text { return index }
            index += 1
        }
        return nil
    }
}
