import Foundation
import PlumblineData
import PlumblinePostgres
import PlumblineReference
import Testing

@Suite("Changes written in Swift")
struct ChangeTests {
    @Test(
        "An input that breaks rules is refused with all of them, and the database's own with the spec's words"
    )
    func rules() async throws {
        try await Clinic.with { clinic in
            var input = clinic.appointment(notes: String(repeating: "x", count: 2_001))
            input.endsAt = input.startsAt
            let all = await #expect(throws: DatabaseError.self) { _ = try await clinic.all.insert(input) }
            #expect(all?.problems.map(\.code) == ["TOO_LONG", "RULE_BROKEN"])
            #expect(all?.problems.first?.field == "notes")

            _ = try await clinic.book()
            let taken = await #expect(throws: DatabaseError.self) { _ = try await clinic.book() }
            #expect(taken?.code == "SLOT_TAKEN")
            #expect(taken?.problems.first?.message == "That time is already taken.")
        }
    }

    @Test("An update changes what it sets, clears what it clears, and counts the version")
    func updates() async throws {
        try await Clinic.with { clinic in
            let made = try await clinic.book(notes: "x")
            let changed = try await clinic.all.update(
                made.id,
                expecting: made.version,
                set: Appointment.Update {
                    $0.status = .confirmed
                    $0.notes = .clear
                }
            )
            #expect(changed.status == .confirmed)
            #expect(changed.notes == nil)
            #expect(changed.startsAt == made.startsAt)
            #expect(changed.version == made.version + 1)
            let stale = await #expect(throws: DatabaseError.self) {
                _ = try await clinic.all.update(made) { $0.status = .cancelled }
            }
            #expect(stale?.code == "VERSION_MISMATCH")
            #expect(try await clinic.all.update(changed) { $0.status = .cancelled }.status == .cancelled)
        }
    }

    @Test("A row is deleted once")
    func deletes() async throws {
        try await Clinic.with { clinic in
            let made = try await clinic.book()
            try await clinic.all.delete(Appointment.self, made.id, expecting: made.version)
            #expect(try await clinic.all.find(Appointment.self, made.id) == nil)
            let again = await #expect(throws: DatabaseError.self) {
                try await clinic.all.delete(Appointment.self, made.id)
            }
            #expect(again?.code == "NOT_FOUND")
        }
    }

    @Test("A caller may do what the access rules allow")
    func access() async throws {
        try await Clinic.with { clinic in
            let made = try await clinic.asAnn.insert(clinic.appointment())
            let forged = await #expect(throws: DatabaseError.self) {
                _ = try await clinic.asBen.insert(clinic.appointment(after: 2))
            }
            #expect(forged?.code == "FORBIDDEN")
            let foreign = await #expect(throws: DatabaseError.self) {
                try await clinic.asBen.update(made) { $0.status = .confirmed }
            }
            #expect(foreign?.code == "NOT_FOUND")
        }
    }

    @Test("A transaction takes effect as a whole or not at all")
    func transactions() async throws {
        try await Clinic.with { clinic in
            await #expect(throws: DatabaseError.self) {
                try await clinic.all.transaction { session in
                    _ = try await session.insert(clinic.appointment())
                    #expect(try await session.count(Appointment.all) == 1)
                    #expect(try await clinic.all.count(Appointment.all) == 0)
                    throw DatabaseError("CHANGED_MY_MIND", "No.")
                }
            }
            #expect(try await clinic.all.count(Appointment.all) == 0)
            let made = try await clinic.all.transaction { session in
                try await session.insert(clinic.appointment())
            }
            #expect(try await clinic.all.find(Appointment.self, made.id) == made)
        }
    }

    @Test("Transactions that are in one another's way are tried again")
    func retries() async throws {
        try await Clinic.with { clinic in
            let made = try await clinic.book()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        try await clinic.database.transaction(isolation: .serializable) { database in
                            let row = try await database.unrestricted.find(Appointment.self, made.id)
                            let notes = (row?.notes ?? "") + "+"
                            _ = try await database.unrestricted.update(
                                made.id,
                                set: Appointment.Update { $0.notes = .set(notes) }
                            )
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await clinic.all.find(Appointment.self, made.id)?.notes == "+++")
        }
    }

    @Test("SQL takes every value as a parameter, and decodes its rows")
    func sql() async throws {
        struct Line: Decodable, Equatable {
            var name: String
            var priceMinor: Int64
            var createdAt: Date
            var words: String?
        }
        try await Clinic.with { clinic in
            let name = "Visit'; drop table services; --"
            #expect(
                try await clinic.all.sql(
                    "select count(*) from \(Service.self) where \(Service.columns.name) = \(name)",
                    as: Int.self
                ) == [0]
            )
            let lines = try await clinic.all.sql(
                "select name, price_minor, created_at, null as words from \(Service.self) where id = \(clinic.visit.id)",
                as: Line.self
            )
            #expect(
                lines == [
                    Line(name: "Visit", priceMinor: 7_200, createdAt: clinic.visit.createdAt, words: nil)
                ]
            )
            let ids = [clinic.visit.id, clinic.massage.id]
            let touched = try await clinic.all.sql(
                "update \(Service.self) set price_minor = \(100) where id = any(\(ids))"
            )
            #expect(touched == 2)
            #expect(try await clinic.all.count(Service.where { $0.priceMinor == 100 }) == 2)
            let refused = await #expect(throws: DatabaseError.self) { try await clinic.asAnn.sql("select 1") }
            #expect(refused?.code == "FORBIDDEN")
        }
    }
}
