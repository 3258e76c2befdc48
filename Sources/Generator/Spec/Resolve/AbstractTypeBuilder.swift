internal import PlumblineSchema

/// Makes the interfaces and unions that entities belong to: of traits, and of what `unions:` lists.
struct AbstractTypeBuilder {
    private let declared: Declarations
    private let entities: [String: Entity]
    private let traits: [String: EntitySyntax]
    private let reporter: Reporter

    /// - Parameter drafts: Finished, so that it is known who may read them.
    init(_ declared: Declarations, _ drafts: [EntityDraft], reporter: Reporter) {
        self.declared = declared
        self.reporter = reporter
        entities = Dictionary(drafts.map { ($0.entity.name, $0.entity) }) { first, _ in first }
        traits = Dictionary(declared.traits.map { ($0.name.value, $0) }) { first, _ in first }
    }

    /// The interfaces, then the unions.
    func types() -> [AbstractType] {
        let interfaces = declared.traits.filter(\.isInterface).map(interface)
        let types = interfaces + declared.unions.map { union($0, among: interfaces) }
        for (type, list) in zip(types, declared.abstractNames.map(\.list)) {
            if let list { check(list, of: type) }
        }
        return types
    }

    // MARK: Interfaces

    private func interface(_ trait: EntitySyntax) -> AbstractType {
        let inner = allTraits(of: trait.traits)
        return AbstractType(
            name: trait.name.value,
            kind: .interface,
            doc: trait.doc,
            members: declared.entities
                .filter { entity in allTraits(of: entity.traits).contains(trait.name.value) }
                .map(\.name.value),
            fields: fieldNames(of: trait, with: inner),
            interfaces: inner.filter { traits[$0]?.isInterface == true && $0 != trait.name.value },
            list: trait.list?.value,
            origin: trait.name.place.origin
        )
    }

    /// The traits that are named, and those that these consist of, each once.
    private func allTraits(of words: [Word]) -> [String] {
        var names: [String] = []
        var waiting = words.map(\.value)
        while !waiting.isEmpty {
            let name = waiting.removeFirst()
            if names.contains(name) { continue }
            names.append(name)
            waiting += traits[name]?.traits.map(\.value) ?? []
        }
        return names
    }

    private func fieldNames(of trait: EntitySyntax, with inner: [String]) -> [String] {
        let further = inner.flatMap { name in
            traits[name]?.fields.map(\.name.value) ?? BuiltInTrait(rawValue: name)?.fieldNames ?? []
        }
        return trait.fields.map(\.name.value) + further
    }

    // MARK: Unions

    private func union(_ syntax: UnionSyntax, among interfaces: [AbstractType]) -> AbstractType {
        let members = members(of: syntax)
        let common = interfaces.filter { interface in members.allSatisfy(interface.members.contains) }
        var fields: [String] = []
        for field in common.flatMap(\.fields) where !fields.contains(field) { fields.append(field) }
        return AbstractType(
            name: syntax.name.value,
            kind: .union,
            doc: syntax.doc,
            members: members,
            fields: fields,
            list: syntax.list?.value,
            origin: syntax.name.place.origin
        )
    }

    private func members(of syntax: UnionSyntax) -> [String] {
        var members: [String] = []
        for word in syntax.members {
            guard let entity = entities[word.value] else {
                reporter.error(
                    .unknownEntity,
                    at: word.place,
                    "There is no entity '\(word.value)'.",
                    fix: Suggestion.didYouMean(word.value, among: entities.keys.sorted())
                )
                continue
            }
            if members.contains(word.value) {
                reporter.error(.duplicateName, at: word.place, "The entity '\(word.value)' is listed twice.")
            } else if !entity.isReadable {
                reporter.error(
                    .wrongUnion,
                    at: word.place,
                    "Nobody may read \(word.value), so that the APIs have no type of that name.",
                    fix: "Say under its 'access' who may read it, or remove it from the union."
                )
            } else {
                members.append(word.value)
            }
        }
        if syntax.isSaid, syntax.members.isEmpty {
            reporter.error(
                .wrongUnion,
                at: syntax.name.place,
                "The union '\(syntax.name.value)' lists no entity.",
                fix: "List at least one under 'of'."
            )
        }
        return members
    }

    // MARK: Lists

    /// A list of several entities needs one order of all rows, and one meaning for each condition.
    private func check(_ list: Word, of type: AbstractType) {
        guard NameRules(reporter: reporter).checkSnake(list, "the name of a list") else { return }
        let members = type.members.compactMap { entities[$0] }.filter(\.isReadable)
        // Of a union it is told already why it has none.
        if members.isEmpty, type.kind == .interface {
            reporter.error(
                .wrongSharedList,
                at: list.place,
                "The list '\(list.value)' would have no rows: nobody may read an entity with the trait '\(type.name)'.",
                fix: "Say under the 'access' of such an entity who may read it, or remove 'list'."
            )
        }
        if let other = members.first(where: { !Self.areAlike(members[0].singleKey, $0.singleKey) }) {
            let owners = Set([members[0].name, other.name]).sorted().joined(separator: " and ")
            reporter.error(
                .wrongSharedList,
                at: list.place,
                "The rows of \(owners) cannot stand in the list '\(list.value)', whose order ends with a field that is"
                    + " the key of all.",
                fix: "Give the entities one field as their key, of one name and type; 'id' without 'key:'."
            )
        }
        let fields = type.fields.compactMap { members.first?.field($0) }
        let taken = Set(
            ["and", "or", "not"] + fields.flatMap { [$0.apiName, $0.relationAPIName ?? $0.apiName] }
        )
        for member in members where taken.contains(member.singularAPIName) {
            reporter.error(
                .nameCollision,
                at: list.place,
                "The filter of the list '\(list.value)' would have two members '\(member.singularAPIName)', one of them"
                    + " for rows of \(member.name).",
                fix: "Choose another name for the field or the entity."
            )
        }
    }

    private static func areAlike(_ first: Field?, _ second: Field?) -> Bool {
        guard let first, let second else { return false }
        return first.name == second.name && first.type == second.type
            && first.reference?.target == second.reference?.target
    }
}
