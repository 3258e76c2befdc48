import PlumblineQuery
import PlumblineSchema
import Testing

/// Each rule with rows between of its own; tried without hooks, as one flight, and with hooks, row by row.
@Suite("Who may tie rows, and what that tells")
struct NestedTieRightsTests {
    private static let spec = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums: { Role: { values: { admin, client } } }
        entities:
          User:
            fields: { name: { type: text, unique: true }, password: password, role: { type: Role, default: client } }
            access: { read: everyone }
          Team:
            fields: { name: text }
            many_to_many:
              marked: { to: Player, through: Mark, inverse: markers }
              watched: { to: Player, through: Watch, inverse: watchers }
              awarded: { to: Player, through: Prize, inverse: awarders }
            access: { read: everyone, update: everyone }
          Player:
            fields: { name: text }
            access: { read: everyone }
          Mark:
            fields: { team: { to: Team }, player: { to: Player } }
            rules: { once: { unique: [team, player], message: The player is marked already. } }
            access: { read: role(admin), create: everyone, delete: everyone }
          Watch:
            fields: { team: { to: Team }, player: { to: Player, access: { read: role(admin) } } }
            access: { read: everyone, create: everyone, delete: everyone }
          Prize:
            fields: { team: { to: Team }, player: { to: Player } }
            rules: { once: { unique: [team, player], message: The player has the prize already. } }
            access: { read: everyone, create: role(admin), delete: everyone }
        """

    /// The team 21, of which the player 31 has a mark and a prize, and 32 has none.
    private static let seed = """
        insert into users (id, name, role, password) values
            ('\(Clinic.id(1))', 'admin', 'admin', '-'), ('\(Clinic.id(3))', 'ann', 'client', '-');
        insert into teams (id, name) values ('\(Clinic.id(21))', 'a');
        insert into players (id, name) values ('\(Clinic.id(31))', 'p31'), ('\(Clinic.id(32))', 'p32');
        insert into marks (team_id, player_id) values ('\(Clinic.id(21))', '\(Clinic.id(31))');
        insert into prizes (team_id, player_id) values ('\(Clinic.id(21))', '\(Clinic.id(31))');
        """

    private static func with(hooked: Bool, _ body: (Backend) async throws -> Void) async throws {
        var hooks = ChangeHooks()
        if hooked {
            for name in ["Mark", "Watch", "Prize"] {
                hooks.add({ _, _ in nil }, around: .init(name, .create))
            }
        }
        try await Backend.with(spec: spec, seed: seed, hooks: hooks, body)
    }

    private static func update(_ input: String) -> String {
        "mutation { updateTeam(id: \(id(21)), input: { \(input) }) { name } }"
    }

    private static func id(_ number: Int) -> String { "\"\(Clinic.id(number))\"" }

    private static let done = #"{"data":{"updateTeam":{"name":"a"}}}"#

    @Test("Who may make no ties may name those that are there", arguments: [false, true])
    func staying(hooked: Bool) async throws {
        try await Self.with(hooked: hooked) { backend in
            try await backend.expect(
                Self.update("awarded: { set: [{ connect: \(Self.id(31)) }] }"),
                answer: Self.done
            )
            let both = Self.update("awarded: { connect: [\(Self.id(31)), \(Self.id(32))] }")
            try await backend.expect(both, complaints: ["FORBIDDEN input.awarded.connect.[1]"])
            #expect(try await backend.graphQL(both, as: Shop.admin) == Self.done)
            #expect(try await backend.scalar("select count(*)::text from prizes") == "2")
        }
    }

    @Test("Who may never read ties learns of none by making one", arguments: [false, true])
    func unreadable(hooked: Bool) async throws {
        try await Self.with(hooked: hooked) { backend in
            let tied = try await backend.graphQL(Self.update("marked: { connect: \(Self.id(31)) }"))
            let untied = try await backend.graphQL(Self.update("marked: { connect: \(Self.id(32)) }"))
            #expect(tied == untied && tied.contains("FORBIDDEN"), "\(tied)")
            #expect(try await backend.scalar("select count(*)::text from marks") == "1")
        }
    }

    @Test("Who may not read what a tie leads to makes none", arguments: [false, true])
    func masked(hooked: Bool) async throws {
        try await Self.with(hooked: hooked) { backend in
            let connect = Self.update("watched: { connect: [\(Self.id(31)), \(Self.id(32))] }")
            try await backend.expect(connect, complaints: ["FORBIDDEN input.watched.connect.[0]"])
            #expect(try await backend.scalar("select count(*)::text from watches") == "0")
            #expect(try await backend.graphQL(connect, as: Shop.admin) == Self.done)
        }
    }
}
