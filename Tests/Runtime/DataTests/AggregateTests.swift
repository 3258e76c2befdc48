import Foundation
import PlumblineData
import PlumblineReference
import Testing

@Suite("Aggregates and groups, written in Swift")
struct AggregateTests {
    @Test("What rows give together has the types of its columns, and is made of all rows whatever the limit")
    func aggregates() async throws {
        try await Clinic.with { clinic in
            _ = try await clinic.book(after: 3, notes: "b")
            _ = try await clinic.book(after: 1)
            _ = try await clinic.book(after: 2, notes: "a")
            let (rows, noted, notes, first, last) = try await clinic.all.aggregate(Appointment.all.limit(1)) {
                ($0.rowCount, $0.notes.count, $0.notes.max, $0.startsAt.min, $0.startsAt.max)
            }
            #expect((rows, noted, notes) == (3, 2, "b"))
            #expect(first == Clinic.monday.addingTimeInterval(3_600))
            #expect(last == Clinic.monday.addingTimeInterval(3 * 3_600))

            let prices = Service.where { $0.currency == "EUR" }
            let (total, minutes, average, names) = try await clinic.all.aggregate(prices) {
                ($0.priceMinor.sum, $0.durationMinutes.sum, $0.priceMinor.average, $0.name.distinctCount)
            }
            #expect(total == Decimal(20_700))
            #expect(minutes == 135)
            #expect(average == Decimal(6_900))
            #expect(names == 2)
        }
    }

    @Test("Of booleans it is told whether some are true, and whether all are")
    func booleans() async throws {
        try await Clinic.with { clinic in
            func expect(_ users: Query<User, User>, some: Bool?, all: Bool?) async throws {
                let (found, whole) = try await clinic.all.aggregate(users) {
                    ($0.isActive.any, $0.isActive.all)
                }
                #expect(found == some)
                #expect(whole == all)
            }
            try await expect(User.all, some: true, all: true)
            _ = try await clinic.all.update(clinic.ben) { $0.isActive = false }
            try await expect(User.all, some: true, all: false)
            try await expect(User.where { $0.username == "nobody" }, some: nil, all: nil)
            let groups = User.all.grouped(by: { $0.role }, giving: { $0.rowCount })
                .having { $0.isActive.all == false }
            #expect(try await clinic.all.fetch(groups).map(\.values) == [4])
        }
    }

    @Test("Rows are ordered by the sum and the average of those that point to them")
    func orders() async throws {
        try await Clinic.with { clinic in
            func names(_ providers: Query<Provider, Provider>) async throws -> [String] {
                try await clinic.all.fetch(providers).map(\.name)
            }
            let (novak, okafor) = (clinic.novak.name, clinic.okafor.name)
            let bySum = Provider.all.order { $0.services.sum { $0.priceMinor }.descending }
            let sums = try await names(bySum)
            #expect(sums == [novak, okafor])
            let byAverage = Provider.all.order { $0.services.average { $0.priceMinor }.descending }
            let averages = try await names(byAverage)
            #expect(averages == [okafor, novak])
        }
    }

    @Test("Without rows nothing is counted, and nothing else is there")
    func nothing() async throws {
        try await Clinic.with { clinic in
            let none = Service.where { $0.priceMinor < 0 }
            let (count, sum, least) = try await clinic.all.aggregate(none) {
                ($0.rowCount, $0.priceMinor.sum, $0.name.min)
            }
            #expect(count == 0)
            #expect(sum == nil)
            #expect(least == nil)
            #expect(try await clinic.all.aggregate(none) { $0.name.distinctCount } == 0)
        }
    }

