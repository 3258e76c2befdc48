#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The migrations of a spec: `migrations/` beside its files, one folder each, and `migrations.lock`.
///
/// The lock file has one line for each migration, with its hash. Each migration carries the hash of the one before, so
/// none can be edited, removed or put between others unseen; and two branches that plan at the same time conflict in
/// the last line of the lock file.
public struct MigrationFolder: Sendable {
    /// The folder's path, relative to the working directory or absolute.
    public let path: String

    static let lockName = "migrations.lock"
    private static let lockHeading = """
        # One line for each migration, in order, with its hash. A merge conflict here means that two branches planned
        # at the same time: keep one, remove the folder and the line of the other, and plan it again.

        """

    /// Names a folder; it need not exist yet.
    public init(path: String) {
        self.path = path
    }

    /// Reads all migrations, first to last, and verifies that they are one unbroken, unedited chain.
    ///
    /// - Throws: ``MigrationError`` with every break in the chain.
    public func read() throws(MigrationError) -> [Migration] {
        let names = try migrationNames()
        let locked = try readLock()
        var problems = Self.orderProblems(names: names, locked: locked.map(\.name))
        guard problems.isEmpty else { throw problem(problems) }
        var migrations: [Migration] = []
        for entry in locked {
            let migration = try readMigration(entry.name)
            problems += Self.problems(of: migration, after: migrations.last, lockedHash: entry.hash)
            migrations.append(migration)
        }
        guard problems.isEmpty else { throw problem(problems) }
        return migrations
    }

    /// Writes a migration behind those that are there.
    ///
    /// - Throws: ``MigrationError`` when a file cannot be written.
    public func append(_ migration: Migration) throws(MigrationError) {
        let folder = "\(path)/\(migration.name)"
        try write {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        for (file, text) in [
            ("up.sql", migration.up), ("down.sql", migration.down), ("schema.json", migration.schema),
        ] {
            try write { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(file)"), options: .atomic) }
        }
        let lock = "\(path)/\(Self.lockName)"
        let before = FileManager.default.fileExists(atPath: lock) ? try text(at: lock) : Self.lockHeading
        let after = before + "\(migration.name) \(migration.hash)\n"
        try write { try Data(after.utf8).write(to: URL(filePath: lock), options: .atomic) }
    }

    /// The name of a migration that follows: the next number and the words, such as `0002_add_colour`.
    ///
    /// - Throws: ``MigrationError`` when the words are not lower-case letters, digits and underscores.
    public static func name(_ words: String, after last: Migration?) throws(MigrationError) -> String {
        let isPlain = words.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
        }
        guard isPlain, !words.isEmpty, words.utf8.count <= 60 else {
            throw MigrationError(
                "'\(words)' cannot be the name of a migration: give at most 60 lower-case letters, digits and "
                    + "underscores, such as add_colour."
            )
        }
        let digits = String((last.map { number(of: $0.name) } ?? 0) + 1)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "_" + words
    }
}

extension MigrationFolder {
    private func migrationNames() throws(MigrationError) -> [String] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let entries: [String]
        do {
            entries = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw MigrationError("\(path) cannot be read. Is it there, and may this user read it?")
        }
        return entries.filter { !$0.hasPrefix(".") && $0 != Self.lockName }.sorted()
    }

    private func readLock() throws(MigrationError) -> [(name: String, hash: String)] {
        let lock = "\(path)/\(Self.lockName)"
        guard FileManager.default.fileExists(atPath: lock) else { return [] }
        var entries: [(name: String, hash: String)] = []
        for (index, line) in try text(at: lock).split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let words = line.split(separator: " ")
            guard words.count == 2, Self.number(of: String(words[0])) > 0 else {
                throw MigrationError(
                    "\(lock):\(index + 1): this is no line with a migration and its hash. After a merge conflict keep "
                        + "one branch's line, remove the other's folder, and plan it again."
                )
            }
            entries.append((String(words[0]), String(words[1])))
        }
        return entries
    }

    /// Whether the folders and the lock file name the same migrations, numbered from 1 without gap or fork.
    private static func orderProblems(names: [String], locked: [String]) -> [String] {
        var problems: [String] = []
        for name in names where !locked.contains(name) {
            problems.append(
                "\(name) is not in \(lockName). Remove it and plan it again; migrations are made with plumbline plan."
            )
        }
        for name in locked where !names.contains(name) {
            problems.append(
                "\(name) is in \(lockName), but its folder is missing. Restore it from version control."
            )
        }
        for (index, name) in locked.enumerated() where number(of: name) != index + 1 {
            let isFork = index > 0 && number(of: name) == number(of: locked[index - 1])
            problems.append(
                isFork
                    ? "\(locked[index - 1]) and \(name) both follow the same migration. Remove one of them, and plan it "
                        + "again on top of the other."
                    : "\(name) stands in place \(index + 1) of \(lockName). Restore the lines as they were planned."
            )
        }
        return problems
    }

    private static func problems(of migration: Migration, after last: Migration?, lockedHash: String)
        -> [String]
    {
        if migration.hash != lockedHash {
            return [
                "\(migration.name) was changed after it was planned (\(lockName) has \(lockedHash.prefix(12)), its files "
                    + "give \(migration.hash.prefix(12))). A database may have it already, so restore the files from "
                    + "version control, and plan another migration for what is new."
            ]
        }
        if migration.parent != last?.name || migration.parentHash != last?.hash {
            return [
                "\(migration.name) was planned to follow \(migration.parent ?? "nothing"), but here it follows "
                    + "\(last?.name ?? "nothing") with another content. Remove it and plan it again."
            ]
        }
        return []
    }

    private func readMigration(_ name: String) throws(MigrationError) -> Migration {
        let folder = "\(path)/\(name)"
        let up = try text(at: "\(folder)/up.sql")
        guard let header = MigrationHeader(name: name, readFrom: up) else {
            throw MigrationError(
                "\(folder)/up.sql does not begin with the lines that plumbline plan writes. Restore it from version "
                    + "control."
            )
        }
        return Migration(
            header: header,
            up: up,
            down: try text(at: "\(folder)/down.sql"),
            schema: try text(at: "\(folder)/schema.json")
        )
    }

    private func text(at path: String) throws(MigrationError) -> String {
        do {
            return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        } catch {
            throw MigrationError("\(path) cannot be read. Is it there, and may this user read it?")
        }
    }

    private func write(_ body: () throws -> Void) throws(MigrationError) {
        do {
            try body()
        } catch {
            throw MigrationError(
                "The migration cannot be written below \(path). Is there space, and may this user write there?"
            )
        }
    }

    private func problem(_ problems: [String]) -> MigrationError {
        MigrationError(problems.map { "\(path): \($0)" }.joined(separator: "\n"))
    }

    private static func number(of name: String) -> Int {
        Int(name.prefix { $0 != "_" }) ?? 0
    }
}
