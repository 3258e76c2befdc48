internal import PlumblineSchema

/// Checks the rules on one value against its type and against each other.
struct LimitsChecker {
    /// PostgreSQL's `numeric` with a declared precision.
    static let precisionLimit: Int64 = 1000
    /// The greatest length of a text that may be asked for.
    static let lengthLimit: Int64 = 10_485_760
    /// The greatest number of items that may be asked for.
    static let itemsLimit: Int64 = 100_000

    let reporter: Reporter

    /// The decimal type that the limits describe; nil after a report.
    func decimal(_ limits: LimitsSyntax, at place: Place) -> FieldType? {
        guard let precision = limits.precision, let scale = limits.scale else {
            reporter.error(
                .missingKey,
                at: place,
                "A decimal says how many digits it has.",
                fix: "Add 'precision:' for all its digits and 'scale:' for those after the point."
            )
            return nil
        }
        guard (1...Self.precisionLimit).contains(precision.value) else {
            reporter.error(
                .constraintMisfit,
                at: precision.place,
                "The precision of a decimal is from 1 to \(Self.precisionLimit)."
            )
            return nil
        }
        guard (0...precision.value).contains(scale.value) else {
            reporter.error(
                .constraintMisfit,
                at: scale.place,
                "The scale of a decimal is from 0 to its precision, \(precision.value)."
            )
            return nil
        }
        return .decimal(precision: Int(precision.value), scale: Int(scale.value))
    }

    /// The array of such elements, with its own rules; nil after a report.
    func list(of element: TypeTable.Resolved, _ limits: LimitsSyntax) -> TypeTable.Resolved? {
        var own = limits
        if case .decimal = element.type { (own.precision, own.scale) = (nil, nil) }
        let list = ListConstraints(elements: element.constraints)
        let type = TypeTable.Resolved(type: .array(of: element.type), constraints: .none, list: list)
        return tighten(type, by: own)
    }

    /// The range between such values; nil after a report.
    func range(of bound: FieldType, _ limits: LimitsSyntax) -> TypeTable.Resolved? {
        var own = limits
        own.of = nil
        if case .decimal = bound { (own.precision, own.scale) = (nil, nil) }
        return tighten(TypeTable.Resolved(type: .range(of: bound), constraints: .none), by: own)
    }

    /// The type with the further rules; nil after a report.
    func tighten(_ base: TypeTable.Resolved, by limits: LimitsSyntax) -> TypeTable.Resolved? {
        if limits.isEmpty { return base }
        var result = base
        let fits = reportMisfits(limits, base.type)
        let isTighter =
            tightenLengths(&result, by: limits) && tightenRange(&result, by: limits)
            && tightenItems(&result, by: limits)
        let hasFormat = tightenFormat(&result, by: limits)
        guard fits, isTighter, hasFormat, reportEmptyRanges(result.constraints, limits) else { return nil }
        return ChoiceChecker(reporter: reporter).tighten(result, by: limits)
    }

    /// Reports keys that say nothing about values of the type.
    private func reportMisfits(_ limits: LimitsSyntax, _ type: FieldType) -> Bool {
        var misfits: [(key: String, place: Place)] = []
        if !type.isText, type != .password, type != .bytes {
            if let length = limits.minLength { misfits.append(("min_length", length.place)) }
            if let length = limits.maxLength { misfits.append(("max_length", length.place)) }
        }
        if !type.isText {
            if let format = limits.format { misfits.append(("format", format.place)) }
            if let pattern = limits.pattern { misfits.append(("pattern", pattern.place)) }
            if let example = limits.example { misfits.append(("example", example.place)) }
            if let normalization = limits.normalization { misfits.append(("normalize", normalization.place)) }
        }
        if !type.isText, !type.isNumber, let list = limits.oneOf { misfits.append(("one_of", list.place)) }
        if type.limitNoun == nil {
            if let minimum = limits.minimum { misfits.append(("min", minimum.place)) }
            if let maximum = limits.maximum { misfits.append(("max", maximum.place)) }
        }
        if case .array = type {
        } else {
            if let of = limits.of { misfits.append(("of", of.place)) }
            if let items = limits.minItems { misfits.append(("min_items", items.place)) }
            if let items = limits.maxItems { misfits.append(("max_items", items.place)) }
            if let items = limits.uniqueItems { misfits.append(("unique_items", items.place)) }
        }
        if case .decimal = type {
        } else {
            if let precision = limits.precision { misfits.append(("precision", precision.place)) }
            if let scale = limits.scale { misfits.append(("scale", scale.place)) }
        }
        for misfit in misfits {
            reporter.error(
                .constraintMisfit,
                at: misfit.place,
                "'\(misfit.key)' does not fit the type \(type.specName).",
                fix: fix(for: misfit.key, type)
            )
        }
        return misfits.isEmpty
    }

