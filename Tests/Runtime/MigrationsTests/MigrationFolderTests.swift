import PlumblineMigrations
import Testing

@Suite("The chain of migrations")
struct MigrationFolderTests {
    @Test("What was written is read back, in order, each tied to the one before")
    func roundTrip() async throws {
        try await TemporaryMigrations.with { migrations in
            #expect(try migrations.folder.read() == [])
            let first = try migrations.add("initial")
            let second = try migrations.add("add_colour")
            #expect(try migrations.folder.read() == [first, second])
            #expect(second.name == "0002_add_colour")
            #expect(second.parent == "0001_initial")
            #expect(second.parentHash == first.hash)
            #expect(second.fingerprint == "print of 0002_add_colour")
        }
    }

    @Test("The hash depends on each part", arguments: ["up", "down", "schema", "fingerprint", "name"])
    func hash(part: String) {
        func value(_ name: String) -> String { name == part ? "other" : "same" }
        func migration(_ value: (String) -> String) -> Migration {
            Migration(
                name: value("name"),
                parent: nil,
                fingerprint: value("fingerprint"),
                up: value("up"),
                down: value("down"),
                schema: value("schema")
            )
        }
        #expect(migration(value).hash != migration { _ in "same" }.hash)
    }

    @Test("Text cannot move from one part to the next without another hash")
    func boundaries() {
        func migration(_ down: String, _ schema: String) -> Migration {
            Migration(name: "0001_a", parent: nil, fingerprint: "f", up: "u", down: down, schema: schema)
        }
        #expect(migration("ab", "c").hash != migration("a", "bc").hash)
    }

    @Test(
        "An edited file is found",
        arguments: ["0001_initial/up.sql", "0001_initial/down.sql", "0002_more/schema.json"]
    )
    func edited(file: String) async throws {
        try await TemporaryMigrations.with { migrations in
            try migrations.add("initial")
            try migrations.add("more")
            try migrations.edit(file) { $0 + "-- and this\n" }
            let error = try #require(throws: MigrationError.self) { try migrations.folder.read() }
            let name = try #require(file.split(separator: "/").first)
            #expect(error.description.contains("\(name) was changed after it was planned"))
        }
    }

    @Test("A first migration that is replaced by another with its own hash breaks the chain")
    func replacedParent() async throws {
        try await TemporaryMigrations.with { migrations in
            let first = try migrations.add("initial")
            try migrations.add("more")
            let other = try TemporaryMigrations.migration("initial", after: nil, up: "select 3;\n")
            try migrations.write(other.up, to: "0001_initial/up.sql")
            try migrations.edit("migrations.lock") { $0.replacing(first.hash, with: other.hash) }
            let error = try #require(throws: MigrationError.self) { try migrations.folder.read() }
            #expect(
                error.description.contains(
                    "0002_more was planned to follow 0001_initial, but here it follows"
                )
            )
        }
    }

    @Test("A gap is found")
    func gap() async throws {
        try await TemporaryMigrations.with { migrations in
            try migrations.add("initial")
            try migrations.add("more")
            try migrations.remove("0001_initial")
            try migrations.edit("migrations.lock") { text in
                text.split(separator: "\n").filter { !$0.hasPrefix("0001") }.joined(separator: "\n") + "\n"
            }
            let error = try #require(throws: MigrationError.self) { try migrations.folder.read() }
            #expect(error.description.contains("0002_more stands in place 1"))
        }
    }

    @Test("A fork, as a merge of two branches makes it, is found")
    func fork() async throws {
        try await TemporaryMigrations.with { migrations in
            let first = try migrations.add("initial")
            try migrations.add("ours")
            try migrations.folder.append(TemporaryMigrations.migration("theirs", after: first))
            let error = try #require(throws: MigrationError.self) { try migrations.folder.read() }
            #expect(error.description.contains("0002_ours and 0002_theirs both follow the same migration"))
        }
    }

    @Test("The marks that git leaves in a conflict are told as such")
    func conflict() async throws {
        try await TemporaryMigrations.with { migrations in
            try migrations.add("initial")
            try migrations.edit("migrations.lock") { $0 + "<<<<<<< HEAD\n" }
            let error = try #require(throws: MigrationError.self) { try migrations.folder.read() }
            #expect(
                error.description.contains(
                    "migrations.lock:4: this is no line with a migration and its hash."
                )
            )
        }
    }

    @Test("A folder that nobody planned is found")
    func unplanned() async throws {
        try await TemporaryMigrations.with { migrations in
            try migrations.add("initial")
            try migrations.copy("0001_initial", to: "0002_copied")
            let error = try #require(throws: MigrationError.self) { try migrations.folder.read() }
            #expect(error.description.contains("0002_copied is not in migrations.lock"))
        }
    }

    @Test("A folder that is gone is found")
    func gone() async throws {
        try await TemporaryMigrations.with { migrations in
            try migrations.add("initial")
            try migrations.remove("0001_initial")
            let error = try #require(throws: MigrationError.self) { try migrations.folder.read() }
            #expect(error.description.contains("its folder is missing"))
        }
    }

    @Test(
        "A name is a few plain words",
        arguments: ["", "Add", "add colour", "../up", "é", String(repeating: "a", count: 61)]
    )
    func names(words: String) {
        #expect(throws: MigrationError.self) { try MigrationFolder.name(words, after: nil) }
    }
}
