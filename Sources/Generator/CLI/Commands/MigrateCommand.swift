import ArgumentParser
import PlumblineMigrations

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Applies migrations to a database, undoes them, or tells where it stands.",
        discussion: """
            One migration runs at a time on a database, each in a transaction of its own: one that fails leaves \
            nothing behind. The database's URL must be a direct one, or a pooler's that pools by session.
            """,
        subcommands: [Up.self, Down.self, Status.self]
    )

    struct Up: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Applies what the database does not have yet."
        )

        @OptionGroup var spec: SpecOptions
        @OptionGroup var database: DatabaseOptions

        @Option(help: ArgumentHelp("The last migration to apply; all without it.", valueName: "name"))
        var to: String?

        func run() async throws {
            let applied = try await database.runner(of: spec.migrations).up(to: to)
            if applied.isEmpty { print("The database has every migration already.") }
        }
    }

    struct Down: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Undoes the last migrations.",
            discussion: "What a migration added is dropped, with the data in it."
        )

        @OptionGroup var spec: SpecOptions
        @OptionGroup var database: DatabaseOptions

        @Option(help: ArgumentHelp("How many migrations to undo.", valueName: "count"))
        var steps = 1

        func validate() throws {
            guard steps > 0 else { throw ValidationError("--steps needs a number from 1 on.") }
        }

        func run() async throws {
            let undone = try await database.runner(of: spec.migrations).down(steps: steps)
            if undone.isEmpty { print("The database has no migration.") }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells which migrations the database has.",
            discussion: "Exits with 1 unless it has exactly the migrations of the spec."
        )

        @OptionGroup var spec: SpecOptions
        @OptionGroup var database: DatabaseOptions

        @Option(help: "How to print it.")
        var format = CheckCommand.Format.text

        func run() async throws {
            let status = try await database.runner(of: spec.migrations).status()
            switch format {
            case .text: print(Self.table(status))
            case .json: try JSONOutput.print(status)
            }
            guard status.allSatisfy({ $0.state == .applied }) else { throw ExitCode.findings }
        }

        private static func table(_ status: [MigrationStatus]) -> String {
            guard !status.isEmpty else { return "There are no migrations." }
            let rows = status.map { migration in
                let time = migration.milliseconds.map { "\($0) ms" }
                return [migration.name, migration.state.rawValue, migration.appliedAt ?? "", time ?? ""]
            }
            return Terminal.table(rows)
        }
    }
}
