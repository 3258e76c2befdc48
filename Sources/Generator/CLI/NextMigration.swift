import PlumblineEmit
import PlumblineMigrate
import PlumblineMigrations
import PlumblineSchema

/// What lies between the last migration and the spec.
struct NextMigration {
    /// The last migration there is.
    let last: Migration?
    /// The way to the spec, or why there is none.
    let plan: Result<MigrationPlan, Refusals>

    /// Reads the migrations and compares.
    ///
    /// - Throws: `MigrationError` when the migrations are no unbroken chain.
    init(schema: Schema, folder: MigrationFolder) throws {
        last = try folder.read().last
        let before: DatabaseSnapshot?
        do {
            before = try last.map { try DatabaseSnapshot(text: $0.schema) }
        } catch {
            throw MigrationError(
                "\(folder.path)/\(last?.name ?? "")/schema.json was written by another version of Plumbline that this one "
                    + "cannot read."
            )
        }
        plan = MigrationPlanner.plan(from: before, to: schema)
    }

    /// Why the migrations do not lead to the spec; nil when they do.
    var problem: String? {
        switch plan {
        case .failure(let refusals): refusals.description
        case .success(let plan) where isNothing(plan): nil
        case .success(let plan):
            "The spec, or this version of Plumbline, has what no migration brings:\n"
                + plan.steps.map { "  \($0.summary)" }.joined(separator: "\n")
                + "\nfix: Run 'plumbline plan NAME' and commit what it writes."
        }
    }

    /// Whether the database would stay as it is.
    func isNothing(_ plan: MigrationPlan) -> Bool {
        plan.isEmpty && plan.fingerprint == last?.fingerprint
    }
}
