public import PlumblineSchema

/// How a caller's value becomes one of PostgreSQL's. One object, as many parts of a plan refer to it.
final class ValueCodec: Sendable {
    /// The type of the field that the value is for.
    let type: FieldType
    /// Of an enum, the words a caller uses and what is stored for them.
    let words: [String: String]
    /// Whether the value is to be compared with a `citext`, which is taken in lower case.
    private let foldsCase: Bool
    /// Whether a number may be given as its text and a text as a number, as GraphQL's ID is (section 3.5.5).
    private let isID: Bool
    /// What is done to a text that is written, as its field says.
    private let normalization: [Normalization]
    /// The codec of the elements, if the type is a list.
    private let element: ValueCodec?
    /// The codec of the ends, if the type is a range.
    private let bound: ValueCodec?

    convenience init(writing field: Field, schema: Schema, style: Operation.Style) {
        self.init(field, schema: schema, style: style, normalization: field.normalization ?? [])
    }

    convenience init(
        _ field: Field,
        schema: Schema,
        style: Operation.Style,
        isCompared: Bool = false,
        normalization: [Normalization] = []
    ) {
        let isID = field.isID && style == .graphQL
        self.init(
            field.type,
            words: Self.words(of: field.type, schema, isID ? .rest : style),
            isID: isID,
            foldsCase: isCompared && field.type == .citext,
            normalization: normalization
        )
    }

    /// For a part of a key that is given as text.
    convenience init(keyOf type: FieldType, schema: Schema) {
        self.init(type, words: Self.words(of: type, schema, .rest), isID: true)
    }

    private init(
        _ type: FieldType,
        words: [String: String] = [:],
        isID: Bool = false,
        foldsCase: Bool = false,
        normalization: [Normalization] = []
    ) {
        self.type = type
        self.words = words
        self.isID = isID
        self.foldsCase = foldsCase
        self.normalization = normalization
        element = type.element.map { ValueCodec($0, words: words, normalization: normalization) }
        bound = if case .range(let bound) = type { ValueCodec(bound) } else { nil }
    }

    private static func words(
        of type: FieldType,
        _ schema: Schema,
        _ style: Operation.Style
    ) -> [String: String] {
        guard case .enumeration(let name) = type.element ?? type else { return [:] }
        var words: [String: String] = [:]
        for value in schema.enumType(name)?.values ?? [] {
            words[style == .graphQL ? value.graphQLName : value.name] = value.name
        }
        return words
    }

    /// Any text.
    static let text = ValueCodec(.text)

    /// The value, or nil if it is not of the type.
    func value(_ input: InputValue) -> Value? {
        switch (type, input) {
        case (_, .null): .null
        case (.text, .string(let text)), (.citext, .string(let text)), (.password, .string(let text)):
            text.containsNUL ? nil : .text(stored(text))
        case (.smallint, .integer(let number)): Int16(exactly: number).map { .integer(Int64($0)) }
        case (.smallint, .string(let text)) where isID: Int16(text).map { .integer(Int64($0)) }
        case (.integer, .string(let text)) where isID: Int32(text).map { .integer(Int64($0)) }
        case (.text, .integer(let number)) where isID: .text(String(number))
        case (.integer, .integer(let number)): Int32(exactly: number).map { .integer(Int64($0)) }
        case (.bigint, .integer(let number)): .integer(number)
        case (.bigint, .string(let text)): Int64(text).map { .integer($0) }
        case (.decimal, .integer(let number)): .decimal(ExactDecimal(number))
        case (.decimal, .string(let text)), (.decimal, .number(let text)):
            ExactDecimal(text).flatMap { $0.fitsNumeric ? .decimal($0) : nil }
        case (.float, .integer(let number)): .float(Double(number))
        case (.float, .number(let text)): Double(text).flatMap { $0.isFinite ? .float($0) : nil }
        case (.boolean, .boolean(let value)): .boolean(value)
        case (.uuid, .string(let text)): UUIDText.canonical(text).map { .uuid($0) }
        case (.timestamp, .string(let text)): TimestampText.microseconds(text).map { .timestamp($0) }
        case (.date, .string(let text)): CivilDate(text).map { .date($0.daysSince1970) }
        case (.time, .string(let text)): TimeText.microseconds(text).map { .time($0) }
        case (.interval, .string(let text)): Interval(text).map { .duration($0.microseconds) }
        case (.bytes, .string(let text)): Base64.decode(text).map { .bytes($0) }
        case (.inet, .string(let text)): InternetAddress(text).map { .inet($0) }
        case (.json, let value): value.isStorable ? .json(JSONWriter.text(value)) : nil
        case (.enumeration, .string(let word)): words[word].map { .text($0) }
        case (.array, .list(let elements)): list(elements)
        case (.range, .object(let members)): range(members)
        default: nil
        }
    }

