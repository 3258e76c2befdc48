extension TypeSystem {
    /// The API as schema definition language, in the order in which it was built and the same for every run.
    ///
    /// What every GraphQL service has (built-in scalars, introspection, specified directives) is left out.
    public var sdl: String {
        var printer = SDLPrinter()
        printer.write(schema: self)
        for directive in directives where !DirectiveDefinition.specifiedNames.contains(directive.name) {
            printer.write(directive)
        }
        for type in types where !TypeDefinition.builtInScalarNames.contains(type.name) {
            printer.write(type)
        }
        return printer.blocks.joined(separator: "\n\n") + "\n"
    }
}

/// Prints type system definitions, one block each.
private struct SDLPrinter {
    var blocks: [String] = []

    mutating func write(schema: TypeSystem) {
        let roots: [(keyword: String, type: String?, usual: String)] = [
            ("query", schema.queryType, "Query"),
            ("mutation", schema.mutationType, "Mutation"),
            ("subscription", schema.subscriptionType, "Subscription"),
        ]
        let isUsual = roots.allSatisfy { $0.type ?? $0.usual == $0.usual } && schema.description == nil
        if isUsual { return }
        let lines = roots.compactMap { root in root.type.map { "  \(root.keyword): \($0)" } }
        blocks.append(
            description(schema.description) + "schema {\n" + lines.joined(separator: "\n") + "\n}"
        )
    }

    mutating func write(_ directive: DirectiveDefinition) {
        let locations = directive.locations.map(\.rawValue).joined(separator: " | ")
        blocks.append(
            description(directive.description)
                + "directive @\(directive.name)\(arguments(directive.arguments, indentation: ""))"
                + (directive.isRepeatable ? " repeatable on " : " on ") + locations
        )
    }

    mutating func write(_ type: TypeDefinition) {
        blocks.append(description(type.description) + definition(type))
    }

    private func definition(_ type: TypeDefinition) -> String {
        switch type.kind {
        case .scalar(_, let url):
            let specified = url.map { " @specifiedBy(url: \(StringLiteral.quoted($0)))" }
            return "scalar \(type.name)\(specified ?? "")"
        case .object(let fields, let interfaces):
            return "type \(type.name)\(implements(interfaces))\(block(fields.map(field)))"
        case .interface(let fields, let interfaces):
            return "interface \(type.name)\(implements(interfaces))\(block(fields.map(field)))"
        case .union(let members):
            return "union \(type.name) = \(members.joined(separator: " | "))"
        case .enumeration(let values):
            let lines = values.map { value in
                description(value.description, indentation: "  ") + "  " + value.name
                    + deprecation(value.deprecationReason)
            }
            return "enum \(type.name)\(block(lines))"
        case .input(let fields, let isOneOf):
            let lines = fields.map { inputValue($0, indentation: "  ") }
            return "input \(type.name)\(isOneOf ? " @oneOf" : "")\(block(lines))"
        }
    }

    private func implements(_ interfaces: [String]) -> String {
        interfaces.isEmpty ? "" : " implements " + interfaces.joined(separator: " & ")
    }

    private func block(_ lines: [String]) -> String {
        lines.isEmpty ? "" : " {\n" + lines.joined(separator: "\n") + "\n}"
    }

    private func field(_ field: FieldDefinition) -> String {
        description(field.description, indentation: "  ") + "  " + field.name
            + arguments(field.arguments, indentation: "  ") + ": \(field.type)"
            + deprecation(field.deprecationReason)
    }

    /// Arguments on one line, unless one of them has a description.
    private func arguments(_ arguments: NamedList<InputValueDefinition>, indentation: String) -> String {
        if arguments.isEmpty { return "" }
        if arguments.allSatisfy({ $0.description == nil }) {
            return "(" + arguments.map { inputValue($0, indentation: "") }.joined(separator: ", ") + ")"
        }
        let lines = arguments.map { inputValue($0, indentation: indentation + "  ") }
        return "(\n" + lines.joined(separator: "\n") + "\n\(indentation))"
    }

    private func inputValue(_ input: InputValueDefinition, indentation: String) -> String {
        let defaultValue = input.defaultValue.map { " = \(Printer.print($0))" } ?? ""
        return description(input.description, indentation: indentation) + indentation
            + "\(input.name): \(input.type)\(defaultValue)" + deprecation(input.deprecationReason)
    }

    private func deprecation(_ reason: String?) -> String {
        guard let reason else { return "" }
        if reason == DirectiveDefinition.defaultDeprecationReason { return " @deprecated" }
        return " @deprecated(reason: \(StringLiteral.quoted(reason)))"
    }

    private func description(_ text: String?, indentation: String = "") -> String {
        guard let text, !text.isEmpty else { return "" }
        return indentation + StringLiteral.block(text, indentation: indentation) + "\n"
    }
}
