internal import PlumblineSchema

/// The types that a field can have: the language's own, the enums, and those that the spec names.
struct TypeTable {
    /// A type with the rules that its name brings.
    struct Resolved {
        var type: FieldType
        var constraints: ValueConstraints
    }

    private let reporter: Reporter
    private let enums: [String: EnumType]
    private let typeNames: [String]
    private let entityNames: [String]
    /// Nil for a type that was reported.
    private var named: [String: Resolved?] = [:]

    init(_ types: [TypeSyntax], enums: [EnumType], entityNames: [String], reporter: Reporter) {
        self.reporter = reporter
        self.enums = Dictionary(enums.map { ($0.name, $0) }) { first, _ in first }
        typeNames = types.map(\.name.value)
        self.entityNames = entityNames
        for type in types {
            named.updateValue(resolve(type), forKey: type.name.value)
        }
    }

    private static let builtIns: [String: FieldType] = [
        "text": .text, "citext": .citext, "password": .password, "smallint": .smallint, "integer": .integer,
        "bigint": .bigint, "float": .float, "boolean": .boolean, "uuid": .uuid, "timestamp": .timestamp,
        "date": .date, "time": .time, "interval": .interval, "bytes": .bytes, "inet": .inet, "json": .json,
    ]

    private static let builtInNames = (builtIns.keys + ["decimal"]).sorted()

    /// What other languages call the types.
    private static let foreignNames: [String: String] = [
        "string": "text", "varchar": "text", "char": "text", "int": "integer", "int32": "integer",
        "long": "bigint", "int64": "bigint", "short": "smallint", "int16": "smallint", "int2": "smallint",
        "int4": "integer", "int8": "bigint", "double": "float", "real": "float", "number": "integer",
        "numeric": "decimal",
        "bool": "boolean", "datetime": "timestamp", "timestamptz": "timestamp", "jsonb": "json", "id": "uuid",
        "bytea": "bytes", "blob": "bytes", "binary": "bytes", "duration": "interval", "ip": "inet",
        "cidr": "inet",
    ]

    /// Whether a field can have a type of that name.
    func hasType(_ name: String) -> Bool {
        Self.builtInNames.contains(name) || typeNames.contains(name) || enums[name] != nil
    }

    /// The type a field says, with the type's rules and the field's own; nil after a report.
    func resolve(_ word: Word, _ limits: LimitsSyntax) -> Resolved? {
        if let type = named[word.value] {
            guard let type else { return nil }
            return LimitsChecker(reporter: reporter).tighten(type, by: limits)
        }
        return resolveBase(word, limits, names: typeNames + enums.keys.sorted())
    }

    private func resolve(_ type: TypeSyntax) -> Resolved? {
        guard let base = type.base else { return nil }
        if typeNames.contains(base.value) || enums[base.value] != nil {
            reporter.error(
                .unknownType,
                at: base.place,
                "The base of a type is one of the language's own types, not '\(base.value)'.",
                fix: "The language has: \(Self.builtInNames.joined(separator: ", "))."
            )
            return nil
        }
        return resolveBase(base, type.limits, names: [])
    }

    private func resolveBase(_ word: Word, _ limits: LimitsSyntax, names: [String]) -> Resolved? {
        let checker = LimitsChecker(reporter: reporter)
        if word.value == "decimal" {
            guard let type = checker.decimal(limits, at: word.place) else { return nil }
            return checker.tighten(Resolved(type: type, constraints: .none), by: limits)
        }
        let type = Self.builtIns[word.value] ?? enums[word.value].map { .enumeration($0.name) }
        guard let type else {
            reportUnknown(word, names: names)
            return nil
        }
        return checker.tighten(Resolved(type: type, constraints: .none), by: limits)
    }

    private func reportUnknown(_ word: Word, names: [String]) {
        var fix = Self.foreignNames[word.value.lowercased()].map { "Write '\($0)'." }
        if entityNames.contains(word.value) {
            fix = "Write 'to: \(word.value)' for a relation to that entity."
        }
        reporter.error(
            .unknownType,
            at: word.place,
            "There is no type '\(word.value)'.",
            fix: fix ?? Suggestion.didYouMean(word.value, among: Self.builtInNames + names)
                ?? "The language has: \(Self.builtInNames.joined(separator: ", "))."
        )
    }
}
