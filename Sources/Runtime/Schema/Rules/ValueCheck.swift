/// Checks one value against the type and the rules of its field.
struct ValueCheck {
    let schema: Schema
    let field: Field

    /// What is wrong with a value that is not null.
    func violations(of value: Value) -> [Violation] {
        switch (field.type, value) {
        case (.text, .text(let text)), (.citext, .text(let text)), (.password, .text(let text)):
            text.containsNUL ? [nul] : self.text(text)
        case (.bytes, .bytes(let bytes)):
            length(bytes.count, "byte")
        case (.array, .array(let elements)):
            list(elements)
        case (.range, .range(let start, let end)):
            range(start, end)
        case (.json, .json(let text)):
            // JSON's own spelling of NUL, which PostgreSQL's jsonb refuses.
            text.containsNUL ? [nul] : []
        case (.enumeration(let name), .text(let text)):
            membership(text, of: schema.enumType(name))
        case (.smallint, .integer(let number)):
            range(number, lowest: Int64(Int16.min), highest: Int64(Int16.max))
        case (.integer, .integer(let number)):
            range(number, lowest: Int64(Int32.min), highest: Int64(Int32.max))
        case (.bigint, .integer(let number)):
            range(number, lowest: .min, highest: .max)
        case (.float, .float(let number)):
            float(number)
        case (.float, .integer(let number)):
            float(Double(number))
        case (.decimal(let precision, let scale), .decimal(let number)):
            decimal(number, precision, scale)
        case (.decimal(let precision, let scale), .integer(let number)):
            decimal(ExactDecimal(number), precision, scale)
        case (.timestamp, .timestamp), (.date, .date), (.time, .time):
            limits(value, "before", "after")
        case (.interval, .duration):
            limits(value, "shorter than", "longer than")
        case (.boolean, .boolean), (.uuid, .uuid), (.inet, .inet):
            []
        default:
            [Violation(.invalidType, of: field, "must be \(field.type.noun)")]
        }
    }

    private var nul: Violation {
        Violation(.badFormat, of: field, "contains the character U+0000, which cannot be stored")
    }

    private func length(_ count: Int, _ unit: String) -> [Violation] {
        if let least = field.constraints.minLength, count < least {
            let predicate = count == 0 ? "is empty" : "is shorter than \(Naming.count(least, unit))"
            return [Violation(.tooShort, of: field, predicate)]
        }
        if let most = field.constraints.maxLength, count > most {
            return [Violation(.tooLong, of: field, "is longer than \(Naming.count(most, unit))")]
        }
        return []
    }

    /// A text is matched only if its length is right, so that a long one costs no time.
    private func text(_ text: String) -> [Violation] {
        let isBounded = field.constraints.minLength != nil || field.constraints.maxLength != nil
        let violations = isBounded ? length(text.unicodeScalars.count, "character") : []
        return violations.isEmpty ? format(text) + pattern(text) + choice(.text(text)) : violations
    }

    private func format(_ text: String) -> [Violation] {
        guard let format = field.constraints.format, !format.matches(text) else { return [] }
        return [Violation(.badFormat, of: field, "is not \(format.noun)")]
    }

    private func pattern(_ text: String) -> [Violation] {
        guard let pattern = field.constraints.pattern, !pattern.matches(text) else { return [] }
        return [Violation(.badFormat, of: field, field.constraints.predicate(of: pattern))]
    }

    /// Whether the value is one of those that are listed.
    private func choice(_ value: Value) -> [Violation] {
        guard let list = field.constraints.oneOf, (try? value.isAmong(list)) != .boolean(true) else {
            return []
        }
        return [Violation(.notAMember, of: field, "is not one of \(list.listed)")]
    }

    private func membership(_ text: String, of type: EnumType?) -> [Violation] {
        guard let type, !type.contains(text) else { return [] }
        return [Violation(.notAMember, of: field, "is not one of \(type.list)")]
    }

    /// Within the field's limits, or else within those of its type.
    private func range(_ number: Int64, lowest: Int64, highest: Int64) -> [Violation] {
        let (least, most) = (
            field.constraints.minimum?.number ?? ExactDecimal(lowest),
            field.constraints.maximum?.number ?? ExactDecimal(highest)
        )
        return range(ExactDecimal(number), least: least, most: most) { $0 } + choice(.integer(number))
    }

