/// What the parts of types and directives have to be (sections 3.5 to 3.13).
extension SchemaValidator {
    mutating func check(directive node: TypeSystemNode) {
        guard let name = node.name, case .directive(let arguments, _, _) = node.kind else { return }
        checkName(name, at: node.offset)
        for argument in arguments {
            let place = "@\(name.text)(\(argument.name.text):)"
            check(argument, place, typeErrorAt: argument.offset)
        }
    }

    /// - Parameter parts: The definition of the type, and its extensions.
    mutating func check(type: String, _ parts: [TypeSystemNode]) {
        switch parts.first?.kind {
        case .object, .interface:
            checkNonEmpty(parts.flatMap(\.fields), "Type \(type) must define one or more fields.", parts)
            for field in parts.flatMap(\.fields) { check(field, of: type) }
            checkInterfaces(of: type, parts)
        case .union:
            checkUnion(type, parts)
        case .enumeration:
            let values = parts.flatMap(\.values)
            checkNonEmpty(values, "Enum type \(type) must define one or more values.", parts)
            for value in values { checkName(value.name, at: value.offset) }
        case .input:
            checkInput(type, parts)
        case .scalar, .schema, .directive, nil:
            break
        }
    }

    private mutating func checkNonEmpty<Item>(_ items: [Item], _ message: String, _ parts: [TypeSystemNode]) {
        if items.isEmpty { report(message, at: parts.map(\.offset)) }
    }

    private mutating func check(_ field: FieldDefinitionNode, of type: String) {
        checkName(field.name, at: field.offset)
        let place = "\(type).\(field.name.text)"
        if let known = types[field.type.reference], case .input = known.kind {
            report(
                "The type of \(place) must be Output Type but got: \(field.type.reference).",
                at: [field.type.offset]
            )
        }
        for argument in field.arguments {
            check(argument, "\(place)(\(argument.name.text):)", typeErrorAt: argument.type.offset)
        }
    }

    /// An argument, or a field of an input object.
    private mutating func check(
        _ input: InputValueNode,
        _ place: String,
        _ kind: String = "argument",
        typeErrorAt offset: Int
    ) {
        checkName(input.name, at: input.offset)
        let type = input.type.reference
        if let known = types[type], !known.isInput {
            report("The type of \(place) must be Input Type but got: \(type).", at: [offset])
        }
        if type.isNonNull, input.defaultValue == nil,
            let deprecation = input.directives.first(where: { $0.name.text == "deprecated" })
        {
            report(
                "Required \(kind) \(place) cannot be deprecated.",
                at: [deprecation.offset, input.type.offset]
            )
        }
        if let value = input.defaultValue { checkDefault(value, type, place) }
    }

    private mutating func checkDefault(_ value: ValueNode, _ type: TypeReference, _ place: String) {
        var check = LiteralCheck(types: types, suggestsNames: true, limit: 100)
        check.check(value, as: type)
        for refusal in check.refusals {
            var path = refusal.path.isEmpty ? "" : " at "
            for step in refusal.path {
                switch step {
                case .field(let name): path += ".\(name)"
                case .item(let index): path += "[\(index)]"
                }
            }
            report("\(place) has invalid default value\(path): \(refusal.message)", at: [refusal.offset])
        }
    }

    private mutating func checkUnion(_ type: String, _ parts: [TypeSystemNode]) {
        let members = parts.flatMap(\.members)
        checkNonEmpty(members, "Union type \(type) must define one or more member types.", parts)
        var seen: Set<String> = []
        for member in members {
            guard let known = types[member.text] else { continue }
            let places = members.filter { $0.text == member.text }.map(\.offset)
            if case .object = known.kind {
                if seen.insert(member.text).inserted { continue }
                report("Union type \(type) can only include type \(member.text) once.", at: places)
            } else {
                report(
                    "Union type \(type) can only include Object types, it cannot include \(member.text).",
                    at: places
                )
            }
        }
    }

    private mutating func checkInput(_ type: String, _ parts: [TypeSystemNode]) {
        let fields = parts.flatMap(\.inputFields)
        checkNonEmpty(fields, "Input Object type \(type) must define one or more fields.", parts)
        let isOneOf = if case .input(_, isOneOf: true)? = types[type]?.kind { true } else { false }
        for field in fields {
            let place = "\(type).\(field.name.text)"
            check(field, place, "input field", typeErrorAt: field.type.offset)
            guard isOneOf else { continue }
            if field.type.reference.isNonNull {
                report("OneOf input field \(place) must be nullable.", at: [field.type.offset])
            }
            if field.defaultValue != nil {
                report("OneOf input field \(place) cannot have a default value.", at: [field.offset])
            }
        }
    }
}
