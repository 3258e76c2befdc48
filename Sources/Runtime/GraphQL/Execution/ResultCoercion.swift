import PlumblineQuery

/// CoerceResult() of section 6.4.3 of the GraphQL specification, with the rules for each scalar of section 3.5.
extension TypeDefinition {
    /// A value as the response has it.
    func coercedResult(_ value: InputValue) throws(GraphQLError) -> InputValue {
        switch kind {
        case .scalar(let syntax, _):
            if let result = syntax.coercedResult(value) { return result }
            throw GraphQLError(syntax.refusal(of: value, name: name))
        case .enumeration(let values):
            if case .string(let name) = value, values[name] != nil { return value }
            throw GraphQLError("Enum \"\(name)\" cannot represent value: \(value.abbreviated)")
        case .object, .interface, .union, .input:
            throw GraphQLError("Expected an object of type \"\(name)\" but got: \(value.abbreviated).")
        }
    }
}

extension ScalarSyntax {
    /// The value in the form that clients get; nil if it is none of the scalar without losing a part of it.
    fileprivate func coercedResult(_ value: InputValue) -> InputValue? {
        switch (self, value) {
        case (.float, .number(let text)):
            Double(text)?.isFinite == true ? value : nil
        case (.string, .integer(let number)): .string(String(number))
        case (.string, .number(let text)): .string(text)
        case (.string, .boolean(let flag)): .string(flag ? "true" : "false")
        // Clients' numbers are not exact, so these travel as strings.
        case (.decimal, .integer(let number)), (.wholeNumber, .integer(let number)): .string(String(number))
        case (.decimal, .number(let text)): .string(text)
        default: coerced(value)
        }
    }
}
