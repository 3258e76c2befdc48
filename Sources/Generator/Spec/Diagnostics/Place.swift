internal import PlumblineSchema

/// A stretch of one line of a spec.
struct Place: Sendable, Hashable {
    var file: String
    /// From 1.
    var line: Int
    /// In Unicode scalars, from 1.
    var column: Int
    /// In Unicode scalars; at least 1.
    var length: Int

    var origin: Origin { Origin(file, line) }
}

/// A value of the spec, with the place that says it.
struct Placed<Value> {
    var value: Value
    var place: Place
}

extension Placed: Sendable where Value: Sendable {}

/// A name or another short text of the spec, as its author wrote it.
typealias Word = Placed<String>
