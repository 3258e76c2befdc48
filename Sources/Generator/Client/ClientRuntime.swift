/// One file of the client.
public struct ClientFile: Sendable, Hashable {
    /// The name within the client's folder.
    public let name: String
    /// What is in it.
    public let text: String

    /// Creates a file.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

/// The parts of the client that are the same for every spec.
public enum ClientRuntime {
    /// The expression language and the checks of inputs.
    public static let rules = [
        ClientFile(name: "language.js", text: text(PackageResources.language_js)),
        ClientFile(name: "validation.js", text: text(PackageResources.validation_js)),
    ]

    /// What talks to the server, with its types.
    public static let transport = [
        ClientFile(name: "http.js", text: text(PackageResources.http_js)),
        ClientFile(name: "http.d.ts", text: text(PackageResources.http_d_ts)),
    ]

    /// The functions that printed expressions call.
    public static let functions = [
        "add", "and", "days", "decimal", "divide", "equal", "greater", "greaterOrEqual", "hours",
        "isAmong", "isNotNull", "isNull", "left", "length", "less", "lessOrEqual", "lower", "minutes",
        "moved", "movedBack", "movedDate", "movedDateBack", "multiply", "negate", "not", "notEqual",
        "or", "remainder", "right", "subtract", "trim", "undecided", "upper",
    ]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
