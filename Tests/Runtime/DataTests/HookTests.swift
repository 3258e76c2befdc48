import Foundation
import PlumblineData
import PlumblineReference
import Testing

@Suite("Hooks around changes")
struct HookTests {
    @Test("A hook before a creation changes what is given, or refuses it")
    func beforeCreate() async throws {
        var hooks = Hooks()
        hooks.beforeCreate(Appointment.self) { input, context in
            guard input.startsAt >= Clinic.monday else {
                throw DatabaseError("TOO_LATE", "Book ahead of time.", at: Appointment.columns.startsAt)
            }
            input.notes = "for \(context.principal.id?.prefix(1) ?? "nobody"): \(input.notes ?? "-")"
            input.status = .confirmed
        }
        try await Clinic.with(hooks: hooks) { clinic in
            let made = try await clinic.book(notes: "knee")
            #expect(made.notes == "for nobody: knee")
            #expect(made.status == .confirmed)
            let late = await #expect(throws: DatabaseError.self) { _ = try await clinic.book(after: -1) }
            #expect(late?.code == "TOO_LATE")
            #expect(late?.problems.first?.field == "startsAt")
            #expect(try await clinic.all.count(Appointment.all) == 1)
        }
    }

    @Test("What a hook writes is part of the change, and undone with it")
    func afterCreate() async throws {
        var hooks = Hooks()
        hooks.afterCreate(Appointment.self) { appointment, context in
            let provider = try await context.database.unrestricted.find(Provider.self, appointment.providerId)
            guard let provider else { return }
            try await context.database.unrestricted.update(provider) {
                $0.speciality = provider.speciality + "!"
            }
            if appointment.notes == "refuse" { throw DatabaseError("REFUSED", "No.") }
        }
        try await Clinic.with(hooks: hooks) { clinic in
            _ = try await clinic.book()
            await #expect(throws: DatabaseError.self) { _ = try await clinic.book(after: 2, notes: "refuse") }
            #expect(try await clinic.all.find(Provider.self, clinic.novak.id)?.speciality == "Physiotherapy!")
            #expect(try await clinic.all.count(Appointment.all) == 1)
        }
    }

    @Test("Hooks around an update see the row before and after, and the answer shows what they did")
    func updates() async throws {
        var hooks = Hooks()
        hooks.beforeUpdate(Appointment.self) { row, update, _ in
            guard row.status != .cancelled else { throw DatabaseError("CANCELLED", "It is cancelled.") }
            update.notes = .set("was \(row.status.rawValue)")
        }
        hooks.afterUpdate(Appointment.self) { old, new, context in
            guard new.status == .confirmed else { return }
            try await context.database.unrestricted.sql(
                "update \(Appointment.self) set notes = notes || \(" v\(old.version)") where id = \(new.id)"
            )
        }
        try await Clinic.with(hooks: hooks) { clinic in
            let made = try await clinic.book()
            let confirmed = try await clinic.all.update(made) { $0.status = .confirmed }
            #expect(confirmed.notes == "was requested v1")
            let cancelled = try await clinic.all.update(confirmed) { $0.status = .cancelled }
            let late = await #expect(throws: DatabaseError.self) {
                try await clinic.all.update(cancelled) { $0.status = .requested }
            }
            #expect(late?.code == "CANCELLED")
        }
    }

    @Test("Hooks around a deletion get the row")
    func deletions() async throws {
        var hooks = Hooks()
        hooks.beforeDelete(Appointment.self) { row, _ in
            guard row.notes != "keep" else { throw DatabaseError("KEPT", "It is kept.") }
        }
        hooks.afterDelete(Appointment.self) { row, context in
            let left = try await context.database.unrestricted.find(Appointment.self, row.id)
            #expect(left == nil)
        }
        try await Clinic.with(hooks: hooks) { clinic in
            let kept = try await clinic.book(notes: "keep")
            let gone = try await clinic.book(after: 2)
            try await clinic.all.delete(Appointment.self, gone.id)
            let error = await #expect(throws: DatabaseError.self) {
                try await clinic.all.delete(Appointment.self, kept.id)
            }
            #expect(error?.code == "KEPT")
            #expect(try await clinic.all.fetch(Appointment.all) == [kept])
        }
    }

    @Test("No hook hears of a change that its caller may not make")
    func access() async throws {
        var hooks = Hooks()
        hooks.beforeUpdate(Appointment.self) { _, _, _ in throw DatabaseError("HEARD", "I heard.") }
        hooks.beforeCreate(Appointment.self) { input, _ in
            if input.notes != nil { throw DatabaseError("HEARD", "I heard.") }
        }
        try await Clinic.with(hooks: hooks) { clinic in
            let made = try await clinic.book()
            let foreign = await #expect(throws: DatabaseError.self) {
                try await clinic.asBen.update(made) { $0.status = .confirmed }
            }
            #expect(foreign?.code == "NOT_FOUND")
            let long = String(repeating: "x", count: 2_001)
            let wrong = await #expect(throws: DatabaseError.self) {
                _ = try await clinic.book(after: 1, notes: long)
            }
            #expect(wrong?.code == "TOO_LONG")
        }
    }
}
