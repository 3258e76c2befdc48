import PlumblinePostgres
import PlumblineSchema
import PlumblineTestSupport
import Testing

@testable import PlumblineEmit
@testable import PlumblineMigrate

@Suite("A database that an older version of Plumbline made")
struct UpgradeTests {
    /// What some older version might have made: a policy of another rule, no description, an index that nobody needs.
    private static func olderObjects(of schema: Schema) throws -> [SQLObject] {
        let objects = SQLEmitter(schema).objects().compactMap { object -> SQLObject? in
            switch object.identity.kind {
            case .comment: nil
            case .policy where object.definition.contains("using (true)"):
                object.replacingDefinition { $0.replacing("using (true)", with: "using (now() is not null)") }
            default: object
            }
        }
        return objects + [
            SQLObject(
                identity: .init(kind: .index, table: "books", name: "books_needless"),
                definition: "index books_needless on books (title)",
                create: "create index books_needless on books (title);",
                drop: "drop index books_needless;",
                origin: nil
            )
        ]
    }

    @Test("The next migration brings it what this version makes, even of a spec that stays as it is")
    func upgrade() async throws {
        let schema = try Specs.schema(Specs.ruled)
        let older = DatabaseSnapshot(schema, objects: try Self.olderObjects(of: schema))
        let plan = try MigrationPlanner.plan(from: DatabaseSnapshot(text: older.text()), to: schema).get()
        #expect(plan.steps.contains { $0.summary == "remove index books_needless" }, "\(plan.upSQL)")
        let fresh = try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(schema).schemaSQL())
            return try await Catalogue.of(database)
        }
        try await TestDatabase.with { database in
            for object in older.objects where !object.isPartOfTable {
                try await database.run(script: object.create)
            }
            let old = try await Catalogue.of(database)
            try #require(old != fresh)
            try await database.run(script: plan.upSQL)
            #expect(try await Catalogue.of(database) == fresh)
            try await database.run(script: plan.downSQL)
            #expect(try await Catalogue.of(database) == old)
        }
        #expect(try MigrationPlanner.plan(from: DatabaseSnapshot(schema), to: schema).get().isEmpty)
    }

    @Test("A column that it keeps otherwise is refused, since there are rows in it")
    func refusal() throws {
        let schema = try Specs.schema(Specs.library)
        let objects = SQLEmitter(schema).objects().map { object in
            object.identity.kind == .column && object.identity.name == "title"
                ? object.replacingDefinition { $0.replacing("text", with: "varchar") } : object
        }
        let result = MigrationPlanner.plan(from: DatabaseSnapshot(schema, objects: objects), to: schema)
        guard case .failure(let refusals) = result else {
            Issue.record("The change was planned.")
            return
        }
        #expect(refusals.description.contains("column books.title is kept otherwise"), "\(refusals)")
    }
}

extension SQLObject {
    fileprivate func replacingDefinition(_ change: (String) -> String) -> SQLObject {
        SQLObject(
            identity: identity,
            definition: change(definition),
            create: create.replacing(definition, with: change(definition)),
            drop: drop,
            origin: origin
        )
    }
}
