import Foundation
import Logging
import PlumblineServerTestSupport
import PlumblineTestSupport

/// The rows that the end-to-end tests share: an admin, two clients, a provider with two services, and another provider.
enum Fixture {
    static let admin = "00000000-0000-7000-8000-0000000000a1"
    static let ada = "00000000-0000-7000-8000-0000000000c1"
    static let ben = "00000000-0000-7000-8000-0000000000c2"
    static let nora = "00000000-0000-7000-8000-0000000000b1"
    static let provider = "00000000-0000-7000-8000-000000000011"
    static let otherProvider = "00000000-0000-7000-8000-000000000012"
    static let service = "00000000-0000-7000-8000-000000000021"
    static let otherService = "00000000-0000-7000-8000-000000000022"
    static let adasAppointment = "00000000-0000-7000-8000-000000000031"
    static let bensAppointment = "00000000-0000-7000-8000-000000000032"

    /// The hash of `plumbline-demo`, the password of everybody.
    static let hash =
        "$argon2id$v=19$m=19456,t=2,p=1$Dwu4yMU61dGjxdmVsGNihw$f+VBlYAugcZPn9bzcQzBfUVZf61a5uRP0/kg9JNEPYs"

    static let sql = """
        insert into users (id, username, email, full_name, role, hashed_password) values
            ('\(admin)', 'admin', 'admin@example.org', 'Ada Admin', 'admin', '\(hash)'),
            ('\(ada)', 'ada', 'ada@example.org', 'Ada Client', 'client', '\(hash)'),
            ('\(ben)', 'ben', 'ben@example.org', 'Ben Client', 'client', '\(hash)'),
            ('\(nora)', 'nora', 'nora@example.org', 'Nora Novak', 'client', '\(hash)'),
            ('00000000-0000-7000-8000-0000000000b2', 'omar', 'omar@example.org', 'Omar Oduya', 'staff', '\(hash)');
        insert into providers (id, user_id, name, speciality, time_zone) values
            ('\(provider)', '\(nora)', 'Novak Physiotherapy', 'Physiotherapy', 'Europe/Vienna'),
            ('\(otherProvider)', '00000000-0000-7000-8000-0000000000b2', 'Oduya Dental', 'Dentistry', 'Europe/London');
        insert into services (id, provider_id, name, duration_minutes, price_minor, currency) values
            ('\(service)', '\(provider)', 'Treatment', 45, 7200, 'EUR'),
            ('\(otherService)', '\(otherProvider)', 'Check-up', 30, 6500, 'GBP');
        insert into appointments (id, client_id, provider_id, service_id, starts_at, ends_at, status) values
            ('\(adasAppointment)', '\(ada)', '\(provider)', '\(service)', '2030-01-07 09:00Z', '2030-01-07 09:45Z', 'confirmed'),
            ('\(bensAppointment)', '\(ben)', '\(provider)', '\(service)', '2030-01-07 10:00Z', '2030-01-07 10:45Z', 'requested');
        """
}

extension RunningServer {
    /// A server of the reference application with the fixture's rows.
    static func reference<R: Sendable>(
        settings: [String: String] = [:],
        logger: Logger = .quiet,
        _ body: @escaping @Sendable (RunningServer) async throws -> R
    ) async throws -> R {
        try await with(settings: settings, seed: Fixture.sql, logger: logger, body)
    }
}
