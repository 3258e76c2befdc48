import NIOHTTP1

/// The head of a request, and which names its fields have: of the fields that are looked for, most are absent.
final class RequestHead: Sendable {
    /// As the parser gave it.
    let http: HTTPRequestHead
    private let names: FieldName.Filter

    init(_ http: HTTPRequestHead) {
        self.http = http
        var names = FieldName.Filter()
        for (name, _) in http.headers { names.insert(name) }
        self.names = names
    }

    var method: HTTPMethod { http.method }
    var version: HTTPVersion { http.version }
    /// The target: path and query, or whatever the client sent for it.
    var uri: String { http.uri }

    /// The value of a field, nil without one. Those of several fields are joined by commas (RFC 9110 §5.3).
    subscript(name: FieldName) -> String? { names.mayContain(name) ? http.headers[name] : nil }

    /// The values of all fields of that name.
    func values(_ name: FieldName) -> [String] { names.mayContain(name) ? http.headers.values(name) : [] }

    func contains(_ name: FieldName) -> Bool { names.mayContain(name) && http.headers.contains(name) }
}

extension RequestHead: Equatable {
    static func == (left: RequestHead, right: RequestHead) -> Bool { left.http == right.http }
}
