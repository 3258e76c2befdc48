public import PlumblineSchema

/// A value a caller gave: a GraphQL variable or literal, a member of a JSON body, a query parameter.
public enum InputValue: Sendable, Hashable {
    /// JSON null.
    case null
    /// A boolean.
    case boolean(Bool)
    /// A whole number of at most 64 bits.
    case integer(Int64)
    /// Any other number, with its text as written, so that decimals stay exact.
    case number(String)
    /// A string; a GraphQL enum value is one too.
    case string(String)
    /// A list.
    case list([InputValue])
    /// An object; members keep their order and are unique.
    case object([Member])

    /// A named value of an object.
    public struct Member: Sendable, Hashable {
        /// The name.
        public var name: String
        /// The value.
        public var value: InputValue

        /// Creates a member.
        public init(_ name: String, _ value: InputValue) {
            self.name = name
            self.value = value
        }

        /// Whether both are the same to the byte.
        public static func == (left: Member, right: Member) -> Bool {
            left.name.isExactly(right.name) && left.value == right.value
        }
    }

    /// Whether both are the same to the byte, as values of one request that are equal become one parameter.
    public static func == (left: InputValue, right: InputValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let left), .boolean(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.number(let left), .number(let right)), (.string(let left), .string(let right)):
            left.isExactly(right)
        case (.list(let left), .list(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    /// The member of that name, if this is an object that has one.
    public subscript(_ name: String) -> InputValue? {
        // By their positions, so that only what is found is copied.
        guard case .object(let members) = self,
            let position = members.indices.first(where: { members[$0].name == name })
        else { return nil }
        return members[position].value
    }
}

extension InputValue {
    /// The value as a caller would give it, in REST's spelling.
    public init(_ value: Value) {
        self =
            switch value {
            case .null: .null
            case .boolean(let value): .boolean(value)
            case .integer(let number): .integer(number)
            case .json(let text): (try? JSONReader.read(Array(text.utf8))) ?? .string(text)
            case .float, .decimal: value.postgresText.map { .number($0) } ?? .null
            case .bytes(let bytes): .string(Base64.encode(bytes))
            case .array(let elements): .list(elements.map { InputValue($0) })
            case .range(let start, let end):
                .object([.init("start", InputValue(start)), .init("end", InputValue(end))])
            case .timestamp(let time): .string(TimestampText.text(microseconds: time))
            case .date(let days): .string(CivilDate(daysSince1970: days).description)
            case .duration(let length): .string(Interval(microseconds: length).description)
            case .text, .uuid, .time, .inet:
                value.postgresText.map { .string($0) } ?? .null
            }
    }
}
