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
        members += type(of: field)
        if field.isOptional { members.append(("optional", "true")) }
        members += limits(of: field)
        if !field.isGiven { members.append(("derived", "true")) }
        if field.defaultValue != nil || field.generation != nil { members.append(("hasDefault", "true")) }
        if let value = readDefault(of: field) {
            let printer = JavaScriptExpressionPrinter(schema: schema, entity: entity)
            members.append(("default", "row => \(printer.print(value))"))
        }
        return "{ " + members.map { "\($0): \($1)" }.joined(separator: ", ") + " }"
    }

    private func type(of field: Field) -> [(String, String)] {
        switch field.type {
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

    private func limits(of field: Field) -> [(String, String)] {
        let rules = field.constraints
        var limits: [(String, String)] = []
        if let least = rules.minLength { limits.append(("minLength", "\(least)")) }
        if let most = rules.maxLength { limits.append(("maxLength", "\(most)")) }
        if let least = rules.minimum { limits.append(("minimum", "\(least)n")) }
        if let most = rules.maximum { limits.append(("maximum", "\(most)n")) }
        if let format = rules.format {
            let pattern = "new RegExp(\(JavaScriptText.quoted(format.pattern)), \"u\")"
            limits.append(("format", "{ pattern: \(pattern), noun: \(JavaScriptText.quoted(format.noun)) }"))
        }
        return limits
    }

    /// What a new row has where nothing is given, if a rule or another default asks for it, so that it matters here.
    func readDefault(of field: Field) -> Expression? {
        let readers =
            entity.checks.map(\.expression) + entity.fields.compactMap { $0.defaultValue ?? $0.generation }
        return readers.contains { $0.reads(field) } ? field.defaultValue ?? field.generation : nil
    }
}
