/// What scalars take (GraphQL specification, section 3.5).
extension ScalarSyntax {
    /// Why a literal is no value of the scalar; nil if it is one.
    func refusal(of value: ValueNode, name: String) -> String? {
        switch (self, value.kind) {
        case (.any, _), (.float, .float), (.id, .int), (.boolean, .boolean), (.wholeNumber, .int):
            return nil
        case (.string, .string), (.id, .string), (.text, .string), (.decimal, .string),
            (.wholeNumber, .string):
            return nil
        case (.decimal, .int), (.decimal, .float):
            return nil
        case (.float, .int(let digits)):
            return Double(digits)?.isFinite == true ? nil : sentence(digits, name)
        case (.int, .int(let digits)):
            if Int32(digits) != nil { return nil }
            return "Int cannot represent non 32-bit signed integer value: \(Self.shortened(digits))"
        default:
            return sentence(Printer.print(value), name)
        }
    }

    /// The words of the reference implementation for the five built-in scalars, and alike for the API's own.
    func sentence(_ value: String, _ name: String) -> String {
        let value = Self.shortened(value)
        switch self {
        case .int: return "Int cannot represent non-integer value: \(value)"
        case .float: return "Float cannot represent non numeric value: \(value)"
        case .string, .text: return "\(name) cannot represent a non string value: \(value)"
        case .boolean: return "Boolean cannot represent a non boolean value: \(value)"
        case .id: return "ID cannot represent a non-string and non-integer value: \(value)"
        case .wholeNumber: return "\(name) cannot represent a non-integer value: \(value)"
        case .decimal: return "\(name) cannot represent a non numeric value: \(value)"
        case .any: return "\(name) cannot represent value: \(value)"
        }
    }

    private static func shortened(_ text: String) -> String {
        text.unicodeScalars.count <= 100 ? text : "\(String(text.unicodeScalars.prefix(100)))…"
    }
}
