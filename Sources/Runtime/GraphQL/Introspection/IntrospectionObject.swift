/// A thing that introspection tells about.
enum IntrospectionObject {
    case schema
    case type(TypeReference)
    case field(FieldDefinition)
    case inputValue(InputValueDefinition)
    case enumValue(EnumValueDefinition)
    case directive(DirectiveDefinition)

    var typeName: String {
        switch self {
        case .schema: "__Schema"
        case .type: "__Type"
        case .field: "__Field"
        case .inputValue: "__InputValue"
        case .enumValue: "__EnumValue"
        case .directive: "__Directive"
        }
    }

    func value(_ field: String, _ types: TypeSystem, includesDeprecated: Bool) -> IntrospectionValue {
        if field == "__typename" { return .string(typeName) }
        switch self {
        case .schema: return types.introspect(field)
        case .type(let type): return types.introspect(type, field, includesDeprecated)
        case .field(let definition): return definition.introspect(field, includesDeprecated)
        case .inputValue(let definition): return definition.introspect(field)
        case .enumValue(let definition): return definition.introspect(field)
        case .directive(let definition): return definition.introspect(field, includesDeprecated)
        }
    }
}

extension TypeSystem {
    fileprivate func introspect(_ field: String) -> IntrospectionValue {
        switch field {
        case "description": .optional(description)
        case "types": .types(types.map(\.name) + TypeDefinition.introspection.map(\.name))
        case "queryType": .type(queryType)
        case "mutationType": .type(mutationType)
        case "subscriptionType": .type(subscriptionType)
        case "directives": .list(directives.map { .object(.directive($0)) })
        default: .null
        }
    }

    fileprivate func introspect(
        _ type: TypeReference,
        _ field: String,
        _ includesDeprecated: Bool
    ) -> IntrospectionValue {
        switch (type, field) {
        case (.nonNull, "kind"): return .string("NON_NULL")
        case (.list, "kind"): return .string("LIST")
        case (.nonNull(let inner), "ofType"), (.list(let inner), "ofType"): return .object(.type(inner))
        case (.named(let name), _):
            return self[name].map { introspect($0, field, includesDeprecated) } ?? .null
        default: return .null
        }
    }

    private func introspect(
        _ type: TypeDefinition,
        _ field: String,
        _ includesDeprecated: Bool
    ) -> IntrospectionValue {
        switch (field, type.kind) {
        case ("kind", _): return .string(type.kindName)
        case ("name", _): return .string(type.name)
        case ("description", _): return .optional(type.description)
        case ("specifiedByURL", .scalar(_, let url)): return .optional(url)
        case ("fields", .object(let fields, _)), ("fields", .interface(let fields, _)):
            let shown = fields.filter { includesDeprecated || $0.deprecationReason == nil }
            return .list(shown.map { .object(.field($0)) })
        case ("interfaces", .object(_, let names)), ("interfaces", .interface(_, let names)):
            return .types(names)
        case ("possibleTypes", .interface), ("possibleTypes", .union):
            return .types(possibleTypes(of: type))
        case ("enumValues", .enumeration(let values)):
            let shown = values.filter { includesDeprecated || $0.deprecationReason == nil }
            return .list(shown.map { .object(.enumValue($0)) })
        case ("inputFields", .input(let fields, _)):
            return .inputValues(fields, includesDeprecated)
        case ("isOneOf", .input(_, let isOneOf)): return .boolean(isOneOf)
        default: return .null
        }
    }
}

extension TypeDefinition {
    fileprivate var kindName: String {
        switch kind {
        case .scalar: "SCALAR"
        case .object: "OBJECT"
        case .interface: "INTERFACE"
        case .union: "UNION"
        case .enumeration: "ENUM"
        case .input: "INPUT_OBJECT"
        }
    }
}

extension IntrospectionValue {
    fileprivate static func inputValues(
        _ inputs: NamedList<InputValueDefinition>,
        _ includesDeprecated: Bool
    ) -> IntrospectionValue {
        let shown = inputs.filter { includesDeprecated || $0.deprecationReason == nil }
        return .list(shown.map { .object(.inputValue($0)) })
    }
}

extension FieldDefinition {
    fileprivate func introspect(_ field: String, _ includesDeprecated: Bool) -> IntrospectionValue {
        switch field {
        case "name": .string(name)
        case "description": .optional(description)
        case "args": .inputValues(arguments, includesDeprecated)
        case "type": .object(.type(type))
        case "isDeprecated": .boolean(deprecationReason != nil)
        case "deprecationReason": .optional(deprecationReason)
        default: .null
        }
    }
}

extension InputValueDefinition {
    fileprivate func introspect(_ field: String) -> IntrospectionValue {
        switch field {
        case "name": .string(name)
        case "description": .optional(description)
        case "type": .object(.type(type))
        case "defaultValue": .optional(defaultValue.map(Printer.print))
        case "isDeprecated": .boolean(deprecationReason != nil)
        case "deprecationReason": .optional(deprecationReason)
        default: .null
        }
    }
}

extension EnumValueDefinition {
    fileprivate func introspect(_ field: String) -> IntrospectionValue {
        switch field {
        case "name": .string(name)
        case "description": .optional(description)
        case "isDeprecated": .boolean(deprecationReason != nil)
        case "deprecationReason": .optional(deprecationReason)
        default: .null
        }
    }
}

extension DirectiveDefinition {
    fileprivate func introspect(_ field: String, _ includesDeprecated: Bool) -> IntrospectionValue {
        switch field {
        case "name": .string(name)
        case "description": .optional(description)
        case "isRepeatable": .boolean(isRepeatable)
        case "locations": .list(locations.map { .string($0.rawValue) })
        case "args": .inputValues(arguments, includesDeprecated)
        default: .null
        }
    }
}