    /// The text as it is stored, or as it is compared.
    private func stored(_ text: String) -> String {
        let normalized = normalization.reduce(text) { $1.applied(to: $0) }
        return foldsCase ? normalized.lowercasedASCII : normalized
    }

    /// The list, or nil if an element is null or not of the type.
    private func list(_ elements: [InputValue]) -> Value? {
        guard let element else { return nil }
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for input in elements {
            guard input != .null, let value = element.value(input) else { return nil }
            values.append(value)
        }
        return .array(values)
    }

    /// The range, or nil if it has other members, ends of another type, or no length.
    private func range(_ members: [InputValue.Member]) -> Value? {
        guard let (start, end) = ends(members) else { return nil }
        if start != .null, end != .null, !start.precedes(end) { return nil }
        return .range(start, end)
    }

    /// The two ends; one that is left out is open.
    private func ends(_ members: [InputValue.Member]) -> (Value, Value)? {
        guard let bound, members.allSatisfy({ $0.name == "start" || $0.name == "end" }) else { return nil }
        let input = InputValue.object(members)
        guard let start = bound.value(input["start"] ?? .null), let end = bound.value(input["end"] ?? .null)
        else {
            return nil
        }
        return (start, end)
    }

    /// The value for the spec's checks: what is not of the type stays what it is, and they will say so.
    func unchecked(_ input: InputValue) -> Value {
        if let value = value(input) { return value }
        if let element, case .list(let elements) = input { return .array(elements.map(element.unchecked)) }
        if bound != nil, case .object(let members) = input, let (start, end) = ends(members) {
            return .range(start, end)
        }
        switch input {
        case .null: return .null
        case .boolean(let value): return .boolean(value)
        case .integer(let number): return .integer(number)
        case .number(let text): return ExactDecimal(text).map { .decimal($0) } ?? .float(Double(text) ?? .nan)
        case .string(let text): return .text(text)
        case .list, .object: return .json(JSONWriter.text(input))
        }
    }

    /// What a value of the type is, for "… must be …".
    var noun: String {
        switch type {
        case .text, .citext, .password: "a text without the character U+0000"
        case .smallint: "a whole number of 16 bits"
        case .integer: "a whole number of 32 bits"
        case .bigint: "a whole number of 64 bits"
        case .decimal: "a decimal number"
        case .float: "a finite number"
        case .boolean: "true or false"
        case .uuid: "a UUID"
        case .timestamp: "a time with date and offset, such as 2026-11-21T09:00:00Z"
        case .date: "a date, such as 2026-11-21"
        case .time: "a time of day, such as 09:00:00"
        case .interval: "a duration without years and months, such as PT1H30M"
        case .bytes: "bytes in base64"
        case .inet: "an IP address, such as 192.0.2.1 or 2001:db8::1"
        case .json: "JSON without the character U+0000, and with no number beyond PostgreSQL's numeric"
        case .range: "a range whose end comes after its start, each \(bound?.noun ?? "a value") or null"
        case .array: "a list of which each item is \(element?.noun ?? "a value")"
        case .enumeration: "one of \(words.keys.sorted().joined(separator: ", "))"
        }
    }
}

extension ValueCodec: Hashable {
    static func == (left: ValueCodec, right: ValueCodec) -> Bool {
        left === right
            || left.type == right.type && left.words == right.words && left.isID == right.isID
                && left.foldsCase == right.foldsCase && left.normalization == right.normalization
    }

    /// Feeds what tells nearly all of them apart.
    func hash(into hasher: inout Hasher) {
        hasher.combine(type)
        hasher.combine(isID)
        hasher.combine(foldsCase)
    }
}