    private func range<Number: Comparable>(_ number: Number, _ bound: (ExactDecimal) -> Number) -> [Violation]
    {
        range(
            number,
            least: field.constraints.minimum?.number,
            most: field.constraints.maximum?.number,
            bound
        )
    }

    private func range<Number: Comparable>(
        _ number: Number,
        least: ExactDecimal?,
        most: ExactDecimal?,
        _ bound: (ExactDecimal) -> Number
    ) -> [Violation] {
        if let least, number < bound(least) {
            return [Violation(.tooSmall, of: field, "is less than \(least)")]
        }
        if let most, number > bound(most) {
            return [Violation(.tooLarge, of: field, "is greater than \(most)")]
        }
        return []
    }

    /// Within the limits of a time or of a length of time.
    private func limits(_ value: Value, _ below: String, _ above: String) -> [Violation] {
        if let least = field.constraints.minimum, value.precedes(least.value) {
            return [Violation(.tooSmall, of: field, "is \(below) \(least)")]
        }
        if let most = field.constraints.maximum, most.value.precedes(value) {
            return [Violation(.tooLarge, of: field, "is \(above) \(most)")]
        }
        return []
    }

    private func float(_ number: Double) -> [Violation] {
        guard number.isFinite else { return [Violation(.invalidType, of: field, "must be a finite number")] }
        return range(number, \.approximation) + choice(.float(number))
    }

    /// PostgreSQL would round what has too many digits after the point; nothing is rounded unasked here.
    private func decimal(_ number: ExactDecimal, _ precision: Int, _ scale: Int) -> [Violation] {
        let whole = precision - scale
        if number.integerDigits > whole {
            return [
                Violation(
                    .tooLarge,
                    of: field,
                    "has more than \(Naming.count(whole, "digit")) before the point"
                )
            ]
        }
        if number.scale > scale {
            return [
                Violation(
                    .badFormat,
                    of: field,
                    "has more than \(Naming.count(scale, "digit")) after the point"
                )
            ]
        }
        return range(number) { $0 } + choice(.decimal(number))
    }
}

extension Field {
    /// What is wrong with a value that is not null, whatever the rest of the row.
    public func violations(of value: Value, in schema: Schema) -> [Violation] {
        ValueCheck(schema: schema, field: self).violations(of: value)
    }
}

extension ValueConstraints {
    /// What is wrong with a text that has another form.
    public func predicate(of pattern: Pattern) -> String {
        example.map { "does not have the form of \($0)" } ?? "does not have the form \(pattern.source)"
    }
}

extension [Literal] {
    /// The constants as a sentence lists them.
    var listed: String { map(\.word).joined(separator: ", ") }
}

extension Literal {
    /// The constant as a person reads it, without quotes.
    public var word: String {
        switch self {
        case .null: "null"
        case .boolean(let value): String(value)
        case .integer(let value): String(value)
        case .decimal(let digits): digits
        case .text(let text), .enumeration(_, let text): text
        }
    }
}

extension EnumType {
    /// The values as a sentence lists them.
    var list: String { values.map(\.name).joined(separator: ", ") }
}

extension FieldType {
    /// What a value of it is, for "… must be …".
    fileprivate var noun: String {
        switch self {
        case .text, .citext, .password: "a text"
        case .smallint, .integer, .bigint: "a whole number"
        case .decimal: "a decimal number"
        case .float: "a number"
        case .boolean: "true or false"
        case .uuid: "a UUID"
        case .timestamp: "a time with date and offset, such as 2026-11-21T09:00:00Z"
        case .date: "a date, such as 2026-11-21"
        case .time: "a time of day, such as 09:00:00"
        case .interval: "a duration without years and months, such as PT1H30M"
        case .bytes: "bytes in base64"
        case .inet: "an IP address, such as 192.0.2.1 or 2001:db8::1"
        case .json: "JSON"
        case .array: "a list"
        case .range: "a range with start and end"
        case .enumeration(let name): "a value of \(name)"
        }
    }
}
