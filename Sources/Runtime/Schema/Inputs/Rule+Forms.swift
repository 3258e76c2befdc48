extension Rule {
    /// The rule that a field brings which is unique.
    public static func unique(_ field: String, constraint: String, origin: Origin) -> Rule {
        Rule(
            name: "\(field)_is_unique",
            constraint: constraint,
            demand: .unique([field], condition: nil),
            message: "That \(Naming.words(field)) is already taken.",
            origin: origin
        )
    }
}

extension Rule.Demand {
    /// No two rows overlap between two fields, as ``noOverlap(start:end:per:condition:)`` demands.
    public static func noOverlap(
        _ start: String,
        _ end: String,
        per: [String],
        condition: Expression? = nil
    ) -> Rule.Demand {
        .noOverlap(start: start, end: end, per: per, condition: condition)
    }
}
