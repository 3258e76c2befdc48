internal import PlumblineSchema

/// Reads the values of one row and checks them like those of any other.
struct RowReader {
    let schema: Schema
    let symbols: SymbolTable
    let entity: Entity
    /// The rows of each entity by name, with the keys that they say.
    let keys: [String: [String: String?]]
    let reporter: Reporter

    /// A value of the row.
    struct Given {
        var field: Field
        var literal: Literal
        var value: Value
        /// The row that a relation names.
        var target: String?
        var place: Place
    }

    /// The values in the order of the entity's fields; nil after a report.
    func read(_ syntax: RowSyntax) -> [Given]? {
        let given = syntax.values.map(given)
        let accepted = given.compactMap(\.self)
        guard accepted.count == given.count else { return nil }
        let hasNoGaps = reportGaps(accepted, of: syntax)
        let isSound = reportViolations(accepted, of: syntax)
        guard hasNoGaps, isSound else { return nil }
        return entity.fields.compactMap { field in accepted.first { $0.field.name == field.name } }
    }

    private func given(_ entry: SpecNode.Entry) -> Given? {
        let name = entry.key
        guard let field = entity.field(name.value) else {
            guard !symbols.isBroken(name.value, of: entity) else { return nil }
            reporter.error(
                .unknownField,
                at: name.place,
                "\(entity.name) has no field '\(name.value)'.",
                fix: Suggestion.didYouMean(name.value, among: entity.fields.map(\.name))
            )
            return nil
        }
        if let obstacle = obstacle(to: field) {
            report(name.place, "'\(name.value)' \(obstacle), so that no row of the spec can say it.")
            return nil
        }
        if let document = field.part?.jsonColumn {
            report(
                name.place,
                "'\(name.value)' is kept in the jsonb '\(document)', so that no row of the spec can say it."
            )
            return nil
        }
        if entry.value.isNull {
            return Given(field: field, literal: .null, value: .null, place: name.place)
        }
        guard let word = entry.value.word else {
            reporter.error(
                .wrongKind,
                at: entry.value.place,
                "'\(name.value)' is a single value, but here is \(entry.value.kind)."
            )
            return nil
        }
        return field.reference.map { relation(word, field, $0) } ?? value(word, field)
    }

    /// Why no text stands for a value of the field, if none does.
    private func obstacle(to field: Field) -> String? {
        guard field.isGiven || field.managed == .key || field.managed == .identity else {
            return "is not given, but kept or computed"
        }
        if field.classes.isEncrypted { return "is encrypted" }
        return switch field.type {
        case .password, .json, .bytes, .array, .range: "has the type \(field.type.specName)"
        default: nil
        }
    }

    private func relation(_ word: Word, _ field: Field, _ reference: Reference) -> Given? {
        let rows = keys[reference.target] ?? [:]
        guard let key = rows[word.value] else {
            reporter.error(
                .unknownName,
                at: word.place,
                "\(reference.target) has no row '\(word.value)'.",
                fix: Suggestion.didYouMean(word.value, among: rows.keys.sorted())
                    ?? "A relation names a row under 'rows' of \(reference.target)."
            )
            return nil
        }
        let id = key ?? ReferenceRow.key(entity: reference.target, name: word.value)
        // A key of another type that the target's row does not say is reported there.
        guard let (literal, value) = RowValue.read(id, field.type) else { return nil }
        return Given(field: field, literal: literal, value: value, target: word.value, place: word.place)
    }

    private func value(_ word: Word, _ field: Field) -> Given? {
        guard let (literal, value) = RowValue.read(word.value, field.type) else {
            report(word.place, "'\(word.value)' is no value of the type \(field.type.specName).")
            return nil
        }
        return Given(field: field, literal: literal, value: value, place: word.place)
    }

    private func report(_ place: Place, _ message: String) {
        reporter.error(.wrongRow, at: place, message)
    }

    // MARK: Checks

    /// Whether the database has a value for every field that is left out.
    private func reportGaps(_ given: [Given], of syntax: RowSyntax) -> Bool {
        let gaps = entity.storedFields.filter { field in
            guard field.isGiven, !field.isOptional, let value = field.defaultValue else { return false }
            return !value.isConstant && !given.contains { $0.field.name == field.name }
        }
        for field in gaps {
            report(
                syntax.name.place,
                "The row '\(syntax.name.value)' says no '\(field.name)', whose default depends on the row or the caller."
            )
        }
        return gaps.isEmpty
    }

    private func reportViolations(_ given: [Given], of syntax: RowSyntax) -> Bool {
        let values = Dictionary(given.map { ($0.field.name, $0.value) }) { first, _ in first }
        let violations = Validator(schema: schema, entity: entity).violations(creating: values)
        for violation in violations {
            let place = given.first { violation.path == [$0.field.apiName] }?.place
            report(place ?? syntax.name.place, "In the row '\(syntax.name.value)': \(violation.message)")
        }
        return violations.isEmpty
    }
}

/// Reads one value of a row from its text.
private enum RowValue {
    static func read(_ text: String, _ type: FieldType) -> (Literal, Value)? {
        switch type {
        case .text, .citext: (.text(text), .text(text))
        case .enumeration(let name): (.enumeration(type: name, value: text), .text(text))
        case .smallint, .integer, .bigint: CoreScalar.integer(text).map { (.integer($0), .integer($0)) }
        case .decimal: ExactDecimal(text).map { (.decimal(text), .decimal($0)) }
        case .float: Double(text).flatMap { $0.isFinite ? (.text(text), .float($0)) : nil }
        case .boolean: CoreScalar.boolean(text).map { (.boolean($0), .boolean($0)) }
        case .uuid: uuid(text).map { (.text($0), .uuid($0)) }
        case .timestamp: TimestampText.microseconds(text).map { (.text(text), .timestamp($0)) }
        case .date: CivilDate(text).map { (.text(text), .date($0.daysSince1970)) }
        case .time: TimeText.microseconds(text).map { (.text(text), .time($0)) }
        case .interval:
            Interval(text).map { (.text("\($0.microseconds) microseconds"), .duration($0.microseconds)) }
        case .inet: InternetAddress(text).map { (.text($0.description), .inet($0)) }
        case .password, .json, .bytes, .array, .range: nil
        }
    }

    /// A UUID in lower case.
    private static func uuid(_ text: String) -> String? {
        let parts = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)
        let isHex = parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
        return isHex && parts.map(\.count) == [8, 4, 4, 4, 12] ? parts.joined(separator: "-") : nil
    }
}
