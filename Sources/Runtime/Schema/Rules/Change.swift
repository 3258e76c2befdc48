/// What an update does with one field.
///
/// An optional alone could not tell "leave it as it is" from "make it null".
public enum Change<Value> {
    /// Leaves the field as it is.
    case keep
    /// Gives it a value.
    case set(Value)
    /// Makes it null.
    case clear
}

extension Change: Sendable where Value: Sendable {}
extension Change: Equatable where Value: Equatable {}
extension Change: Hashable where Value: Hashable {}

extension Change {
    /// Gives the value, or makes the field null where there is none.
    public init(_ value: Value?) {
        self = value.map(Change.set) ?? .clear
    }
}
