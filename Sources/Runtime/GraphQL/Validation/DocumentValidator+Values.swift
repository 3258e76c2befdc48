/// Rules about input values (GraphQL specification, section 5.6).
extension DocumentValidator {
    /// Checks what is given for an argument; its definition is nil where that is unknown.
    mutating func check(_ value: ValueNode, for definition: InputValueDefinition?) {
        check(value, as: definition?.type, hasDefault: definition?.defaultValue != nil)
    }

    /// Checks a literal against a type and notes the variables in it; `type` is nil where it is unknown.
    mutating func check(_ value: ValueNode, as type: TypeReference?, hasDefault: Bool = false) {
        noteVariables(in: value, as: type, hasDefault: hasDefault, oneOf: nil)
        findings.checkUniqueInputFields(in: value)
        guard let type else { return }
        var check = LiteralCheck(
            types: types,
            suggestsNames: options.suggestsNames && !findings.isAborted,
            limit: options.maximumErrors + 1
        )
        check.check(value, as: type)
        for refusal in check.refusals { report(.valuesOfCorrectType, refusal.message, at: refusal.offset) }
    }

    /// Variables where no type is known, such as inside a JSON scalar, still have to be defined.
    private mutating func noteVariables(
        in value: ValueNode,
        as type: TypeReference?,
        hasDefault: Bool,
        oneOf: String?
    ) {
        switch value.kind {
        case .variable(let name):
            uses.variables.append(
                VariableUse(
                    name: name,
                    offset: value.offset,
                    type: type,
                    hasDefault: hasDefault,
                    oneOf: oneOf
                )
            )
        case .list(let values):
            let item: TypeReference? = if case .list(let item)? = type?.nullable { item } else { nil }
            for value in values { noteVariables(in: value, as: item, hasDefault: false, oneOf: nil) }
        case .object(let given):
            var definitions: NamedList<InputValueDefinition>?
            var oneOf: String?
            // An object can stand for a list of one.
            if let definition = type.flatMap({ types[$0] }),
                case .input(let fields, let isOneOf) = definition.kind
            {
                definitions = fields
                oneOf = isOneOf ? definition.name : nil
            }
            for field in given {
                let definition = definitions?[field.name.text]
                noteVariables(
                    in: field.value,
                    as: definition?.type,
                    hasDefault: definition?.defaultValue != nil,
                    oneOf: oneOf
                )
            }
        default:
            break
        }
    }
}
