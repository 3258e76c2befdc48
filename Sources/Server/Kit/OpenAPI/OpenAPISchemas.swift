import PlumblineSchema

/// The JSON Schemas of an OpenAPI document.
struct OpenAPISchemas {
    let schema: Schema
    /// Where a schema is found by its name.
    var references = "#/components/schemas/"

    /// The enums, in the order of the spec.
    var enumerations: [(String, JSONTree)] { schema.enums.map { ($0.name, enumeration($0)) } }

    /// The value objects, in the order of the spec.
    var objects: [(String, JSONTree)] { schema.objects.map { ($0.name, object($0)) } }

    /// What the service's own queries and mutations take in a body, in the order of the spec.
    var operations: [(String, JSONTree)] {
        schema.entityOperations.filter { !$0.isAskedByURL }.map { operation in
            let entity = operation.arguments
            let required = entity.fields.filter { !$0.isOptional }
            let description = "What `\(operation.apiName)` takes."
            return (entity.name, input(entity, properties(entity.fields, of: entity), required, description))
        }
    }

    /// All schemas, in the order of the spec.
    func all(_ entities: [Entity]) -> [(String, JSONTree)] {
        enumerations + objects + entities.flatMap(entity) + operations + Self.shared
    }

    /// The schema of one stored value.
    func value(_ field: Field) -> JSONTree {
        if case .enumeration(let name) = field.type {
            return ["$ref": .string(references + name)]
        }
        if let element = field.element { return list(of: value(element), field.list ?? .none) }
        if let bound = field.bound { return range(of: value(bound)) }
        var members = type(field.type)
        let constraints = field.constraints
        // Of bytes the length is that of the bytes, not of their text.
        if field.type == .bytes { return .object(members) }
        if let least = constraints.minLength { members.append(("minLength", .integer(Int64(least)))) }
        if let most = constraints.maxLength { members.append(("maxLength", .integer(Int64(most)))) }
        if let least = constraints.minimum { members.append(limit("minimum", least, of: field.type)) }
        if let most = constraints.maximum { members.append(limit("maximum", most, of: field.type)) }
        if let pattern = constraints.pattern { members.append(("pattern", .string(pattern.javaScript))) }
        if let list = constraints.oneOf {
            members.append(("enum", .list(list.map { constant($0, of: field.type) })))
        }
        if let example = constraints.example { members.append(("examples", [.string(example)])) }
        if let format = constraints.format?.openAPIName { members.append(("format", .string(format))) }
        return .object(members)
    }

    /// The schema of any value of a type.
    func value(of type: FieldType) -> JSONTree {
        switch type {
        case .enumeration(let name): ["$ref": .string(references + name)]
        case .array(let element): ["type": "array", "items": value(of: element)]
        default: .object(self.type(type))
        }
    }

    /// A constant as values of the type travel: as text where JSON's numbers would not be exact.
    private func constant(_ literal: Literal, of type: FieldType) -> JSONTree {
        [.smallint, .integer, .float].contains(type) ? .number(literal.word) : .string(literal.word)
    }

    /// JSON Schema knows limits of numbers alone; what travels as text has them under a name of ours.
    private func limit(_ name: String, _ limit: Limit, of type: FieldType) -> (String, JSONTree) {
        [.smallint, .integer, .float].contains(type)
            ? (name, .number(limit.description)) : ("x-" + name, .string(limit.description))
    }

    private func range(of bound: JSONTree) -> JSONTree {
        let end: JSONTree = ["anyOf": [bound, ["type": "null"]]]
        return [
            "type": "object", "description": "From `start` on and before `end`; a side that is null is open.",
            "properties": ["start": end, "end": end], "additionalProperties": false,
        ]
    }

    private func list(of element: JSONTree, _ rules: ListConstraints) -> JSONTree {
        var members: [(String, JSONTree)] = [("type", "array"), ("items", element)]
        if let least = rules.minItems { members.append(("minItems", .integer(Int64(least)))) }
        if let most = rules.maxItems { members.append(("maxItems", .integer(Int64(most)))) }
        if rules.hasUniqueItems { members.append(("uniqueItems", true)) }
        return .object(members)
    }

