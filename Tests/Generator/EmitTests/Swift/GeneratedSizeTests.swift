import PlumblineEmit
import PlumblineSpec
import Testing

@Suite("The size of generated Swift")
struct GeneratedSizeTests {
    /// As large as the entities of `Benchmarks/generator`: 16 fields of its own and 4 of the key and the traits.
    private static let entity = """
            doc: A thing.
            traits: [timestamps, version]
            fields:
              owner: { to: Person, default: me, on_delete: cascade }
              parent: { to: NAME, optional: true, inverse: children, doc: What it is part of. }
              label: { type: text, min_length: 1, max_length: 80 }
              code: { type: text, format: slug, max_length: 40, unique: true }
              note: { type: text, optional: true, max_length: 2000 }
              state: { type: State, default: drafted }
              size: { type: integer, min: 0, max: 1000 }
              weight: { type: float, optional: true }
              count: { type: bigint, default: 0 }
              price: { type: decimal, precision: 12, scale: 2 }
              is_open: { type: boolean, default: true }
              starts_at: timestamp
              ends_at: { type: timestamp, default: starts_at + hours(1) }
              day: { type: date, optional: true }
              data: { type: json, optional: true }
              token: { type: uuid, optional: true }
            rules:
              ends_after_it_starts: { check: ends_at > starts_at, message: It ends after it starts. }
              one_at_a_time: { no_overlap: [starts_at, ends_at], per: [owner], when: is_open, message: Busy. }
            indexes:
              - { fields: [owner, starts_at] }
            access:
              read: role(admin) or owner = me
              create: owner = me
              update: role(admin) or owner = me
        """

    private static let people = """
        principal: { entity: Person, sign_in: [email], password: password, role: role }
        enums:
          Role: { values: { admin, clerk } }
          State: { values: { drafted, accepted, closed } }
        entities:
          Person:
            fields:
              email: { type: text, format: email, unique: true }
              role: { type: Role, default: clerk, access: { write: role(admin) } }
              password: { type: password, min_length: 12 }
            access: { read: id = me, create: role(admin) }
        """

    @Test("An entity of 20 fields, with relations, rules and access, has fewer than 200 lines")
    func linesOfAnEntity() throws {
        let names = (1...10).map { "Thing\($0)" }
        let things = names.map { "  \($0):\n" + Self.entity.replacing("NAME", with: $0) + "\n" }.joined()
        let files = [
            SpecFile(path: "spec/people.yaml", text: Self.people),
            SpecFile(path: "spec/things.yaml", text: "entities:\n" + things),
        ]
        let result = SpecReader.read(files, name: "sized")
        let schema = try #require(result.schema, "\(result.diagnostics.map(\.description))")
        let source = SwiftEmitter(schema).source(forSpec: "spec/things.yaml")
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false).count
        #expect(lines < 200 * names.count, "\(lines / names.count) lines an entity")
        #expect(try SwiftFormat.formatted(source) == source)
    }
}
