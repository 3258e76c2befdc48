import PlumblineGraphQL
import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Deletions of many rows that take others of them along")
struct CascadeTests {
    private static let spec = """
        entities:
          Rack:
            fields:
              name: text
            access: { read: everyone, update: everyone }
          Box:
            fields:
              rack: { to: Rack }
              parent: { to: Box, inverse: parts, optional: true, on_delete: cascade }
            access: { read: everyone, create: everyone, update: everyone, delete: everyone }
        """

    /// Box 22 lies in box 21, and both on rack 11.
    private static let seed = """
        insert into racks (id, name) values ('\(Clinic.id(11))', 'one');
        insert into boxes (id, rack_id, parent_id) values
            ('\(Clinic.id(21))', '\(Clinic.id(11))', null), ('\(Clinic.id(22))', '\(Clinic.id(11))', '\(Clinic.id(21))');
        """

    private static let documents = [
        "mutation { deleteBoxes(filter: {}, atMost: 5) { count } }",
        """
        mutation { updateRack(id: "\(Clinic.id(11))", input: { boxes: { set: [] } }) { boxes { nodes { id } } } }
        """,
    ]

    private static let answers = [
        #"{"data":{"deleteBoxes":{"count":2}}}"#,
        #"{"data":{"updateRack":{"boxes":{"nodes":[]}}}}"#,
    ]

    @Test("A row that is gone with another one is deleted, too", arguments: [false, true])
    func cascade(hasHooks: Bool) async throws {
        var hooks = ChangeHooks()
        if hasHooks { hooks.add({ _, _ in nil }, around: .init("Box", .delete)) }
        for (document, answer) in zip(Self.documents, Self.answers) {
            try await Backend.with(spec: Self.spec, seed: Self.seed, hooks: hooks) { backend in
                try await backend.expect(document, answer: answer)
                #expect(try await backend.scalar("select count(*)::text from boxes") == "0")
            }
        }
    }
}
