/// Rules about input values (GraphQL specification, section 5.6).
extension DocumentValidator {
    mutating func check(_ value: ValueNode, for definition: InputValueDefinition?) {
        check(value, as: definition?.type, defaultValue: definition?.defaultValue, oneOf: nil)
    }

    /// Checks a literal against a type and notes the variables in it; `type` is nil where it is unknown.
    mutating func check(_ value: ValueNode, as type: TypeReference?, defaultValue: ValueNode?, oneOf: String?)
    {
        if case .variable(let name) = value.kind {
            uses.variables.append(
                VariableUse(
                    name: name,
                    offset: value.offset,
                    type: type,
                    hasDefault: defaultValue != nil,
                    oneOf: oneOf
                )
            )
            return
        }
        guard let type else { return noteVariables(in: value) }
        switch type {
        case .nonNull(let inner):
            if case .null = value.kind {
                report("Expected value of type \"\(type)\", found null.", at: value.offset)
            } else {
                check(value, as: inner, defaultValue: nil, oneOf: nil)
            }
        case .list(let item):
            guard case .list(let values) = value.kind else {
                // A single value is taken for a list of one (section 3.11).
                if case .null = value.kind { return }
                return check(value, as: item, defaultValue: nil, oneOf: nil)
            }
            for value in values { check(value, as: item, defaultValue: nil, oneOf: nil) }
        case .named(let name):
            if case .null = value.kind { return }
            guard let definition = types[name] else { return noteVariables(in: value) }
            check(value, as: definition)
        }
    }

    private mutating func check(_ value: ValueNode, as type: TypeDefinition) {
        switch type.kind {
        case .scalar(let syntax, _):
            if let message = syntax.refusal(of: value, name: type.name) {
                report(message, at: value.offset)
            }
            noteVariables(in: value)
        case .enumeration(let values):
            checkEnum(value, type, values)
            noteVariables(in: value)
        case .input(let fields, let isOneOf):
            checkObject(value, type, fields, isOneOf: isOneOf)
        case .object, .interface, .union:
            noteVariables(in: value)  // Reported where the type is used.
        }
    }

    private mutating func checkEnum(
        _ value: ValueNode,
        _ type: TypeDefinition,
        _ values: NamedList<EnumValueDefinition>
    ) {
        if case .enumeration(let name) = value.kind {
            if values[name] != nil { return }
            let suggestion = didYouMean(name, among: values.map(\.name), "the enum value")
            report(
                "Value \"\(name)\" does not exist in \"\(type.name)\" enum.\(suggestion)",
                at: value.offset
            )
        } else {
            let text = Printer.print(value)
            let name = if case .string(let string, _) = value.kind { string } else { text }
            let suggestion = didYouMean(name, among: values.map(\.name), "the enum value")
            report(
                "Enum \"\(type.name)\" cannot represent non-enum value: \(abbreviated(text)).\(suggestion)",
                at: value.offset
            )
        }
    }

    private mutating func checkObject(
        _ value: ValueNode,
        _ type: TypeDefinition,
        _ definitions: NamedList<InputValueDefinition>,
        isOneOf: Bool
    ) {
        guard case .object(let fields) = value.kind else {
            let text = abbreviated(Printer.print(value))
            return report("Expected value of type \"\(type.name)\", found \(text).", at: value.offset)
        }
        checkUniqueInputFields(fields)
        let given = Set(fields.map(\.name.text))
        for definition in definitions where definition.isRequired && !given.contains(definition.name) {
            report(
                "Field \"\(type.name).\(definition.name)\" of required type \"\(definition.type)\""
                    + " was not provided.",
                at: value.offset
            )
        }
        for field in fields {
            let definition = definitions[field.name.text]
            if definition == nil {
                let suggestion = didYouMean(field.name.text, among: definitions.map(\.name))
                report(
                    "Field \"\(field.name.text)\" is not defined by type \"\(type.name)\".\(suggestion)",
                    at: field.name.offset
                )
            }
            check(
                field.value,
                as: definition?.type,
                defaultValue: definition?.defaultValue,
                oneOf: isOneOf ? type.name : nil
            )
        }
        if isOneOf { checkOneOf(fields, type, at: value.offset) }
    }

    private mutating func checkOneOf(_ fields: [Argument], _ type: TypeDefinition, at offset: Int) {
        guard fields.count == 1 else {
            return report("OneOf Input Object \"\(type.name)\" must specify exactly one key.", at: offset)
        }
        if case .null = fields[0].value.kind {
            report("Field \"\(type.name).\(fields[0].name.text)\" must be non-null.", at: offset)
        }
    }

    private mutating func checkUniqueInputFields(_ fields: [Argument]) {
        checkUnique(fields.map(\.name)) { "There can be only one input field named \"\($0)\"." }
    }

    /// Variables where no type is known, such as inside a JSON scalar, still have to be defined.
    private mutating func noteVariables(in value: ValueNode) {
        switch value.kind {
        case .variable: check(value, as: nil, defaultValue: nil, oneOf: nil)
        case .list(let values): for value in values { noteVariables(in: value) }
        case .object(let fields):
            checkUniqueInputFields(fields)
            for field in fields { noteVariables(in: field.value) }
        default: break
        }
    }

    private func abbreviated(_ text: String) -> String {
        text.unicodeScalars.count <= 100 ? text : "\(String(text.unicodeScalars.prefix(100)))…"
    }
}
