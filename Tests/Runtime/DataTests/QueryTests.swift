import Foundation
import PlumblineData
import PlumblineReference
import Testing

@Suite("Queries written in Swift")
struct QueryTests {
    @Test("Conditions select rows, over relations too, in an order and up to a limit")
    func conditions() async throws {
        try await Clinic.with { clinic in
            for hour in [3, 1, 2] { _ = try await clinic.book(after: hour, notes: "hour \(hour)") }
            let provider = clinic.novak.id
            let query = Appointment.where { $0.provider.id == provider && $0.startsAt >= Clinic.monday }
                .order { $0.startsAt }.limit(2)
            #expect(try await clinic.all.fetch(query).map(\.notes) == ["hour 1", "hour 2"])
            #expect(try await clinic.all.fetch(query.order { $0.id }).count == 2)
            let last = try await clinic.all.first(Appointment.all.order { $0.startsAt.descending })
            #expect(last?.notes == "hour 3")
            #expect(try await clinic.all.count(query) == 3)
            #expect(try await clinic.all.exists(query))
            #expect(try await !clinic.all.exists(query.where { $0.status == .cancelled }))
        }
    }

    @Test("Every test of a value has SQL's meaning")
    func tests() async throws {
        try await Clinic.with { clinic in
            _ = try await clinic.book(after: 1, notes: "Knee; left")
            _ = try await clinic.book(after: 2)
            func count(_ condition: (Columns<Appointment, Appointment>) -> Condition) async throws -> Int {
                try await clinic.all.count(Appointment.where(condition))
            }
            #expect(try await count { $0.notes == nil } == 1)
            #expect(try await count { $0.notes != nil } == 1)
            #expect(try await count { $0.notes != "other" } == 1)
            #expect(try await count { $0.notes.contains("Knee") } == 1)
            #expect(try await count { $0.notes.contains("knee") } == 0)
            #expect(try await count { $0.notes.containsIgnoringCase("kNEE") } == 1)
            #expect(try await count { $0.notes.hasPrefix("Knee;") && $0.notes.hasSuffix("left") } == 1)
            #expect(try await count { $0.notes.equalsIgnoringCase("KNEE; LEFT") } == 1)
            #expect(try await count { $0.notes.hasPrefixIgnoringCase("knee") } == 1)
            #expect(try await count { $0.notes.hasSuffixIgnoringCase("Left") } == 1)
            #expect(try await count { $0.notes > "A" } == 1)
            #expect(try await count { $0.status.isIn([.requested, .noShow]) } == 2)
            #expect(try await count { $0.status.isIn([]) } == 0)
            #expect(try await count { !($0.status == .requested) || $0.version < 1 } == 0)
            let hour = Clinic.monday.addingTimeInterval(3_600)
            #expect(try await count { $0.startsAt.isIn(hour..<hour.addingTimeInterval(1)) } == 1)
            #expect(try await count { $0.service.priceMinor == 7_200 && $0.client.username == "ann" } == 2)
            #expect(try await count { $0.provider.user.username == "'; drop table users; --" } == 0)
        }
    }

    @Test("Rows are tested by the rows that point at them")
    func inverses() async throws {
        try await Clinic.with { clinic in
            _ = try await clinic.book()
            let booked = Provider.where { $0.appointments.contains { $0.status == .requested } }
            #expect(try await clinic.all.fetch(booked) == [clinic.novak])
            let free = Provider.where { !$0.appointments.contains { $0.status == .requested } }
            #expect(try await clinic.all.fetch(free) == [clinic.okafor])
            let cheap = User.where { $0.provider.services.contains { $0.priceMinor < 5_000 } }
            #expect(try await clinic.all.fetch(cheap).map(\.username) == ["novak"])
            let quiet = Provider.where { $0.appointments.allSatisfy { $0.status == .cancelled } }
            #expect(try await clinic.all.fetch(quiet) == [clinic.okafor])
        }
    }

