/// One rule of the spec that an input breaks.
public struct Violation: Sendable, Hashable {
    /// The fields it is about, by their API names, with a dot within a value object: one for a rule on a value, those it
    /// reads for a rule over several.
    public var fields: [String]
    /// The stable code, such as `TOO_LONG` or a rule's own.
    public var code: String
    /// A sentence for people.
    public var message: String
    /// The rule's name in the spec, if it is one over several fields.
    public var rule: String?

    /// Creates a violation.
    public init(fields: [String], code: String, message: String, rule: String? = nil) {
        self.fields = fields
        self.code = code
        self.message = message
        self.rule = rule
    }

    /// The place in the input object; empty where no single field is meant.
    public var path: [String] {
        fields.count == 1 ? fields[0].split(separator: ".").map(String.init) : []
    }
}

extension Violation {
    /// What every breach of a value's rule is called; clients act on these.
    enum Code: String {
        case required = "REQUIRED"
        case invalidType = "INVALID_TYPE"
        case tooShort = "TOO_SHORT"
        case tooLong = "TOO_LONG"
        case tooSmall = "TOO_SMALL"
        case tooLarge = "TOO_LARGE"
        case badFormat = "BAD_FORMAT"
        case notAMember = "NOT_A_MEMBER"
        case invalidTransition = "INVALID_TRANSITION"
        case notUnique = "NOT_UNIQUE"
        case emptyRange = "EMPTY_RANGE"
        case duplicateItem = "DUPLICATE_ITEM"
        case unknownReference = "UNKNOWN_REFERENCE"
        case stillReferenced = "STILL_REFERENCED"
    }

    /// A breach of a field's own rule: the field's name, then what is wrong with it.
    init(_ code: Code, of field: Field, _ predicate: String) {
        self.init(
            fields: [field.inputPath.joined(separator: ".")],
            code: code.rawValue,
            message: "\(Naming.sentenceStart(field.name)) \(predicate)."
        )
    }

    /// A breach of a rule over several fields.
    public init(of rule: Rule, in entity: Entity) {
        self.init(
            fields: rule.demand.fields.compactMap { entity.field($0)?.inputPath.joined(separator: ".") },
            code: rule.code,
            message: rule.message,
            rule: rule.name
        )
    }
}

extension Rule.Demand {
    /// The row's own fields that it reads, each once, in the order of the spec.
    var fields: [String] {
        let names: [String] =
            switch self {
            case .check(let expression): expression.paths.map { $0.relations.first ?? $0.field }
            case .unique(let fields, _): fields
            case .noOverlap(let start, let end, let per, _): [start, end] + per
            case .disjoint(let range, let per, _): [range] + per
            case .agrees(let relation, _, let own): [relation, own]
            }
        return names.enumerated().filter { names.firstIndex(of: $1) == $0 }.map(\.element)
    }
}

extension Naming {
    /// `full_name` as `full name`.
    public static func words(_ snake: String) -> String {
        snake.mappingASCII(0x5F...0x5F) { _ in 0x20 }
    }

    /// `full_name` as `Full name`.
    public static func sentenceStart(_ snake: String) -> String {
        let words = words(snake)
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// `1 character`, `3 characters`.
    static func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
