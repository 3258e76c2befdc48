import ArgumentParser
import Foundation
import PlumblineSchema
import PlumblineSpec

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says everything that is wrong with the spec and its migrations.",
        discussion: """
            Each finding is path:line:column, a sentence, and what to do. Migrations are checked too: that none was \
            edited, and that they lead to the spec as it is.

            Exits with 1 when there are findings. Warnings alone are none.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @OptionGroup var spec: SpecOptions

    @Option(help: "How to print findings.")
    var format = Format.text

    @Option(
        help: ArgumentHelp(
            "Warn of what is deprecated and was to be removed before this day, such as 2026-12-31.",
            valueName: "day"
        )
    )
    var today: String?

    func validate() throws {
        guard today.map({ CivilDate($0) != nil }) ?? true else {
            throw ValidationError("--today needs a day such as 2026-12-31.")
        }
    }

    func run() throws {
        let result = try spec.read(today: today)
        var problems: [String] = []
        if let schema = result.schema {
            do {
                let next = try NextMigration(schema: schema, folder: spec.migrations)
                if next.last != nil, let problem = next.problem { problems.append(problem) }
            } catch {
                problems.append("\(error)")
            }
        }
        switch format {
        case .text:
            for diagnostic in result.diagnostics { print(diagnostic.description) }
            for problem in problems { print(problem) }
        case .json: try printJSON(result.diagnostics, problems)
        }
        if result.schema == nil || !problems.isEmpty { throw ExitCode.findings }
        if format == .text, result.diagnostics.isEmpty { print("Nothing is wrong.") }
    }

    private struct Report: Encodable {
        struct Finding: Encodable {
            let severity: String
            let code: String
            let file: String
            let line: Int
            let column: Int
            let message: String
            let fix: String?
        }

        let diagnostics: [Finding]
        let migrations: [String]
    }

    private func printJSON(_ diagnostics: [Diagnostic], _ problems: [String]) throws {
        let findings = diagnostics.map { diagnostic in
            Report.Finding(
                severity: diagnostic.severity.rawValue,
                code: diagnostic.code,
                file: diagnostic.file,
                line: diagnostic.line,
                column: diagnostic.column,
                message: diagnostic.message,
                fix: diagnostic.fix
            )
        }
        try JSONOutput.print(Report(diagnostics: findings, migrations: problems))
    }
}

/// JSON for other programs.
enum JSONOutput {
    static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
