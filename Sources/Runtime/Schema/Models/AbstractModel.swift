/// A generated enum that holds a row of one of several entities, which are of one interface or union.
public protocol AbstractModel: Sendable, Hashable {
    /// The row that a value holds. No case can have this name.
    static func row(of value: Self) -> any EntityModel
}
