import Logging
import NIOCore
import NIOPosix
import PlumblineEmit
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import PlumblineSpec
import PlumblineTestSupport
import Testing

/// A database of the clinic with an engine over it.
struct Backend: Sendable {
    let engine: QueryEngine
    let client: PostgresClient

    /// Lends a fresh one.
    static func with(
        seed: String = "",
        _ body: (Backend) async throws -> Void
    ) async throws {
        try await with(schema: ClinicSpec.schema, script: Clinic.people + seed, body)
    }

    /// Lends a database of another spec.
    static func with(
        spec: String,
        seed: String,
        hooks: ChangeHooks = ChangeHooks(),
        _ body: (Backend) async throws -> Void
    ) async throws {
        try await with(schema: try #require(schema(spec)), script: seed, hooks: hooks, body)
    }

    private static func with(
        schema: Schema,
        script: String,
        hooks: ChangeHooks = ChangeHooks(),
        _ body: (Backend) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(schema).schemaSQL())
            try await database.run(script: script)
            try await database.withClient { client in
                let engine = QueryEngine(
                    schema: schema,
                    client: client,
                    passwordHasher: { "hash of " + $0 },
                    hooks: hooks
                )
                try await body(Backend(engine: engine, client: client))
            }
        }
    }

    /// The schema of a spec; nil after a report.
    static func schema(_ spec: String) -> Schema? {
        let result = SpecReader.read([SpecFile(path: "spec/main.yaml", text: spec)], name: "test")
        for diagnostic in result.diagnostics { Issue.record("\(diagnostic)") }
        return result.schema
    }

    /// Runs an operation and returns the JSON of its data.
    func run(
        _ operation: PlumblineQuery.Operation,
        as principal: Principal = Clinic.admin,
        _ variables: [String: InputValue] = [:]
    ) async throws -> String {
        try await String(buffer: output(operation, as: principal, variables).json)
    }

    /// Demands the JSON that an operation gives.
    func expect(
        _ operation: PlumblineQuery.Operation,
        as principal: Principal = Clinic.admin,
        gives json: String,
        _ comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await run(operation, as: principal)
        #expect(found == json, comment, sourceLocation: sourceLocation)
    }

    /// Runs an operation.
    func output(
        _ operation: PlumblineQuery.Operation,
        as principal: Principal = Clinic.admin,
        shape: CallerShape? = nil,
        _ variables: [String: InputValue] = [:]
    ) async throws -> QueryOutput {
        let plan = try engine.planner.plan(operation, for: shape ?? CallerShape(principal))
        let members = variables.sorted { $0.key < $1.key }.map { InputValue.Member($0.key, $0.value) }
        return try await engine.execute(
            plan,
            variables: .object(members),
            principal: principal,
            on: MultiThreadedEventLoopGroup.singleton.any()
        )
    }

    /// The errors of an operation that must fail.
    func errors(
        _ operation: PlumblineQuery.Operation,
        as principal: Principal = Clinic.admin,
        _ variables: [String: InputValue] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async -> [QueryError] {
        do {
            let json = try await run(operation, as: principal, variables)
            Issue.record("The operation succeeded: \(json)", sourceLocation: sourceLocation)
            return []
        } catch let failure as QueryFailure {
            return failure.errors
        } catch {
            Issue.record(error, sourceLocation: sourceLocation)
            return []
        }
    }

    /// One value by plain SQL.
    func scalar(_ sql: String) async throws -> String? {
        try await client.query(PostgresStatement(sql)).string(row: 0, column: 0)
    }
}

