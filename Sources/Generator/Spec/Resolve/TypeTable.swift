internal import PlumblineSchema

/// The types that a field can have: the language's own, the enums, and those that the spec names.
struct TypeTable {
    /// A type with the rules that its name brings.
    struct Resolved {
        var type: FieldType
        var constraints: ValueConstraints
        /// What the named type means, in the spec's words.
        var doc: String?
        var list: ListConstraints?
    }

    private let reporter: Reporter
    private let enums: [String: EnumType]
    private let typeNames: [String]
    private let objectNames: Set<String>
    private let entityNames: [String]
    /// The value objects that a field can have, in their order.
    private(set) var objects: [ValueObject] = []
    /// The named types that are resolved already; nil for one that was reported.
    private var named: [String: Resolved?] = [:]

    /// - Parameter words: What the spec names as types and entities.
    init(
        _ types: [TypeSyntax],
        enums: [EnumType],
        entityNames: [String],
        words: Set<String>,
        reporter: Reporter
    ) {
        self.reporter = reporter
        self.enums = Dictionary(enums.map { ($0.name, $0) }) { first, _ in first }
        self.entityNames = entityNames
        // What the spec declares goes before what ships, so that a new standard type breaks no spec.
        let declared = Set(types.map(\.name.value) + enums.map(\.name) + entityNames)
        // Those that ship are read only where the spec may name one: in every build, they would take longer than a
        // small spec.
        let isClosed = words.allSatisfy { declared.contains($0) || Self.builtInNames.contains($0) }
        let all = types + (isClosed ? [] : StandardTypes.all.filter { !declared.contains($0.name.value) })
        typeNames = all.map(\.name.value)
        objectNames = Set(all.filter { $0.members != nil }.map(\.name.value))
        let byName = Dictionary(all.map { ($0.name.value, $0) }) { first, _ in first }
        for type in all {
            var trail: [String] = []
            resolve(type, among: byName, &trail)
        }
        for type in all {
            guard let members = type.members else { continue }
            let isStandard = !declared.contains(type.name.value)
            let builder = ValueObjectBuilder(types: self, reporter: reporter)
            objects.append(builder.build(type, members, origin: isStandard ? .standardTypes : nil))
        }
    }

    private static let builtIns: [String: FieldType] = [
        "text": .text, "citext": .citext, "password": .password, "smallint": .smallint, "integer": .integer,
        "bigint": .bigint, "float": .float, "boolean": .boolean, "uuid": .uuid, "timestamp": .timestamp,
        "date": .date, "time": .time, "interval": .interval, "bytes": .bytes, "inet": .inet, "json": .json,
    ]

    /// The names of the language's own types.
    static let builtInNames = (builtIns.keys + ["array", "decimal", "range"]).sorted()

    /// What other languages call the types.
    private static let foreignNames: [String: String] = [
        "string": "text", "varchar": "text", "char": "text", "int": "integer", "int32": "integer",
        "long": "bigint", "int64": "bigint", "short": "smallint", "int16": "smallint", "int2": "smallint",
        "int4": "integer", "int8": "bigint", "double": "float", "real": "float", "number": "integer",
        "numeric": "decimal",
        "bool": "boolean", "datetime": "timestamp", "timestamptz": "timestamp", "jsonb": "json", "id": "uuid",
        "bytea": "bytes", "blob": "bytes", "binary": "bytes", "duration": "interval", "ip": "inet",
        "cidr": "inet",
        "list": "array",
    ]

    /// Whether a named type is a value object.
    func isObject(_ name: String) -> Bool { objectNames.contains(name) }

