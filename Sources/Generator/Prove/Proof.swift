public import PlumblinePostgres
public import PlumblineSchema

/// The core promise, tried: that Swift, PostgreSQL and JavaScript give one verdict on whatever a spec says.
///
/// Random rows and callers are judged by all of them. The same seed draws the same rows, on every machine.
public struct Proof: Sendable {
    private let schema: Schema
    private let claims: [Claim]
    private let trials: Int
    private let seed: UInt64

    /// Creates a proof.
    /// - Parameters:
    ///   - schema: What the spec says.
    ///   - claims: What is tried; everything that the spec says of single rows unless given.
    ///   - trials: How many verdicts to compare at least, over all claims.
    ///   - seed: Where the random rows begin.
    public init(_ schema: Schema, claims: [Claim]? = nil, trials: Int, seed: UInt64) {
        self.schema = schema.ofProof
        self.claims = claims ?? Claim.all(of: self.schema)
        self.trials = trials
        self.seed = seed
    }

    /// Whether JavaScript can be tried on this machine: whether there is Node.
    public static func hasJavaScript() async -> Bool { await JavaScriptJudge.isAvailable() }

    /// Tries every claim.
    ///
    /// Everything happens in a transaction that is rolled back.
    ///
    /// - Parameters:
    ///   - client: The database.
    ///   - withJavaScript: Whether to ask JavaScript too.
    ///   - progress: Told after each claim, with how many of how many are done.
    /// - Throws: ``ProofError`` or `PostgresError` where a target cannot be asked at all.
    public func run(
        on client: PostgresClient,
        withJavaScript: Bool,
        progress: (Int, Int) -> Void = { _, _ in }
    ) async throws -> ProofReport {
        try await client.withConnection { connection in
            let postgres = try await PostgresJudge(schema, on: connection)
            var findings = claims.map { Finding(claim: $0) }
            for world in worlds(now: postgres.now) {
                try await postgres.insert(world)
                let trial = WorldTrial(
                    swift: SwiftJudge(schema: schema, world: world, now: postgres.now),
                    postgres: postgres,
                    javaScript: withJavaScript
                        ? try await JavaScriptJudge(schema: schema).verdicts(
                            on: claims,
                            in: world,
                            now: postgres.now
                        )
                        : [:],
                    callers: Callers(schema, world)
                )
                for index in findings.indices where findings[index].counterexample == nil {
                    try await trial.judge(&findings[index])
                    progress(index + 1, findings.count)
                }
            }
            _ = try await connection.execute(script: "rollback")
            return ProofReport(seed: seed, findings: findings, triedJavaScript: withJavaScript)
        }
    }

    /// As many rows as the trials need, at most so many at a time.
    private func worlds(now: Int64) -> [World] {
        let callers = Callers.count(schema)
        let trialsPerRow = claims.reduce(0) { $0 + ($1.asksForCaller ? callers : 1) }
        guard trialsPerRow > 0, trials > 0 else { return [] }
        let rows = (trials + trialsPerRow - 1) / trialsPerRow
        let count = (rows + Self.mostRows - 1) / Self.mostRows
        return (0..<count).map { number in
            let rowsPerEntity = min(Self.mostRows, rows - number * Self.mostRows)
            return World(
                schema: schema,
                rowsPerEntity: rowsPerEntity,
                seed: seed &+ UInt64(number),
                now: now
            )
        }
    }

    private static let mostRows = 2000
}
