public import PlumblineSchema

/// Prints what the client's checks are told of a field.
public struct ClientFieldPrinter: Sendable {
    private let schema: Schema
    private let entity: Entity

    /// Creates a printer for the fields of an entity.
    public init(schema: Schema, entity: Entity) {
        self.schema = schema
        self.entity = entity
    }

    /// The field as an object of `validation.js`.
    public func descriptor(of field: Field) -> String {
        var members = [
            ("name", JavaScriptText.quoted(field.apiName)),
            ("label", JavaScriptText.quoted(Naming.sentenceStart(field.name))),
        ]
        if let part = field.part {
            members.append(("path", list(field.inputPath)))
            if part.isObjectOptional, part.isRequired { members.append(("needed", "true")) }
        }
        members += type(field.type) + items(of: field)
        if field.isOptional { members.append(("optional", "true")) }
        members += limits(field.constraints, field.type)
        if let transitions = field.transitions {
            let predicate = JavaScriptText.quoted(transitions.beginning)
            members.append(
                ("initial", "{ values: \(list(transitions.initial)), predicate: \(predicate) }")
            )
        }
        if !field.isGiven { members.append(("derived", "true")) }
        if field.defaultValue != nil || field.generation != nil { members.append(("hasDefault", "true")) }
        if let value = readDefault(of: field) {
            let printer = JavaScriptExpressionPrinter(schema: schema, entity: entity)
            members.append(("default", "row => \(printer.print(value))"))
        }
        return object(members)
    }

    private func object(_ members: [(String, String)]) -> String {
        var text = TextBuffer()
        text += "{ "
        for (index, member) in members.enumerated() {
            if index > 0 { text += ", " }
            text += member.0
            text += ": "
            text += member.1
        }
        text += " }"
        return String(text)
    }

    /// What a list or range is made of, and how many items a list has.
    private func items(of field: Field) -> [(String, String)] {
        guard let type = field.elementType ?? field.boundType else { return [] }
        let rules = field.list ?? .none
        var members = [("of", object(self.type(type) + limits(rules.elements, type)))]
        if let least = rules.minItems { members.append(("minItems", "\(least)")) }
        if let most = rules.maxItems { members.append(("maxItems", "\(most)")) }
        if rules.hasUniqueItems { members.append(("uniqueItems", "true")) }
        return members
    }

    private func type(_ type: FieldType) -> [(String, String)] {
        switch type {
        case .text, .citext: [("type", "\"text\"")]
        case .password: [("type", "\"password\"")]
        case .smallint: [("type", "\"smallint\"")]
        case .integer: [("type", "\"integer\"")]
        case .bigint: [("type", "\"bigint\"")]
        case .decimal(let precision, let scale):
            [("type", "\"decimal\""), ("precision", "\(precision)"), ("scale", "\(scale)")]
        case .float: [("type", "\"float\"")]
        case .boolean: [("type", "\"boolean\"")]
        case .uuid: [("type", "\"uuid\"")]
        case .timestamp: [("type", "\"timestamp\"")]
        case .date: [("type", "\"date\"")]
        case .time: [("type", "\"time\"")]
        case .interval: [("type", "\"interval\"")]
        case .bytes: [("type", "\"bytes\"")]
        case .inet: [("type", "\"inet\"")]
        case .json: [("type", "\"json\"")]
        case .array: [("type", "\"array\"")]
        case .range: [("type", "\"range\"")]
        case .enumeration(let name):
            [
                ("type", "\"enum\""), ("noun", JavaScriptText.quoted("a value of \(name)")),
                ("values", list(schema.enumType(name)?.values.map(\.name) ?? [])),
            ]
        }
    }

    private func list(_ words: [String]) -> String {
        "[" + words.map(JavaScriptText.quoted).joined(separator: ", ") + "]"
    }

    private func limits(_ rules: ValueConstraints, _ type: FieldType) -> [(String, String)] {
        var limits: [(String, String)] = []
        if let least = rules.minLength { limits.append(("minLength", "\(least)")) }
        if let most = rules.maxLength { limits.append(("maxLength", "\(most)")) }
        if let least = rules.minimum { limits.append(("minimum", limit(least, type))) }
        if let most = rules.maximum { limits.append(("maximum", limit(most, type))) }
        if let steps = rules.normalization { limits.append(("normalize", list(steps.map(\.rawValue)))) }
        let forms = forms(rules)
        if !forms.isEmpty { limits.append(("forms", "[\(forms.joined(separator: ", "))]")) }
        if let all = rules.oneOf {
            limits.append(("oneOf", "[\(all.map { constant($0, type) }.joined(separator: ", "))]"))
        }
        return limits
    }

    /// What a text must look like, each with what is said of one that does not.
    private func forms(_ rules: ValueConstraints) -> [String] {
        var forms: [(pattern: String, predicate: String)] = []
        if let format = rules.format { forms.append((format.pattern, "is not \(format.noun)")) }
        if let pattern = rules.pattern { forms.append((pattern.javaScript, rules.predicate(of: pattern))) }
        return forms.map { pattern, predicate in
            let expression = "new RegExp(\(JavaScriptText.quoted(pattern)), \"u\")"
            return "{ pattern: \(expression), predicate: \(JavaScriptText.quoted(predicate)) }"
        }
    }

    private func limit(_ limit: Limit, _ type: FieldType) -> String {
        limit.number.map { number($0, type) } ?? JavaScriptText.quoted(limit.description)
    }

    /// A whole number as a BigInt, another one as the digits of a decimal or a float.
    private func number(_ number: ExactDecimal, _ type: FieldType) -> String {
        if number.scale == 0 { return "\(number)n" }
        return type == .float ? "\(number)" : JavaScriptText.quoted("\(number)")
    }

    private func constant(_ literal: Literal, _ type: FieldType) -> String {
        guard type != .text, let value = ExactDecimal(literal.word) else {
            return JavaScriptText.quoted(literal.word)
        }
        return number(value, type)
    }

    /// What a new row has where nothing is given, if a rule or another default asks for it, so that it matters here.
    func readDefault(of field: Field) -> Expression? {
        guard let value = field.defaultValue ?? field.generation else { return nil }
        let isRead =
            entity.checks.contains { $0.expression.reads(field) }
            || entity.fields.contains { ($0.defaultValue ?? $0.generation)?.reads(field) == true }
        return isRead ? value : nil
    }
}