    /// The value object of that name.
    func object(_ name: String) -> ValueObject? {
        objects.first { $0.name == name }
    }

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
        return resolveBase(word, limits)
    }

    /// Resolves the base of a named type, then the type; a type that needs itself is reported.
    private mutating func resolve(
        _ type: TypeSyntax,
        among types: [String: TypeSyntax],
        _ trail: inout [String]
    ) {
        let name = type.name.value
        guard named[name] == nil, let base = type.base else { return }
        trail.append(name)
        if let start = trail.firstIndex(of: base.value) {
            let circle = (trail[start...] + [base.value]).map { "'\($0)'" }.joined(separator: " narrows ")
            reporter.error(.typeCycle, at: base.place, "Types go round in a circle: \(circle).")
            for name in trail[start...] { named.updateValue(nil, forKey: name) }
            return
        }
        guard !objectNames.contains(base.value) else {
            reporter.error(
                .wrongValueObject,
                at: base.place,
                "A type narrows plain values, and '\(base.value)' is a value object.",
                fix: "List its 'fields' again, with the further rules."
            )
            named.updateValue(nil, forKey: name)
            return
        }
        if let next = types[base.value] { resolve(next, among: types, &trail) }
        if let of = type.limits.of, !trail.contains(of.value), let next = types[of.value] {
            resolve(next, among: types, &trail)
        }
        guard named[name] == nil else { return }
        var resolved = resolve(base, type.limits)
        if let doc = type.doc { resolved?.doc = doc }
        named.updateValue(resolved, forKey: name)
    }

    private func resolveBase(_ word: Word, _ limits: LimitsSyntax) -> Resolved? {
        let checker = LimitsChecker(reporter: reporter)
        if word.value == "range" {
            return bound(of: word, limits).flatMap { checker.range(of: $0, limits) }
        }
        if word.value == "array" {
            return element(of: word, limits).flatMap { checker.list(of: $0, limits) }
        }
        if word.value == "decimal" {
            guard let type = checker.decimal(limits, at: word.place) else { return nil }
            return checker.tighten(Resolved(type: type, constraints: .none), by: limits)
        }
        let type = Self.builtIns[word.value] ?? enums[word.value].map { .enumeration($0.name) }
        guard let type else {
            if !typeNames.contains(word.value) { reportUnknown(word) }
            return nil
        }
        return checker.tighten(Resolved(type: type, constraints: .none), by: limits)
    }

    /// What an array holds; nil after a report.
    private func element(of word: Word, _ limits: LimitsSyntax) -> Resolved? {
        guard let of = limits.of else {
            reporter.error(
                .missingKey,
                at: word.place,
                "An array says what it holds.",
                fix: "Add 'of:' and the type of its items."
            )
            return nil
        }
        // A value object, and a type that is an array of itself, have no type of their own.
        guard !typeNames.contains(of.value) || named[of.value] != nil else {
            reporter.error(
                .constraintMisfit,
                at: of.place,
                "An array cannot hold values of the type \(of.value).",
                fix: "Make an entity of what it holds, with a relation to this one."
            )
            return nil
        }
        var digits = LimitsSyntax()
        if of.value == "decimal" { (digits.precision, digits.scale) = (limits.precision, limits.scale) }
        guard
            let element = of.value == "array"
                ? Resolved(type: .array(of: .text), constraints: .none)
                : resolve(of, digits)
        else { return nil }
        guard element.type.isElement else {
            reporter.error(
                .constraintMisfit,
                at: of.place,
                "An array cannot hold values of the type \(element.type.specName).",
                fix: "Make an entity of what it holds, with a relation to this one."
            )
            return nil
        }
        return element
    }

    /// The type of the ends of a range; nil after a report.
    private func bound(of word: Word, _ limits: LimitsSyntax) -> FieldType? {
        let names = ["integer", "bigint", "decimal", "timestamp", "date"]
        guard let of = limits.of, names.contains(of.value) else {
            reporter.error(
                limits.of == nil ? .missingKey : .constraintMisfit,
                at: (limits.of ?? word).place,
                limits.of.map { "A range cannot have ends of the type \($0.value)." }
                    ?? "A range says what its ends are.",
                fix: "Say 'of:' and one of \(names.joined(separator: ", "))."
            )
            return nil
        }
        if of.value == "decimal" { return LimitsChecker(reporter: reporter).decimal(limits, at: of.place) }
        return Self.builtIns[of.value]
    }

    private func reportUnknown(_ word: Word) {
        var fix = Self.foreignNames[word.value.lowercased()].map { "Write '\($0)'." }
        if entityNames.contains(word.value) {
            fix = "Write 'to: \(word.value)' for a relation to that entity."
        }
        let names = Self.builtInNames + typeNames + enums.keys.sorted()
        reporter.error(
            .unknownType,
            at: word.place,
            "There is no type '\(word.value)'.",
            fix: fix ?? Suggestion.didYouMean(word.value, among: names)
                ?? "The language has: \(Self.builtInNames.joined(separator: ", "))."
        )
    }
}
