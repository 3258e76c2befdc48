/// Keeps what was made for a request by what it depends on. A protocol layer keeps a ``Plan`` together with what it
/// needs to answer; hence the type parameter.
public typealias PlanCache<Value: Sendable> = LRUCache<PlanKey, Value>

/// What a plan depends on.
public struct PlanKey: Sendable, Hashable {
    /// The document and what chooses the operation in it, or the route and its fixed parts.
    public var source: String
    /// The shape of the variables: what of them a plan depends on, as text.
    public var shape: String
    /// The shape of the caller.
    public var caller: CallerShape

    /// Creates a key.
    public init(source: String, shape: String, caller: CallerShape) {
        self.source = source
        self.shape = shape
        self.caller = caller
    }

    /// Other bytes are another document, though they may look the same.
    public static func == (left: PlanKey, right: PlanKey) -> Bool {
        left.source.isExactly(right.source) && left.shape.isExactly(right.shape)
            && left.caller == right.caller
    }

    /// Feeds the bytes of the texts.
    public func hash(into hasher: inout Hasher) {
        source.hashExactly(into: &hasher)
        hasher.combine(0xFF as UInt8)
        shape.hashExactly(into: &hasher)
        hasher.combine(caller)
    }
}
