import PlumblineSchema

/// The answers that operations share.
enum OpenAPIResponses {
    /// The status of each shared answer.
    static let status = [
        "BadRequest": "400", "Unauthorized": "401", "Forbidden": "403", "NotFound": "404", "Conflict": "409",
        "PreconditionFailed": "412", "UnsupportedMediaType": "415", "Unprocessable": "422",
        "TooManyRequests": "429", "Unavailable": "503",
    ]

    static let shared: JSONTree = [
        "BadRequest": problem("The request has a wrong form."),
        "Unauthorized": problem("The token is missing, wrong or expired."),
        "Forbidden": problem("The caller's roles do not allow this."),
        "NotFound": problem("There is no such row, or none that the caller may touch."),
        "Conflict": problem("Another row is in the way, or a request with the same key that has not ended."),
        "PreconditionFailed": problem("The row has changed since."),
        "UnsupportedMediaType": problem("The body is not JSON."),
        "Unprocessable": problem(
            "Values break rules, of which every one is listed, or the key stands for another request."
        ),
        "TooManyRequests": problem(
            "The caller asks for too much; try again after the seconds of Retry-After."
        ),
        "Unavailable": problem("Try again after the seconds of Retry-After."),
    ]

    /// The headers that answers share.
    static let headers: JSONTree = [
        "ETag": ["description": "The row's version.", "schema": ["type": "string"]]
    ]

    static let etag: JSONTree = ["ETag": ["$ref": "#/components/headers/ETag"]]

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
