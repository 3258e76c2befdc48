/// The arguments of a query or mutation that the service's own code answers.
public protocol OperationInput: Sendable, Hashable, Codable {
    /// What it answers.
    associatedtype Row: EntityModel

    /// What the runtime knows of it.
    static var operation: CustomOperation { get }
}