    private func type(_ type: FieldType) -> [(String, JSONTree)] {
        switch type {
        case .text, .citext, .password, .time, .enumeration: [("type", "string")]
        case .smallint: [("type", "integer"), ("format", "int16")]
        case .integer: [("type", "integer"), ("format", "int32")]
        case .bigint:
            [("type", "string"), ("pattern", "^-?[0-9]+$"), ("description", "64 bits, as text to be exact.")]
        case .decimal: [("type", "string"), ("pattern", "^-?[0-9]+([.][0-9]+)?$")]
        case .float: [("type", "number"), ("format", "double")]
        case .boolean: [("type", "boolean")]
        case .uuid: [("type", "string"), ("format", "uuid")]
        case .timestamp: [("type", "string"), ("format", "date-time")]
        case .date: [("type", "string"), ("format", "date")]
        case .interval: [("type", "string"), ("format", "duration")]
        case .bytes: [("type", "string"), ("contentEncoding", "base64")]
        case .inet:
            [("type", "string"), ("description", "An IPv4 or IPv6 address, perhaps with a prefix length.")]
        case .json, .array, .range: []
        }
    }

    private func enumeration(_ type: EnumType) -> JSONTree {
        let meanings = type.values.compactMap { value -> String? in
            let reason = value.deprecationReason().map { "Deprecated: \($0)" }
            let words = [value.doc, reason].compactMap(\.self).joined(separator: " ")
            return words.isEmpty ? nil : "- `\(value.name)`: \(words)"
        }
        let description = ([type.doc].compactMap { $0 } + meanings).joined(separator: "\n")
        let tree: JSONTree = ["type": "string", "enum": .list(type.values.map { .string($0.name) })]
        return tree.adding("description", description.isEmpty ? nil : .string(description))
    }

    /// A value object, the same in answers and in bodies.
    private func object(_ type: ValueObject) -> JSONTree {
        let tree: JSONTree = [
            "type": "object",
            "properties": .object(
                type.members.map { ($0.apiName, described($0, isNullable: $0.isOptional)) }
            ),
            "required": .list(type.members.filter { !$0.isOptional }.map { .string($0.apiName) }),
            "additionalProperties": false,
        ]
        return tree.adding("description", type.doc.map { .string($0) })
    }

    /// What an entity has: the schema of a stored value, or the name of a value object's.
    private func property(_ member: EntityMember, isNullable: Bool) -> (String, JSONTree) {
        switch member {
        case .field(let field): return (field.apiName, described(field, isNullable: isNullable))
        case .object(let object):
            var tree: JSONTree = ["$ref": .string(references + object.type)]
            if isNullable { tree = ["anyOf": [tree, ["type": "null"]]] }
            return (object.apiName, tree.adding("description", object.doc.map { .string($0) }))
        }
    }

    private func names(_ members: [EntityMember]) -> JSONTree { .list(members.map { .string($0.apiName) }) }

    private func entity(_ entity: Entity) -> [(String, JSONTree)] {
        [(entity.name, output(entity)), (entity.name + "Page", page(entity))] + inputs(entity)
    }

    /// What can be given to make, change and replace a row.
    func inputs(_ entity: Entity) -> [(String, JSONTree)] {
        var schemas: [(String, JSONTree)] = []
        let words = Naming.words(Naming.snake(entity.name))
        let (creatable, updatable) = (entity.creatableFields, entity.updatableFields)
        if entity.isCreatable {
            let required = creatable.filter { !$0.isOptional && $0.defaultValue == nil }
            let description = "A new \(words)."
            schemas.append(
                (
                    entity.name + "Create",
                    input(entity, properties(creatable, of: entity), required, description)
                )
            )
        }
        if entity.isUpdatable {
            let required = updatable.filter {
                !$0.isOptional && $0.defaultValue == nil && $0.type != .password
            }
            let (changes, whole) = ("Changes of one \(words).", "The whole of one \(words).")
            let properties = properties(updatable, of: entity)
            schemas.append((entity.name + "Update", input(entity, properties, [], changes)))
            schemas.append((entity.name + "Replace", input(entity, properties, required, whole)))
        }
        return schemas
    }

    private func output(_ entity: Entity) -> JSONTree {
        let shown = entity.members(of: entity.readableFields)
        var members = shown.map { member in
            let isMasked = !member.fields.allSatisfy(\.isAlwaysShown)
            return property(member, isNullable: member.isOptional || isMasked)
        }
        if entity.hasKeyOfFields {
            let description = JSONTree.string(Self.key(of: entity))
            members.insert((Field.keyName, ["type": "string", "description": description]), at: 0)
        }
        let tree: JSONTree = [
            "type": "object",
            "properties": .object(members),
            "required": .list(members.map { .string($0.0) }),
        ]
        return tree.adding("description", entity.documentation.map { .string($0) })
            .adding("deprecated", entity.deprecation == nil ? nil : true)
            .adding("x-retention", entity.retention.map { .string($0.iso8601) })
    }

