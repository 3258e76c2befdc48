/// The types, enums and entities of a spec, each name once.
struct Declarations {
    private(set) var types: [TypeSyntax] = []
    private(set) var enums: [EnumSyntax] = []
    private(set) var entities: [EntitySyntax] = []

    private var places: [String: Place] = [:]

    /// Takes the first declaration of each name; reports the others, and names that are none.
    init(_ syntax: SpecSyntax, reporter: Reporter) {
        // In the order of the files' text within each kind, so that the later one is reported.
        for type in syntax.types where isNew(type.name, "a type", reporter) { types.append(type) }
        for type in syntax.enums where isNew(type.name, "an enum", reporter) { enums.append(type) }
        for entity in syntax.entities where isNew(entity.name, "an entity", reporter) {
            entities.append(entity)
        }
    }

    private mutating func isNew(_ name: Word, _ what: String, _ reporter: Reporter) -> Bool {
        NameRules(reporter: reporter).checkPascal(name, "the name of \(what)")
        if let first = places[name.value] {
            reporter.error(
                .duplicateName,
                at: name.place,
                "The name '\(name.value)' is taken already, at \(first.origin).",
                fix: "Types, enums and entities need names of their own."
            )
            return false
        }
        places[name.value] = name.place
        return true
    }
}
