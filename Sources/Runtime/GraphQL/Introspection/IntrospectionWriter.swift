import PlumblineQuery

/// Answers `__schema` and `__type` (GraphQL specification, section 4.2) as JSON.
struct IntrospectionWriter {
    let types: TypeSystem
    let collector: FieldCollector
    private var json: [UInt8] = []

    init(collector: FieldCollector) {
        types = collector.types
        self.collector = collector
    }

    /// The JSON of a root field `__schema` or `__type`.
    static func answer(_ field: CollectedField, collector: FieldCollector) -> [UInt8] {
        var writer = IntrospectionWriter(collector: collector)
        if field.name == FieldDefinition.schema.name {
            writer.write(.object(.schema), field.selectionSets)
        } else if let name = collector.string("name", of: field.arguments), writer.types[name] != nil {
            writer.write(.type(name), field.selectionSets)
        } else {
            writer.write(.null, field.selectionSets)
        }
        return writer.json
    }

    private mutating func write(_ object: IntrospectionObject, _ selectionSets: [[SelectionNode]]) {
        json.append(UInt8(ascii: "{"))
        for (index, field) in collector.collect(selectionSets, of: object.typeName).enumerated() {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            JSONWriter.append(field.key, to: &json)
            json.append(UInt8(ascii: ":"))
            let includesDeprecated = collector.flag("includeDeprecated", of: field.arguments)
            let value = object.value(field.name, types, includesDeprecated: includesDeprecated)
            write(value, field.selectionSets)
        }
        json.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ value: IntrospectionValue, _ selectionSets: [[SelectionNode]]) {
        switch value {
        case .null: json += "null".utf8
        case .boolean(let flag): json += (flag ? "true" : "false").utf8
        case .string(let text): JSONWriter.append(text, to: &json)
        case .object(let object): write(object, selectionSets)
        case .list(let items):
            json.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { json.append(UInt8(ascii: ",")) }
                write(item, selectionSets)
            }
            json.append(UInt8(ascii: "]"))
        }
    }
}

/// What a field of an introspection type answers.
indirect enum IntrospectionValue {
    case null
    case boolean(Bool)
    case string(String)
    case object(IntrospectionObject)
    case list([IntrospectionValue])

    static func optional(_ text: String?) -> IntrospectionValue {
        text.map { .string($0) } ?? .null
    }

    static func type(_ name: String?) -> IntrospectionValue {
        name.map { .object(.type(.named($0))) } ?? .null
    }

    static func types(_ names: [String]) -> IntrospectionValue {
        .list(names.map { .type($0) })
    }
}
