/// The shape of a request's variables, as text: what a plan depends on, and nothing a caller could vary endlessly.
///
/// It says which members there are, which are null, which booleans are true, and how objects nest. The values of
/// texts and numbers are not in it, nor, unless it is asked for, the length of a list without objects.
public enum ShapeKey {
    /// What of a value belongs to the shape.
    public enum Detail: Sendable, Hashable {
        /// The text of a string, or of each in a list, such as the direction of an order.
        case text
        /// Which members an object has.
        case members
        /// Nothing of its inside: it is one value, whatever it holds.
        case none
    }

    /// The shape of a value.
    ///
    /// - Parameters:
    ///   - value: The variables.
    ///   - keepsLengths: Whether the length of every list belongs to the shape.
    ///   - detail: What of a value belongs to the shape; it is asked with the names of the members that lead to it.
    public static func text(
        of value: InputValue,
        keepsLengths: Bool = false,
        detail: ([String]) -> Detail = { _ in .members }
    ) -> String {
        var result = ""
        var path: [String] = []
        append(value, to: &result, path: &path, keepsLengths, detail)
        return result
    }

    private static func append(
        _ value: InputValue,
        to result: inout String,
        path: inout [String],
        _ keepsLengths: Bool,
        _ detail: ([String]) -> Detail
    ) {
        switch value {
        case .null: result += "n"
        case .boolean(let value): result += value ? "t" : "f"
        case .integer, .number: result += "s"
        case .string(let text):
            result += detail(path) == .text ? JSONWriter.string(text) : "s"
        case .list(let elements):
            let isOpen =
                switch detail(path) {
                case .text: !elements.isEmpty
                case .members: elements.contains(where: \.isStructured)
                case .none: false
                }
            guard isOpen else {
                result += keepsLengths ? "l\(elements.count)" : "l"
                return
            }
            result += "["
            for element in elements {
                append(element, to: &result, path: &path, keepsLengths, detail)
                result += ","
            }
            result += "]"
        case .object where !path.isEmpty && detail(path) == .none: result += "o"
        case .object(let members):
            result += "{"
            for member in members {
                append(name: member.name, to: &result)
                result += ":"
                path.append(member.name)
                append(member.value, to: &result, path: &path, keepsLengths, detail)
                path.removeLast()
                result += ","
            }
            result += "}"
        }
    }
}

extension ShapeKey {
    /// Names of APIs stand as they are; what else a caller calls a member is in quotes.
    private static func append(name: String, to result: inout String) {
        result += name.utf8.allSatisfy(\.isOfName) ? name : JSONWriter.string(name)
    }
}

extension UInt8 {
    fileprivate var isOfName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
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
