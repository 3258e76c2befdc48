/// The life of an enum field: which values it may begin with, and which may follow which.
public struct Transitions: Sendable, Hashable, Codable {
    /// Where one value leads.
    public struct Step: Sendable, Hashable, Codable {
        /// The value that is left.
        public var from: String
        /// The values that may follow it.
        public var to: [String]

        /// Creates a step.
        public init(_ from: String, to: [String]) {
            self.from = from
            self.to = to
        }
    }

    /// The values that a new row may have.
    public var initial: [String]
    /// Where each value leads; one that is not listed is final.
    public var steps: [Step]

    /// Creates transitions.
    public init(initial: [String], steps: [Step]) {
        self.initial = initial
        self.steps = steps
    }

    /// Whether a row may go from one value to the other. It may always keep the one it has.
    public func allows(from old: String, to new: String) -> Bool {
        old == new || steps.contains { $0.from == old && $0.to.contains(new) }
    }

    /// What a new row does, for "Status …": `begins as requested`.
    public var beginning: String { "begins as \(Self.alternatives(initial))" }

    /// What may follow a value, for sentences: `confirmed or cancelled`.
    func successors(of value: String) -> String {
        let next = steps.first { $0.from == value }?.to ?? []
        return next.isEmpty ? "nothing" : Self.alternatives(next)
    }

    static func alternatives(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.joined() }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}

extension Violation {
    /// A new row that begins with a value it may not begin with.
    static func wrongBeginning(of field: Field, _ transitions: Transitions) -> Violation {
        Violation(.invalidTransition, of: field, transitions.beginning)
    }

    /// A value that may not follow the one that a row has.
    static func wrongStep(of field: Field, _ transitions: Transitions, from old: String, to new: String)
        -> Violation
    {
        Violation(
            .invalidTransition,
            of: field,
            "cannot go from \(old) to \(new): \(old) leads to \(transitions.successors(of: old))"
        )
    }

    /// The same where the database does not tell the two values.
    static func wrongStep(of field: Field, _ transitions: Transitions) -> Violation {
        let ways = transitions.steps.filter { !$0.to.isEmpty }
            .map { "\($0.from) leads to \(Transitions.alternatives($0.to))" }
        return Violation(
            .invalidTransition,
            of: field,
            "cannot change like that: \(ways.joined(separator: ", ")); nothing else is possible"
        )
    }
}
