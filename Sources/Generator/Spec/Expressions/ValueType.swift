internal import PlumblineSchema

/// The type of an expression, and for a key, whose key it is.
///
/// Keys of two entities are two types. A UUID that is a key compares with nothing else; a key that is a text or a number
/// is a text or a number as well.
struct ValueType: Equatable {
    var type: ExpressionType
    /// The entity whose rows have this key.
    var keyOf: String?

    init(_ type: ExpressionType, keyOf: String? = nil) {
        self.type = type
        self.keyOf = keyOf
    }

    static func == (left: ValueType, right: ValueType) -> Bool {
        guard left.type == right.type else { return false }
        if left.keyOf == right.keyOf { return true }
        return left.type != .uuid && (left.keyOf == nil || right.keyOf == nil)
    }

    static let boolean = ValueType(.boolean)

    /// The type that reading a field gives; nil for a password, which no expression may read.
    init?(of field: Field, in entity: Entity) {
        let isKey = entity.singleKey?.name == field.name
        guard let type = ExpressionType(field.type) else { return nil }
        self.init(type, keyOf: field.reference?.target ?? (isKey ? entity.name : nil))
    }

    /// What it is, for sentences.
    var described: String {
        if let keyOf { return "a key of \(keyOf)" }
        return switch type {
        case .null: "null"
        case .boolean: "a boolean"
        case .text, .citext: "a text"
        case .integer: "a whole number"
        case .decimal: "a decimal number"
        case .float: "a floating-point number"
        case .uuid: "a UUID"
        case .timestamp: "a timestamp"
        case .date: "a date"
        case .time: "a time of day"
        case .duration: "a duration"
        case .bytes: "bytes"
        case .inet: "an IP address"
        case .json: "JSON"
        case .range(let bound): "a range of which each end is \(ValueType(bound).described)"
        case .array(let element): "a list of which each item is \(ValueType(element).described)"
        case .enumeration(let name): "a value of \(name)"
        }
    }

    /// Whether values of the type have an order that every target agrees on.
    var isOrdered: Bool {
        switch type {
        case .text, .citext, .integer, .decimal, .float, .timestamp, .date, .time, .duration: true
        case .null, .boolean, .uuid, .bytes, .inet, .json, .enumeration, .array, .range: false
        }
    }

    /// Whether `length` counts something in it.
    var hasLength: Bool {
        switch type {
        case .text, .citext, .bytes, .array: true
        default: false
        }
    }

    var isNumber: Bool { [.integer, .decimal, .float].contains(type) }
}

extension ExpressionType {
    /// The type that reading a stored value gives; nil for a password.
    init?(_ type: FieldType) {
        switch type {
        case .text: self = .text
        case .citext: self = .citext
        case .password: return nil
        case .smallint, .integer, .bigint: self = .integer
        case .decimal: self = .decimal
        case .float: self = .float
        case .boolean: self = .boolean
        case .uuid: self = .uuid
        case .timestamp: self = .timestamp
        case .date: self = .date
        case .time: self = .time
        case .interval: self = .duration
        case .bytes: self = .bytes
        case .inet: self = .inet
        case .json: self = .json
        case .enumeration(let name): self = .enumeration(name)
        case .array(let element):
            guard let element = ExpressionType(element) else { return nil }
            self = .array(element)
        case .range(let bound):
            guard let bound = ExpressionType(bound) else { return nil }
            self = .range(bound)
        }
    }
}

/// An expression whose names and types are known.
struct TypedExpression {
    var expression: Expression
    var type: ValueType

    /// The same constant as a value of another number type; otherwise the expression itself.
    ///
    /// Only constants adapt: fields of different number types are not mixed, because the targets round differently.
    func adapted(to other: ValueType) -> TypedExpression {
        guard case .literal(let literal) = expression, type != other else { return self }
        switch (literal, other.type) {
        case (.integer(let value), .decimal), (.integer(let value), .float):
            return TypedExpression(expression: .literal(.decimal(String(value))), type: other)
        case (.decimal, .float), (.text, .citext):
            return TypedExpression(expression: expression, type: other)
        default:
            return self
        }
    }

    /// What stands for it in a comparison: of a `citext`, and of what is compared with one, the text in lower case.
    func folded(besides other: ValueType) -> TypedExpression {
        let types = [type.type, other.type]
        guard types.contains(.citext), types.allSatisfy({ $0 == .text || $0 == .citext }) else { return self }
        let folded: Expression =
            if case .literal(.text(let text)) = expression {
                .literal(.text(text.lowercasedASCII))
            } else {
                .call(.lower, [expression])
            }
        return TypedExpression(expression: folded, type: ValueType(.text))
    }
}