    @Test("Rows are grouped by a column, with a condition on groups, in an order and up to a limit")
    func groups() async throws {
        try await Clinic.with { clinic in
            for hour in 1...4 { _ = try await clinic.book(after: hour) }
            let late = Appointment.where { $0.startsAt > Clinic.monday.addingTimeInterval(3 * 3_600) }
            _ = try await clinic.all.update(
                late,
                atMost: 1,
                set: Appointment.Update { $0.status = .cancelled }
            )
            let counted = Appointment.all.grouped(by: { $0.status }, giving: { $0.rowCount })
            func fetch(
                _ grouping: Grouping<Appointment, AppointmentStatus, Int>
            ) async throws -> [String] {
                try await clinic.all.fetch(grouping).map { "\($0.key.rawValue) \($0.values)" }
            }
            #expect(try await fetch(counted) == ["cancelled 1", "requested 3"])
            #expect(
                try await fetch(counted.order { $0.rowCount.descending }) == ["requested 3", "cancelled 1"]
            )
            #expect(
                try await fetch(counted.order { $0.status.descending }.limit(1)) == ["requested 3"]
            )
            #expect(
                try await fetch(counted.order { $0.notes.max.descending.nullsLast }.limit(1)) == [
                    "cancelled 1"
                ]
            )
            #expect(try await fetch(counted.offset(1)) == ["requested 3"])
            #expect(try await fetch(counted.having { $0.rowCount > 2 }) == ["requested 3"])
            #expect(try await fetch(counted.having { !($0.rowCount == 3) }) == ["cancelled 1"])
            #expect(try await fetch(counted.having { $0.notes.max != nil || $0.rowCount >= 9 }) == [])
            #expect(
                try await fetch(
                    counted.having { $0.startsAt.max <= .distantFuture }.having { $0.rowCount < 2 }
                ) == ["cancelled 1"]
            )
        }
    }

    @Test("Rows are grouped by several columns and by stretches of time, by the clocks of a zone")
    func severalKeys() async throws {
        try await Clinic.with { clinic in
            // Monday 20:00 UTC, which is Tuesday in Tokyo.
            for hour in [1, 11] { _ = try await clinic.book(after: hour, notes: "x") }
            let days = Appointment.all.grouped(
                by: { ($0.providerId, $0.startsAt.by(.day)) },
                giving: { ($0.rowCount, $0.notes.min) }
            )
            let utc = try await clinic.all.fetch(days)
            #expect(utc.map(\.key.0) == [clinic.novak.id])
            #expect(utc.map(\.values.0) == [2])
            #expect(utc.map(\.values.1) == ["x"])

            let zone = try #require(TimeZone(identifier: "Asia/Tokyo"))
            let tokyo = Appointment.all.grouped(
                by: { $0.startsAt.by(.day, in: zone) },
                giving: { $0.rowCount }
            )
            let two = try await clinic.all.fetch(tokyo.order { $0.startsAt.descending })
            #expect(two.map(\.values) == [1, 1])
            #expect(two.count == 2 && two[0].key.timeIntervalSince(two[1].key) == 24 * 3_600)
        }
    }

    @Test("Groups have conditions on sums beyond 64 bits and on counts, and zones of a fixed offset")
    func bounds() async throws {
        try await Clinic.with { clinic in
            let prices = Service.all.grouped(by: { $0.currency }, giving: { $0.priceMinor.sum })
            let cheap = prices.having { $0.priceMinor.sum < 100_000 && $0.name.count < 3_000_000_000 }
            #expect(try await clinic.all.fetch(cheap).count == 1)
            let dear = prices.having { $0.priceMinor.sum > Decimal(string: "99999999999999999999") ?? 0 }
            #expect(try await clinic.all.fetch(dear).isEmpty)

            _ = try await clinic.book()
            func days(_ zone: TimeZone?) async throws -> [Date] {
                let zone = try #require(zone)
                let days = Appointment.all.grouped(
                    by: { $0.startsAt.by(.day, in: zone) },
                    giving: { $0.rowCount }
                )
                return try await clinic.all.fetch(days).map(\.key)
            }
            let east = try await days(TimeZone(secondsFromGMT: 3_600))
            #expect(
                east.map { $0.timeIntervalSince1970.truncatingRemainder(dividingBy: 86_400) } == [23 * 3_600]
            )
            let half = await #expect(throws: DatabaseError.self) {
                _ = try await days(TimeZone(secondsFromGMT: 5_400))
            }
            #expect(half?.code == "BAD_QUERY")
        }
    }

    @Test("A caller's aggregates tell of the rows that the access rules give, and no more")
    func access() async throws {
        try await Clinic.with { clinic in
            _ = try await clinic.book()
            let count = { (session: Session) in try await session.aggregate(Appointment.all) { $0.rowCount } }
            #expect(try await count(clinic.asAnn) == 1)
            #expect(try await count(clinic.asBen) == 0)
            let statuses = Appointment.all.grouped(by: { $0.status }, giving: { $0.rowCount })
            #expect(try await clinic.asAnn.fetch(statuses).count == 1)
            #expect(try await clinic.asBen.fetch(statuses).isEmpty)
            let refused = await #expect(throws: DatabaseError.self) {
                _ = try await count(clinic.database.as(.anonymous))
            }
            #expect(refused?.code == "UNAUTHENTICATED")
        }
    }

    @Test("What cannot be grouped or aggregated is refused")
    func refusals() async throws {
        try await Clinic.with { clinic in
            func code(_ body: () async throws -> Void) async -> String? {
                await #expect(throws: DatabaseError.self) { try await body() }?.code
            }
            #expect(
                await code { _ = try await clinic.all.aggregate(Appointment.all) { $0.client.fullName.max } }
                    == "BAD_QUERY"
            )
            let twice = Appointment.all.grouped(
                by: { ($0.startsAt.by(.day), $0.startsAt.by(.hour)) },
                giving: { $0.rowCount }
            )
            #expect(await code { _ = try await clinic.all.fetch(twice) } == "BAD_QUERY")
            let byOther = Appointment.all.grouped(by: { $0.status }, giving: { $0.rowCount })
                .order { $0.startsAt.ascending }
            #expect(await code { _ = try await clinic.all.fetch(byOther) } == "BAD_QUERY")
        }
    }
}
