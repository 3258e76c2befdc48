import PlumblineSchema

/// The service's own queries and mutations.
extension OpenAPIDocument {
    var operationPaths: [(String, JSONTree)] {
        schema.entityOperations.compactMap { operation in
            schema.entity(operation.result).map { result in
                let method = operation.isAskedByURL ? "get" : "post"
                return (
                    "/api/v1/\(operation.restPath)", .object([(method, .object(members(operation, result)))])
                )
            }
        }
    }

    private func members(_ operation: CustomOperation, _ result: Entity) -> [(String, JSONTree)] {
        let words = operation.arguments.doc ?? Naming.sentenceStart(operation.name) + "."
        let description: [(String, JSONTree)] = [
            ("operationId", .string(operation.apiName)), ("tags", [.string(result.name)]),
            ("summary", .string(words)),
        ]
        let good = ["200": entityResponse(result, "The answer.")]
        guard operation.isAskedByURL else {
            let responses = responses(
                good,
                "BadRequest",
                "Unauthorized",
                "Forbidden",
                operation.kind == .query ? "NotFound" : "Conflict",
                "UnsupportedMediaType",
                "Unprocessable"
            )
            let parameters: [(String, JSONTree)] =
                operation.kind == .query ? [] : [("parameters", [Self.idempotencyKey])]
            return description + parameters + [
                ("requestBody", body(operation.arguments.name)), ("responses", responses),
            ]
        }
        let responses = responses(
            good,
            "BadRequest",
            "Unauthorized",
            "Forbidden",
            "NotFound",
            "Unprocessable"
        )
        return description + [
            ("parameters", .list(operation.arguments.fields.map(parameter))), ("responses", responses),
        ]
    }

    private func parameter(_ argument: Field) -> JSONTree {
        let parameter: JSONTree = [
            "name": .string(argument.apiName), "in": "query", "required": .boolean(!argument.isOptional),
        ]
        return parameter.adding("description", argument.doc.map { .string($0) })
            .adding("schema", OpenAPISchemas(schema: schema).value(argument))
    }
}
