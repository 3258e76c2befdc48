/// Rules about operations (GraphQL specification, section 5.2).
extension DocumentValidator {
    mutating func checkOperations() {
        let operations = document.operations
        for operation in operations where types.rootType(of: operation.kind) == nil {
            report(
                .knownOperationTypes,
                "The \(operation.kind.rawValue) operation is not supported by the schema.",
                at: operation.offset
            )
        }
        findings.checkUnique(operations.compactMap(\.name), .uniqueOperationNames) {
            "There can be only one operation named \"\($0)\"."
        }
        if operations.count > 1 {
            for operation in operations where operation.name == nil {
                report(
                    .loneAnonymousOperation,
                    "This anonymous operation must be the only defined operation.",
                    at: operation.offset
                )
            }
        }
        for operation in operations where operation.kind == .subscription {
            checkSubscription(operation)
        }
    }

    mutating func checkExecutable(_ node: TypeSystemNode) {
        let subject = node.name.map { "\"\($0.text)\"" } ?? "schema"
        report(.executableDefinitions, "The \(subject) definition is not executable.", at: node.offset)
    }

    /// A subscription has one source of events, known before any variable is.
    private mutating func checkSubscription(_ operation: OperationDefinition) {
        guard let type = types.rootType(of: .subscription) else { return }
        let subject = operation.name.map { "Subscription \"\($0.text)\"" } ?? "Anonymous Subscription"
        var root = RootFields(type: type)
        collect(operation.selections, into: &root)
        if !root.conditions.isEmpty {
            let rule = "must not use `@skip` or `@include` directives in the top level selection."
            findings.report(.singleFieldSubscriptions, "\(subject) \(rule)", at: root.conditions)
            return
        }
        guard !root.fields.isEmpty else {
            return report(
                .singleFieldSubscriptions,
                "\(subject) must select one top level field.",
                at: openingBrace(after: operation.offset)
            )
        }
        let groups = Self.byResponseName(root.fields)
        if groups.count > 1 {
            let message = "\(subject) must select only one top level field."
            findings.report(
                .singleFieldSubscriptions,
                message,
                at: groups.dropFirst().joined().map(\.offset)
            )
        }
        for group in groups where group[0].name.text.hasPrefix("__") {
            let message = "\(subject) must not select an introspection top level field."
            findings.report(.singleFieldSubscriptions, message, at: group.map(\.offset))
        }
    }

    private static func byResponseName(_ fields: [FieldNode]) -> [[FieldNode]] {
        var position: [String: Int] = [:]
        var groups: [[FieldNode]] = []
        for field in fields {
            if let known = position[field.responseName] {
                groups[known].append(field)
            } else {
                position[field.responseName] = groups.count
                groups.append([field])
            }
        }
        return groups
    }

    /// What a subscription asks of its root, fragments opened.
    private struct RootFields {
        let type: TypeDefinition
        var fields: [FieldNode] = []
        /// Where `@skip` and `@include` stand.
        var conditions: [Int] = []
        var visited: Set<String> = []
    }

    /// In the order of the document, with a stack of its own: a chain of fragments can be as long as a document.
    private func collect(_ selections: [SelectionNode], into root: inout RootFields) {
        func conditions(_ all: [Directive]) -> [Int] {
            all.filter { $0.name.text == "skip" || $0.name.text == "include" }.map(\.offset)
        }
        var pending = [selections[...]]
        while var rest = pending.popLast() {
            guard let selection = rest.popFirst() else { continue }
            pending.append(rest)
            switch selection {
            case .field(let field):
                root.conditions += conditions(field.directives)
                root.fields.append(field)
            case .inline(let fragment):
                root.conditions += conditions(fragment.directives)
                guard applies(fragment.typeCondition, to: root.type) else { continue }
                pending.append(fragment.selections[...])
            case .spread(let spread):
                root.conditions += conditions(spread.directives)
                guard root.visited.insert(spread.name.text).inserted,
                    let fragment = fragments[spread.name.text], applies(fragment.typeCondition, to: root.type)
                else { continue }
                pending.append(fragment.selections[...])
            }
        }
    }

    private func applies(_ condition: Name?, to type: TypeDefinition) -> Bool {
        guard let condition else { return true }
        return types[condition.text].map { types.isSubtype(type, of: $0) } ?? false
    }

    private func openingBrace(after offset: Int) -> Int {
        document.source[offset...].firstIndex(of: UInt8(ascii: "{")) ?? offset
    }
}
