import PlumblineSchema

/// How the ids of one entity's rows look where they stand beside those of others.
///
/// A key that is a UUID is its own text, as no two rows share one. Any other is addressed by its entity, too:
/// `Country:AT`. An id of another form is that of no row, and no error: whoever asks learns nothing from the difference.
struct NodeKey: Sendable, Hashable {
    /// What stands before the key's own text.
    private let prefix: String
    /// How the parts of the key are read.
    private let codecs: [ValueCodec]

    init(_ entity: Entity, schema: Schema) {
        prefix = entity.singleKey?.type == .uuid ? "" : entity.name + ":"
        codecs = entity.key.map { ValueCodec(keyOf: $0.type, schema: schema) }
    }

    /// Any text: the ids as they are given.
    static let text = NodeKey(prefix: "", codecs: [.text])

    private init(prefix: String, codecs: [ValueCodec]) {
        self.prefix = prefix
        self.codecs = codecs
    }

    /// PostgreSQL's text of one part of the key in an id; nil if no row of the entity can have it.
    func part(_ index: Int, of id: InputValue) -> String? {
        guard case .string(let text) = id, text.hasPrefix(prefix),
            let parts = KeyText.parts(of: String(text.dropFirst(prefix.count)), count: codecs.count)
        else { return nil }
        return codecs[index].value(.string(parts[index]))?.postgresText
    }
}
