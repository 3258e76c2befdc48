/// What a database has of a migration.
public struct MigrationStatus: Sendable, Hashable, Codable {
    /// How the folder and the database compare.
    public enum State: String, Sendable, Hashable, Codable {
        /// The database has it.
        case applied
        /// The database does not have it yet.
        case pending
        /// The database has one of that name with another content.
        case changed
        /// The database has it, the folder does not.
        case unknown
    }

    /// The migration's name.
    public let name: String
    /// How the folder and the database compare.
    public let state: State
    /// When it was applied, as RFC 3339 in UTC.
    public let appliedAt: String?
    /// How long it took, in milliseconds.
    public let milliseconds: Int?
}

extension MigrationStatus {
    /// Compares what the folder has with what the database has, in the order of names.
    static func compare(_ migrations: [Migration], _ entries: [MigrationHistory.Entry]) -> [MigrationStatus] {
        let known = Dictionary(migrations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let applied = entries.map { entry in
            let state: State =
                switch known[entry.name] {
                case nil: .unknown
                case let migration?: migration.hash == entry.hash ? .applied : .changed
                }
            return MigrationStatus(
                name: entry.name,
                state: state,
                appliedAt: entry.appliedAt,
                milliseconds: entry.milliseconds
            )
        }
        let names = Set(entries.map(\.name))
        let pending = migrations.filter { !names.contains($0.name) }.map { migration in
            MigrationStatus(name: migration.name, state: .pending, appliedAt: nil, milliseconds: nil)
        }
        return (applied + pending).sorted { $0.name < $1.name }
    }

    /// Finds why a database cannot be migrated with these migrations.
    ///
    /// - Throws: ``MigrationError`` unless what the database has is where the folder's migrations begin.
    static func verify(_ migrations: [Migration], _ entries: [MigrationHistory.Entry]) throws(MigrationError)
    {
        for (index, entry) in entries.enumerated() {
            guard let migration = migrations.first(where: { $0.name == entry.name }) else {
                throw MigrationError(
                    "The database has the migration \(entry.name), which is not among these. A newer or another version "
                        + "of the service migrated it; use the migrations of that version."
                )
            }
            guard migration.hash == entry.hash else {
                throw MigrationError(
                    "The database has \(entry.name) with another content (\(entry.hash.prefix(12)), here it is "
                        + "\(migration.hash.prefix(12))). Restore the migration as it was applied."
                )
            }
            guard migrations[index].name == entry.name else {
                throw MigrationError(
                    "The database has \(entry.name), but not \(migrations[index].name), which comes before it."
                )
            }
        }
    }
}