    @Test(
        "Rows come in the order of related rows, of how many point at them, and with nulls where they are wanted"
    )
    func orders() async throws {
        try await Clinic.with { clinic in
            _ = try await clinic.book(after: 1, notes: "b")
            _ = try await clinic.book(after: 2)
            _ = try await clinic.book(after: 3, notes: "a")
            func notes(_ ordering: (Columns<Appointment, Appointment>) -> Ordering) async throws -> [String?]
            {
                try await clinic.all.fetch(Appointment.all.order(ordering)).map(\.notes)
            }
            #expect(try await notes { $0.notes.ascending } == ["a", "b", nil])
            #expect(try await notes { $0.notes.ascending.nullsFirst } == [nil, "a", "b"])
            #expect(try await notes { $0.notes.descending.nullsLast } == ["b", "a", nil])
            let names = Provider.all.order { $0.user.username.descending }
            #expect(try await clinic.all.fetch(names) == [clinic.okafor, clinic.novak])
            #expect(try await clinic.all.fetch(names.offset(1)) == [clinic.novak])
            let booked = Provider.all.order { $0.appointments.count.descending }
            #expect(try await clinic.all.fetch(booked) == [clinic.novak, clinic.okafor])
            let last = Provider.all.order { $0.appointments.max { $0.startsAt }.descending }
            #expect(try await clinic.all.fetch(last) == [clinic.okafor, clinic.novak])
        }
    }

    @Test("Related rows come with the rows, of one relation or several, by one statement")
    func inclusions() async throws {
        try await Clinic.with { clinic in
            let made = try await clinic.book()
            let rows = try await clinic.all.fetch(
                Appointment.all.including { $0.client }.including { $0.provider.user }.including {
                    $0.service
                }
            )
            let (appointment, client, user, service) = try #require(rows.first)
            #expect(appointment == made)
            #expect(client == clinic.ann)
            #expect(user.username == "novak")
            #expect(service == clinic.visit)

            let providers = try await clinic.all.fetch(
                Provider.all.order { $0.name }.including {
                    $0.services.selecting { $0.order { $0.priceMinor }.limit(1) }
                }
            )
            #expect(providers.map(\.0) == [clinic.novak, clinic.okafor])
            #expect(providers.map { $0.1.map(\.name) } == [["Massage"], ["Visit"]])

            let users = try await clinic.all.fetch(User.all.order { $0.username }.including { $0.provider })
            #expect(users.map { $0.1?.name } == [nil, nil, "Practice Novak", "Practice Okafor"])
        }
    }

    @Test("Nested inclusions have the types of all levels")
    func nested() async throws {
        try await Clinic.with { clinic in
            _ = try await clinic.book(after: 1, notes: "first")
            let (provider, appointments) = try #require(
                try await clinic.all.first(
                    Provider.where { $0.id == clinic.novak.id }.including {
                        $0.appointments.selecting { $0.including { $0.client } }
                    }
                )
            )
            #expect(provider == clinic.novak)
            #expect(appointments.map { "\($0.0.notes ?? "") \($0.1.username)" } == ["first ann"])
        }
    }

    @Test("Pages follow one another by cursors")
    func pages() async throws {
        try await Clinic.with { clinic in
            for hour in 1...5 { _ = try await clinic.book(after: hour, notes: "\(hour)") }
            let query = Appointment.all.order { $0.startsAt.descending }
            var seen: [String?] = []
            var cursor: String?
            repeat {
                let page = try await clinic.all.page(query, size: 2, after: cursor)
                seen += page.rows.map(\.notes)
                cursor = page.nextCursor
            } while cursor != nil
            #expect(seen == ["5", "4", "3", "2", "1"])
            await #expect(throws: DatabaseError.self) {
                _ = try await clinic.all.page(query, size: 2, after: "nonsense")
            }
        }
    }

    @Test("A caller's query gives what the access rules give, and no more")
    func access() async throws {
        try await Clinic.with { clinic in
            let made = try await clinic.book()
            #expect(try await clinic.asAnn.fetch(Appointment.all) == [made])
            #expect(try await clinic.asBen.fetch(Appointment.all) == [])
            #expect(try await clinic.asBen.find(Appointment.self, made.id) == nil)
            #expect(try await clinic.database.as(.anonymous).fetch(Service.all).count == 3)
            let error = await #expect(throws: DatabaseError.self) {
                _ = try await clinic.database.as(.anonymous).fetch(Appointment.all)
            }
            #expect(error?.code == "UNAUTHENTICATED")
        }
    }

    @Test("Times are exact to the microsecond")
    func exactness() async throws {
        try await Clinic.with { clinic in
            var input = clinic.appointment()
            input.startsAt = Date(timeIntervalSince1970: 1_893_488_400.123_457)
            let made = try await clinic.all.insert(input)
            #expect((made.startsAt.timeIntervalSince1970 * 1_000_000).rounded() == 1_893_488_400_123_457)
            #expect(made.endsAt.timeIntervalSince(made.startsAt) == 45 * 60)
            #expect(try await clinic.all.first(Appointment.where { $0.startsAt == made.startsAt }) == made)
        }
    }
}
