import Foundation
import PlumblineEmit
import PlumblineReference
import PlumblineSchema
import PlumblineSpec
import Testing

@Suite("The reference application's generated module")
struct ReferenceTests {
    private static let client = UUID()

    @Test("Its tables are the schema that its spec says")
    func tables() throws {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let files = try SpecDirectory.load(package.appendingPathComponent("spec"), relativeTo: package)
        let schema = try #require(SpecReader.read(files, name: SpecSchema.schema.name).schema)
        let generated = SpecSchema.schema
        #expect(generated.entities.map(\.name) == schema.entities.map(\.name))
        #expect(zip(generated.entities, schema.entities).filter { $0 != $1 }.map(\.0.name) == [])
        #expect(generated.enums == schema.enums)
        #expect(generated.principal == schema.principal)
        #expect(SpecSchema.fingerprint == SQLEmitter(schema).fingerprint())
    }

    @Test("An input tells everything that is wrong with it")
    func violations() {
        let input = User.Create(username: "x", email: "nobody", fullName: "", password: "short")
        #expect(
            input.validate().map { "\($0.fields.joined()) \($0.code)" } == [
                "username TOO_SHORT", "email BAD_FORMAT", "fullName TOO_SHORT", "password TOO_SHORT",
            ]
        )
    }

    @Test("A rule over several fields is checked before the database is")
    func rules() {
        let now = Date()
        var input = Appointment.Create(
            clientId: Self.client,
            providerId: Self.client,
            serviceId: Self.client,
            startsAt: now,
            endsAt: now
        )
        #expect(input.validate().map(\.rule) == ["ends_after_it_starts"])
        input.endsAt = now.addingTimeInterval(1)
        #expect(input.validate().isEmpty)
        input.endsAt = nil
        #expect(input.validate().isEmpty)
    }

    @Test("An update checks what it changes, and tells leaving from clearing")
    func updates() {
        #expect(Appointment.Update().validate().isEmpty)
        let cleared = Appointment.Update { $0.notes = .clear }
        #expect(cleared.validate().isEmpty)
        let long = String(repeating: "a", count: 2001)
        let lengthened = Appointment.Update { $0.notes = .set(long) }
        #expect(lengthened.validate().map(\.code) == ["TOO_LONG"])
    }

    @Test("A password is not printed with its input")
    func passwords() {
        let input = User.Create(
            username: "anna",
            email: "a@b.example",
            fullName: "Anna",
            password: "open sesame"
        )
        #expect(!"\(input)".contains("sesame"))
        #expect(!String(reflecting: input).contains("sesame"))
        var dumped = ""
        dump(User.Update { $0.password = "open sesame" }, to: &dumped)
        #expect(!dumped.contains("sesame"))
    }

    @Test("Inputs are codable, and a change that keeps the field is no member")
    func coding() throws {
        let update = Appointment.Update {
            $0.status = .checkedIn
            $0.notes = .clear
        }
        let data = try JSONEncoder().encode(update)
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(Set(json.keys) == ["status", "notes"])
        #expect(json["notes"] is NSNull)
        #expect(try JSONDecoder().decode(Appointment.Update.self, from: data) == update)
        let empty = try JSONDecoder().decode(Appointment.Update.self, from: Data("{}".utf8))
        #expect(empty == Appointment.Update())
    }

    @Test("An entity takes less than 200 lines of Swift")
    func size() throws {
        let emitter = SwiftEmitter(SpecSchema.schema)
        let paths = Set(SpecSchema.schema.entities.map(\.origin.file))
        let lines = paths.map {
            emitter.source(forSpec: $0).split(separator: "\n", omittingEmptySubsequences: false).count
        }
        #expect(lines.reduce(0, +) / SpecSchema.schema.entities.count < 200)
    }

    @Test("A stored status is the word of the spec")
    func rawValues() {
        #expect(AppointmentStatus.checkedIn.rawValue == "checked_in")
        #expect(AppointmentStatus.allCases.count == 6)
    }
}
