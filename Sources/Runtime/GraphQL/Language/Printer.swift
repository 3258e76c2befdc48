import PlumblineSchema

/// Writes syntax trees back as GraphQL, one form for each tree.
struct Printer {
    var text = TextBuffer()
    private var indentation = 0

    static func print(_ document: ExecutableDocument) -> String {
        print(document.definitions)
    }

    static func print(_ definitions: [Definition]) -> String {
        var printer = Printer()
        for definition in definitions {
            printer.separate()
            printer.write(definition)
        }
        return printer.document
    }

    static func print(_ value: ValueNode) -> String {
        var printer = Printer()
        printer.write(value)
        return String(printer.text)
    }

    /// Adds a definition of the type system to a document.
    mutating func add(_ definition: TypeSystemNode) {
        separate()
        write(definition)
    }

    /// The definitions that were written, as a document.
    var document: String { String(text) + "\n" }

    private mutating func separate() {
        if !text.isEmpty { text += "\n\n" }
    }
}

extension Printer {
    private var margin: String { String(repeating: " ", count: indentation * 2) }

    private mutating func line(_ content: String = "") {
        text += "\n"
        text.indent(by: indentation * 2)
        text += content
    }

    private mutating func write(_ definition: Definition) {
        switch definition {
        case .operation(let operation): write(operation)
        case .fragment(let fragment): write(fragment)
        case .typeSystem(let node): write(node)
        }
    }

    private mutating func write(_ operation: OperationDefinition) {
        writeDescription(operation.description)
        let isShorthand =
            operation.kind == .query && operation.name == nil && operation.variables.isEmpty
            && operation.directives.isEmpty && operation.description == nil
        if !isShorthand {
            text += operation.kind.rawValue
            if let name = operation.name { text += " \(name.text)" }
            if !operation.variables.isEmpty {
                if operation.name == nil { text += " " }
                writeList(operation.variables, "(", ")") { $0.write($1) }
            }
            write(operation.directives)
            text += " "
        }
        write(operation.selections)
    }

    private mutating func write(_ fragment: FragmentDefinition) {
        writeDescription(fragment.description)
        text += "fragment \(fragment.name.text) on \(fragment.typeCondition.text)"
        write(fragment.directives)
        text += " "
        write(fragment.selections)
    }

    private mutating func write(_ variable: VariableDefinition) {
        if let description = variable.description { text += StringLiteral.quoted(description) + " " }
        text += "$\(variable.name): "
        write(variable.type)
        if let value = variable.defaultValue {
            text += " = "
            write(value)
        }
        write(variable.directives)
    }

    mutating func write(_ type: TypeReference) {
        switch type {
        case .named(let name): text += name
        case .list(let item):
            text += "["
            write(item)
            text += "]"
        case .nonNull(let type):
            write(type)
            text += "!"
        }
    }

    /// A description stands on lines of its own, before what it describes.
    mutating func writeDescription(_ description: String?) {
        guard let description else { return }
        text += StringLiteral.block(description, indentation: margin)
        line()
    }
}

extension Printer {
    private mutating func write(_ selections: [SelectionNode]) {
        writeLines(selections, "{", "}") { $0.write($1) }
    }

    /// Each item on a line of its own between the delimiters.
    mutating func writeLines<Item>(
        _ items: [Item],
        _ open: String,
        _ close: String,
        _ write: (inout Printer, Item) -> Void
    ) {
        text += open
        indentation += 1
        for item in items {
            line()
            write(&self, item)
        }
        indentation -= 1
        line(close)
    }

    private mutating func write(_ selection: SelectionNode) {
        switch selection {
        case .field(let field):
            if let alias = field.alias { text += "\(alias.text): " }
            text += field.name.text
            write(field.arguments)
            write(field.directives)
            if !field.selections.isEmpty {
                text += " "
                write(field.selections)
            }
        case .spread(let spread):
            text += "...\(spread.name.text)"
            write(spread.directives)
        case .inline(let fragment):
            text += "..."
            if let condition = fragment.typeCondition { text += " on \(condition.text)" }
            write(fragment.directives)
            text += " "
            write(fragment.selections)
        }
    }

    mutating func write(_ directives: [Directive]) {
        for directive in directives {
            text += " @\(directive.name.text)"
            write(directive.arguments)
        }
    }

    private mutating func write(_ arguments: [Argument]) {
        guard !arguments.isEmpty else { return }
        writeList(arguments, "(", ")") { $0.write($1) }
    }

    private mutating func write(_ argument: Argument) {
        text += "\(argument.name.text): "
        write(argument.value)
    }

    mutating func write(_ value: ValueNode) {
        switch value.kind {
        case .variable(let name): text += "$\(name)"
        case .int(let digits), .float(let digits): text += digits
        case .string(let string, isBlock: false): text += StringLiteral.quoted(string)
        case .string(let string, isBlock: true):
            text += StringLiteral.block(string, indentation: margin)
        case .boolean(let flag): text += flag ? "true" : "false"
        case .null: text += "null"
        case .enumeration(let name): text += name
        case .list(let items): writeList(items, "[", "]") { $0.write($1) }
        case .object(let fields) where fields.isEmpty: text += "{}"
        case .object(let fields): writeList(fields, "{ ", " }") { $0.write($1) }
        }
    }

    mutating func writeList<Item>(
        _ items: [Item],
        _ open: String,
        _ close: String,
        _ write: (inout Printer, Item) -> Void
    ) {
        text += open
        for (index, item) in items.enumerated() {
            if index > 0 { text += ", " }
            write(&self, item)
        }
        text += close
    }
}
