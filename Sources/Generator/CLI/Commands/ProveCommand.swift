import ArgumentParser
import Foundation
import PlumblinePostgres
import PlumblineProve
import PlumblineSchema

struct ProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Tries whether Swift, PostgreSQL and JavaScript see the spec alike.",
        discussion: """
            Random rows and callers are judged by every rule and every access policy of the spec: in Swift, by the \
            CHECKs and expressions that PostgreSQL makes of them, and, for rules, by the client in Node.

            The database keeps nothing: all of it happens in a schema of its own, in a transaction that is rolled \
            back. The account needs the right to create a schema.

            Exits with 1 when two of them disagree, and prints the smallest row that shows it.
            """
    )

    @OptionGroup var spec: SpecOptions
    @OptionGroup var database: DatabaseOptions

    @Option(
        help: ArgumentHelp("How many verdicts to compare, over all rules and policies.", valueName: "count")
    )
    var trials = 100_000

    @Option(
        help: ArgumentHelp(
            "Where the random rows begin; a new place each time without it.",
            valueName: "number"
        )
    )
    var seed: UInt64?

    @Option(help: "How to print the findings.")
    var format = CheckCommand.Format.text

    func validate() throws {
        guard trials > 0 else { throw ValidationError("--trials needs a number from 1 on.") }
    }

    func run() async throws {
        let schema = try spec.schema()
        let withJavaScript = await Proof.hasJavaScript()
        let proof = Proof(schema, trials: trials, seed: seed ?? .random(in: 1...999_999))
        let report = try await PostgresClient.withClient(
            configuration: try await database.configuration(),
            logger: DatabaseOptions.logger
        ) { client in
            try await proof.run(on: client, withJavaScript: withJavaScript, progress: Self.showProgress)
        }
        switch format {
        case .text: print(ProofText(report).text)
        case .json: try JSONOutput.print(ProofSummary(report))
        }
        if !report.disagreements.isEmpty { throw ExitCode.findings }
    }

    /// A line that is written over, for a person who waits.
    private static func showProgress(_ done: Int, _ all: Int) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        let line = done < all ? "\r\(done) of \(all) rules and policies" : "\r\u{1B}[K"
        FileHandle.standardError.write(Data(line.utf8))
    }
}

/// A report for people.
struct ProofText {
    let report: ProofReport

    init(_ report: ProofReport) {
        self.report = report
    }

    var text: String {
        let rows = report.findings.map { finding in
            [
                finding.counterexample == nil ? "agree" : "DISAGREE", finding.claim.subject.rawValue,
                finding.claim.name, "\(finding.trials) trials", Self.judges(finding),
                finding.claim.origin.description,
            ]
        }
        return ([Terminal.table(rows)] + report.disagreements.map(Self.counterexample) + [summary])
            .joined(separator: "\n\n")
    }

    private var summary: String {
        let disagreements = report.disagreements.count
        var lines = [
            disagreements == 0
                ? "Every verdict of \(report.trials) is the same everywhere."
                : "\(disagreements) of \(report.findings.count) rules and policies are not seen alike.",
            "The seed was \(report.seed): 'plumbline prove --seed \(report.seed)' draws the same rows.",
        ]
        if !report.triedJavaScript {
            lines.append("JavaScript was not tried, because there is no 'node' on the path.")
        }
        return lines.joined(separator: "\n")
    }

    private static func judges(_ finding: Finding) -> String {
        ([Judge.swift] + Judge.allCases.filter { finding.judges.contains($0) && $0 != .condition })
            .map(\.rawValue).joined(separator: ", ")
    }

    private static func counterexample(_ finding: Finding) -> String {
        guard let found = finding.counterexample else { return "" }
        let row = found.values.sorted { $0.key < $1.key }.map { "    \($0.key): \($0.value)" }
        let caller = finding.claim.subject == .access ? ["    asked by \(found.caller)"] : []
        return
            ([
                "\(finding.claim.origin): error: \(finding.claim.name): Swift says \(found.expected), "
                    + "\(found.judge.rawValue) says \(found.given), of"
            ] + row + caller + ["fix: Report this to Plumbline: it is a mistake of its own, not of the spec."])
            .joined(separator: "\n")
    }
}

/// A report for other programs.
struct ProofSummary: Encodable {
    struct Item: Encodable {
        let claim: String
        let subject: String
        let file: String
        let line: Int
        let trials: Int
        let targets: [String]
        let counterexample: Example?
    }

    struct Example: Encodable {
        let row: [String: String]
        let caller: String
        let target: String
        let swift: String
        let other: String
    }

    let seed: UInt64
    let trials: Int
    let triedJavaScript: Bool
    let findings: [Item]

    init(_ report: ProofReport) {
        seed = report.seed
        trials = report.trials
        triedJavaScript = report.triedJavaScript
        findings = report.findings.map { finding in
            Item(
                claim: finding.claim.name,
                subject: finding.claim.subject.rawValue,
                file: finding.claim.origin.file,
                line: finding.claim.origin.line,
                trials: finding.trials,
                targets: [Judge.swift.rawValue]
                    + Judge.allCases.filter(finding.judges.contains).map(\.rawValue),
                counterexample: finding.counterexample.map { found in
                    Example(
                        row: found.values,
                        caller: found.caller,
                        target: found.judge.rawValue,
                        swift: found.expected.description,
                        other: found.given.description
                    )
                }
            )
        }
    }
}
