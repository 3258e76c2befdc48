import Foundation
import PlumblineEmit
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import PlumblineSpec
import PlumblineTestSupport
import PlumblineTrials
import Testing

/// The rules that the server inlines against the policies that PostgreSQL keeps: random rows, random callers.
@Suite("Row-level security and the inlined rules agree")
struct RowSecurityTests {
    /// A spec whose rules use all that the language has.
    private static let sharing = """
        principal:
          { entity: User, sign_in: [name], password: password, role: role, includes: { admin: [editor] } }
        scopes: { read:folders: See all folders. }
        enums:
          Role: { values: { admin, editor, user } }
        entities:
          User:
            fields:
              name: { type: text, unique: true }
              password: password
              role: Role
              team: { to: Team, optional: true, on_delete: set_null }
            access: { read: id = me or team.is_open, update: id = me and role != user, create: role(admin) }
          Team:
            fields: { name: text, is_open: boolean, lead: { to: User, optional: true } }
            access:
              read: "any(users, id = me) or is_open and authenticated"
              create: lead = me or lead is null
              update: lead = me and not any(users, role = admin)
              delete: not (lead = me or any(users))
          Folder:
            fields:
              name: text
              level: { type: integer, optional: true }
              parent: { to: Folder, optional: true, on_delete: cascade }
            access:
              read: scope(read:folders) or any(shares, user = me) or any(shares, team.name = folder.name)
                or parent.name = 'a' or not (parent.level > level)
              create: any(shares, user = me) or parent.parent.name in ['a', 'b'] or level > parent.level
              update: any(shares, user = me and may_write) or role(editor)
              delete: role(editor) and not any(folders, level is null)
          Share:
            fields:
              folder: { to: Folder, on_delete: cascade }
              user: { to: User, optional: true }
              team: { to: Team, optional: true }
              may_write: boolean
            access:
              read: everyone
              create: team.lead = me or user.team.lead = me or lower(folder.name) = lower(team.name)
              update: not role(user) and (user = me or team.lead = me)
        """

    @Test("For the reference application", arguments: 1...UInt64(Trials.count(2, full: 60)))
    func reference(seed: UInt64) async throws {
        let package = URL(filePath: #filePath).appending(path: "../../../..").standardized
        let files = try SpecDirectory.load(package.appending(path: "spec"), relativeTo: package)
        let schema = try #require(SpecReader.read(files, name: "row security").schema)
        try await compare(schema, roles: ["admin", "staff", "client"], scopes: [], seed: seed)
    }

    @Test("For rules that use all of the language", arguments: 1...UInt64(Trials.count(3, full: 100)))
    func language(seed: UInt64) async throws {
        let schema = try #require(Backend.schema(Self.sharing))
        try await compare(schema, roles: ["admin", "editor", "user"], scopes: ["read:folders"], seed: seed)
    }

    private func compare(_ schema: Schema, roles: [String], scopes: [String], seed: UInt64) async throws {
        var rows = RandomRows(schema, seed: seed)
        let world = rows.world()
        var verdicts: Set<Bool> = []
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(schema).schemaSQL() + AccessTrial.preparation(schema))
            try await database.withClient { client in
                try await client.withConnection { connection in
                    for (entity, rows) in zip(schema.entities, world) {
                        _ = try await connection.execute(script: "set session_replication_role = replica")
                        _ = try await connection.query(AccessTrial.insertion(entity), [.text(rows.json)])
                    }
                    for principal in rows.principals(roles: roles, scopes: scopes) {
                        let trials = rows.trials(world)
                        let inlined = try await AccessTrial.inlined(trials, schema, principal, connection)
                        let kept = try await AccessTrial.policies(trials, schema, principal, connection)
                        for (trial, (inlined, kept)) in zip(trials, zip(inlined, kept)) where inlined != kept
                        {
                            Issue.record(
                                "Seed \(seed), \(principal): inlined \(inlined), policies \(kept)\n\(trial)"
                            )
                        }
                        #expect(inlined.count == trials.count && kept.count == trials.count)
                        verdicts.formUnion(kept)
                    }
                }
            }
        }
        #expect(verdicts == [true, false])
    }
}

/// One thing that a caller may try with one row.
private struct AccessTrial: CustomStringConvertible {
    enum Attempt: String {
        case read, create, update, delete
    }

    let entity: Entity
    let attempt: Attempt
    /// The row as it is, as JSON by columns; as it would be, where it is to be created.
    let row: String
    /// The row as it would be.
    let newRow: String

