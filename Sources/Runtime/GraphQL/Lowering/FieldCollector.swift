import PlumblineQuery

/// A member of a response object: all fields of the document that write it.
struct CollectedField {
    var key: String
    var name: String
    /// At least one; the first tells the arguments, which are equal in all of a valid document.
    var fields: [FieldNode]
    /// The `@defer` that each of the fields stands under, if it counts and there is one.
    var deferrals: [Deferral?] = []

    var arguments: [Argument] { fields[0].arguments }
    var offset: Int { fields[0].offset }
    var selectionSets: [[SelectionNode]] { fields.map(\.selections) }
}

/// CollectFields() of section 6.3.2: fragments opened, `@skip` and `@include` decided, equal keys merged.
struct FieldCollector {
    let types: TypeSystem
    let fragments: [String: FragmentDefinition]
    /// Coerced.
    let variables: InputValue
    /// Whether `@defer` is told in what is collected; otherwise its fragments are as all others.
    let marksDeferred: Bool

    init(
        document: ExecutableDocument,
        types: TypeSystem,
        variables: InputValue,
        marksDeferred: Bool = false
    ) {
        self.types = types
        self.variables = variables
        self.marksDeferred = marksDeferred
        fragments = Dictionary(
            document.fragments.map { ($0.name.text, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The members of an object of the type, in the order in which the response has them.
    func collect(_ selectionSets: [[SelectionNode]], of type: String) -> [CollectedField] {
        var collection = Collection()
        for selections in selectionSets { collect(selections, type, nil, &collection) }
        return collection.fields
    }

    /// CollectSubfields(): the members of an object of the type that is the field's value.
    func collectSubfields(of field: CollectedField, of type: String) -> [CollectedField] {
        guard marksDeferred else { return collect(field.selectionSets, of: type) }
        var collection = Collection()
        for (node, deferral) in zip(field.fields, field.deferrals) {
            collect(node.selections, type, deferral, &collection)
        }
        return collection.fields
    }

    private struct Collection {
        var fields: [CollectedField] = []
        var position: [String: Int] = [:]
        var visited: Set<Visit> = []
    }

    /// A fragment, and the `@defer` it was spread under: what is deferred may be asked for at once elsewhere.
    private struct Visit: Hashable {
        var fragment: String
        var deferral: Deferral?
    }

    private func collect(
        _ selections: [SelectionNode],
        _ type: String,
        _ outer: Deferral?,
        _ collection: inout Collection
    ) {
        for selection in selections {
            switch selection {
            case .field(let field):
                guard isIncluded(field.directives) else { continue }
                let key = field.responseName
                let index = collection.position[key] ?? collection.fields.count
                if index == collection.fields.count {
                    collection.position[key] = index
                    collection.fields.append(CollectedField(key: key, name: field.name.text, fields: []))
                }
                collection.fields[index].fields.append(field)
                if marksDeferred { collection.fields[index].deferrals.append(outer) }
            case .inline(let fragment):
                guard isIncluded(fragment.directives), applies(fragment.typeCondition?.text, to: type) else {
                    continue
                }
                let deferral = deferral(fragment.directives, inside: outer) ?? outer
                collect(fragment.selections, type, deferral, &collection)
            case .spread(let spread):
                guard isIncluded(spread.directives), let fragment = fragments[spread.name.text],
                    applies(fragment.typeCondition.text, to: type)
                else { continue }
                let name = spread.name.text
                let deferral = deferral(spread.directives, inside: outer) ?? outer
                guard !collection.visited.contains(Visit(fragment: name, deferral: nil)),
                    collection.visited.insert(Visit(fragment: name, deferral: deferral)).inserted
                else { continue }
                collect(fragment.selections, type, deferral, &collection)
            }
        }
    }

    /// The object types that fragments name and the selections' own type has, those of other abstract types included.
    func objectTypes(in selectionSets: [[SelectionNode]], of type: String) -> Set<String> {
        var names: Set<String> = []
        var visited: Set<String> = []
        for selections in selectionSets { findObjectTypes(in: selections, of: type, &names, &visited) }
        guard !names.isEmpty, let owner = types[type] else { return names }
        return names.intersection(types.possibleTypes(of: owner))
    }

    private func findObjectTypes(
        in selections: [SelectionNode],
        of owner: String,
        _ names: inout Set<String>,
        _ visited: inout Set<String>
    ) {
        func find(under condition: String?, _ selections: [SelectionNode]) {
            if let type = condition.flatMap({ types[$0] }), type.name != owner {
                names.formUnion(types.possibleTypes(of: type))
            } else {
                findObjectTypes(in: selections, of: owner, &names, &visited)
            }
        }
        for selection in selections {
            switch selection {
            case .field: break
            case .inline(let fragment) where isIncluded(fragment.directives):
                find(under: fragment.typeCondition?.text, fragment.selections)
            case .spread(let spread) where isIncluded(spread.directives):
                guard let fragment = fragments[spread.name.text],
                    visited.insert(fragment.name.text).inserted
                else { continue }
                find(under: fragment.typeCondition.text, fragment.selections)
            case .inline, .spread: break
            }
        }
    }

    private func applies(_ condition: String?, to type: String) -> Bool {
        guard let condition, condition != type else { return true }
        return types[condition].map { types.possibleTypes(of: $0).contains(type) } ?? false
    }

    private func isIncluded(_ directives: [Directive]) -> Bool {
        directives.allSatisfy { directive in
            switch directive.name.text {
            case "skip": !flag("if", of: directive.arguments)
            case "include": flag("if", of: directive.arguments)
            default: true
            }
        }
    }

    /// A Boolean argument; false if it is not given.
    func flag(_ name: String, of arguments: [Argument]) -> Bool {
        switch arguments.first(where: { $0.name.text == name })?.value.kind {
        case .boolean(let flag): flag
        case .variable(let name): variables[name] == .boolean(true)
        default: false
        }
    }

    /// A String argument, if one is given.
    func string(_ name: String, of arguments: [Argument]) -> String? {
        switch arguments.first(where: { $0.name.text == name })?.value.kind {
        case .string(let text, _): text
        case .variable(let name):
            if case .string(let text)? = variables[name] { text } else { nil }
        default: nil
        }
    }
}
