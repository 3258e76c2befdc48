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
        var shape: [UInt8] = []
        var path: [String] = []
        append(value, to: &shape, path: &path, keepsLengths, detail)
        return String(decoding: shape, as: UTF8.self)
    }

    private static func append(
        _ value: InputValue,
        to shape: inout [UInt8],
        path: inout [String],
        _ keepsLengths: Bool,
        _ detail: ([String]) -> Detail
    ) {
        switch value {
        case .null: shape.append(UInt8(ascii: "n"))
        case .boolean(let value): shape.append(value ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .integer, .number: shape.append(UInt8(ascii: "s"))
        case .string(let text):
            if detail(path) == .text {
                JSONWriter.append(text, to: &shape)
            } else {
                shape.append(UInt8(ascii: "s"))
            }
        case .list(let elements):
            let isOpen =
                switch detail(path) {
                case .text: !elements.isEmpty
                case .members: elements.contains(where: \.isStructured)
                case .none: false
                }
            guard isOpen else {
                shape += keepsLengths ? Array("l\(elements.count)".utf8) : [UInt8(ascii: "l")]
                return
            }
            shape.append(UInt8(ascii: "["))
            for element in elements {
                append(element, to: &shape, path: &path, keepsLengths, detail)
                shape.append(UInt8(ascii: ","))
            }
            shape.append(UInt8(ascii: "]"))
        case .object where !path.isEmpty && detail(path) == .none: shape.append(UInt8(ascii: "o"))
        case .object(let members):
            shape.append(UInt8(ascii: "{"))
            for member in members {
                JSONWriter.append(member.name, to: &shape)
                shape.append(UInt8(ascii: ":"))
                path.append(member.name)
                append(member.value, to: &shape, path: &path, keepsLengths, detail)
                path.removeLast()
                shape.append(UInt8(ascii: ","))
            }
            shape.append(UInt8(ascii: "}"))
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