    var description: String { "\(attempt) \(entity.name): \(row) -> \(newRow)" }

    // MARK: As the server asks

    static func inlined(
        _ trials: [AccessTrial],
        _ schema: Schema,
        _ principal: Principal,
        _ connection: PostgresConnection
    ) async throws -> [Bool] {
        let verdicts = trials.map { $0.inlined(schema, principal) }
        let statement = "select array_to_string(array[\n\(verdicts.joined(separator: ",\n"))\n], '')"
        _ = try await connection.execute(script: "reset role")
        return try await Self.verdicts(connection.query(PostgresStatement(statement)))
    }

    /// Whether all rules hold that the server asks of the row before and after.
    private func inlined(_ schema: Schema, _ principal: Principal) -> String {
        let access = entity.access
        func holds(_ rule: PlumblineSchema.Expression, _ row: String) -> String {
            let table = SQLIdentifier.quoted(entity.table)
            let me = principal.id.map { "'\($0)'::uuid" }
            let condition = SQLExpressionPrinter(schema: schema, entity: entity, row: "t1", me: me)
                .printCondition(rule.foldedAccess(for: principal))
            let source = "jsonb_populate_record(null::\(table), \(SQLLiteral.quoted(row))) t1"
            return "coalesce((select \(condition) from \(source)), false)"
        }
        let rules =
            switch attempt {
            case .read: [holds(access.read, row)]
            case .create: [holds(access.create, newRow)]
            case .update:
                [holds(access.read, row), holds(access.update, row), holds(access.update, newRow)]
                    + [holds(access.read, newRow)]
            case .delete: [holds(access.read, row), holds(access.delete, row)]
            }
        return "(\(rules.joined(separator: " and ")))::int"
    }

    // MARK: As PostgreSQL keeps it

    static func policies(
        _ trials: [AccessTrial],
        _ schema: Schema,
        _ principal: Principal,
        _ connection: PostgresConnection
    ) async throws -> [Bool] {
        let settings = [
            ("caller", principal.id ?? ""), ("roles", principal.roles.joined(separator: " ")),
            ("scopes", principal.scopes.joined(separator: " ")),
        ]
        let script = settings.map { "set plumbline.\($0) = \(SQLLiteral.quoted($1));" }.joined()
        _ = try await connection.execute(
            script: script + "set role \(DatabaseRoles(service: schema.name).reader)"
        )
        let attempts = trials.map { "attempt(\(SQLLiteral.quoted($0.statement)))::int" }
        let statement = "select array_to_string(array[\n\(attempts.joined(separator: ",\n"))\n], '')"
        return try await verdicts(connection.query(PostgresStatement(statement)))
    }

    private var statement: String {
        let table = SQLIdentifier.quoted(entity.table)
        let columns = SQLIdentifier.list(entity.fields.map(\.column))
        let new = "select * from jsonb_populate_record(null::\(table), \(SQLLiteral.quoted(newRow)))"
        let key = "id = (\(SQLLiteral.quoted(row))::jsonb ->> 'id')::uuid"
        return switch attempt {
        case .read: "perform id from \(table) where \(key)"
        case .create: "insert into \(table) (\(columns)) \(new)"
        case .update: "update \(table) set (\(columns)) = (\(new)) where \(key)"
        case .delete: "delete from \(table) where \(key)"
        }
    }

    private static func verdicts(_ result: PostgresResult) -> [Bool] {
        (result.string(row: 0, column: 0) ?? "").map { $0 == "1" }
    }

    // MARK: The database

    /// Rows may be anything but of the wrong type, readers may try everything, and nothing that is tried remains.
    static func preparation(_ schema: Schema) -> String {
        let reader = DatabaseRoles(service: schema.name).reader
        let grants = schema.entities.map {
            "grant select, insert, update, delete on \(SQLIdentifier.quoted($0.table)) to \(reader);"
        }
        return """

            do $$
            declare found record;
            begin
                for found in
                    select conrelid::regclass as owner, conname from pg_constraint
                    where connamespace = 'public'::regnamespace and contype in ('c', 'u', 'x', 'f')
                loop
                    execute format('alter table %s drop constraint if exists %I cascade', found.owner, found.conname);
                end loop;
            end;
            $$;
            create function attempt(statement text) returns boolean language plpgsql as $$
            declare changed bigint;
            begin
                if statement like 'perform%' then
                    execute 'select count(*) from (select' || substr(statement, 8) || ') s' into changed;
                else
                    execute statement;
                    get diagnostics changed = row_count;
                end if;
                raise sqlstate 'TR000' using message = (changed = 1)::text;
            exception
                when sqlstate 'TR000' then return sqlerrm::boolean;
                when insufficient_privilege then return false;
            end $$;
            \(grants.joined(separator: "\n"))
            """
    }

