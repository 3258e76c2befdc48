import PlumblineQuery

/// What a document is found by that was prepared before.
struct DocumentKey: Sendable, Hashable {
    /// Its text, or its hash, which is no document itself.
    let source: String
    /// Which operation of it, if it has several.
    let operationName: String?

    /// Other bytes are another document, though they may look the same.
    static func == (left: DocumentKey, right: DocumentKey) -> Bool {
        left.source.isExactly(right.source) && left.operationName == right.operationName
    }

    func hash(into hasher: inout Hasher) {
        source.hashExactly(into: &hasher)
        hasher.combine(operationName)
    }
}