    private func fix(for key: String, _ type: FieldType) -> String {
        if case .array = type { return "Give the items a named type with that rule: 'of: Name'." }
        return switch key {
        case "min_length" where type.isNumber: "Write 'min' for the least number."
        case "max_length" where type.isNumber: "Write 'max' for the greatest number."
        case "min" where type.isText || type == .password: "Write 'min_length' for the least length."
        case "max" where type.isText || type == .password: "Write 'max_length' for the greatest length."
        default: "Remove it."
        }
    }

    private func tightenLengths(_ result: inout TypeTable.Resolved, by limits: LimitsSyntax) -> Bool {
        let fits = [limits.minLength, limits.maxLength].allSatisfy { length in
            guard let length, !(0...Self.lengthLimit).contains(length.value) else { return true }
            reporter.error(.constraintMisfit, at: length.place, "A length is from 0 to \(Self.lengthLimit).")
            return false
        }
        guard fits else { return false }
        let base = result.constraints
        result.constraints.minLength = limits.minLength.map { Int($0.value) } ?? base.minLength
        result.constraints.maxLength = limits.maxLength.map { Int($0.value) } ?? base.maxLength
        return isTighter(limits.minLength, than: base.minLength.map(Int64.init), isMinimum: true)
            && isTighter(limits.maxLength, than: base.maxLength.map(Int64.init), isMinimum: false)
    }

    private func tightenItems(_ result: inout TypeTable.Resolved, by limits: LimitsSyntax) -> Bool {
        guard var list = result.list else { return true }
        for count in [limits.minItems, limits.maxItems] {
            guard let count, !(0...Self.itemsLimit).contains(count.value) else { continue }
            reporter.error(.constraintMisfit, at: count.place, "An array has 0 to \(Self.itemsLimit) items.")
            return false
        }
        let base = list
        list.minItems = limits.minItems.map { Int($0.value) } ?? base.minItems
        list.maxItems = limits.maxItems.map { Int($0.value) } ?? base.maxItems
        list.hasUniqueItems = base.hasUniqueItems || limits.uniqueItems?.value == true
        result.list = list
        if let least = list.minItems, let most = list.maxItems, least > most,
            let place = (limits.minItems ?? limits.maxItems)?.place
        {
            reporter.error(.emptyRange, at: place, "No list has at least \(least) and at most \(most) items.")
            return false
        }
        return isTighter(limits.minItems, than: base.minItems.map(Int64.init), isMinimum: true)
            && isTighter(limits.maxItems, than: base.maxItems.map(Int64.init), isMinimum: false)
    }

    func isTighter<Number: Comparable>(_ own: Placed<Number>?, than base: Number?, isMinimum: Bool)
        -> Bool
    {
        guard let own, let base, isMinimum ? own.value < base : own.value > base else { return true }
        reporter.error(
            .constraintMisfit,
            at: own.place,
            "A field can tighten the rules of its type, but not loosen them: the type says \(base).",
            fix: "Use another type."
        )
        return false
    }

    private func tightenFormat(_ result: inout TypeTable.Resolved, by limits: LimitsSyntax) -> Bool {
        guard let word = limits.format else { return true }
        guard let format = Format(rawValue: word.value) else { return false }
        if let base = result.constraints.format, base != format {
            reporter.error(
                .constraintMisfit,
                at: word.place,
                "The type has the format '\(base.rawValue)' already.",
                fix: "Use another type."
            )
            return false
        }
        result.constraints.format = format
        return true
    }

    private func reportEmptyRanges(_ constraints: ValueConstraints, _ limits: LimitsSyntax) -> Bool {
        var isFit = true
        if let least = constraints.minLength, let greatest = constraints.maxLength, least > greatest,
            let place = (limits.minLength ?? limits.maxLength)?.place
        {
            isFit = false
            reporter.error(
                .emptyRange,
                at: place,
                "No text is at least \(least) and at most \(greatest) characters long."
            )
        }
        if let least = constraints.minimum, let greatest = constraints.maximum, least > greatest,
            let place = (limits.minimum ?? limits.maximum)?.place
        {
            isFit = false
            let noun = least.number == nil ? "value" : "number"
            reporter.error(.emptyRange, at: place, "No \(noun) is at least \(least) and at most \(greatest).")
        }
        return isFit
    }
}

extension FieldType {
    /// Whether an array can hold it.
    var isElement: Bool {
        switch self {
        case .password, .citext, .json, .interval, .bytes, .array, .range: false
        default: true
        }
    }

    var isNumber: Bool {
        switch self {
        case .smallint, .integer, .bigint, .decimal, .float: true
        default: false
        }
    }
}
