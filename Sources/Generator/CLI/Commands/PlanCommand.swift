import ArgumentParser
import PlumblineMigrate
import PlumblineMigrations

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Writes the migration from the last one to the spec.",
        discussion: """
            No database is needed: the last migration says what the database has. The migration is a folder with \
            up.sql, down.sql and schema.json, and a line in migrations.lock; read the SQL, and commit all of it.

            Additions and renamings are planned. What could lose data or break what runs is refused, with the \
            reason and what to do instead, and the exit code is 1.
            """
    )

    @Argument(help: "What the migration does, such as add_colour.")
    var words: String

    @OptionGroup var spec: SpecOptions

    func run() throws {
        let schema = try spec.schema()
        let next = try NextMigration(schema: schema, folder: spec.migrations)
        let plan: MigrationPlan
        switch next.plan {
        case .success(let found): plan = found
        case .failure(let refusals):
            Terminal.complain(refusals.description)
            throw ExitCode.findings
        }
        if next.isNothing(plan) {
            print("Nothing to plan: the spec changes nothing in the database.")
            return
        }
        let migration = Migration(
            name: try MigrationFolder.name(words, after: next.last),
            parent: next.last,
            fingerprint: plan.fingerprint,
            up: plan.upSQL,
            down: plan.downSQL,
            schema: try DatabaseSnapshot(schema).text()
        )
        try spec.migrations.append(migration)
        for step in plan.steps { print("  \(step.summary)") }
        print("wrote \(spec.migrations.path)/\(migration.name)")
    }
}