    /// What the key of an entity without a field `id` is.
    static func key(of entity: Entity) -> String {
        let names = entity.key.map { "`\($0.apiName)`" }
        guard names.count > 1 else { return "The key: \(names.joined())." }
        return
            "The key: \(names.joined(separator: ", ")), with commas between; in a text, ~ is ~0 and a comma ~1."
    }

    private func properties(_ fields: [Field], of entity: Entity) -> JSONTree {
        .object(entity.members(of: fields).map { property($0, isNullable: $0.isOptional) })
    }

    private func input(
        _ entity: Entity,
        _ properties: JSONTree,
        _ required: [Field],
        _ description: String
    ) -> JSONTree {
        let tree: JSONTree = [
            "type": "object",
            "description": .string(description),
            "properties": properties,
            "additionalProperties": false,
        ]
        return required.isEmpty ? tree : tree.adding("required", names(entity.members(of: required)))
    }

    private func described(_ field: Field, isNullable: Bool) -> JSONTree {
        var tree = value(field)
        if isNullable { tree = ["anyOf": [tree, ["type": "null"]]] }
        let reason = field.deprecationReason
        let words = [field.doc, reason.map { "Deprecated: \($0)" }].compactMap(\.self)
        return tree.adding("description", words.isEmpty ? nil : .string(words.joined(separator: "\n")))
            .adding("deprecated", reason == nil ? nil : true)
            .adding("writeOnly", field.isHidden ? true : nil)
            .adding("x-pii", field.classes.isPersonal ? true : nil)
            .adding("x-encrypted", field.classes.isEncrypted ? true : nil)
            .adding("x-retention", field.classes.retention.map { .string($0.iso8601) })
    }

    private func page(_ entity: Entity) -> JSONTree {
        [
            "type": "object",
            "properties": [
                "items": [
                    "type": "array", "items": ["$ref": .string("#/components/schemas/\(entity.name)")],
                ],
                "pageInfo": ["$ref": "#/components/schemas/PageInfo"],
                "totalCount": ["type": "integer", "description": "Only when asked for."],
            ],
            "required": ["items", "pageInfo"],
        ]
    }

    private static let text: JSONTree = ["type": "string"]
    private static let nullableText: JSONTree = ["type": ["string", "null"]]

    /// The names are reserved (`ReservedNames`), so that no entity or enum is taken for one of these.
    private static let shared: [(String, JSONTree)] = [
        (
            "PageInfo",
            object([
                ("hasNextPage", ["type": "boolean"]), ("hasPreviousPage", ["type": "boolean"]),
                ("startCursor", nullableText), ("endCursor", nullableText),
            ])
        ),
        ("ProblemDetails", problem),
        ("HealthStatus", object([("status", text)])),
        (
            "TokenRequest",
            object([
                ("grant_type", ["type": "string", "const": "password"]), ("username", text),
                ("password", text),
            ])
        ),
        (
            "TokenResponse",
            object([
                ("access_token", text), ("token_type", ["type": "string", "const": "Bearer"]),
                ("expires_in", ["type": "integer"]),
            ])
        ),
        ("TokenErrorResponse", object([("error", text), ("error_description", text)])),
    ]

    /// `errors` is there only where single fields are wrong.
    private static let problem: JSONTree = [
        "type": "object",
        "description": "RFC 9457. `code` is stable; `errors`, where present, names every wrong field.",
        "properties": [
            "type": text, "title": text, "status": ["type": "integer"], "detail": text, "code": text,
            "errors": [
                "type": "array", "items": object([("field", text), ("code", text), ("message", text)]),
            ],
            "requestId": text,
        ],
        "required": ["type", "title", "status", "detail", "code", "requestId"],
    ]

    private static func object(_ members: [(String, JSONTree)]) -> JSONTree {
        [
            "type": "object", "properties": .object(members),
            "required": .list(members.map { .string($0.0) }),
        ]
    }
}

extension Format {
    /// The name that JSON Schema has for it, if any.
    var openAPIName: String? {
        switch self {
        case .email: "email"
        case .url: "uri"
        case .slug, .username, .ianaTimeZone, .currency, .phone: nil
        }
    }
}