    static func insertion(_ entity: Entity) -> PostgresStatement {
        let table = SQLIdentifier.quoted(entity.table)
        return PostgresStatement(
            """
            insert into \(table) select r.* from jsonb_array_elements($1::jsonb) e,
                jsonb_populate_record(null::\(table), e) r
            """
        )
    }
}

/// Random rows of a schema, as JSON by columns.
private struct RandomRows {
    private let schema: Schema
    private var generator: SeededRandom
    /// How many rows each entity has.
    private static let count = 6

    init(_ schema: Schema, seed: UInt64) {
        self.schema = schema
        generator = SeededRandom(seed: seed)
    }

    /// The rows of every entity.
    mutating func world() -> [[String]] {
        schema.entities.indices.map { index in
            (0..<Self.count).map { row(of: index, key: Self.key(index, $0)) }
        }
    }

    /// Nobody, callers of each role that are in the world, one that is not, and one with roles only by name.
    mutating func principals(roles: [String], scopes: [String]) -> [Principal] {
        let index = schema.entities.firstIndex { $0.name == schema.principal?.entity } ?? 0
        let known = (0..<Self.count).map { number in
            Principal(id: Self.key(index, number), roles: [roles[number % roles.count]])
        }
        let unknown = Principal(
            id: Self.key(index, 99),
            roles: [roles.randomElement(using: &generator) ?? ""]
        )
        let many = Principal(id: Self.key(index, 0), roles: roles, scopes: scopes)
        return known + [.anonymous, unknown, many, Principal(id: nil, roles: roles, scopes: scopes)]
    }

    /// Something tried with each row of the world, and new rows.
    mutating func trials(_ world: [[String]]) -> [AccessTrial] {
        var trials: [AccessTrial] = []
        for (index, entity) in schema.entities.enumerated() {
            for (number, old) in world[index].enumerated() {
                let changed = row(of: index, key: Self.key(index, number))
                trials += [
                    AccessTrial(entity: entity, attempt: .read, row: old, newRow: old),
                    AccessTrial(entity: entity, attempt: .update, row: old, newRow: old),
                    AccessTrial(entity: entity, attempt: .update, row: old, newRow: changed),
                    AccessTrial(entity: entity, attempt: .delete, row: old, newRow: old),
                ]
                let new = row(of: index, key: Self.key(index, 50 + number))
                trials.append(AccessTrial(entity: entity, attempt: .create, row: new, newRow: new))
            }
        }
        return trials
    }

    private mutating func row(of index: Int, key: String) -> String {
        let members = schema.entities[index].fields.map { field in
            let value = field.managed == .key ? "\"\(key)\"" : value(of: field)
            return "\"\(field.column)\": \(value)"
        }
        return "{\(members.joined(separator: ", "))}"
    }

    private mutating func value(of field: Field) -> String {
        if field.isOptional, Int.random(in: 0..<4, using: &generator) == 0 { return "null" }
        if let target = field.reference?.target,
            let index = schema.entities.firstIndex(where: { $0.name == target })
        {
            return "\"\(Self.key(index, Int.random(in: 0..<Self.count, using: &generator)))\""
        }
        switch field.type {
        case .enumeration(let name):
            return "\"\(schema.enumType(name)?.values.randomElement(using: &generator)?.name ?? "")\""
        case .boolean: return Bool.random(using: &generator) ? "true" : "false"
        case .timestamp: return "\"2026-01-0\(Int.random(in: 1...9, using: &generator))T09:00:00Z\""
        case .text, .password: return "\"\(["a", "A", "b", "é"].randomElement(using: &generator) ?? "")\""
        default: return "\(Int.random(in: 1...9, using: &generator))"
        }
    }

    private static func key(_ entity: Int, _ number: Int) -> String {
        Clinic.id((entity + 1) * 1000 + number)
    }
}

/// The same numbers for the same seed (SplitMix64), so that a failure can be repeated.
private struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension [String] {
    /// A JSON array of JSON values.
    fileprivate var json: String { "[\(joined(separator: ", "))]" }
}
