public import PlumblineSchema

/// The REST interface of a schema as an OpenAPI 3.1 document: exactly what ``BackendServer`` answers.
public struct OpenAPIDocument: Sendable {
    let schema: Schema
    private let exposed: [Entity]
    private let parameters: OpenAPIParameters

    /// - Parameter schema: The schema that is served.
    public init(schema: Schema) {
        self.schema = schema
        exposed = schema.entities.filter(\.isReadable)
        parameters = OpenAPIParameters(exposed, schema: schema)
    }

    /// The document as JSON, the same bytes for the same schema.
    public var text: String { tree.text(width: 120) }

    private var tree: JSONTree {
        [
            "openapi": "3.1.0",
            "info": [
                "title": .string(schema.name),
                "version": "1",
                "description":
                    "Made from the spec. GraphQL at /graphql answers the same data with relations nested.",
            ],
            "servers": [["url": "/"]],
            "security": [["bearer": []], [:]],
            "tags": .list(exposed.map(tag)),
            "paths": .object(servicePaths + exposed.flatMap(paths) + operationPaths),
            "components": [
                "securitySchemes": securitySchemes,
                "parameters": parameters.shared,
                "headers": OpenAPIResponses.headers,
                "responses": OpenAPIResponses.shared,
                "schemas": .object(OpenAPISchemas(schema: schema).all(exposed)),
            ],
        ]
    }

    private func tag(_ entity: Entity) -> JSONTree {
        JSONTree.object([("name", .string(entity.name))])
            .adding("description", entity.documentation.map { .string($0) })
    }

    private var securitySchemes: JSONTree {
        [
            "bearer": [
                "type": "oauth2",
                "flows": ["password": ["tokenUrl": "/api/v1/token", "scopes": [:]]],
            ]
        ]
    }

    // MARK: Paths

    private var servicePaths: [(String, JSONTree)] {
        var paths: [(String, JSONTree)] = [
            ("/health", ["get": Self.probe("health", "Whether the process is alive.", statuses: ["200"])]),
            (
                "/ready",
                [
                    "get": Self.probe(
                        "ready",
                        "Whether the database answers and its schema is in step.",
                        statuses: ["200", "503"]
                    )
                ]
            ),
        ]
        if let principal = schema.principal, let entity = schema.entity(principal.entity) {
            paths.append(("/api/v1/token", ["post": tokenOperation]))
            paths.append(("/api/v1/\(entity.restPath)/me", ["get": me(entity)]))
        }
        return paths
    }

    private static func probe(_ id: String, _ summary: String, statuses: [String]) -> JSONTree {
        [
            "operationId": .string(id),
            "summary": .string(summary),
            "security": [],
            "responses": .object(
                statuses.map {
                    ($0, OpenAPIResponses.json(["$ref": "#/components/schemas/HealthStatus"], summary))
                }
            ),
        ]
    }

    private var tokenOperation: JSONTree {
        [
            "operationId": "token",
            "summary": "Signs in: the OAuth 2 password grant (RFC 6749, section 4.3).",
            "security": [],
            "requestBody": [
                "required": true,
                "content": [
                    "application/x-www-form-urlencoded": [
                        "schema": ["$ref": "#/components/schemas/TokenRequest"]
                    ]
                ],
            ],
            "responses": [
                "200": OpenAPIResponses.json(["$ref": "#/components/schemas/TokenResponse"], "Signed in."),
                "400": OpenAPIResponses.json(["$ref": "#/components/schemas/TokenErrorResponse"], "Refused."),
                "401": OpenAPIResponses.json(["$ref": "#/components/schemas/TokenErrorResponse"], "Refused."),
                "429": OpenAPIResponses.json(
                    ["$ref": "#/components/schemas/TokenErrorResponse"],
                    "Too many tries."
                ),
                "503": ["$ref": "#/components/responses/Unavailable"],
            ],
        ]
    }

    private func me(_ entity: Entity) -> JSONTree {
        [
            "operationId": "me",
            "tags": [.string(entity.name)],
            "summary": .string("The caller's own \(Naming.words(Naming.snake(entity.name)))."),
            "responses": responses(["200": entityResponse(entity, "The caller.")], "Unauthorized"),
        ]
    }

    private func paths(_ entity: Entity) -> [(String, JSONTree)] {
        var collection: [(String, JSONTree)] = [("get", list(entity))]
        var item: [(String, JSONTree)] = [
            ("parameters", [parameters.id(entity)]),
            ("get", get(entity)),
        ]
        if entity.isCreatable { collection.append(("post", create(entity))) }
        if entity.isUpdatable {
            item.append(
                ("patch", change(entity, "update", "Changes the fields given.", body: "\(entity.name)Update"))
            )
            item.append(
                (
                    "put",
                    change(
                        entity,
                        "replace",
                        "Gives every field; an optional one left out is cleared.",
                        body: "\(entity.name)Replace"
                    )
                )
            )
        }
        if entity.isDeletable { item.append(("delete", delete(entity))) }
        let path = "/api/v1/\(entity.restPath)"
        let paths = [(path, JSONTree.object(collection)), (path + "/{id}", .object(item))]
        return entity.isRestorable ? paths + [(path + "/{id}/restore", restore(entity))] : paths
    }

