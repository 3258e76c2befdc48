/// The shape of a request's variables, as text: what a plan depends on, and nothing a caller could vary endlessly.
///
/// It says which members there are, which are null, which booleans are true, and how objects nest. The values of
/// texts and numbers are not in it, nor, unless it is asked for, the length of a list without objects.
public enum ShapeKey {
    /// The shape of a value.
    ///
    /// - Parameters:
    ///   - value: The variables.
    ///   - keepsLengths: Whether the length of every list belongs to the shape.
    ///   - keepsText: Whether a string's value belongs to the shape, such as the direction of an order; it is asked
    ///     with the names of the members that lead to the string.
    public static func text(
        of value: InputValue,
        keepsLengths: Bool = false,
        keepsText: ([String]) -> Bool = { _ in false }
    ) -> String {
        var result = ""
        var path: [String] = []
        append(value, to: &result, path: &path, keepsLengths, keepsText)
        return result
    }

    private static func append(
        _ value: InputValue,
        to result: inout String,
        path: inout [String],
        _ keepsLengths: Bool,
        _ keepsText: ([String]) -> Bool
    ) {
        switch value {
        case .null: result += "n"
        case .boolean(let value): result += value ? "t" : "f"
        case .integer, .number: result += "s"
        case .string(let text):
            result += keepsText(path) ? JSONWriter.string(text) : "s"
        case .list(let elements):
            guard elements.contains(where: { $0.isStructured || keepsText(path) }) else {
                result += keepsLengths ? "l\(elements.count)" : "l"
                return
            }
            result += "["
            for element in elements {
                append(element, to: &result, path: &path, keepsLengths, keepsText)
                result += ","
            }
            result += "]"
        case .object(let members):
            result += "{"
            for member in members {
                JSONWriter.string(member.name).write(to: &result)
                result += ":"
                path.append(member.name)
                append(member.value, to: &result, path: &path, keepsLengths, keepsText)
                path.removeLast()
                result += ","
            }
            result += "}"
        }
    }
}

extension InputValue {
    /// Whether its shape is more than one symbol.
    fileprivate var isStructured: Bool {
        switch self {
        case .list, .object: true
        case .null, .boolean, .integer, .number, .string: false
        }
    }
}
