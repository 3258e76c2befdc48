import PlumblineQuery
public import PlumblineSchema

/// A row on which two targets do not agree.
public struct Counterexample: Sendable, Hashable {
    /// The values that the claim reads, by the fields' names in the spec.
    public internal(set) var row: [String: Value]
    /// Who asks.
    public let principal: Principal
    /// Who disagrees with Swift.
    public let judge: Judge
    /// What Swift says.
    public internal(set) var expected: Verdict
    /// What the other says.
    public internal(set) var given: Verdict

    /// The row's values as a person reads them.
    public var values: [String: String] {
        row.mapValues { value in
            if case .text(let text) = value { text.debugDescription } else { value.postgresText ?? "null" }
        }
    }

    /// Who asks, as a person reads it.
    public var caller: String {
        guard let id = principal.id else { return "nobody" }
        return principal.roles.isEmpty ? id : "\(id) as \(principal.roles.joined(separator: ", "))"
    }
}

/// What was found out about one claim.
public struct Finding: Sendable {
    /// The claim.
    public let claim: Claim
    /// How many verdicts were compared.
    public private(set) var trials = 0
    /// How often Swift gave each verdict.
    public private(set) var verdicts: [Verdict: Int] = [:]
    /// Who was asked besides Swift.
    public internal(set) var judges: Set<Judge> = []
    /// A row that shows a disagreement; nil if none was found.
    public internal(set) var counterexample: Counterexample?

    init(claim: Claim) {
        self.claim = claim
    }

    mutating func count(_ given: [Verdict]) {
        trials += given.count
        for verdict in given { verdicts[verdict, default: 0] += 1 }
    }
}

/// What a proof found out.
public struct ProofReport: Sendable {
    /// Where the random rows began.
    public let seed: UInt64
    /// What was found out about each claim, in the order of the spec.
    public let findings: [Finding]
    /// Whether JavaScript was asked.
    public let triedJavaScript: Bool

    /// How many verdicts were compared.
    public var trials: Int { findings.reduce(0) { $0 + $1.trials } }

    /// The claims on which targets disagree.
    public var disagreements: [Finding] { findings.filter { $0.counterexample != nil } }
}