    // MARK: Operations

    private func operation(_ entity: Entity, _ verb: String, _ summary: String, plural: Bool = false) -> [(
        String, JSONTree
    )] {
        let name = plural ? Naming.upperCamel(entity.plural) : entity.name
        return [
            ("operationId", .string(verb + name)), ("tags", [.string(entity.name)]),
            ("summary", .string(summary)),
        ] + (entity.deprecation == nil ? [] : [("deprecated", true)])
    }

    private func list(_ entity: Entity) -> JSONTree {
        .object(
            operation(
                entity,
                "list",
                "A page of the \(Naming.words(entity.plural)) that the caller may read.",
                plural: true
            ) + [
                ("parameters", .list(parameters.list(entity))),
                (
                    "responses",
                    responses(
                        [
                            "200": OpenAPIResponses.json(
                                ["$ref": .string("#/components/schemas/\(entity.name)Page")],
                                "A page."
                            )
                        ],
                        "BadRequest",
                        "Unauthorized"
                    )
                ),
            ]
        )
    }

    private func get(_ entity: Entity) -> JSONTree {
        .object(
            operation(entity, "get", "One \(Naming.words(Naming.snake(entity.name))).") + [
                (
                    "responses",
                    responses(
                        ["200": entityResponse(entity, "The row.")],
                        "BadRequest",
                        "Unauthorized",
                        "NotFound"
                    )
                )
            ]
        )
    }

    private func create(_ entity: Entity) -> JSONTree {
        .object(
            operation(entity, "create", "Makes a new \(Naming.words(Naming.snake(entity.name))).") + [
                ("parameters", [Self.idempotencyKey]), ("requestBody", body("\(entity.name)Create")),
                (
                    "responses",
                    responses(
                        ["201": entityResponse(entity, "Made; Location tells where.")],
                        "BadRequest",
                        "Unauthorized",
                        "Forbidden",
                        "Conflict",
                        "UnsupportedMediaType",
                        "Unprocessable"
                    )
                ),
            ]
        )
    }

    private func change(_ entity: Entity, _ verb: String, _ summary: String, body name: String) -> JSONTree {
        .object(
            operation(entity, verb, summary) + changeParameters(entity) + [
                ("requestBody", body(name)),
                (
                    "responses",
                    responses(
                        ["200": entityResponse(entity, "Changed.")],
                        "BadRequest",
                        "Unauthorized",
                        "Forbidden",
                        "NotFound",
                        "Conflict",
                        "PreconditionFailed",
                        "UnsupportedMediaType",
                        "Unprocessable"
                    )
                ),
            ]
        )
    }

    private func delete(_ entity: Entity) -> JSONTree {
        .object(
            operation(entity, "delete", "Deletes one \(Naming.words(Naming.snake(entity.name))).")
                + changeParameters(entity) + [
                    (
                        "responses",
                        responses(
                            ["204": ["description": "Deleted."]],
                            "BadRequest",
                            "Unauthorized",
                            "Forbidden",
                            "NotFound",
                            "Conflict",
                            "PreconditionFailed",
                            "Unprocessable"
                        )
                    )
                ]
        )
    }

    private func restore(_ entity: Entity) -> JSONTree {
        let operation =
            operation(entity, "restore", "Brings back a deleted \(Naming.words(Naming.snake(entity.name))).")
            + changeParameters(entity) + [
                (
                    "responses",
                    responses(
                        ["200": entityResponse(entity, "There again.")],
                        "BadRequest",
                        "Unauthorized",
                        "Forbidden",
                        "NotFound",
                        "Conflict",
                        "PreconditionFailed",
                        "Unprocessable"
                    )
                )
            ]
        return [
            "parameters": [parameters.id(entity)], "post": .object(operation),
        ]
    }

    // MARK: Parts

    private func changeParameters(_ entity: Entity) -> [(String, JSONTree)] {
        let version: [JSONTree] =
            entity.versionField == nil ? [] : [["$ref": "#/components/parameters/IfMatch"]]
        return [("parameters", .list(version + [Self.idempotencyKey]))]
    }

    static let idempotencyKey: JSONTree = ["$ref": "#/components/parameters/IdempotencyKey"]

    func body(_ name: String) -> JSONTree {
        [
            "required": true,
            "content": ["application/json": ["schema": ["$ref": .string("#/components/schemas/\(name)")]]],
        ]
    }

    func entityResponse(_ entity: Entity, _ description: String) -> JSONTree {
        let response = OpenAPIResponses.json(
            ["$ref": .string("#/components/schemas/\(entity.name)")],
            description
        )
        return entity.versionField == nil ? response : response.adding("headers", OpenAPIResponses.etag)
    }

    func responses(_ good: [String: JSONTree], _ names: String...) -> JSONTree {
        let problems = (names + ["TooManyRequests", "Unavailable"]).map { name in
            (
                OpenAPIResponses.status[name] ?? "default",
                ["$ref": .string("#/components/responses/\(name)")] as JSONTree
            )
        }
        return .object(good.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } + problems)
    }
}
