import PlumblineSchema

/// Definitions of the type system, each on lines of its own.
extension Printer {
    static func print(_ document: TypeSystemDocument) -> String {
        print(document.definitions)
    }

    mutating func write(_ node: TypeSystemNode) {
        writeDescription(node.description)
        if node.isExtension { text += "extend " }
        text += node.keyword
        if let name = node.name {
            text += node.isType ? " " : " @"
            text += name.text
        }
        switch node.kind {
        case .directive(let arguments, let isRepeatable, let locations):
            write(arguments)
            text += isRepeatable ? " repeatable on " : " on "
            text += locations.map(\.text).joined(separator: " | ")
        case .scalar:
            write(node.directives)
        case .schema(let types):
            write(node.directives)
            writeBlock(types) { $0.text += "\($1.kind.rawValue): \($1.type.text)" }
        case .object(let interfaces, let fields), .interface(let interfaces, let fields):
            if !interfaces.isEmpty {
                text += " implements " + interfaces.map(\.text).joined(separator: " & ")
            }
            write(node.directives)
            writeBlock(fields) { $0.write($1) }
        case .union(let members):
            write(node.directives)
            if !members.isEmpty { text += " = " + members.map(\.text).joined(separator: " | ") }
        case .enumeration(let values):
            write(node.directives)
            writeBlock(values) { $0.write($1) }
        case .input(let fields):
            write(node.directives)
            writeBlock(fields) { $0.write($1) }
        }
    }

    private mutating func write(_ field: FieldDefinitionNode) {
        writeDescription(field.description)
        text += field.name.text
        write(field.arguments)
        text += ": "
        write(field.type.reference)
        write(field.directives)
    }

    private mutating func write(_ input: InputValueNode) {
        writeDescription(input.description)
        text += input.name.text
        text += ": "
        write(input.type.reference)
        if let value = input.defaultValue {
            text += " = "
            write(value)
        }
        write(input.directives)
    }

    private mutating func write(_ value: EnumValueNode) {
        writeDescription(value.description)
        text += value.name.text
        write(value.directives)
    }

    /// Arguments on one line, unless one of them has a description.
    private mutating func write(_ arguments: [InputValueNode]) {
        if arguments.isEmpty { return }
        if arguments.allSatisfy({ $0.description == nil }) {
            writeList(arguments, "(", ")") { $0.write($1) }
        } else {
            writeLines(arguments, "(", ")") { $0.write($1) }
        }
    }

    private mutating func writeBlock<Item>(_ items: [Item], _ write: (inout Printer, Item) -> Void) {
        if items.isEmpty { return }
        text += " "
        writeLines(items, "{", "}", write)
    }
}
