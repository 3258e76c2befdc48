import Foundation
import PlumblineData
import PlumblineEmit
import PlumblinePostgres
import PlumblineQuery
import PlumblineReference
import PlumblineTestSupport

/// The reference application's database with two providers, their services, and a client.
struct Clinic: Sendable {
    let database: Database
    let client: PostgresClient
    let ann: User
    let ben: User
    let novak: Provider
    let okafor: Provider
    let visit: Service
    let massage: Service

    /// A Monday morning far from now.
    static let monday = Date(timeIntervalSince1970: 1_893_488_400)

    var asAnn: Session { database.as(Principal(id: ann.id.uuidString.lowercased(), roles: ["client"])) }
    var asBen: Session { database.as(Principal(id: ben.id.uuidString.lowercased(), roles: ["client"])) }
    var all: Session { database.unrestricted }

    /// Lends a fresh one.
    static func with(hooks: Hooks = Hooks(), _ body: (Clinic) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(SpecSchema.schema).schemaSQL())
            try await database.withClient { client in
                let plain = Database(engine: engine(client, Hooks()))
                let seeded = try await seed(plain.unrestricted)
                try await body(
                    Clinic(
                        database: Database(engine: engine(client, hooks)),
                        client: client,
                        ann: seeded.users[0],
                        ben: seeded.users[1],
                        novak: seeded.providers[0],
                        okafor: seeded.providers[1],
                        visit: seeded.services[0],
                        massage: seeded.services[1]
                    )
                )
            }
        }
    }

    private static func engine(_ client: PostgresClient, _ hooks: Hooks) -> QueryEngine {
        QueryEngine(
            schema: SpecSchema.schema,
            client: client,
            passwordHasher: { "hash of " + $0 },
            hooks: hooks.changes
        )
    }

    private static func seed(
        _ session: Session
    ) async throws -> (users: [User], providers: [Provider], services: [Service]) {
        var users: [User] = []
        for name in ["ann", "ben", "novak", "okafor"] {
            users.append(
                try await session.insert(
                    User.Create(
                        username: name,
                        email: "\(name)@example.org",
                        fullName: name.capitalized,
                        password: "plumbline-demo"
                    )
                )
            )
        }
        var providers: [Provider] = []
        for (user, zone) in [(users[2], "Europe/Vienna"), (users[3], "Africa/Lagos")] {
            providers.append(
                try await session.insert(
                    Provider.Create(
                        userId: user.id,
                        name: "Practice \(user.fullName)",
                        speciality: "Physiotherapy",
                        timeZone: zone
                    )
                )
            )
        }
        var services: [Service] = []
        for (provider, name, price) in [
            (0, "Visit", Int64(7_200)), (0, "Massage", 4_500), (1, "Visit", 9_000),
        ] {
            services.append(
                try await session.insert(
                    Service.Create(
                        providerId: providers[provider].id,
                        name: name,
                        durationMinutes: 45,
                        priceMinor: price,
                        currency: "EUR"
                    )
                )
            )
        }
        return (users, providers, services)
    }

    /// An appointment of Ann at Novak's, so many hours after that Monday morning.
    func book(after hours: Int = 0, notes: String? = nil) async throws -> Appointment {
        try await all.insert(appointment(after: hours, notes: notes))
    }

    func appointment(after hours: Int = 0, notes: String? = nil) -> Appointment.Create {
        Appointment.Create(
            clientId: ann.id,
            providerId: novak.id,
            serviceId: visit.id,
            startsAt: Self.monday.addingTimeInterval(Double(hours) * 3_600),
            notes: notes
        )
    }
}
