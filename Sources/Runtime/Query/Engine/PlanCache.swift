/// Keeps what was made for a request by what it depends on. A protocol layer keeps a ``Plan`` together with what it
/// needs to answer; hence the type parameter.
public typealias PlanCache<Value: Sendable> = LRUCache<PlanKey, Value>

/// What a plan depends on.
public struct PlanKey: Sendable, Hashable {
    /// The document and what chooses the operation in it, or the route and its fixed parts.
    public var source: String
    /// The shape of the variables, as ``ShapeKey`` has it.
    public var shape: String
    /// The shape of the caller.
    public var caller: CallerShape

    /// Creates a key.
    public init(source: String, shape: String, caller: CallerShape) {
        self.source = source
        self.shape = shape
        self.caller = caller
    }
}
