/// What a spec declares, each name once.
struct Declarations {
    private(set) var types: [TypeSyntax] = []
    private(set) var enums: [EnumSyntax] = []
    private(set) var sequences: [SequenceSyntax] = []
    private(set) var traits: [EntitySyntax] = []
    private(set) var entities: [EntitySyntax] = []
    private(set) var unions: [UnionSyntax] = []

    private var places: [String: Place] = [:]

    /// Takes the first declaration of each name; reports the others, and names that are none.
    init(_ syntax: SpecSyntax, reporter: Reporter) {
        // In the order of the files' text within each kind, so that the later one is reported.
        for type in syntax.types where isNew(type.name, "a type", reporter) { types.append(type) }
        for type in syntax.enums where isNew(type.name, "an enum", reporter) { enums.append(type) }
        for trait in syntax.traits where isNew(trait.name, "a trait", reporter) { traits.append(trait) }
        for entity in syntax.entities where isNew(entity.name, "an entity", reporter) {
            entities.append(entity)
        }
        for union in syntax.unions where isNew(union.name, "a union", reporter) { unions.append(union) }
        for sequence in syntax.sequences where isNew(sequence, reporter) { sequences.append(sequence) }
    }

    /// The names of interfaces, then of unions, and of their lists.
    var abstractNames: [(type: Word, list: Word?)] {
        traits.filter(\.isInterface).map { ($0.name, $0.list) } + unions.map { ($0.name, $0.list) }
    }

    private mutating func isNew(_ name: Word, _ what: String, _ reporter: Reporter) -> Bool {
        NameRules(reporter: reporter).checkPascal(name, "the name of \(what)")
        if let first = places[name.value] {
            reporter.error(
                .duplicateName,
                at: name.place,
                "The name '\(name.value)' is taken already, at \(first.origin).",
                fix: "Types, enums, traits, entities and unions need names of their own."
            )
            return false
        }
        places[name.value] = name.place
        return true
    }

    /// Adds an entity and an enum that the language makes of a trait; reports names that are taken.
    mutating func add(_ entity: EntitySyntax, _ type: EnumSyntax, reporter: Reporter) {
        if !enums.contains(where: { $0.name.value == type.name.value && $0.isMade }),
            isNew(type.name, "an enum", reporter)
        {
            enums.append(type)
        }
        _ = isNew(entity.name, "an entity", reporter)
    }

    /// Sequences are named like columns, so that no other declaration can have the name.
    private mutating func isNew(_ sequence: SequenceSyntax, _ reporter: Reporter) -> Bool {
        let name = sequence.name
        guard NameRules(reporter: reporter).checkSnake(name, "the name of a sequence") else { return false }
        if let step = sequence.step, step.value == 0 {
            reporter.error(.wrongSequence, at: step.place, "A sequence whose step is 0 never moves on.")
        }
        guard let first = places.updateValue(name.place, forKey: name.value) else { return true }
        reporter.error(
            .duplicateName,
            at: name.place,
            "The sequence '\(name.value)' is declared already, at \(first.origin)."
        )
        return false
    }
}
