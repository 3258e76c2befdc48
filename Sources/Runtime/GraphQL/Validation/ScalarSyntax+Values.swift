import PlumblineQuery

/// Values of scalars out of JSON (GraphQL specification, section 3.5, "Input Coercion").
extension ScalarSyntax {
    /// The value in the scalar's own form; nil if it is none.
    func coerced(_ value: InputValue) -> InputValue? {
        switch (self, value) {
        case (.any, _), (.float, .integer), (.float, .number), (.boolean, .boolean), (.id, .string),
            (.string, .string), (.text, .string), (.decimal, .string), (.decimal, .integer),
            (.decimal, .number), (.wholeNumber, .string), (.wholeNumber, .integer):
            return value
        case (.int, .integer(let number)):
            return Int32(exactly: number).map { .integer(Int64($0)) }
        case (.int, .number(let text)):
            return Double(text).flatMap { Int32(exactly: $0) }.map { .integer(Int64($0)) }
        case (.id, .integer(let number)):
            return .string(String(number))
        default:
            return nil
        }
    }

    /// Why `coerced` gave nothing.
    func refusal(of value: InputValue, name: String) -> String {
        if case (.int, .integer(let number)) = (self, value) {
            return "Int cannot represent non 32-bit signed integer value: \(number)"
        }
        return sentence(value.abbreviated, name)
    }
}

extension TypeSystem {
    /// A literal without variables as a value of the type, defaults of input objects in place. What the type
    /// does not know becomes null: the document was validated.
    func coerced(_ value: ValueNode, as type: TypeReference) -> InputValue {
        if case .null = value.kind { return .null }
        switch type {
        case .nonNull(let inner):
            return coerced(value, as: inner)
        case .list(let item):
            guard case .list(let items) = value.kind else { return .list([coerced(value, as: item)]) }
            return .list(items.map { coerced($0, as: item) })
        case .named(let name):
            switch (self[name]?.kind, value.kind) {
            case (.scalar(let syntax, _), _):
                let value = InputValue(literal: value)
                return syntax.coerced(value) ?? value
            case (.enumeration, .enumeration(let name)):
                return .string(name)
            case (.input(let fields, _), .object(let given)):
                return .object(coerced(given, as: fields))
            default:
                return .null
            }
        }
    }

    private func coerced(_ given: [Argument], as fields: NamedList<InputValueDefinition>) -> [InputValue
        .Member]
    {
        fields.compactMap { field in
            let value = given.first { $0.name.text == field.name }?.value ?? field.defaultValue
            return value.map { InputValue.Member(field.name, coerced($0, as: field.type)) }
        }
    }
}

extension InputValue {
    /// A literal as JSON would say it.
    init(literal value: ValueNode) {
        switch value.kind {
        case .variable, .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .int(let digits): self = Int64(digits).map { .integer($0) } ?? .number(digits)
        case .float(let text): self = .number(text)
        case .string(let text, _), .enumeration(let text): self = .string(text)
        case .list(let items): self = .list(items.map { InputValue(literal: $0) })
        case .object(let fields):
            self = .object(fields.map { Member($0.name.text, InputValue(literal: $0.value)) })
        }
    }
}
