/// A sequence of whole numbers in the database, each given out once.
///
/// A number that is taken by a statement which fails is not given again, so that the numbers have gaps.
public struct NumberSequence: Sendable, Hashable, Codable {
    /// The name in the spec and in the database.
    public var name: String
    /// What it counts, in the spec's words.
    public var doc: String?
    /// The first number.
    public var start: Int64
    /// How far each number is from the one before.
    public var step: Int64
    /// Where the spec says it.
    public var origin: Origin

    /// Creates a sequence.
    public init(name: String, doc: String? = nil, start: Int64 = 1, step: Int64 = 1, origin: Origin) {
        self.name = name
        self.doc = doc
        self.start = start
        self.step = step
        self.origin = origin
    }
}
