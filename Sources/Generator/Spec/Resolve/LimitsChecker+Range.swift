internal import PlumblineSchema

/// `min` and `max`.
extension LimitsChecker {
    /// Takes over the limits if they are values of the type and within those that its name brings.
    func tightenRange(_ result: inout TypeTable.Resolved, by limits: LimitsSyntax) -> Bool {
        let minimum = limit(limits.minimum, of: "min", result.type)
        let maximum = limit(limits.maximum, of: "max", result.type)
        let areLimits =
            (minimum == nil) == (limits.minimum == nil) && (maximum == nil) == (limits.maximum == nil)
        let base = result.constraints
        result.constraints.minimum = minimum?.value ?? base.minimum
        result.constraints.maximum = maximum?.value ?? base.maximum
        return areLimits && isTighter(minimum, than: base.minimum, isMinimum: true)
            && isTighter(maximum, than: base.maximum, isMinimum: false)
    }

    /// The limit as a value of the type; nil after a report, also that the type has none.
    private func limit(_ word: Word?, of key: String, _ type: FieldType) -> Placed<Limit>? {
        guard let word, let noun = type.limitNoun else { return nil }
        guard let limit = Limit(word.value, of: type) else {
            reporter.error(.wrongValue, at: word.place, "'\(key)' is \(noun), not '\(word.value)'.")
            return nil
        }
        let bound = Placed(value: limit, place: word.place)
        return isHeld(bound, by: type) ? bound : nil
    }

    /// Whether the limit of a whole number is one itself, and the type can hold it.
    private func isHeld(_ bound: Placed<Limit>, by type: FieldType) -> Bool {
        guard let number = bound.value.number, let bits = type.bits else { return true }
        if let value = Int64(number.description), bits.range.contains(value) { return true }
        let isWhole = number.scale == 0
        reporter.error(
            .constraintMisfit,
            at: bound.place,
            isWhole
                ? "\(bits.noun) has \(bits.count) bits, so it is from \(bits.range.lowerBound) to \(bits.range.upperBound)."
                : "The limit of a whole number is a whole number.",
            fix: isWhole ? "Use the type '\(bits.wider)'." : "Round it."
        )
        return false
    }
}

extension Limit {
    /// Reads what a spec writes as the limit of a type's values.
    fileprivate init?(_ text: String, of type: FieldType) {
        switch type {
        case .timestamp:
            guard let microseconds = TimestampText.microseconds(text) else { return nil }
            self = .timestamp(microseconds)
        case .date:
            guard let date = CivilDate(text) else { return nil }
            self = .date(date)
        case .time:
            guard let time = TimeOfDay(text) else { return nil }
            self = .time(time)
        case .interval:
            guard let interval = Interval(text) else { return nil }
            self = .interval(interval)
        default:
            let number = CoreScalar.integer(text).map { ExactDecimal($0) } ?? ExactDecimal(text)
            guard let number else { return nil }
            self = .number(number)
        }
    }
}

/// A whole number of a type.
struct BoundedInteger {
    var noun: String
    var count: Int
    var range: ClosedRange<Int64>
    /// The type of the next greater width.
    var wider: String
}

extension FieldType {
    /// What a type of whole numbers can hold.
    var bits: BoundedInteger? {
        switch self {
        case .smallint:
            BoundedInteger(
                noun: "A smallint",
                count: 16,
                range: Int64(Int16.min)...Int64(Int16.max),
                wider: "integer"
            )
        case .integer:
            BoundedInteger(
                noun: "An integer",
                count: 32,
                range: Int64(Int32.min)...Int64(Int32.max),
                wider: "bigint"
            )
        case .bigint:
            BoundedInteger(noun: "A bigint", count: 64, range: .min ... .max, wider: "decimal")
        default: nil
        }
    }

    /// What a limit of its values is; nil for a type without limits.
    var limitNoun: String? {
        switch self {
        case .smallint, .integer, .bigint, .decimal, .float: "a number, such as 5 or 0.25"
        case .timestamp: "a time with date and offset, such as 2026-11-21T09:00:00Z"
        case .date: "a date, such as 2026-11-21"
        case .time: "a time of day, such as 09:00:00"
        case .interval: "a duration without years and months, such as PT1H30M"
        default: nil
        }
    }
}
