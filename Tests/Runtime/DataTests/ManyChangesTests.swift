import PlumblineData
import PlumblineReference
import Testing

@Suite("Changes of many rows, written in Swift")
struct ManyChangesTests {
    @Test("Rows are made in the order of their inputs, changed and deleted together")
    func together() async throws {
        try await Clinic.with { clinic in
            let inputs = [
                clinic.appointment(after: 1), clinic.appointment(after: 0, notes: "x"),
                clinic.appointment(after: 2),
            ]
            let made = try await clinic.asAnn.insert(inputs)
            #expect(made.map(\.startsAt) == inputs.map(\.startsAt))
            #expect(made.map(\.notes) == [nil, "x", nil])

            let hers = Appointment.where { $0.client.id == clinic.ann.id }
            let input = Appointment.Update { $0.notes = .set("moved") }
            let changed = try await clinic.all.update(hers, atMost: 3, set: input)
            #expect(changed.map(\.notes) == ["moved", "moved", "moved"])
            #expect(Set(changed.map(\.id)) == Set(made.map(\.id)))

            let refused = await #expect(throws: DatabaseError.self) {
                _ = try await clinic.all.delete(hers, atMost: 2)
            }
            #expect(refused?.code == "TOO_MANY_ROWS")
            #expect(try await clinic.all.delete(hers, atMost: 3) == 3)
            #expect(try await clinic.all.count(Appointment.all) == 0)
        }
    }

    @Test("An error names the row it is about, also within a transaction of more")
    func whichRow() async throws {
        try await Clinic.with { clinic in
            let inputs = [1, 2, 2].map { clinic.appointment(after: $0) }
            let alone = await #expect(throws: DatabaseError.self) { _ = try await clinic.all.insert(inputs) }
            #expect(alone?.code == "SLOT_TAKEN")
            #expect(alone?.problems.map(\.row) == [2])
            let within = await #expect(throws: DatabaseError.self) {
                try await clinic.database.transaction { database in
                    let made = try await database.unrestricted.insert([clinic.appointment(after: 8)])
                    #expect(made.count == 1)
                    _ = try await database.unrestricted.insert(inputs)
                }
            }
            #expect(within?.problems == alone?.problems)
            let count = try await clinic.all.count(Appointment.all)
            #expect(count == 0)
        }
    }

    @Test("As many rows as the code allows may change, with hooks and without", arguments: [false, true])
    func unlimited(hasHooks: Bool) async throws {
        var hooks = Hooks()
        if hasHooks { hooks.beforeUpdate(Appointment.self) { _, _, _ in } }
        try await Clinic.with(hooks: hooks) { clinic in
            _ = try await clinic.book()
            let input = Appointment.Update { $0.notes = .set("moved") }
            let changed = try await clinic.all.update(Appointment.all, atMost: 5_000, set: input)
            #expect(changed.map(\.notes) == ["moved"])
        }
    }

    @Test("A change of many takes a condition alone")
    func conditionAlone() async throws {
        try await Clinic.with { clinic in
            let error = await #expect(throws: DatabaseError.self) {
                _ = try await clinic.all.delete(Appointment.all.limit(1), atMost: 3)
            }
            #expect(error?.code == "BAD_QUERY")
        }
    }
}
