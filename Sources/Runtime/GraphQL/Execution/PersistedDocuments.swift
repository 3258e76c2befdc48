import PlumblineQuery

/// Documents that clients may name by their hash.
///
/// They are persisted automatically: whoever sends a document with its hash has it kept for everybody, as far as there
/// is room. A hash opens nothing: the document runs with the rights of whoever names it.
/// An allow-list of trusted documents would answer ``find(_:)`` from a fixed set, and keep nothing.
final class PersistedDocuments: Sendable {
    private let texts = LRUCache<DocumentHash, String>(capacity: 10_000, maximumWeight: 16 << 20)

    /// The text of a document.
    func find(_ hash: DocumentHash) -> String? { texts.find(hash) }

    /// Keeps a valid document under its hash.
    func keep(_ text: String, as hash: DocumentHash) {
        texts.insert(text, for: hash, weight: text.utf8.count)
    }
}

extension GraphQLError {
    /// Clients read this message, or the code, and send the document with its hash.
    static let persistedQueryNotFound = GraphQLError(.persistedQueryNotFound, "PersistedQueryNotFound")

    static let hashMismatch = GraphQLError(
        .badRequest,
        "The hash is not that of the document: it must be the SHA-256 of its text in UTF-8."
    )
}
