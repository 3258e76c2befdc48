import Foundation
import PlumblineMigrations

/// A folder of migrations that goes away after use.
struct TemporaryMigrations {
    let folder: MigrationFolder

    static func with<R>(_ body: (TemporaryMigrations) async throws -> R) async throws -> R {
        let path = FileManager.default.temporaryDirectory.appending(path: "migrations-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(TemporaryMigrations(folder: MigrationFolder(path: path)))
    }

    /// Plans migrations by hand, each of `up` and `down`, behind those that are there.
    @discardableResult
    func add(_ words: String, up: String = "select 1;\n", down: String = "select 2;\n") throws -> Migration {
        let migration = try Self.migration(words, after: folder.read().last, up: up, down: down)
        try folder.append(migration)
        return migration
    }

    static func migration(
        _ words: String,
        after last: Migration?,
        up: String = "select 1;\n",
        down: String = "select 2;\n"
    ) throws -> Migration {
        let name = try MigrationFolder.name(words, after: last)
        return Migration(
            name: name,
            parent: last,
            fingerprint: "print of \(name)",
            up: up,
            down: down,
            schema: "{}\n"
        )
    }

    func text(_ file: String) throws -> String {
        try String(contentsOfFile: "\(folder.path)/\(file)", encoding: .utf8)
    }

    func write(_ text: String, to file: String) throws {
        try text.write(toFile: "\(folder.path)/\(file)", atomically: true, encoding: .utf8)
    }

    func edit(_ file: String, _ change: (String) -> String) throws {
        try write(change(text(file)), to: file)
    }

    func remove(_ file: String) throws {
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(file)")
    }

    func copy(_ file: String, to other: String) throws {
        try FileManager.default.copyItem(atPath: "\(folder.path)/\(file)", toPath: "\(folder.path)/\(other)")
    }
}
