import PlumblineQuery
import PlumblineSchema

/// The parameters of the operations.
///
/// Fields of one name and type are compared alike in every list: `createdAt` in all of them. What several lists take
/// stands once, under `components`, and they point there; without that, half of the document of a large spec would be
/// these.
struct OpenAPIParameters {
    private let schemas: OpenAPISchemas
    /// What a list takes for a field, by the group that the field belongs to; of a group that several lists have, the
    /// places in `components`.
    private var comparisons: [String: [JSONTree]] = [:]
    /// What several lists take.
    private var common: [(String, JSONTree)] = []

    init(_ entities: [Entity], schema: Schema) {
        schemas = OpenAPISchemas(schema: schema)
        let fields = entities.flatMap { $0.readableFields.filter { $0.isFilterable } }
        var uses: [String: Int] = [:]
        for field in fields { uses[Self.group(of: field), default: 0] += 1 }
        for field in fields {
            let group = Self.group(of: field)
            guard comparisons[group] == nil else { continue }
            var named = field.comparisons.map { ("\(group).\($0.rawValue)", parameter(field, $0)) }
            if field.isOptional { named.append(("\(group).isNull", Self.isNull(field))) }
            if uses[group] ?? 0 > 1 {
                comparisons[group] = named.map { ["$ref": .string("#/components/parameters/\($0.0)")] }
                common += named
            } else {
                comparisons[group] = named.map(\.1)
            }
        }
    }

    /// What fields have in common that are compared alike. Names of enums begin with a capital letter, those of other
    /// types do not.
    private static func group(of field: Field) -> String {
        let inner = field.elementType ?? field.boundType
        let type = field.type.specName + (inner.map { "." + $0.specName } ?? "")
        return "\(field.isOptional ? "optional." : "")\(type).\(field.apiName)"
    }

    // MARK: What lists take

    /// What a list of the entity takes: the page, the order, and each field's comparisons.
    func list(_ entity: Entity) -> [JSONTree] {
        let terms = entity.readableFields.filter { $0.isOrderable }.flatMap { $0.orderTerms }
        var parameters = Self.page
        parameters.append([
            "name": "orderBy", "in": "query", "style": "form", "explode": false,
            "description": "Fields in order of weight; `-` before one reverses it. Nulls are the greatest.",
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
        if let search = entity.search { parameters.append(words(search, of: entity)) }
        for field in entity.readableFields where field.isFilterable {
            parameters += comparisons[Self.group(of: field)] ?? []
        }
        return parameters
    }

    private static let page = ["First", "After", "Last", "Before", "Offset", "TotalCount"].map {
        ["$ref": .string("#/components/parameters/\($0)")] as JSONTree
    }

    private func words(_ search: TextSearch, of entity: Entity) -> JSONTree {
        let fields = search.fields.compactMap { entity.field($0)?.apiName }.joined(separator: ", ")
        return [
            "name": "search", "in": "query",
            "description": .string(
                "Words that are in \(fields): `two words`, `\"a phrase\"`, `one or other`, `-without`."
            ),
            "schema": ["type": "string"],
        ]
    }

    private static func isNull(_ field: Field) -> JSONTree {
        ["name": .string(field.apiName + ".isNull"), "in": "query", "schema": ["type": "boolean"]]
    }

    /// A comparison with any value of the field's type: one that the field's rules forbid is found in no row.
    private func parameter(_ field: Field, _ comparison: Comparison) -> JSONTree {
        let name = comparison == .eq ? field.apiName : field.apiName + "." + comparison.rawValue
        let parameter: JSONTree = ["name": .string(name), "in": "query"]
        if let bound = field.boundType {
            if comparison == .contains { return parameter.adding("schema", schemas.value(of: bound)) }
            let words =
                "Start and end with a slash between, such as `2026-01-01/2026-02-01`; an open side is empty."
            return parameter.adding("description", .string(words)).adding("schema", ["type": "string"])
        }
        let type = comparison.takesKeys ? .text : field.type
        guard let item = field.elementType ?? (comparison.takesList ? type : nil) else {
            return parameter.adding("schema", schemas.value(of: type))
        }
        return parameter.adding("style", "form").adding("explode", false)
            .adding("schema", ["type": "array", "items": schemas.value(of: item)])
    }

    // MARK: What paths take

    /// The key in the path of one row.
    func id(_ entity: Entity) -> JSONTree {
        if entity.hasManagedKey { return ["$ref": "#/components/parameters/Id"] }
        let parameter: JSONTree = ["name": "id", "in": "path", "required": true]
        guard entity.hasKeyOfFields else {
            return parameter.adding("schema", entity.singleKey.map(schemas.value))
        }
        let description = OpenAPISchemas.key(of: entity)
        return parameter.adding("description", .string(description)).adding("schema", ["type": "string"])
    }

    // MARK: Shared parameters

    /// Those that operations point to.
    var shared: JSONTree { .object(Self.fixed + common) }

    private static let fixed: [(String, JSONTree)] = [
        (
            "Id",
            ["name": "id", "in": "path", "required": true, "schema": ["type": "string", "format": "uuid"]]
        ),
        (
            "IfMatch",
            [
                "name": "If-Match", "in": "header",
                "description":
                    "The ETag last seen: the change is refused (412) when the row has changed since.",
                "schema": ["type": "string"],
            ]
        ),
        (
            "IdempotencyKey",
            [
                "name": "Idempotency-Key", "in": "header",
                "description":
                    "Names the change: sent again with the same key it is not made again, but answered as before, with Idempotency-Replayed. Another request with the key is refused (422).",
                "schema": ["type": "string", "maxLength": 255, "pattern": "^[!#-~][!-~]*$"],
            ]
        ),
        ("First", count("first", "At most so many rows from the front.")),
        ("Last", count("last", "At most so many rows from the back, of those that `first` leaves.")),
        ("After", cursor("after", "Only rows after this cursor.")),
        ("Before", cursor("before", "Only rows before this cursor.")),
        (
            "Offset",
            [
                "name": "offset", "in": "query",
                "description": "Leaves out so many rows at the front; not together with `last`.",
                "schema": ["type": "integer", "minimum": 0, "maximum": 10_000],
            ]
        ),
        (
            "TotalCount",
            [
                "name": "totalCount", "in": "query",
                "description": "Whether to count the rows of all pages.",
                "schema": ["type": "boolean", "default": false],
            ]
        ),
    ]

    private static func count(_ name: String, _ description: String) -> JSONTree {
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
}