extension Value {
    /// The text that PostgreSQL reads it from; nil for null.
    public var postgresText: String? {
        switch self {
        case .null: nil
        case .boolean(let value): value ? "true" : "false"
        case .integer(let number): String(number)
        case .float(let number): String(number)
        case .decimal(let number): number.description
        case .text(let text), .uuid(let text), .json(let text): text
        case .timestamp(let microseconds): Self.ofPostgres(TimestampText.text(microseconds: microseconds))
        case .date(let days): Self.ofPostgres(CivilDate(daysSince1970: days).description)
        case .time(let microseconds): TimeText.text(microseconds: microseconds)
        case .duration(let microseconds): "\(microseconds) microseconds"
        case .bytes(let bytes): "\\x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        case .inet(let address): address.description
        case .range(let start, let end):
            "[\(start.postgresText.map { "\"\($0)\"" } ?? ""),\(end.postgresText.map { "\"\($0)\"" } ?? ""))"
        case .array(let elements): ArrayText.of(elements.map(\.postgresText))
        }
    }

    /// A date or time as PostgreSQL writes years that ISO 8601 gives a sign: beyond 9999 without, before 1 with `BC`.
    private static func ofPostgres(_ text: String) -> String {
        switch text.utf8.first {
        case UInt8(ascii: "+"): return String(text.dropFirst())
        case UInt8(ascii: "-"): break
        case UInt8(ascii: "0") where text.hasPrefix("0000"): break
        default: return text
        }
        let digits = text.drop { $0 == "-" }
        guard let end = digits.firstIndex(of: "-"), let year = Int(digits[..<end]) else { return text }
        let years = String(year + 1)
        return String(repeating: "0", count: max(0, 4 - years.count)) + years + digits[end...] + " BC"
    }
}

extension FieldType {
    /// The type of the elements, if this is a list.
    var element: FieldType? {
        if case .array(let element) = self { element } else { nil }
    }

    /// The SQL of what a value is compared and ordered by.
    func compared(_ value: String) -> String {
        self == .citext ? "lower(\(value) collate \"C\")" : value
    }
}

extension InputValue {
    /// Whether PostgreSQL can store it as JSON: no text has the character NUL, and each number is a `numeric`.
    fileprivate var isStorable: Bool {
        switch self {
        case .null, .boolean, .integer: true
        case .number(let text): NumericLimits.hold(number: text)
        case .string(let text): !text.containsNUL
        case .list(let elements): elements.allSatisfy(\.isStorable)
        case .object(let members): members.allSatisfy { !$0.name.containsNUL && $0.value.isStorable }
        }
    }
}

/// How many digits a `numeric` has at most (PostgreSQL, section 8.1.2).
private enum NumericLimits {
    static let whole = 131_072
    static let fraction = 16_383

    /// Whether a number as JSON writes it has no more digits when its exponent is written out.
    static func hold(number: String) -> Bool {
        let parts = number.split { $0 == "e" || $0 == "E" }
        let mantissa = parts[0].drop { $0 == "-" }.split(separator: ".")
        let exponent = parts.count > 1 ? Int(parts[1]) : 0
        guard let exponent, exponent.magnitude <= whole else { return false }
        let behind = mantissa.count > 1 ? mantissa[1].count : 0
        return mantissa[0].count + exponent <= whole && behind - exponent <= fraction
    }
}

extension ExactDecimal {
    /// Whether a `numeric` holds it.
    fileprivate var fitsNumeric: Bool {
        integerDigits <= NumericLimits.whole && scale <= NumericLimits.fraction
    }
}

/// UUIDs as text (RFC 9562, section 4).
enum UUIDText {
    /// The text in lower case; nil if it is not 32 hexadecimal digits with the four hyphens.
    static func canonical(_ text: String) -> String? {
        let known = text.utf8.withContiguousStorageIfAvailable { hasCapitals($0) }
        guard let hasCapitals = known ?? Array(text.utf8).withUnsafeBufferPointer(hasCapitals) else {
            return nil
        }
        return hasCapitals ? text.lowercasedASCII : text
    }

    /// Whether some of its digits are capitals; nil for anything but a UUID.
    private static func hasCapitals(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
        let hyphen = UInt8(ascii: "-")
        guard text.count == 36, text[8] == hyphen, text[13] == hyphen, text[18] == hyphen, text[23] == hyphen
        else { return nil }
        var hyphens = 0
        var hasCapitals = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): break
            case UInt8(ascii: "A")...UInt8(ascii: "F"): hasCapitals = true
            case hyphen: hyphens += 1
            default: return nil
            }
        }
        return hyphens == 4 ? hasCapitals : nil
    }
}
