import PlumblineProve
import PlumblineSchema
import PlumblineServerTestSupport
import PlumblineTestSupport
import PlumblineTrials
import Testing

// One after the other: judging takes the processor from whatever else is tested at the time.
@Suite("One verdict everywhere", .serialized)
struct ProofTests {
    @Test(
        "Swift, PostgreSQL and JavaScript agree on every rule, condition and policy of a spec",
        arguments: [
            ("spec", 45_000), ("Benchmarks/spec", 10_000), ("Tests/Generator/ProveTests/Specs", 20_000),
            ("Tests/EndToEnd/Keys", 4_000), ("Tests/Generator/Specs", 12_000),
        ]
    )
    func specs(folder: String, trials: Int) async throws {
        let schema = try Repository.schema(Repository.path(folder))
        let report = try await prove(schema, trials: trials)
        #expect(report.trials >= Trials.count(trials, full: trials * 20))
        // Every rule is met by some rows and broken by others, or it has shown nothing.
        for finding in report.findings where finding.claim.subject == .rule {
            #expect(finding.verdicts[.yes, default: 0] > 0, "\(finding.claim.name) never holds")
            #expect(finding.verdicts[.no, default: 0] > 0, "\(finding.claim.name) is never broken")
        }
    }

    @Test("What is computed, masked, set and left to its default is tried, also across keys of every sort")
    func workedOut() async throws {
        let schema = try Repository.schema(Repository.path("Tests/Generator/Specs"))
        let report = try await prove(schema, trials: 3_000)
        let tried = Set(report.findings.map { "\($0.claim.subject.rawValue) \($0.claim.name)" })
        let expected: Set = [
            "computed Store.owner_name", "computed Store.double", "computed Stock.country_name",
            "mask Store.code",
            "preset Store.entered_at", "default Store.closes_at",
        ]
        #expect(expected.isSubset(of: tried), "\(expected.subtracting(tried))")
        for finding in report.findings
        where expected.contains("\(finding.claim.subject.rawValue) \(finding.claim.name)") {
            #expect(finding.verdicts[.yes, default: 0] > 0, "\(finding.claim.name)")
        }
    }

    @Test("They agree on random expressions", arguments: [1, 2] as [UInt64])
    func expressions(seed: UInt64) async throws {
        let schema = try Repository.schema(Repository.path("Tests/Generator/ProveTests/Specs"))
        let entity = try #require(schema.entity("Sample"))
        var random = RandomExpressions(seed: seed)
        let claims = (1...400).map { number in
            Claim(
                .expression,
                name: "expression \(number)",
                entity: entity,
                expression: random.boolean(4),
                origin: entity.origin
            )
        }
        let report = try await prove(schema, claims: claims, trials: 20_000, seed: seed)
        for verdict in [Verdict.yes, .no, .unknown, .refused] {
            #expect(report.findings.count { $0.verdicts[verdict, default: 0] > 0 } > 20, "\(verdict)")
        }
    }

    @Test("A disagreement is found, and shown on the smallest row")
    func disagreement() async throws {
        let schema = try Repository.schema(Repository.path("Tests/Generator/ProveTests/Specs"))
        let entity = try #require(schema.entity("Sample"))
        let rule = try #require(entity.rules.first { $0.name == "sums_up" })
        // Says of the CHECK `int + int_2 < big` that it is another one.
        let wrong = Expression.binary(.less, .path(FieldPath([], "int")), .path(FieldPath([], "big")))
        let claim = Claim(
            .rule,
            name: "wrong",
            entity: entity,
            expression: wrong,
            constraint: rule.constraint,
            origin: rule.origin
        )
        let proof = Proof(schema, claims: [claim], trials: 500, seed: 1)
        let report = try await TestDatabase.with { database in
            try await database.withClient { try await proof.run(on: $0, withJavaScript: false) }
        }
        let found = try #require(report.disagreements.first?.counterexample)
        #expect(found.judge == .postgreSQL)
        #expect(found.expected != found.given)
        #expect(Set(found.row.keys) == ["int", "big"])
    }

    private func prove(_ schema: Schema, claims: [Claim]? = nil, trials: Int, seed: UInt64 = 1) async throws
        -> ProofReport
    {
        let proof = Proof(schema, claims: claims, trials: Trials.count(trials, full: trials * 20), seed: seed)
        let withJavaScript = await Proof.hasJavaScript()
        let report = try await TestDatabase.with { database in
            try await database.withClient { try await proof.run(on: $0, withJavaScript: withJavaScript) }
        }
        for finding in report.disagreements {
            Issue.record(
                "Seed \(report.seed): \(finding.claim)\n\(String(describing: finding.counterexample))"
            )
        }
        return report
    }
}
