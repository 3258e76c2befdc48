/// Rules about operations (GraphQL specification, section 5.2).
extension DocumentValidator {
    mutating func checkOperations() {
        let operations = document.operations
        for operation in operations where types.rootType(of: operation.kind) == nil {
            report(
                "The \(operation.kind.rawValue) operation is not supported by the schema.",
                at: operation.offset
            )
        }
        checkUnique(operations.compactMap(\.name)) { "There can be only one operation named \"\($0)\"." }
        if operations.count > 1 {
            for operation in operations where operation.name == nil {
                report("This anonymous operation must be the only defined operation.", at: operation.offset)
            }
        }
        for operation in operations where operation.kind == .subscription {
            checkSubscription(operation)
        }
    }

    mutating func checkExecutable(_ node: TypeSystemNode) {
        let subject = node.name.map { "\"\($0.text)\"" } ?? "schema"
        report("The \(subject) definition is not executable.", at: node.offset)
    }

    /// A subscription has one source of events, known before any variable is.
    private mutating func checkSubscription(_ operation: OperationDefinition) {
        guard types.subscriptionType != nil else { return }
        let subject = operation.name.map { "Subscription \"\($0.text)\"" } ?? "Anonymous Subscription"
        var fields: [FieldNode] = []
        var directives: [Int] = []
        var visited: Set<String> = []
        collectRoot(operation.selections, &fields, &directives, &visited)
        if !directives.isEmpty {
            let rule = "must not use `@skip` or `@include` directives in the top level selection."
            report("\(subject) \(rule)", at: directives)
            return
        }
        let names = fields.map(\.responseName)
        if Set(names).count > 1 {
            let extra = fields.filter { $0.responseName != names[0] }.map(\.offset)
            report("\(subject) must select only one top level field.", at: extra)
        }
        for field in fields where field.name.text.hasPrefix("__") {
            report("\(subject) must not select an introspection top level field.", at: field.offset)
        }
    }

    private func collectRoot(
        _ selections: [SelectionNode],
        _ fields: inout [FieldNode],
        _ directives: inout [Int],
        _ visited: inout Set<String>
    ) {
        func conditions(_ all: [Directive]) -> [Int] {
            all.filter { $0.name.text == "skip" || $0.name.text == "include" }.map(\.offset)
        }
        for selection in selections {
            switch selection {
            case .field(let field):
                directives += conditions(field.directives)
                fields.append(field)
            case .inline(let fragment):
                directives += conditions(fragment.directives)
                collectRoot(fragment.selections, &fields, &directives, &visited)
            case .spread(let spread):
                directives += conditions(spread.directives)
                guard visited.insert(spread.name.text).inserted,
                    let fragment = fragments[spread.name.text]
                else { continue }
                collectRoot(fragment.selections, &fields, &directives, &visited)
            }
        }
    }
}
