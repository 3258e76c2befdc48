import PlumblineQuery

/// The shape of a request's variables, as text: what a plan depends on, and nothing a caller could vary endlessly.
///
/// It says which members there are, by their positions among those declared, which are null, which booleans are true,
/// and how objects nest. The values of texts and numbers are not in it, unless they say what is done: values of some
/// enums, names of types for introspection. Nor is the length of a list without objects, unless it is asked for, and
/// nothing of a scalar's inside: what callers name within JSON has no end.
struct ShapeKey {
    /// A variable as the operation declares it.
    struct Variable: Sendable {
        let name: String
        /// Its type, without the lists around it.
        let type: String
        /// Whether it names a type for introspection, which is answered while lowering.
        let namesType: Bool
    }

    private let api: GraphQLAPI
    private let keepsLengths: Bool
    private var bytes: [UInt8] = []

    private init(_ api: GraphQLAPI, keepsLengths: Bool) {
        self.api = api
        self.keepsLengths = keepsLengths
        bytes.reserveCapacity(128)
    }

    /// The shape of coerced variables.
    ///
    /// - Parameter keepsLengths: Whether the length of every list belongs to it.
    static func text(
        of variables: InputValue,
        declared: [Variable],
        by api: GraphQLAPI,
        keepsLengths: Bool
    ) -> String {
        guard case .object(let members) = variables else { return "" }
        var shape = ShapeKey(api, keepsLengths: keepsLengths)
        for member in members {
            guard let position = declared.firstIndex(where: { $0.name == member.name }) else { continue }
            let variable = declared[position]
            shape.append(member.value, at: position, of: variable.namesType ? .text : .named(variable.type))
        }
        return String(decoding: shape.bytes, as: UTF8.self)
    }

    /// What the declaration of a value says about it.
    private enum Declaration {
        /// A text that belongs to the shape.
        case text
        /// A value of the type of that name.
        case named(String)
    }

    private mutating func append(_ value: InputValue, at position: Int, of declaration: Declaration) {
        append(position)
        append(value, of: declaration)
    }

    private mutating func append(_ number: Int) {
        if number > 9 { append(number / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    private mutating func append(_ value: InputValue, of declaration: Declaration) {
        switch value {
        case .null: bytes.append(UInt8(ascii: "n"))
        case .boolean(let value): bytes.append(value ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .integer, .number: bytes.append(UInt8(ascii: "s"))
        case .string(let text) where isText(declaration): JSONWriter.append(text, to: &bytes)
        case .string: bytes.append(UInt8(ascii: "s"))
        case .list(let elements): append(elements, of: declaration)
        case .object(let members):
            guard let fields = inputFields(declaration) else { return bytes.append(UInt8(ascii: "o")) }
            append(members, of: fields)
        }
    }

    private mutating func append(_ elements: [InputValue], of declaration: Declaration) {
        let isOpen =
            isText(declaration)
            ? !elements.isEmpty : elements.contains(where: \.isStructured) && inputFields(declaration) != nil
        guard isOpen else {
            bytes.append(UInt8(ascii: "l"))
            if keepsLengths {
                append(elements.count)
                // A position may follow.
                bytes.append(UInt8(ascii: ","))
            }
            return
        }
        bytes.append(UInt8(ascii: "["))
        for element in elements { append(element, of: declaration) }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func append(_ members: [InputValue.Member], of fields: NamedList<InputValueDefinition>) {
        bytes.append(UInt8(ascii: "{"))
        var next = fields.startIndex
        for member in members {
            guard let position = fields.position(of: member.name, from: next) else { continue }
            next = position + 1
            append(member.value, at: position, of: .named(fields[position].type.name))
        }
        bytes.append(UInt8(ascii: "}"))
    }

    // MARK: - Types

    /// Whether it is a value of an enum that says what is done, or the name of a type.
    private func isText(_ declaration: Declaration) -> Bool {
        guard case .named(let type) = declaration else { return true }
        // Most values are of scalars, which is found sooner.
        guard case .enumeration? = api.types[type]?.kind else { return false }
        return api.shapingEnums.contains(type)
    }

    private func inputFields(_ declaration: Declaration) -> NamedList<InputValueDefinition>? {
        guard case .named(let type) = declaration, case .input(let fields, _)? = api.types[type]?.kind else {
            return nil
        }
        return fields
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
