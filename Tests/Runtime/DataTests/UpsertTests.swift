import Foundation
import PlumblineData
import PlumblineEmit
import PlumblineQuery
import PlumblineReference
import PlumblineSpec
import PlumblineTestSupport
import Testing

/// What would be generated for the spec of the test of keys with a null in them.
private struct Desk: WritableModel {
    var id: UUID
    var room: String
    var corner: String?
    var note: String?

    static var schema: Schema { UpsertTests.desks }
    static var entity: Entity { schema.entities[0] }

    struct Create: CreateInput {
        typealias Row = Desk
        var room: String
        var corner: String?
        var note: String?
    }

    struct Update: UpdateInput {
        typealias Row = Desk
        var note: Change<String> = .keep
    }
}

extension Columns where Row == Desk {
    fileprivate var room: Column<String> { .init(self, "room") }
    fileprivate var corner: Column<String?> { .init(self, "corner") }
}

@Suite("Upserts written in Swift")
struct UpsertTests {
    private func service(_ name: String, of provider: Provider, price: Int64) -> Service.Create {
        Service.Create(
            providerId: provider.id,
            name: name,
            durationMinutes: 30,
            priceMinor: price,
            currency: "EUR"
        )
    }

    @Test("A row is made, or the one with its unique values changed, whatever the order of the columns")
    func upserts() async throws {
        try await Clinic.with { clinic in
            let visit = try await clinic.all.upsert(
                service("Visit", of: clinic.novak, price: 8_000),
                by: { ($0.provider.id, $0.name) }
            ) { $0.priceMinor = 8_000 }
            #expect(visit.id == clinic.visit.id)
            #expect(visit.priceMinor == 8_000)
            #expect(visit.durationMinutes == 45)
            #expect(visit.version == clinic.visit.version + 1)

            let new = try await clinic.all.upsert(
                service("Talk", of: clinic.novak, price: 3_000),
                by: { ($0.name, $0.providerId) }
            ) { $0.priceMinor = 1 }
            #expect(new.priceMinor == 3_000)
            #expect(try await clinic.all.count(Service.all) == 4)
        }
    }

    fileprivate static let desks: Schema = {
        let spec = """
            entities:
              Desk:
                fields:
                  room: text
                  corner: { type: text, optional: true }
                  note: { type: text, optional: true }
                rules:
                  one_a_corner: { unique: [room, corner], nulls_not_distinct: true, message: There is one. }
                access: { read: everyone, create: everyone, update: everyone }
            """
        let result = SpecReader.read([SpecFile(path: "spec/desks.yaml", text: spec)], name: "test")
        return result.schema ?? SpecSchema.schema
    }()

    @Test("What a row leaves out of its key is null there, and finds the row without it")
    func nullInKey() async throws {
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(Self.desks).schemaSQL())
            try await database.withClient { client in
                let engine = QueryEngine(schema: Self.desks, client: client, passwordHasher: { $0 })
                let session = Database(engine: engine).unrestricted
                for (corner, notes) in [(nil, ["new", "old"]), ("left", ["new", "old"])]
                    as [(String?, [String])]
                {
                    for note in notes {
                        let desk = try await session.upsert(
                            Desk.Create(room: "A", corner: corner, note: "new"),
                            by: { ($0.room, $0.corner) }
                        ) { $0.note = .set("old") }
                        #expect(desk.corner == corner)
                        #expect(desk.note == note)
                    }
                }
                #expect(try await session.count(Desk.all) == 2)
            }
        }
    }

    @Test("Only what keeps rows apart tells them apart")
    func keys() async throws {
        try await Clinic.with { clinic in
            let input = service("Visit", of: clinic.novak, price: 1)
            let noKey = await #expect(throws: DatabaseError.self) {
                try await clinic.all.upsert(input, by: { $0.name }) { $0.priceMinor = 1 }
            }
            #expect(noKey?.code == "BAD_QUERY")
            let related = await #expect(throws: DatabaseError.self) {
                try await clinic.all.upsert(input, by: { $0.provider.name }) { $0.priceMinor = 1 }
            }
            #expect(related?.code == "BAD_QUERY")
        }
    }

    @Test("Access, rules and hooks hold for what is made and for what is changed")
    func demands() async throws {
        var hooks = Hooks()
        hooks.beforeUpdate(Service.self) { _, _, _ in throw DatabaseError("CLOSED", "Prices stay.") }
        try await Clinic.with(hooks: hooks) { clinic in
            func code(_ session: Session, _ name: String, _ price: Int64) async -> String? {
                await #expect(throws: DatabaseError.self) {
                    try await session.upsert(
                        service(name, of: clinic.novak, price: price),
                        by: { ($0.provider.id, $0.name) }
                    ) { $0.priceMinor = price }
                }?.code
            }
            #expect(await code(clinic.asAnn, "Talk", 1) == "FORBIDDEN")
            #expect(await code(clinic.all, "Talk", -1) == "TOO_SMALL")
            #expect(await code(clinic.all, "Visit", 1) == "CLOSED")
            let count = try await clinic.all.count(Service.all)
            #expect(count == 3)
        }
    }
}
