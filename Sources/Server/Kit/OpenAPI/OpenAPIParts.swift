import PlumblineQuery
import PlumblineSchema

/// The parameters of the operations.
enum OpenAPIParameters {
    static let shared: JSONTree = [
        "Id": [
            "name": "id", "in": "path", "required": true, "schema": ["type": "string", "format": "uuid"],
        ],
        "IfMatch": [
            "name": "If-Match", "in": "header",
            "description": "The ETag last seen: the change is refused (412) when the row has changed since.",
            "schema": ["type": "string"],
        ],
        "First": page("first", "At most so many rows from the front."),
        "Last": page("last", "At most so many rows from the back."),
        "After": cursor("after", "Only rows after this cursor."),
        "Before": cursor("before", "Only rows before this cursor."),
        "TotalCount": [
            "name": "totalCount", "in": "query", "description": "Whether to count the rows of all pages.",
            "schema": ["type": "boolean", "default": false],
        ],
    ]

    private static func page(_ name: String, _ description: String) -> JSONTree {
        [
            "name": .string(name), "in": "query", "description": .string(description),
            "schema": ["type": "integer", "minimum": 0, "maximum": 100],
        ]
    }

    private static func cursor(_ name: String, _ description: String) -> JSONTree {
        [
            "name": .string(name), "in": "query", "description": .string(description),
            "schema": ["type": "string"],
        ]
    }

    /// The key in the path of one row.
    static func id(_ entity: Entity, schema: Schema) -> JSONTree {
        if entity.hasManagedKey { return ["$ref": "#/components/parameters/Id"] }
        let parameter: JSONTree = ["name": "id", "in": "path", "required": true]
        guard entity.hasKeyOfFields else {
            let value = entity.singleKey.map(OpenAPISchemas(schema: schema).value)
            return parameter.adding("schema", value)
        }
        let description = OpenAPISchemas.key(of: entity)
        return parameter.adding("description", .string(description)).adding("schema", ["type": "string"])
    }

    /// What a list of the entity takes: the page, the order, and each field's comparisons.
    static func list(_ entity: Entity, schema: Schema) -> [JSONTree] {
        let schemas = OpenAPISchemas(schema: schema)
        var parameters = ["First", "After", "Last", "Before", "TotalCount"].map {
            ["$ref": .string("#/components/parameters/\($0)")] as JSONTree
        }
        let terms = entity.readableFields.filter(\.isOrderable).flatMap { [$0.apiName, "-" + $0.apiName] }
        parameters.append([
            "name": "orderBy", "in": "query", "style": "form", "explode": false,
            "description": "Fields in order of weight; `-` before one reverses it.",
            "schema": [
                "type": "array", "items": ["type": "string", "enum": .list(terms.map { .string($0) })],
            ],
        ])
        if entity.isRestorable {
            parameters.append([
                "name": "includeDeleted", "in": "query",
                "description": "Whether deleted rows that the caller may restore are listed too.",
                "schema": ["type": "boolean", "default": false],
            ])
        }
        if let search = entity.search {
            let fields = search.fields.compactMap { entity.field($0)?.apiName }.joined(separator: ", ")
            parameters.append([
                "name": "search", "in": "query",
                "description": .string(
                    "Words that are in \(fields): `two words`, `\"a phrase\"`, `one or other`, `-without`."
                ),
                "schema": ["type": "string"],
            ])
        }
        for field in entity.readableFields where field.isFilterable {
            for comparison in field.comparisons {
                let value = comparison == .contains ? field.bound ?? field : field
                parameters.append(parameter(field, comparison, schemas.value(value)))
            }
            if field.isOptional {
                parameters.append([
                    "name": .string(field.apiName + ".isNull"), "in": "query", "schema": ["type": "boolean"],
                ])
            }
        }
        return parameters
    }

    private static func parameter(_ field: Field, _ comparison: Comparison, _ value: JSONTree) -> JSONTree {
        let name = comparison == .eq ? field.apiName : field.apiName + "." + comparison.rawValue
        if field.boundType != nil, comparison != .contains {
            let words =
                "Start and end with a slash between, such as `2026-01-01/2026-02-01`; an open side is empty."
            return [
                "name": .string(name), "in": "query", "description": .string(words),
                "schema": ["type": "string"],
            ]
        }
        if field.elementType != nil {
            return ["name": .string(name), "in": "query", "style": "form", "explode": false, "schema": value]
        }
        guard comparison == .in || comparison == .notIn else {
            return ["name": .string(name), "in": "query", "schema": value]
        }
        return [
            "name": .string(name), "in": "query", "style": "form", "explode": false,
            "schema": ["type": "array", "items": value],
        ]
    }
}

extension Field {
    /// How it can be compared in a list.
    var comparisons: [Comparison] {
        let equality: [Comparison] = [.eq, .ne, .in, .notIn]
        let order: [Comparison] = [.lt, .lte, .gt, .gte]
        switch type {
        case .text, .citext: return equality + order + [.contains, .startsWith, .endsWith, .icontains]
        case .smallint, .integer, .bigint, .decimal, .float, .timestamp, .date, .time, .interval:
            return equality + order
        case .boolean: return [.eq, .ne]
        case .uuid, .bytes, .inet, .enumeration: return equality
        case .array, .range: return [.eq, .ne, .contains, .containedBy, .overlaps]
        case .json, .password: return []
        }
    }
}

/// The answers that operations share.
enum OpenAPIResponses {
    /// The status of each shared answer.
    static let status = [
        "BadRequest": "400", "Unauthorized": "401", "Forbidden": "403", "NotFound": "404", "Conflict": "409",
        "PreconditionFailed": "412", "UnsupportedMediaType": "415", "Unprocessable": "422",
        "Unavailable": "503",
    ]

    static let shared: JSONTree = [
        "BadRequest": problem("The request has a wrong form."),
        "Unauthorized": problem("The token is missing, wrong or expired."),
        "Forbidden": problem("The caller's roles do not allow this."),
        "NotFound": problem("There is no such row, or none that the caller may touch."),
        "Conflict": problem("Another row is in the way."),
        "PreconditionFailed": problem("The row has changed since."),
        "UnsupportedMediaType": problem("The body is not JSON."),
        "Unprocessable": problem("Values break rules; every one is listed."),
        "Unavailable": problem("Try again after the seconds of Retry-After."),
    ]

    static let etag: JSONTree = [
        "ETag": ["description": "The row's version.", "schema": ["type": "string"]]
    ]

    static func json(_ schema: JSONTree, _ description: String) -> JSONTree {
        ["description": .string(description), "content": ["application/json": ["schema": schema]]]
    }

    private static func problem(_ description: String) -> JSONTree {
        [
            "description": .string(description),
            "content": [
                "application/problem+json": ["schema": ["$ref": "#/components/schemas/ProblemDetails"]]
            ],
        ]
    }
}
