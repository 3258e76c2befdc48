import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import Testing

/// Every change is tried without hooks, as one flight, and with hooks of the rows between, row by row.
@Suite("Rows that are tied to another within its input, through a many-to-many relation")
struct NestedTieTests {
    static let spec = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums: { Role: { values: { admin, client } } }
        entities:
          User:
            fields: { name: { type: text, unique: true }, password: password, role: { type: Role, default: client } }
            access: { read: everyone }
          Team:
            traits: [version]
            fields:
              name: { type: text, unique: true }
              owner: { to: User }
            many_to_many:
              players: { to: Player, through: Membership, inverse: teams }
              guests: { to: Player, through: Seat, inverse: visits }
            access:
              read: everyone
              create: role(admin) or owner = me
              update: role(admin) or owner = me
          Player:
            fields:
              name: { type: text, unique: true, min_length: 1 }
              is_hidden: { type: boolean, default: false }
              is_closed: { type: boolean, default: false }
            access: { read: role(admin) or not is_hidden, create: authenticated, update: role(admin) }
          Membership:
            fields:
              team: { to: Team, on_delete: cascade }
              player: { to: Player, on_delete: cascade }
              rank: { type: text, default: "new" }
              is_secret: { type: boolean, default: false }
              is_locked: { type: boolean, default: false }
            rules:
              once: { unique: [team, player], message: The player is in the team already. }
            access:
              read: role(admin) or not is_secret
              create: role(admin) or (team.owner = me and not player.is_closed)
              delete: role(admin) or (team.owner = me and not is_locked)
          Seat:
            key: [team, player]
            fields:
              team: { to: Team, inverse: seats, on_delete: cascade }
              player: { to: Player, inverse: seats, on_delete: cascade }
              number: integer
            access: { read: everyone, create: everyone, delete: everyone }
        """

    /// Ann's team 21, Ben's team 22. Of the players 31 to 38, 31 and 32 are in Ann's team; so is 33, secretly, the hidden
    /// player 34, the locked 35 and the closed 36. The hidden 38 is in no team, nor is 37.
    static let seed = """
        insert into users (id, name, role, password) values ('\(Clinic.id(1))', 'admin', 'admin', '-'),
            ('\(Clinic.id(3))', 'ann', 'client', '-'), ('\(Clinic.id(4))', 'ben', 'client', '-');
        insert into teams (id, name, owner_id) values
            ('\(Clinic.id(21))', 'a', '\(Clinic.id(3))'), ('\(Clinic.id(22))', 'b', '\(Clinic.id(4))');
        insert into players (id, name, is_hidden, is_closed)
            select ('00000000-0000-7000-8000-0000000000' || n)::uuid, 'p' || n, n in (34, 38), n = 36
            from generate_series(31, 38) n;
        insert into memberships (team_id, player_id, rank, is_secret, is_locked)
            select '\(Clinic.id(21))', id, 'old', name = 'p33', name = 'p35' from players where name < 'p37';
        """

    private static func with(hooked: Bool, _ body: (Backend) async throws -> Void) async throws {
        var hooks = ChangeHooks()
        if hooked {
            hooks.add({ _, _ in nil }, around: .init("Membership", .create))
            hooks.add({ _, _ in nil }, around: .init("Membership", .delete))
        }
        try await Backend.with(spec: spec, seed: seed, hooks: hooks, body)
    }

    private static func update(_ players: String, team: Int = 21) -> String {
        """
        mutation { updateTeam(id: "\(Clinic.id(team))", input: { players: { \(players) } }) {
          players(orderBy: [{ name: ASC }]) { nodes { name } } } }
        """
    }

    private static func id(_ number: Int) -> String { "\"\(Clinic.id(number))\"" }

    /// The ties of all teams as they are stored.
    private func ties(_ backend: Backend) async throws -> String? {
        try await backend.scalar(
            """
            select string_agg(t.name || ':' || p.name || ':' || m.rank, ' ' order by t.name, p.name)
            from memberships m join teams t on t.id = m.team_id join players p on p.id = m.player_id
            """
        )
    }

    @Test(
        "A row is made with those it is tied to, new ones and others, as one transaction",
        arguments: [false, true]
    )
    func creation(hooked: Bool) async throws {
        try await Self.with(hooked: hooked) { backend in
            let document = """
                mutation ($ids: [ID!]) { createTeam(input: {
                  name: "c", ownerId: \(Self.id(3)), players: { create: [{ name: "x" }, { name: "y" }], connect: $ids }
                }) { players(orderBy: [{ name: ASC }]) { nodes { name teams { nodes { name } } } } } }
                """
            let ids = #"{"ids":[\#(Self.id(31)),\#(Self.id(37))]}"#
            let players = [("p31", ["a", "c"]), ("p37", ["c"]), ("x", ["c"]), ("y", ["c"])].map {
                name,
                teams in
                let teams = teams.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
                return #"{"name":"\#(name)","teams":{"nodes":[\#(teams)]}}"#
            }
            try await backend.expect(
                document,
                ids,
                answer: #"{"data":{"createTeam":{"players":{"nodes":[\#(players.joined(separator: ","))]}}}}"#
            )
            let transactions = """
                select count(distinct x)::text from (
                    select xmin::text x from teams where name = 'c' union all
                    select xmin::text from memberships where rank = 'new' union all
                    select xmin::text from players where name in ('x', 'y')) made
                """
            #expect(try await backend.scalar(transactions) == "1")
        }
    }

    @Test("Rows are tied and untied; what is tied already stays the same tie", arguments: [false, true])
    func connecting(hooked: Bool) async throws {
        try await Self.with(hooked: hooked) { backend in
            let both =
                "connect: [\(Self.id(31)), \(Self.id(37)), \(Self.id(37))], disconnect: [\(Self.id(32))]"
            let answer = try await backend.graphQL(Self.update(both))
            let names = ["p31", "p35", "p36", "p37"].map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
            #expect(answer == #"{"data":{"updateTeam":{"players":{"nodes":[\#(names)]}}}}"#)
            #expect(
                try await ties(backend) == "a:p31:old a:p33:old a:p34:old a:p35:old a:p36:old a:p37:new"
            )
            #expect(try await backend.scalar("select count(*)::text from players") == "8")
            let otherSide = """
                mutation { updatePlayer(id: \(Self.id(31)), input: { teams: { disconnect: \(Self.id(21)), connect: \(Self.id(22)) } }) {
                  teams { nodes { name } } } }
                """
            let moved = try await backend.graphQL(otherSide, as: Shop.admin)
            #expect(moved == #"{"data":{"updatePlayer":{"teams":{"nodes":[{"name":"b"}]}}}}"#)
        }
    }

    @Test(
        "`set` unties all that is not named, and leaves what the caller may not see",
        arguments: [false, true]
    )
    func set(hooked: Bool) async throws {
        try await Self.with(hooked: hooked) { backend in
            let kept = [32, 35, 36].map { "{ connect: \(Self.id($0)) }" }.joined(separator: ", ")
            let set = "set: [\(kept), { create: { name: \"x\" } }]"
            _ = try await backend.graphQL(Self.update(set))
            #expect(
                try await ties(backend) == "a:p32:old a:p33:old a:p34:old a:p35:old a:p36:old a:x:new"
            )
            try await backend.expect(Self.update("set: []"), complaints: ["FORBIDDEN input.players"])
            _ = try await backend.scalar("update memberships set is_locked = false returning 'done'")
            try await backend.expect(
                Self.update("set: [{ connect: \(Self.id(31)) }, { connect: \(Self.id(38)) }]"),
                complaints: ["NOT_FOUND input.players.set.[1].connect"]
            )
            _ = try await backend.graphQL(Self.update("set: []"))
            #expect(try await ties(backend) == "a:p33:old a:p34:old")
            _ = try await backend.graphQL(Self.update("set: { connect: \(Self.id(37)) }"), as: Shop.admin)
            #expect(try await ties(backend) == "a:p37:new")
        }
    }

    private static let refusals: [(String, String)] = [
        ("connect: [\(id(31)), \(id(99))]", "NOT_FOUND input.players.connect.[1]"),
        ("connect: [\(id(37)), \(id(38))]", "NOT_FOUND input.players.connect.[1]"),
        ("set: [{ connect: \(id(38)) }]", "FORBIDDEN input.players"),
        ("connect: \(id(33))", "NOT_UNIQUE input.players.connect.[0]"),
        ("disconnect: [\(id(37))]", "NOT_FOUND input.players.disconnect.[0]"),
        ("disconnect: [\(id(31)), \(id(33))]", "NOT_FOUND input.players.disconnect.[1]"),
        ("disconnect: [\(id(34))]", "NOT_FOUND input.players.disconnect.[0]"),
        ("disconnect: [\(id(99))]", "NOT_FOUND input.players.disconnect.[0]"),
        ("disconnect: [\(id(35))]", "FORBIDDEN input.players.disconnect.[0]"),
        (#"create: [{ name: "x" }, { name: "" }]"#, "TOO_SHORT input.players.create.[1].name"),
        (#"create: [{ name: "x" }, { name: "p31" }]"#, "NOT_UNIQUE input.players.create.[1].name"),
        (#"create: [{ name: "x", isClosed: true }]"#, "FORBIDDEN input.players.create.[0]"),
        (#"create: [{ name: "x", isHidden: true }]"#, "FORBIDDEN input.players.create.[0]"),
        (#"connect: ["no"]"#, "INVALID_TYPE input.players.connect.[0]"),
        (#"connect: null"#, "BAD_USER_INPUT"), (#"set: [], connect: []"#, "BAD_USER_INPUT"),
    ]

    @Test("What the caller may not do is told with its place, and undone", arguments: [false, true])
    func places(hooked: Bool) async throws {
        try await Self.with(hooked: hooked) { backend in
            for (players, complaint) in Self.refusals {
                try await backend.expect(Self.update(players), complaints: [complaint])
            }
            #expect(try await ties(backend) == "a:p31:old a:p32:old a:p33:old a:p34:old a:p35:old a:p36:old")
            #expect(try await backend.scalar("select count(*)::text from players") == "8")
        }
    }

    @Test(
        "A row that the caller may not read answers word for word as one that is not there",
        arguments: [false, true]
    )
    func noOracle(hooked: Bool) async throws {
        try await Self.with(hooked: hooked) { backend in
            for word in ["connect", "disconnect"] {
                let hidden = try await backend.graphQL(Self.update("\(word): \(Self.id(38))"))
                let unknown = try await backend.graphQL(Self.update("\(word): \(Self.id(99))"))
                #expect(hidden == unknown && hidden.contains("There is no such"))
            }
            try await backend.expect(
                Self.update("connect: \(Self.id(37))", team: 22),
                complaints: ["NOT_FOUND"]
            )
        }
    }

    @Test(
        "An upsert ties what its input says where the row is made, else what its update says",
        arguments: [false, true]
    )
    func upsert(hooked: Bool) async throws {
        func upsert(_ name: String) -> String {
            """
            mutation {
              upsertTeam(
                onConflict: NAME
                input: { name: "\(name)", ownerId: \(Self.id(3)), players: { connect: [\(Self.id(31)), \(Self.id(37))] } }
                update: { players: { connect: \(Self.id(31)), disconnect: \(Self.id(32)), create: { name: "x" } } }
              ) { players(orderBy: [{ name: ASC }]) { nodes { name } } }
            }
            """
        }
        try await Self.with(hooked: hooked) { backend in
            for (team, players) in [("c", ["p31", "p37"]), ("a", ["p31", "p35", "p36", "x"])] {
                let names = players.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
                let answer = #"{"data":{"upsertTeam":{"players":{"nodes":[\#(names)]}}}}"#
                try await backend.expect(upsert(team), answer: answer)
            }
            try await backend.expect(upsert("b"), complaints: ["NOT_UNIQUE input.name"])
            #expect(try await backend.scalar("select count(*)::text from players") == "9")
        }
    }

    @Test("Where somebody ties the same at this moment, that tie stays", arguments: [false, true])
    func rivals(hooked: Bool) async throws {
        // A change of the owner waits for nobody who only points to the team.
        let document = """
            mutation { updateTeam(id: \(Self.id(21)), input: { ownerId: \(Self.id(4)), players: { connect: \(Self.id(37)) } }) {
              players(filter: { name: { eq: "p37" } }) { nodes { name } } } }
            """
        try await Self.with(hooked: hooked) { backend in
            let waiting = try await backend.client.withTransaction { transaction in
                let rival = "insert into memberships (team_id, player_id, rank)"
                let values = "('\(Clinic.id(21))', '\(Clinic.id(37))', 'rival')"
                _ = try await transaction.query(PostgresStatement("\(rival) values \(values)"))
                let waiting = Task { try await backend.graphQL(document, as: Shop.admin) }
                try await backend.waitForLock()
                return waiting
            }
            let answer = try await waiting.value
            #expect(answer == #"{"data":{"updateTeam":{"players":{"nodes":[{"name":"p37"}]}}}}"#)
            #expect(try await ties(backend)?.hasSuffix("a:p37:rival") == true)
        }
    }

    @Test(
        "Ties in their own list are made before those of the relation, which find them",
        arguments: [false, true]
    )
    func bothLists(hooked: Bool) async throws {
        try await Self.with(hooked: hooked) { backend in
            let both = """
                mutation { updateTeam(id: \(Self.id(21)), input: {
                  players: { connect: \(Self.id(37)) }, memberships: { create: { playerId: \(Self.id(37)), rank: "own" } }
                }) { name } }
                """
            try await backend.expect(both, answer: #"{"data":{"updateTeam":{"name":"a"}}}"#)
            #expect(try await ties(backend)?.hasSuffix("a:p37:own") == true)
        }
    }

    @Test("What a `set` deletes, which nobody names, is reckoned as a page")
    func price() throws {
        let schema = try #require(Backend.schema(Self.spec))
        let api = GraphQLAPI(schema: schema)
        func cost(_ players: String) throws -> Int {
            let document = Array(Self.update(players).utf8)
            let prepared = try PreparedOperation(parsing: document, operationName: nil, api: api)
            let variables = try prepared.coerce(nil)
            let (caller, planner) = (CallerShape(Shop.ann), Planner(schema: schema))
            let planned = try prepared.plan(variables, for: caller, by: planner, options: GraphQLOptions())
            return try planned.get().cost(variables)
        }
        #expect(try cost("set: []") == cost("connect: []") + 200)
        #expect(try cost("connect: \(Self.id(31))") == cost("connect: []") + 10)
    }

    @Test("Ties that need more than their ends are made in their own list")
    func notOffered() async throws {
        try await Self.with(hooked: false) { backend in
            let guests = """
                mutation { updateTeam(id: \(Self.id(21)), input: { guests: { connect: \(Self.id(31)) } }) { id } }
                """
            try await backend.expect(guests, complaints: ["GRAPHQL_VALIDATION_FAILED"])
            let seats = """
                mutation { updateTeam(id: \(Self.id(21)), input: { seats: { create: { playerId: \(Self.id(31)), number: 1 } } }) {
                  guests { nodes { name } } } }
                """
            let answer = #"{"data":{"updateTeam":{"guests":{"nodes":[{"name":"p31"}]}}}}"#
            try await backend.expect(seats, answer: answer)
        }
    }
}
