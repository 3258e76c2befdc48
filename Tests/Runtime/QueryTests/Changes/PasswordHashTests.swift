import NIOPosix
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import Synchronization
import Testing

/// To hash a password takes a good part of a second's work, on purpose.
@Suite("A password is hashed once for each time that it is given")
struct PasswordHashTests {
    private final class Hasher: Sendable {
        private let count = Mutex(0)
        var calls: Int { count.withLock { $0 } }
        func hash(_ password: String) -> String {
            count.withLock { $0 += 1 }
            return "hash of \(password)"
        }
    }

    private static func create(_ names: [String]) -> PlumblineQuery.Operation {
        let inputs = names.enumerated().map { index, name in
            RowInput(
                [
                    Assignment(field: "name", value: .constant(.string(name))),
                    Assignment(field: "password", value: .constant(.string("secret of \(name)"))),
                ],
                path: ["inputs", String(index)]
            )
        }
        let create = CreateMany(entity: "User", inputs: inputs, selection: Selection([.field("name")]))
        return PlumblineQuery.Operation(
            kind: .mutation,
            style: .graphQL,
            roots: [Root(key: "r", action: .createMany(create))]
        )
    }

    private func with(
        hooks: ChangeHooks = ChangeHooks(),
        _ body: (Backend, QueryEngine, Hasher) async throws -> Void
    ) async throws {
        try await Shop.with { backend in
            let hasher = Hasher()
            let engine = QueryEngine(
                schema: backend.engine.schema,
                client: backend.client,
                passwordHasher: { hasher.hash($0) },
                hooks: hooks
            )
            try await body(backend, engine, hasher)
        }
    }

    @Test(
        "A batch that is sent again row by row, to find the row that is in the way, keeps its hashes",
        arguments: [false, true]
    )
    func batch(isInTransaction: Bool) async throws {
        try await with { backend, engine, hasher in
            let operation = Self.create(["x", "ann", "y"])
            await #expect(throws: QueryFailure.self) {
                try await backend.client.withTransaction { transaction in
                    _ = try await engine.run(
                        operation,
                        variables: .object([]),
                        principal: Shop.admin,
                        caller: CallerShape(Shop.admin),
                        in: isInTransaction ? transaction : nil
                    )
                }
            }
            #expect(hasher.calls == 3)
        }
    }

    @Test("So does a change that is made once for a key")
    func idempotent() async throws {
        try await with { _, engine, hasher in
            let plan = try engine.planner.plan(Self.create(["x", "ann", "y"]), for: CallerShape(Shop.admin))
            await #expect(throws: QueryFailure.self) {
                try await engine.execute(
                    plan,
                    variables: .object([]),
                    principal: Shop.admin,
                    once: IdempotencyKey(name: "k", request: [1]),
                    on: MultiThreadedEventLoopGroup.singleton.any()
                )
            }
            #expect(hasher.calls == 3)
        }
    }

    @Test(
        "A hook that changes another value leaves the hash as it is; one that changes the password does not"
    )
    func hooks() async throws {
        var hooks = ChangeHooks()
        hooks.add(
            { _, values in
                values["email"] = .string("x@example.org")
                if values["name"] == .string("y") { values["password"] = .string("another") }
                return nil
            },
            around: .init("User", .create)
        )
        try await with(hooks: hooks) { backend, engine, hasher in
            for (name, hash, calls) in [("x", "hash of secret of x", 1), ("y", "hash of another", 3)] {
                _ = try await backend.scalar("update users set email = null returning 'done'")
                _ = try await engine.run(
                    Self.create([name]),
                    variables: .object([]),
                    principal: Shop.admin,
                    caller: CallerShape(Shop.admin)
                )
                #expect(try await backend.scalar("select password from users where name = '\(name)'") == hash)
                #expect(hasher.calls == calls)
            }
        }
    }
}
