/// Where a value comes from when a plan is bound.
public enum Operand: Sendable, Hashable {
    /// A part of the request's variables: a name, then member names and list positions below it.
    case variable(String, path: [Step])
    /// A literal of the document. It is bound as a parameter too.
    case constant(InputValue)
    /// A list of which the elements come from several places.
    case list([Operand])
    /// An object of which the members come from several places.
    case object([Member])

    /// A named part of an object.
    public struct Member: Sendable, Hashable {
        /// The name.
        public var name: String
        /// Where its value comes from.
        public var operand: Operand

        /// Creates a member.
        public init(_ name: String, _ operand: Operand) {
            self.name = name
            self.operand = operand
        }
    }

    /// One step into a variable's value.
    public enum Step: Sendable, Hashable {
        /// An object's member.
        case member(String)
        /// A list's element, from 0.
        case element(Int)
    }
}
