/// The arguments of a query or mutation that the service's own code answers.
public protocol OperationInput: Sendable, Hashable, Codable {
    /// What it answers: an `EntityModel`, or an `AbstractModel` where that is a row of one of several entities.
    associatedtype Row: Sendable

    /// What the runtime knows of it.
    static var operation: CustomOperation { get }
}
