import ArgumentParser
import Foundation

/// The command that a person types: what a spec says, written, checked, migrated and served.
@main
struct Plumbline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plumbline",
        abstract: "One spec, and a whole backend that follows it.",
        discussion: """
            The spec is the YAML files in spec/. From it come the Swift code of every build, the snapshots that are \
            committed beside it, the migrations of the database, and the APIs that are served.

            A usual change:
              1. edit spec/*.yaml
              2. plumbline check               says what is wrong with it
              3. plumbline generate            renews the snapshots
              4. plumbline plan add_colour     writes the migration
              5. plumbline migrate up          applies it

            Exit codes:
              0  done, nothing found
              1  findings: mistakes in the spec, snapshots that differ, a change that is refused, pending migrations, advice
              2  a wrong command line
              3  a failure while running: files, settings, the database
            """,
        version: "0.1.0",
        subcommands: [
            InitCommand.self, CheckCommand.self, ProveCommand.self, FormatCommand.self, GenerateCommand.self,
            PlanCommand.self, MigrateCommand.self, RolesCommand.self, SeedCommand.self, ServeCommand.self,
            ConfigCommand.self, SchemaCommand.self, GraphQLCommand.self, DoctorCommand.self,
            ExplainCommand.self,
        ]
    )

    /// Runs the command and ends the process with one of the documented codes.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
        let code = exitCode(for: error)
        if code == .success {
            print(message(for: error))
            Foundation.exit(0)
        }
        if code == .validationFailure {
            Terminal.complain(fullMessage(for: error))
            Foundation.exit(ExitCode.usage.rawValue)
        }
        // What has a place in a file says itself that it is an error, behind the place.
        let words = "\(error)"
        Terminal.complain(words.contains(": error: ") ? words : "error: \(words)")
        Foundation.exit(ExitCode.failed.rawValue)
    }
}

extension ExitCode {
    /// What was asked for has findings.
    static let findings = ExitCode(1)
    /// The command line is wrong.
    static let usage = ExitCode(2)
    /// It could not be done.
    static let failed = ExitCode(3)
}
