/// What one of the targets says of one row.
public enum Verdict: Character, Sendable, Hashable {
    /// It holds.
    case yes = "t"
    /// It does not.
    case no = "f"
    /// It is null: neither.
    case unknown = "n"
    /// It cannot be calculated: a number is out of range, or divided by zero.
    case refused = "e"
    /// Only the database can tell.
    case undecided = "u"
}

extension Verdict: CustomStringConvertible {
    /// The verdict as a word.
    public var description: String {
        switch self {
        case .yes: "true"
        case .no: "false"
        case .unknown: "null"
        case .refused: "out of range"
        case .undecided: "left to the database"
        }
    }
}

/// Who gives a verdict.
public enum Judge: String, Sendable, Hashable, CaseIterable {
    /// The validator and the evaluator of the server.
    case swift = "Swift"
    /// The CHECK or the expression, exact in all three truth values.
    case postgreSQL = "PostgreSQL"
    /// The condition as it stands in WHERE, where null is false.
    case condition = "PostgreSQL's WHERE"
    /// The generated client.
    case javaScript = "JavaScript"
}
