import PlumblineGraphQL
import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Changes on which it depends who may read the rows")
struct ReadableChangeTests {
    /// Projects are read by their members, and members by themselves.
    private static let spec = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums:
          Role: { values: { admin, client } }
        entities:
          User:
            fields:
              name: { type: text, unique: true }
              password: password
              role: { type: Role, default: client }
            access: { read: everyone }
          Project:
            fields:
              name: text
            access: { read: "any(members, user = me)", create: authenticated, update: authenticated }
          Member:
            fields:
              project: { to: Project, on_delete: cascade }
              user: { to: User }
            access: { read: user = me, create: authenticated, update: authenticated, delete: authenticated }
        """

    private static let seed = """
        insert into users (id, name, password, role) values
            ('\(Clinic.id(3))', 'ann', '-', 'client'), ('\(Clinic.id(4))', 'ben', '-', 'client');
        """

    private static func create(users: Int...) -> String {
        let members = users.map { #"{ userId: "\#(Clinic.id($0))" }"# }.joined(separator: ", ")
        return """
            mutation { createProject(input: { name: "x", members: { create: [\(members)] } }) { name members { nodes { userId } } } }
            """
    }

    /// Hooks that do nothing, around the creation of rows of an entity.
    private static func hooks(around entity: String?) -> ChangeHooks {
        var hooks = ChangeHooks()
        if let entity { hooks.add({ _, _ in nil }, around: .init(entity, .create)) }
        return hooks
    }

    @Test(
        "The rows around a row may be what lets the caller read it",
        arguments: [nil, "Project", "Member"]
    )
    func around(hooked: String?) async throws {
        let hooks = Self.hooks(around: hooked)
        try await Backend.with(spec: Self.spec, seed: Self.seed, hooks: hooks) { backend in
            let rows = #"{"name":"x","members":{"nodes":[{"userId":"\#(Clinic.id(3))"}]}}"#
            let made = #"{"data":{"createProject":\#(rows)}}"#
            try await backend.expect(Self.create(users: 3), answer: made)
            let target = """
                mutation {
                  createMember(input: {
                    userId: "\(Clinic.id(3))", project: { create: { name: "y", members: { create: [{ userId: "\(Clinic.id(3))" }] } } }
                  }) { project { name } }
                }
                """
            try await backend.expect(target, answer: #"{"data":{"createMember":{"project":{"name":"y"}}}}"#)
        }
    }

    @Test("Without them all is undone", arguments: [nil, "Project", "Member"])
    func undone(hooked: String?) async throws {
        let hooks = Self.hooks(around: hooked)
        try await Backend.with(spec: Self.spec, seed: Self.seed, hooks: hooks) { backend in
            let found = try await backend.complaints(Self.create())
            #expect(found.map { $0.prefix(9) } == ["FORBIDDEN"])
            #expect(try await backend.scalar("select count(*)::text from projects") == "0")
        }
    }

    @Test("Of several rows the one that may not be read is told", arguments: [nil, "Project", "Member"])
    func place(hooked: String?) async throws {
        let hooks = Self.hooks(around: hooked)
        try await Backend.with(spec: Self.spec, seed: Self.seed, hooks: hooks) { backend in
            let complaint = "FORBIDDEN input.members.create.[1]"
            try await backend.expect(Self.create(users: 3, 4), complaints: [complaint])
            #expect(try await backend.scalar("select count(*)::text from projects") == "0")
            let many = """
                mutation { createProjects(inputs: [
                  { name: "a", members: { create: [{ userId: "\(Clinic.id(3))" }] } }, { name: "b" }
                ]) { name } }
                """
            try await backend.expect(many, complaints: ["FORBIDDEN inputs.[1]"])
            #expect(try await backend.scalar("select count(*)::text from projects") == "0")
        }
    }
}
