internal import PlumblineSchema

/// Makes the queries and mutations that the service's own code answers.
///
/// Their arguments are read, typed and checked as the fields of an entity that has no table.
struct OperationBuilder {
    let types: TypeTable
    let entities: [Entity]
    /// The interfaces and unions.
    let abstractTypes: [AbstractType]
    let symbols: SymbolTable
    let reporter: Reporter

    /// The operations, each name once.
    func build(_ all: [OperationSyntax], taken: Set<String>) -> [CustomOperation] {
        var names: [String: Word] = [:]
        return all.compactMap { syntax in
            let name = syntax.name
            guard NameRules(reporter: reporter).checkSnake(name, "the name of a query or mutation") else {
                return nil
            }
            if let first = names.updateValue(name, forKey: Naming.lowerCamel(name.value)) {
                reportTwin(name, of: first)
                return nil
            }
            checkCollisions(name, taken)
            return build(syntax)
        }
    }

    /// Two have one name, or names that become one.
    private func reportTwin(_ name: Word, of first: Word) {
        guard name.value != first.value else {
            reporter.error(
                .duplicateName,
                at: name.place,
                "The name '\(name.value)' is taken already, at \(first.place.origin).",
                fix: "Queries and mutations need names of their own."
            )
            return
        }
        let field = Naming.lowerCamel(name.value)
        reporter.error(
            .nameCollision,
            at: name.place,
            "In the APIs, '\(name.value)' and '\(first.value)' would both be called '\(field)'.",
            fix: "Choose another name."
        )
    }

    /// GraphQL's roots, OpenAPI's operations and Swift's types have names already.
    private func checkCollisions(_ name: Word, _ taken: Set<String>) {
        let (field, type) = (Naming.lowerCamel(name.value), Naming.upperCamel(name.value))
        let roots = entities.flatMap {
            [
                $0.singularAPIName, $0.pluralAPIName, "create\($0.name)", "update\($0.name)",
                "delete\($0.name)", "restore\($0.name)", "replace\($0.name)", "get\($0.name)",
                "list\(Naming.upperCamel($0.plural))",
                "upsert\($0.name)", "create\(Naming.upperCamel($0.plural))",
                "update\(Naming.upperCamel($0.plural))", "delete\(Naming.upperCamel($0.plural))",
            ]
        }
        guard
            roots.contains(field) || taken.contains(type) || isGenerated(type, taken)
                || ReservedNames.collections.contains(field)
                || ReservedNames.operations.contains(field)
                || ReservedNames.types.contains(type)
        else { return }
        reporter.error(
            .nameCollision,
            at: name.place,
            "The APIs or Swift have a name for '\(name.value)' already: '\(field)' or '\(type)'.",
            fix: "Choose another name."
        )
    }

    /// Whether a type is made beside an entity, an enum or a value object.
    private func isGenerated(_ type: String, _ declared: Set<String>) -> Bool {
        entities.contains { ReservedNames.generatedTypes(of: $0.name).contains(type) }
            || declared.contains { name in
                (ReservedNames.generatedTypes(ofEnum: name) + ReservedNames.generatedTypes(ofObject: name))
                    .contains(type)
            }
    }

    private func build(_ syntax: OperationSyntax) -> CustomOperation? {
        syntax.arguments.forEach(checkArgument)
        let name = Word(value: Naming.upperCamel(syntax.name.value), place: syntax.name.place)
        var arguments = EntitySyntax(name: name)
        arguments.doc = syntax.doc
        arguments.fields = syntax.arguments
        arguments.rules = syntax.rules
        arguments.access.create = syntax.access
        let names = entities.map(\.name)
        var draft = EntityDraft(
            arguments,
            types: types,
            entityNames: names,
            principal: nil,
            reporter: reporter
        )
        draft.entity.fields.removeAll { $0.managed == .key }
        NameCollisions(reporter: reporter).checkMembers(draft) { _ in nil }
        var entity = EntityFinisher(draft: draft, symbols: symbols, reporter: reporter).finish()
        entity.indexes = []
        for (rule, said) in zip(entity.rules, syntax.rules) where !rule.isCheck {
            reporter.error(
                .wrongArgument,
                at: said.formPlace,
                "The arguments of a query or mutation are in no table, so that a rule about them can only be a check.",
                fix: "Write 'check:', or give the rule to the entity that the rows are kept in."
            )
        }
        guard let result = syntax.result, isAnswer(result, names) else { return nil }
        return CustomOperation(
            name: syntax.name.value,
            kind: syntax.isMutation ? .mutation : .query,
            arguments: entity,
            result: result.value
        )
    }

    /// Whether rows of it can be answered: of an entity, an interface or a union.
    private func isAnswer(_ result: Word, _ names: [String]) -> Bool {
        let names = names + abstractTypes.map(\.name)
        if names.contains(result.value) { return true }
        reporter.error(
            .unknownEntity,
            at: result.place,
            "There is no entity '\(result.value)', and no interface or union.",
            fix: Suggestion.didYouMean(result.value, among: names)
        )
        return false
    }

    /// What only a stored field can say.
    private func checkArgument(_ syntax: FieldSyntax) {
        var said: [String] = []
        if syntax.column != nil { said.append("column") }
        if syntax.storage != nil { said.append("storage") }
        if syntax.isUnique { said.append("unique") }
        if syntax.defaultValue != nil { said.append("default") }
        if syntax.derivation != nil { said.append("generated") }
        let access = syntax.access
        if [access.read, access.create, access.update, access.mask].contains(where: { $0 != nil }) {
            said.append("access")
        }
        if syntax.preset != nil { said.append("preset") }
        if syntax.transitions != nil { said.append("transitions") }
        if syntax.life.deprecated != nil { said.append("deprecated") }
        if syntax.life.renamedFrom != nil { said.append("renamed_from") }
        if syntax.classes.isPersonal { said.append("pii") }
        if syntax.classes.isSecret { said.append("secret") }
        if syntax.classes.isEncrypted { said.append("encrypted") }
        if syntax.classes.retention != nil { said.append("retention") }
        if case .relation(_, let relation)? = syntax.form {
            if relation.inverse != nil { said.append("inverse") }
            if relation.onDelete != nil { said.append("on_delete") }
            if relation.onUpdate != nil { said.append("on_update") }
        }
        for key in said {
            reporter.error(
                .wrongArgument,
                at: syntax.name.place,
                "The argument '\(syntax.name.value)' is stored nowhere, so it can have no '\(key)'.",
                fix: "Remove '\(key)'."
            )
        }
    }
}

extension Rule {
    /// Whether it is about the row alone.
    fileprivate var isCheck: Bool {
        if case .check = demand { true } else { false }
    }
}
