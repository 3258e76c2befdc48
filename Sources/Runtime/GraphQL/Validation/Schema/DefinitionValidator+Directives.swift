/// Directives where a schema applies them (GraphQL specification, section 3.13).
extension DefinitionValidator {
    mutating func checkDirectives() {
        var onSchema: [String: Int] = [:]
        var onType: [String: [String: Int]] = [:]
        for node in nodes {
            if let name = node.name?.text {
                check(node.directives, at: node.location, first: &onType[name, default: [:]])
            } else {
                check(node.directives, at: .schema, first: &onSchema)
            }
            for field in node.fields {
                check(field.arguments, at: .argumentDefinition)
                check(field.directives, at: .fieldDefinition)
            }
            for value in node.values { check(value.directives, at: .enumValue) }
            check(node.inputFields, at: .inputFieldDefinition)
            if case .directive(let arguments, _, _) = node.kind { check(arguments, at: .argumentDefinition) }
        }
    }

    private mutating func check(_ inputs: [InputValueNode], at location: DirectiveDefinition.Location) {
        for input in inputs {
            if let value = input.defaultValue { findings.checkUniqueInputFields(in: value) }
            check(input.directives, at: location)
        }
    }

    private mutating func check(_ directives: [Directive], at location: DirectiveDefinition.Location) {
        var first: [String: Int] = [:]
        check(directives, at: location, first: &first)
    }

    private mutating func check(
        _ applied: [Directive],
        at location: DirectiveDefinition.Location,
        first: inout [String: Int]
    ) {
        if applied.isEmpty { return }
        for directive in applied {
            let name = "@\(directive.name.text)"
            let definition = directives[directive.name.text]
            findings.checkPlace(of: directive, definition, at: location)
            findings.checkUniqueArguments(directive.arguments)
            for argument in directive.arguments { findings.checkUniqueInputFields(in: argument.value) }
            guard let definition else { continue }
            findings.checkKnown(
                directive.arguments,
                definition.arguments,
                of: "directive \"\(name)\"",
                suggestsNames: true
            )
            findings.checkRequired(
                definition.arguments,
                given: directive.arguments,
                of: name,
                at: directive.offset
            )
        }
        findings.checkOnce(applied, directives, first: &first)
    }
}

extension TypeSystemNode {
    /// Where directives of the definition itself stand.
    fileprivate var location: DirectiveDefinition.Location {
        switch kind {
        case .schema, .directive: .schema
        case .scalar: .scalar
        case .object: .object
        case .interface: .interface
        case .union: .union
        case .enumeration: .enumeration
        case .input: .inputObject
        }
    }
}
