/// Rules about arguments and directives (GraphQL specification, sections 5.4 and 5.7).
extension DocumentValidator {
    /// Checks the arguments given; `definitions` is nil where their owner is unknown.
    mutating func checkArguments(
        _ arguments: [Argument],
        _ definitions: NamedList<InputValueDefinition>?,
        of owner: String
    ) {
        checkUnique(arguments.map(\.name)) { "There can be only one argument named \"\($0)\"." }
        for argument in arguments {
            let definition = definitions?[argument.name.text]
            if let definitions, definition == nil {
                let suggestion = didYouMean(argument.name.text, among: definitions.map(\.name))
                report(
                    "Unknown argument \"\(argument.name.text)\" on \(owner).\(suggestion)",
                    at: argument.name.offset
                )
            }
            check(argument.value, for: definition)
        }
    }

    mutating func checkRequired(
        _ definitions: NamedList<InputValueDefinition>,
        given arguments: [Argument],
        of owner: String,
        at offset: Int
    ) {
        for definition in definitions where definition.isRequired {
            if arguments.contains(where: { $0.name.text == definition.name }) { continue }
            report(
                "\(owner) argument \"\(definition.name)\" of type \"\(definition.type)\" is required,"
                    + " but it was not provided.",
                at: offset
            )
        }
    }

    mutating func checkDirectives(_ directives: [Directive], at location: DirectiveDefinition.Location) {
        for directive in directives {
            let name = "@\(directive.name.text)"
            let definition = types.directives[directive.name.text]
            if definition == nil {
                report("Unknown directive \"\(name)\".", at: directive.offset)
            } else if let definition, !definition.locations.contains(location) {
                report(
                    "Directive \"\(name)\" may not be used on \(location.rawValue).",
                    at: directive.offset
                )
            }
            checkArguments(directive.arguments, definition?.arguments, of: "directive \"\(name)\"")
            if let definition {
                checkRequired(
                    definition.arguments,
                    given: directive.arguments,
                    of: "Directive \"\(name)\"",
                    at: directive.offset
                )
            }
        }
        let once = directives.filter { types.directives[$0.name.text]?.isRepeatable == false }
        var first: [String: Int] = [:]
        for directive in once {
            guard let offset = first[directive.name.text] else {
                first[directive.name.text] = directive.offset
                continue
            }
            report(
                "The directive \"@\(directive.name.text)\" can only be used once at this location.",
                at: offset,
                directive.offset
            )
        }
    }
}
