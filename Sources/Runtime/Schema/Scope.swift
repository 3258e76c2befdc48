/// Something that a token may allow its bearer to do (RFC 6749, section 3.3).
public struct Scope: Sendable, Hashable, Codable {
    /// The word in tokens and in access rules, such as `read:appointments`.
    public var name: String
    /// What it allows, in the spec's words.
    public var doc: String?
    /// Where the spec says it.
    public var origin: Origin

    /// Creates a scope.
    public init(name: String, doc: String? = nil, origin: Origin) {
        self.name = name
        self.doc = doc
        self.origin = origin
    }
}
