/// Rules about arguments and directives (GraphQL specification, sections 5.4 and 5.7).
extension DocumentValidator {
    /// Checks the arguments given; `definitions` is nil where their owner is unknown.
    mutating func checkArguments(
        _ arguments: [Argument],
        _ definitions: NamedList<InputValueDefinition>?,
        of owner: String
    ) {
        findings.checkUniqueArguments(arguments)
        if let definitions {
            findings.checkKnown(arguments, definitions, of: owner, suggestsNames: options.suggestsNames)
        }
        for argument in arguments { check(argument.value, for: definitions?[argument.name.text]) }
    }

    mutating func checkDirectives(_ directives: [Directive], at location: DirectiveDefinition.Location) {
        if directives.isEmpty { return }
        for directive in directives {
            let name = "@\(directive.name.text)"
            let definition = types.directives[directive.name.text]
            findings.checkPlace(of: directive, definition, at: location)
            checkArguments(directive.arguments, definition?.arguments, of: "directive \"\(name)\"")
            if let definition {
                findings.checkRequired(
                    definition.arguments,
                    given: directive.arguments,
                    of: name,
                    at: directive.offset
                )
            }
        }
        var first: [String: Int] = [:]
        findings.checkOnce(directives, types.directives, first: &first)
    }
}
