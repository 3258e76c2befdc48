import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("A row that is made or changed")
struct UpsertTests {
    private static func order(_ number: Int, note: String, owner: Int = 3) -> String {
        """
        mutation {
          upsertOrder(
            onConflict: NUMBER, input: { ownerId: "\(Clinic.id(owner))", number: \(number), note: "new" }, update: { note: "\(note)" }
          ) { number note version }
        }
        """
    }

    @Test("It is made where its values are free, and changed where they are not")
    func both() async throws {
        try await Shop.with { backend in
            let made = try await backend.graphQL(Self.order(7, note: "old"))
            #expect(made == #"{"data":{"upsertOrder":{"number":7,"note":"new","version":1}}}"#)
            let changed = try await backend.graphQL(Self.order(7, note: "old"))
            #expect(changed == #"{"data":{"upsertOrder":{"number":7,"note":"old","version":2}}}"#)
        }
    }

    @Test("A row that the caller may not change is told as a creation tells it, and stays")
    func forbidden() async throws {
        try await Shop.with { backend in
            try await backend.expect(Self.order(2, note: "mine"), complaints: ["NOT_UNIQUE input.number"])
            let create = """
                mutation { createOrder(input: { ownerId: "\(Clinic.id(3))", number: 2 }) { id } }
                """
            try await backend.expect(create, complaints: ["NOT_UNIQUE input.number"])
            #expect(try await backend.scalar("select note from orders where number = 2") == nil)
        }
    }

    @Test("Who may not make the row does not learn whether it is there", arguments: [2, 7])
    func creationRule(number: Int) async throws {
        try await Shop.with { backend in
            let document = Self.order(number, note: "x", owner: 4)
            try await backend.expect(document, complaints: ["FORBIDDEN"])
        }
    }

    @Test("A text that ignores case is the same in other letters")
    func letters() async throws {
        try await Shop.with { backend in
            let document = """
                mutation {
                  upsertUser(onConflict: EMAIL, input: { name: "anna", email: "ANN@X.org", password: "-" }, update: { name: "ann2" }) { id name }
                }
                """
            let answer = try await backend.graphQL(document, as: Shop.admin)
            #expect(answer == #"{"data":{"upsertUser":{"id":"\#(Clinic.id(3))","name":"ann2"}}}"#)
        }
    }

    @Test("A deleted row does not hold its values")
    func deleted() async throws {
        let seed = "insert into folders (name, size, deleted_at) values ('a', 1, now()), ('b', 1, null);"
        try await Shop.with(seed) { backend in
            let document = """
                mutation {
                  a: upsertFolder(onConflict: NAME, input: { name: "a", size: 5 }, update: { size: 9 }) { size }
                  b: upsertFolder(onConflict: NAME, input: { name: "b", size: 5 }, update: { size: 9 }) { size }
                }
                """
            let answer = try await backend.graphQL(document)
            #expect(answer == #"{"data":{"a":{"size":5},"b":{"size":9}}}"#)
            #expect(try await backend.scalar("select count(*)::text from folders") == "3")
        }
    }

    @Test("The values of the key have to be given")
    func key() async throws {
        try await Shop.with { backend in
            let document = """
                mutation { upsertUser(onConflict: EMAIL, input: { name: "x", password: "-" }, update: {}) { id } }
                """
            try await backend.expect(document, as: Shop.admin, complaints: ["BAD_USER_INPUT input.email"])
        }
    }

    @Test("Of 32 callers at once one makes the row and the others change it", arguments: [false, true])
    func rivals(hasHooks: Bool) async throws {
        var hooks = ChangeHooks()
        if hasHooks { hooks.add({ _, _ in nil }, around: .init("Order", .update)) }
        try await Shop.with(hooks: hooks) { backend in
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<(hasHooks ? 4 : 32) {
                    group.addTask { try await backend.graphQL(Self.order(7, note: "n\(number)")) }
                }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.contains(#""number":7"#) }, "\(answers)")
            let made = answers.filter { $0.contains(#""note":"new""#) }
            #expect(made.count == 1)
            let versions = try await backend.scalar("select version::text from orders where number = 7")
            #expect(versions == String(answers.count))
        }
    }
}
