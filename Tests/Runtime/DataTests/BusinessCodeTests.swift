import Foundation
import PlumblineData
import PlumblineReference
import Testing

/// The examples of `docs/business-code.md`, which a test finds here, word for word.
@Suite("The page about business code")
struct BusinessCodeTests {
    /// Appointments that wait for a provider's word, the next first.
    func waiting(_ id: Provider.ID, _ database: Database, _ principal: Principal) async throws
        -> [Appointment]
    {
        let now = Date.now
        return try await database.as(principal).fetch(
            Appointment.where { $0.provider.id == id && $0.startsAt >= now && $0.status == .requested }
                .order { $0.startsAt }.limit(20)
        )
    }

    /// One statement, whatever the number of rows.
    func board(_ session: Session) async throws -> [String] {
        let rows = try await session.fetch(
            Appointment.all.order { $0.startsAt }
                .including { $0.client }
                .including { $0.service }
        )
        return rows.map { appointment, client, service in
            "\(client.fullName): \(service.name), \(appointment.status.rawValue)"
        }
    }

    func menu(_ session: Session) async throws -> [(Provider, [Service])] {
        try await session.fetch(
            Provider.where { $0.services.contains { $0.priceMinor < 10_000 } }
                .order { $0.name }
                .including { $0.services.selecting { $0.order { $0.priceMinor }.limit(3) } }
        )
    }

    func backlog(_ session: Session) async throws -> (count: Int, earliest: Date?) {
        let (count, earliest) = try await session.aggregate(Appointment.where { $0.status == .requested }) {
            ($0.rowCount, $0.startsAt.min)
        }
        return (count, earliest)
    }

    func busyMonths(_ session: Session) async throws -> [(provider: Provider.ID, month: Date, count: Int)] {
        let groups = try await session.fetch(
            Appointment.all
                .grouped(by: { ($0.providerId, $0.startsAt.by(.month)) }, giving: { $0.rowCount })
                .having { $0.rowCount > 1 }.order { $0.rowCount.descending }.limit(10)
        )
        return groups.map { ($0.key.0, $0.key.1, $0.values) }
    }

    func offer(_ service: Service.Create, _ session: Session) async throws -> Service {
        try await session.upsert(service, by: { ($0.provider.id, $0.name) }) {
            $0.priceMinor = service.priceMinor
            $0.durationMinutes = service.durationMinutes
        }
    }

    func book(_ input: Appointment.Create, _ session: Session) async throws -> Appointment? {
        do {
            return try await session.insert(input)
        } catch let error as DatabaseError where error.code == "SLOT_TAKEN" {
            return nil
        }
    }

    func confirm(_ appointment: Appointment, _ session: Session) async throws -> Appointment {
        try await session.update(appointment) {
            $0.status = .confirmed
            $0.notes = .clear
        }
    }

    func cancel(
        _ first: Appointment.Create,
        _ second: Appointment.Create,
        _ session: Session
    ) async throws -> (made: [Appointment], deleted: Int) {
        let rows = try await session.insert([first, second])
        let waiting = Appointment.where { $0.status == .requested }
        try await session.update(waiting, atMost: 10, set: Appointment.Update { $0.status = .cancelled })
        let count = try await session.delete(Appointment.where { $0.status == .cancelled }, atMost: 10)
        return (rows, count)
    }

    func swap(_ first: Appointment, _ second: Appointment, _ database: Database) async throws {
        try await database.transaction { database in
            let session = database.unrestricted
            try await session.update(first) { $0.status = .cancelled }
            try await session.update(second) { $0.startsAt = first.startsAt }
        }
    }

    struct Turnover: Decodable {
        var name: String
        var priceMinor: Int64
    }

    func turnover(since day: Date, _ session: Session) async throws -> [Turnover] {
        try await session.sql(
            """
            select s.name, sum(s.price_minor)::bigint as price_minor
            from \(Appointment.self) a join \(Service.self) s on s.id = a.service_id
            where a.\(Appointment.columns.startsAt) >= \(day)
            group by s.name
            """,
            as: Turnover.self
        )
    }

    static var hooks: Hooks {
        var hooks = Hooks()
        hooks.beforeCreate(Appointment.self) { input, context in
            guard input.startsAt > .now else {
                throw DatabaseError("TOO_LATE", "Book ahead of time.", at: Appointment.columns.startsAt)
            }
        }
        hooks.afterUpdate(Appointment.self) { old, new, context in
            guard old.status != .confirmed, new.status == .confirmed else { return }
            let client = try await context.database.unrestricted.find(User.self, new.clientId)
            print("tell \(client?.email ?? "nobody")")
        }
        return hooks
    }

    @Test("What the page shows works")
    func examples() async throws {
        try await Clinic.with(hooks: Self.hooks) { clinic in
            let all = clinic.all
            let made = try #require(try await book(clinic.appointment(after: 1, notes: "x"), all))
            #expect(try await book(clinic.appointment(after: 1), all) == nil)
            let principal = Principal(id: clinic.ann.id.uuidString.lowercased(), roles: ["client"])
            #expect(try await waiting(clinic.novak.id, clinic.database, principal) == [made])
            #expect(try await board(all) == ["Ann: Visit, requested"])
            #expect(try await menu(all).map { $0.1.map(\.name) } == [["Massage", "Visit"], ["Visit"]])
            let backlog = try await backlog(all)
            #expect(backlog.count == 1 && backlog.earliest == made.startsAt)
            #expect(try await busyMonths(all).isEmpty)
            let confirmed = try await confirm(made, all)
            #expect(confirmed.notes == nil)
            let second = try #require(try await book(clinic.appointment(after: 5), all))
            let busy = try await busyMonths(all)
            #expect(busy.map(\.provider) == [clinic.novak.id] && busy.map(\.count) == [2])
            try await swap(confirmed, second, clinic.database)
            #expect(try await all.find(Appointment.self, second.id)?.startsAt == made.startsAt)
            #expect(try await turnover(since: Clinic.monday, all).map(\.priceMinor) == [14_400])
            let cancelled = try await cancel(
                clinic.appointment(after: 8),
                clinic.appointment(after: 9),
                all
            )
            #expect(cancelled.made.count == 2)
            #expect(cancelled.deleted == 4)
            let service = Service.Create(
                providerId: clinic.novak.id,
                name: "Visit",
                durationMinutes: 30,
                priceMinor: 8_000,
                currency: "EUR"
            )
            let changed = try await offer(service, all)
            #expect(changed.id == clinic.visit.id && changed.priceMinor == 8_000)
            await #expect(throws: DatabaseError.self) {
                var late = clinic.appointment()
                late.startsAt = .distantPast
                _ = try await book(late, all)
            }
        }
    }

    @Test("The page shows what is run here")
    func page() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            .standardized
        let page = try String(contentsOf: root.appending(path: "docs/business-code.md"), encoding: .utf8)
        let sources = try [
            "Tests/Runtime/DataTests/BusinessCodeTests.swift",
            "Tests/Runtime/DataTests/AnsweredTypeTests.swift",
            "Tests/Builds/Library/main.swift",
        ].map { try String(contentsOf: root.appending(path: $0), encoding: .utf8) }
        let known = Set(sources.flatMap(Self.lines))
        let examples = page.components(separatedBy: "```swift\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(examples.count >= 7)
        for line in examples.flatMap(Self.lines) { #expect(known.contains(line), "\(line)") }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
