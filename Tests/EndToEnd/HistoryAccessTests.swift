import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("What a history shows of fields that not everybody sees")
struct HistoryAccessTests {
    private static let spec = """
        principal: { entity: Person, sign_in: [name], password: password, role: role }
        enums:
          PersonRole: { values: { doctor, nurse } }
        entities:
          Person:
            fields:
              name: { type: text, unique: true }
              password: password
              role: PersonRole
            access: { read: everyone }
          Patient:
            traits: [history]
            fields:
              name: text
              nurse: { to: Person }
              diagnosis: { type: text, access: { read: role(doctor) or nurse = me } }
              phone: { type: text, access: { read: role(doctor), mask: "right(phone, 2)" } }
              code: { type: text, secret: true }
              note: { type: text, access: { read: nobody } }
            access: { read: everyone, update: everyone, history: everyone }
        """

    private static let (doctor, nurse, patient) = (
        "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002",
        "00000000-0000-7000-8000-000000000003"
    )

    private static let seed = """
        insert into persons (id, name, password, role) values
            ('\(doctor)', 'dora', '\(Fixture.hash)', 'doctor'), ('\(nurse)', 'nick', '\(Fixture.hash)', 'nurse'),
            ('00000000-0000-7000-8000-000000000009', 'olga', '\(Fixture.hash)', 'nurse');
        insert into patients (id, name, nurse_id, diagnosis, phone, code, note) values
            ('\(patient)', 'Ann', '\(nurse)', 'flu', '12345', 'c-1', 'n-1');
        update patients set diagnosis = 'cold';
        """

    private func serve(_ body: @escaping @Sendable (RunningServer) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "spec-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(Self.spec.utf8).write(to: folder.appending(path: "patients.yaml"))
        try await RunningServer.with(spec: folder.path, seed: Self.seed, body)
    }

    /// The row before its last change, as the members of an object.
    private static func row(_ more: String...) -> String {
        let always = [#""id": "\#(patient)""#, #""name": "Ann""#, #""nurse_id": "\#(nurse)""#]
        return "{" + (always + more).sorted().joined(separator: ", ") + "}"
    }

    @Test(
        "The APIs show a reader what the row shows",
        arguments: [
            ("dora", row(#""diagnosis": "flu""#, #""phone": "12345""#)),
            // Sees one of the guarded values in the row, but not all.
            ("nick", row()),
            ("olga", row()),
        ]
    )
    func apis(reader: String, expected: String) async throws {
        try await serve { server in
            let token = try await server.signIn(reader)
            let answer = try await server.send(
                "GET",
                "/api/v1/patient-changes?operation=updated",
                token: token
            )
            let page = try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any]
            let shown = (page?["items"] as? [[String: Any]])?.first?["before"] as? NSDictionary
            let members = try JSONSerialization.jsonObject(with: Data(expected.utf8)) as? NSDictionary
            #expect(shown == members, "\(answer.text)")
        }
    }

    @Test("The database's readers see the same, and never the table's own column")
    func readers() async throws {
        try await serve { server in
            for (reader, role, count) in [(Self.doctor, "doctor", 5), (Self.nurse, "nurse", 3)] {
                let sql = """
                    set local role reference_reader;
                    select set_config('plumbline.caller', '\(reader)', true),
                        set_config('plumbline.roles', '\(role)', true);
                    do $$ begin
                        assert (select count(*) from plumbline.readable_patients_history h,
                            jsonb_object_keys(before) where operation = 'updated') = \(count);
                    end $$;
                    do $$ begin
                        perform before from patients_history;
                        raise exception 'the column is open';
                    exception when insufficient_privilege then null;
                    end $$;
                    """
                try await server.database.run(script: "begin;" + sql + "rollback;")
            }
        }
    }
}
