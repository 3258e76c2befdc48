import Foundation
import PlumblineSchema
import PlumblineSpec
import Testing

@Suite("The reference application's spec")
struct ExampleSpecTests {
    private let result: SpecResult
    private let schema: Schema

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            .standardized
        let files = try SpecDirectory.load(root.appending(path: "spec"), relativeTo: root)
        result = SpecReader.read(files, name: "reference")
        #expect(result.diagnostics.map(\.description) == [])
        schema = try #require(result.schema)
    }

    @Test("The benchmarks' spec is read without a diagnostic too")
    func benchmark() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            .standardized
        let files = try SpecDirectory.load(root.appending(path: "Benchmarks/spec"), relativeTo: root)
        let benchmark = SpecReader.read(files, name: "benchmark")
        #expect(benchmark.diagnostics.map(\.description) == [])
        #expect(benchmark.schema?.entity("Appointment") != nil)
    }

    @Test("It has the entities and enums in the order of its files")
    func order() {
        #expect(schema.name == "reference")
        #expect(schema.entities.map(\.name) == ["User", "Provider", "Service", "Appointment"])
        #expect(schema.enums.map(\.name) == ["Role", "AppointmentStatus"])
        #expect(schema.entities.map(\.table) == ["users", "providers", "services", "appointments"])
    }

    @Test("Its principal is the user")
    func principal() {
        let expected = PrincipalMapping(
            entity: "User",
            signIn: ["username", "email"],
            password: "password",
            role: "role",
            active: "is_active"
        )
        #expect(schema.principal == expected)
    }

    @Test("An appointment has its key first and the fields of its traits last")
    func columns() throws {
        let appointment = try #require(schema.entity("Appointment"))
        let columns = [
            "id", "client_id", "provider_id", "service_id", "starts_at", "ends_at", "status", "notes",
            "created_at", "updated_at", "version",
        ]
        #expect(appointment.fields.map(\.column) == columns)
        #expect(appointment.origin.file == "spec/scheduling.yaml")
        #expect(appointment.singleKey?.defaultValue == .call(.uuidV7, []))
    }

    @Test("A default crosses a relation")
    func defaults() throws {
        let appointment = try #require(schema.entity("Appointment"))
        let duration = Expression.call(.minutes, [.path(FieldPath(["service"], "duration_minutes"))])
        #expect(
            appointment.field("ends_at")?.defaultValue
                == .binary(.add, .path(FieldPath([], "starts_at")), duration)
        )
        let requested = Literal.enumeration(type: "AppointmentStatus", value: "requested")
        #expect(appointment.field("status")?.defaultValue == .literal(requested))
    }

    @Test("A named type brings its rules to the field")
    func namedTypes() throws {
        let provider = try #require(schema.entity("Provider"))
        #expect(provider.field("name")?.constraints == ValueConstraints(minLength: 1, maxLength: 120))
        #expect(provider.field("time_zone")?.constraints.format == .ianaTimeZone)
    }

    @Test("The rules have the forms and names that the database keeps them by")
    func rules() throws {
        let appointment = try #require(schema.entity("Appointment"))
        #expect(
            appointment.rules.map(\.constraint) == [
                "appointments_ends_after_it_starts",
                "appointments_service_is_the_providers",
                "appointments_no_double_booking",
            ]
        )
        #expect(appointment.rules.map(\.code) == ["RULE_BROKEN", "RULE_BROKEN", "SLOT_TAKEN"])
        #expect(
            appointment.rules[1].demand == .agrees(relation: "service", field: "provider", own: "provider")
        )
        let active = ["requested", "confirmed", "checked_in"].map {
            Literal.enumeration(type: "AppointmentStatus", value: $0)
        }
        let condition = Expression.isIn(.path(FieldPath([], "status")), active)
        let overlap = Rule.Demand.noOverlap(
            start: "starts_at",
            end: "ends_at",
            per: ["provider"],
            condition: condition
        )
        #expect(appointment.rules[2].demand == overlap)
    }

    @Test("A unique field is a rule with a sentence of its own")
    func uniqueFields() throws {
        let user = try #require(schema.entity("User"))
        #expect(user.rules.map(\.constraint) == ["users_username_key", "users_email_key"])
        #expect(user.rules[0].name == "username_is_unique")
        #expect(user.rules[0].message == "That username is already taken.")
        #expect(user.rules[0].code == "NOT_UNIQUE")
    }

    @Test("Relations are seen from their targets")
    func inverses() throws {
        let user = try #require(schema.entity("User"))
        #expect(
            user.inverses == [
                Inverse(name: "provider", entity: "Provider", field: "user", isToOne: true),
                Inverse(name: "appointments", entity: "Appointment", field: "client", isToOne: false),
            ]
        )
        let provider = try #require(schema.entity("Provider"))
        #expect(provider.inverses.map(\.name) == ["services", "appointments"])
    }

    @Test("A relation that begins no index gets one")
    func indexes() throws {
        let appointment = try #require(schema.entity("Appointment"))
        #expect(
            appointment.indexes.map(\.name) == [
                "appointments_provider_id_starts_at_idx",
                "appointments_client_id_starts_at_idx",
                "appointments_service_id_idx",
            ]
        )
        // Both have a unique index that begins with the relation.
        #expect(schema.entity("Service")?.indexes == [])
        #expect(schema.entity("Provider")?.indexes.map(\.name) == ["providers_speciality_idx"])
    }

    @Test("Access rules name the caller and the caller's roles")
    func access() throws {
        let appointment = try #require(schema.entity("Appointment"))
        let ofClient = Expression.binary(.equal, .path(FieldPath([], "client")), .me)
        #expect(appointment.access.create == .binary(.or, .role(["admin", "staff"]), ofClient))
        let user = try #require(schema.entity("User"))
        #expect(user.field("role")?.access.update == .role(["admin"]))
        #expect(schema.entity("Provider")?.access.read == .literal(.boolean(true)))
    }
}