/// Keys and callers of the seeded rows.
enum Clinic {
    static func id(_ number: Int) -> String {
        let digits = String(number)
        return "00000000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    static let admin = Principal(id: id(1), roles: ["admin"])
    static let staff = Principal(id: id(2), roles: ["staff"])
    /// Client of appointment 301.
    static let ann = Principal(id: id(3), roles: ["client"])
    /// Client of appointment 302.
    static let ben = Principal(id: id(4), roles: ["client"])
    /// The user of provider 101, of both appointments.
    static let doctor = Principal(id: id(5), roles: ["client"])

    /// Five users, one provider with one service of half an hour, and an appointment each of Ann and Ben.
    static let people = """
        insert into users (id, username, email, role, password) values
            ('\(id(1))', 'admin', 'admin@example.org', 'admin', 'x'),
            ('\(id(2))', 'staff', 'staff@example.org', 'staff', 'x'),
            ('\(id(3))', 'ann', 'ann@example.org', 'client', 'x'),
            ('\(id(4))', 'ben', 'ben@example.org', 'client', 'x'),
            ('\(id(5))', 'doctor', null, 'client', 'x');
        insert into providers (id, user_id, name) values
            ('\(id(101))', '\(id(5))', 'Practice "One"'), ('\(id(102))', '\(id(2))', 'Practice Two');
        insert into services (id, provider_id, name, minutes) values
            ('\(id(201))', '\(id(101))', 'Visit', 30), ('\(id(202))', '\(id(102))', 'Other', 30);
        insert into appointments (id, client_id, provider_id, service_id, starts_at, ends_at, reminds_at) values
            ('\(id(301))', '\(id(3))', '\(id(101))', '\(id(201))',
                '2026-01-01T09:00:00Z', '2026-01-01T09:30:00Z', '2026-01-01T07:30:00Z'),
            ('\(id(302))', '\(id(4))', '\(id(101))', '\(id(201))',
                '2026-01-01T10:00:00.25Z', '2026-01-01T10:30:00Z', '2026-01-01T08:30:00Z');

        """
}

// MARK: - Short ways to say operations

extension PlumblineQuery.Operation {
    static func query(_ action: Root.Action, style: Style = .graphQL, returnsVersion: Bool = false) -> Self {
        Self(
            kind: .query,
            style: style,
            roots: [Root(key: "r", action: action)],
            returnsVersion: returnsVersion
        )
    }

    static func mutation(_ actions: Root.Action..., style: Style = .graphQL) -> Self {
        let roots = actions.enumerated().map { Root(key: "r\($0)", action: $1) }
        return Self(kind: .mutation, style: style, roots: roots)
    }
}

extension Root.Action {
    static func row(_ entity: String, _ id: String, _ members: Selection.Member...) -> Self {
        .row(RowQuery(entity: entity, key: .id(.constant(.string(id))), selection: Selection(members)))
    }

    static func all(
        _ entity: String,
        filter: Filter? = nil,
        order: [OrderTerm] = [],
        page: Page = Page(),
        _ members: Connection.Member...
    ) -> Self {
        .connection(
            entity: entity,
            Connection(filter: filter, order: order, page: page, members: members)
        )
    }

    static func create(
        _ entity: String,
        _ values: KeyValuePairs<String, InputValue>,
        _ members: Selection.Member...
    )
        -> Self
    {
        let assignments = values.map { Assignment(field: $0.key, value: .constant($0.value)) }
        return .create(Create(entity: entity, assignments: assignments, selection: Selection(members)))
    }

    static func update(
        _ entity: String,
        _ id: String,
        version: Int64? = nil,
        _ values: KeyValuePairs<String, InputValue>,
        _ members: Selection.Member...
    ) -> Self {
        .update(
            Update(
                entity: entity,
                id: .constant(.string(id)),
                expectedVersion: version.map { .constant(.integer($0)) },
                assignments: values.map { Assignment(field: $0.key, value: .constant($0.value)) },
                selection: Selection(members)
            )
        )
    }

    static func delete(_ entity: String, _ id: String, version: Int64? = nil) -> Self {
        .delete(
            Delete(
                entity: entity,
                id: .constant(.string(id)),
                expectedVersion: version.map { .constant(.integer($0)) }
            )
        )
    }
}

extension Selection.Member {
    static func field(_ name: String) -> Self { .field(key: name, field: name) }
}

extension Connection.Member {
    static func nodes(_ members: Selection.Member...) -> Self { .nodes(key: "nodes", Selection(members)) }
    static let count = Self.totalCount(key: "count")
}
