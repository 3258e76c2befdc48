public import PlumblineSchema

/// The way from one schema to the next and back.
public struct MigrationPlan: Sendable, Hashable {
    /// One change and its undoing.
    public struct Step: Sendable, Hashable {
        /// What changes, such as `add column appointments.colour`.
        public let summary: String
        /// Where the spec asks for it; nil for what the spec has no words for.
        public let origin: Origin?
        /// The statements that make the change.
        public let up: [String]
        /// The statements that undo it; empty where undoing another step undoes this one.
        public let down: [String]
    }

    /// The changes, in the order in which they can be made.
    public let steps: [Step]
    /// The fingerprint of the schema afterwards.
    public let fingerprint: String

    /// Whether the database stays as it is.
    public var isEmpty: Bool { steps.isEmpty }

    /// The statements that make the changes, each under its summary.
    public var upSQL: String {
        Self.script(steps.map { ($0, $0.up) })
    }

    /// The statements that undo the changes, the last first.
    public var downSQL: String {
        Self.script(steps.reversed().map { ($0, $0.down) })
    }

    private static func script(_ parts: [(step: Step, statements: [String])]) -> String {
        parts.filter { !$0.statements.isEmpty }
            .map { step, statements in
                let place = step.origin.map { " (\($0))" } ?? ""
                return "-- \(step.summary)\(place)\n" + statements.joined(separator: "\n") + "\n"
            }
            .joined(separator: "\n")
    }
}
