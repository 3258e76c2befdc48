import PlumblineEmit
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema

/// What PostgreSQL says: of the CHECKs that it has made of the schema, and of expressions as they are printed.
///
/// Everything happens in a schema of its own in a transaction that is never committed. The real tables are made, their
/// constraints are read back as PostgreSQL understood them and then dropped, so that rows which break them can be kept
/// and asked about.
struct PostgresJudge {
    let schema: Schema
    let connection: PostgresConnection
    /// The time of the transaction, in microseconds since 1970.
    let now: Int64
    private let checks: [String: [Check]]

    /// One constraint as PostgreSQL prints it.
    private struct Check {
        let name: String
        let columns: [String]
        let condition: String
    }

    /// Begins the transaction and makes the tables.
    init(_ schema: Schema, on connection: PostgresConnection) async throws {
        self.schema = schema
        self.connection = connection
        do {
            _ = try await connection.execute(script: "begin; create schema plumbline_proof;")
            _ = try await connection.execute(
                script: "set local search_path = plumbline_proof, public; set local timezone = 'UTC';\n"
                    + SQLEmitter(schema).schemaSQL() + Self.support
            )
        } catch let error as PostgresError {
            guard let reason = error.serverMessage else { throw error }
            throw ProofError(
                "The spec's tables cannot be made in a schema of their own in this database: \(reason)."
            )
        }
        let time = try await connection.query("select (extract(epoch from now()) * 1000000)::bigint")
        now = time.string(row: 0, column: 0).flatMap { Int64($0) } ?? 0
        checks = try await Self.readChecks(connection)
        _ = try await connection.execute(script: "select pg_temp.plumbline_loosen();")
    }

    /// Fills the tables.
    func insert(_ world: World) async throws {
        for entity in schema.entities {
            let table = entity.sqlTable
            let columns = SQLIdentifier.list(entity.columns.map(\.name) + [Self.place])
            _ = try await connection.execute(script: "truncate \(table);")
            _ = try await connection.query(
                PostgresStatement(
                    "insert into \(table) (\(columns)) select \(columns) from json_populate_recordset(null::\(table), $1::json)"
                ),
                [.text(Self.json(world.rows[entity.name] ?? [], of: entity))]
            )
            _ = try await connection.execute(script: "analyze \(table);")
        }
    }

    /// The verdicts on every row, in order.
    func verdicts(on claim: Claim, for principal: Principal, as judge: Judge) async throws -> [Verdict] {
        let table = claim.entity.sqlTable
        return try await verdicts(sql(of: claim, for: principal, as: judge), from: table, principal)
    }

    /// The verdict on a row that is in no table.
    func verdict(on claim: Claim, of row: World.Row, for principal: Principal, as judge: Judge) async throws
        -> Verdict
    {
        let table = claim.entity.sqlTable
        let json = SQLLiteral.quoted(Self.json([row], of: claim.entity))
        let source = "json_populate_recordset(null::\(table), \(json)) as \(table)"
        return try await verdicts(sql(of: claim, for: principal, as: judge), from: source, principal).first
            ?? .undecided
    }

    private func verdicts(_ value: String, from source: String, _ principal: Principal) async throws
        -> [Verdict]
    {
        let result = try await connection.query(
            "select pg_temp.plumbline_verdicts($1, $2, $3)",
            [.text(source), .text(value), principal.id.map { .text($0) } ?? .null]
        )
        return (result.string(row: 0, column: 0) ?? "").map { Verdict(rawValue: $0) ?? .undecided }
    }

    // MARK: - SQL

    private func sql(of claim: Claim, for principal: Principal, as judge: Judge) -> String {
        let own = checks[claim.entity.table] ?? []
        if let field = claim.field {
            // A CHECK lets null pass.
            let conditions = own.filter { claim.entity.isCheck($0.name, on: $0.columns, about: field) }
                .map { "(\($0.condition)) is not false" }
            return conditions.isEmpty ? "true" : conditions.joined(separator: " and ")
        }
        if let check = own.first(where: { $0.name == claim.constraint }) { return check.condition }
        let printer = SQLExpressionPrinter(
            schema: schema,
            entity: claim.entity,
            row: SQLIdentifier.quoted(claim.entity.table),
            me: principal.id == nil ? nil : "$1"
        )
        guard judge == .condition else { return printer.print(claim.expression.folded(for: principal)) }
        return "coalesce(\(printer.printCondition(claim.expression.foldedAccess(for: principal))), false)"
    }

    private static func readChecks(_ connection: PostgresConnection) async throws -> [String: [Check]] {
        let result = try await connection.query(
            """
            select c.relname, k.conname, pg_get_expr(k.conbin, k.conrelid),
                array_to_string(array(select attname from pg_attribute where attrelid = c.oid and attnum = any(k.conkey)
                    order by attnum), '\u{1F}')
            from pg_constraint k join pg_class c on c.oid = k.conrelid
            where k.contype = 'c' and c.relnamespace = 'plumbline_proof'::regnamespace
            union all
            select c.relname, a.attname, quote_ident(a.attname) || ' is not null', a.attname
            from pg_attribute a join pg_class c on c.oid = a.attrelid
            where a.attnotnull and c.relkind = 'r' and a.attnum > 0 and c.relnamespace = 'plumbline_proof'::regnamespace
            """
        )
        var checks: [String: [Check]] = [:]
        for row in 0..<result.rowCount {
            let texts = (0..<4).map { result.string(row: row, column: $0) ?? "" }
            let columns = texts[3].split(separator: "\u{1F}").map(String.init)
            checks[texts[0], default: []].append(Check(name: texts[1], columns: columns, condition: texts[2]))
        }
        return checks
    }

    // MARK: - Rows

    /// The column that tells a row's place among those given.
    private static let place = "plumbline_place"

    private static func json(_ rows: [World.Row], of entity: Entity) -> String {
        let objects = rows.enumerated().map { place, row in
            let members = entity.columns.map { JSONWriter.string($0.name) + ":" + json($0, of: row) }
            return "{\(members.joined(separator: ",")),\"\(Self.place)\":\(place)}"
        }
        return "[" + objects.joined(separator: ",\n") + "]"
    }

    private static func json(_ column: StoredColumn, of row: World.Row) -> String {
        switch column {
        case .field(let field):
            let text = (row[field.name] ?? .null).postgresText
            return text.map { field.type == .json ? $0 : JSONWriter.string($0) } ?? "null"
        case .document(let object, _):
            let values = object.fields.map { (field: $0, value: row[$0.name] ?? .null) }
            guard values.contains(where: { $0.value != .null }) else { return "null" }
            let members = values.map { field, value in
                JSONWriter.string(field.part?.member ?? field.name) + ":" + value.json(as: field.type)
            }
            return "{\(members.joined(separator: ","))}"
        }
    }

    /// `plumbline_loosen` takes away whatever would keep a row out; `plumbline_verdicts` asks all rows at once and, if
    /// one cannot be calculated, each alone.
    private static let support = """
        create function pg_temp.plumbline_loosen() returns void language plpgsql as $$
        declare each record;
        begin
            for each in
                select k.conrelid::regclass as owner, k.conname from pg_constraint k
                join pg_class c on c.oid = k.conrelid
                where c.relnamespace = 'plumbline_proof'::regnamespace
                    and (k.contype in ('f', 'c', 'u', 'x') or k.contype = 'p' and array_length(k.conkey, 1) > 1)
                order by k.contype <> 'f'
            loop
                execute format('alter table %s drop constraint %I cascade', each.owner, each.conname);
            end loop;
            for each in
                select i.indexrelid::regclass as name from pg_index i join pg_class c on c.oid = i.indrelid
                where c.relnamespace = 'plumbline_proof'::regnamespace and i.indisunique and not i.indisprimary
            loop
                execute format('drop index %s', each.name);
            end loop;
            for each in
                select c.oid::regclass as owner, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
                where c.relnamespace = 'plumbline_proof'::regnamespace and a.attidentity <> '' and c.relkind = 'r'
            loop
                execute format('alter table %s alter column %I drop identity', each.owner, each.attname);
            end loop;
            for each in
                select c.oid::regclass as owner, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
                where c.relnamespace = 'plumbline_proof'::regnamespace and c.relkind = 'r' and a.attnum > 0
                    and a.attnotnull and not exists (select from pg_index i
                        where i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey))
            loop
                execute format('alter table %s alter column %I drop not null', each.owner, each.attname);
            end loop;
            for each in
                select c.oid::regclass as owner, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
                where c.relnamespace = 'plumbline_proof'::regnamespace and a.attgenerated <> '' and c.relkind = 'r'
            loop
                execute format('alter table %s alter column %I drop expression', each.owner, each.attname);
            end loop;
            for each in
                select c.oid::regclass as owner from pg_class c
                where c.relnamespace = 'plumbline_proof'::regnamespace and c.relkind = 'r'
            loop
                execute format('alter table %s add column plumbline_place integer, disable trigger user', each.owner);
            end loop;
        end $$;

        create function pg_temp.plumbline_verdicts(source text, value text, caller uuid) returns text language plpgsql as $$
        declare
            letters text := '';
            letter text;
            place integer;
            query constant text := format('select (%s)::boolean as holds, plumbline_place as place from %s', value, source);
        begin
            begin
                execute 'select string_agg(case when holds then ''t'' when not holds then ''f'' else ''n'' end, '''''
                    || ' order by place) from (' || query || ' offset 0) every' into letters using caller;
                return letters;
            exception when numeric_value_out_of_range or division_by_zero or datetime_field_overflow
                or interval_field_overflow then letters := '';
            end;
            for place in execute format('select plumbline_place from %s order by 1', source) loop
                begin
                    execute 'select case when holds then ''t'' when not holds then ''f'' else ''n'' end from ('
                        || query || ' where plumbline_place = $2 offset 0) one' into letter using caller, place;
                exception when numeric_value_out_of_range or division_by_zero or datetime_field_overflow
                    or interval_field_overflow then letter := 'e';
                end;
                letters := letters || letter;
            end loop;
            return letters;
        end $$;

        """
}

extension Entity {
    /// Whether a CHECK on some columns is one of the value of a field: the only one, or one of those in jsonb.
    fileprivate func isCheck(_ constraint: String, on columns: [String], about field: Field) -> Bool {
        guard !rules.contains(where: { $0.constraint == constraint }) else { return false }
        guard let document = field.part?.jsonColumn else { return columns == [field.column] }
        let others = fields.filter { $0.part?.jsonColumn == document && $0.name != field.name }
        return columns == [document] && !others.contains { $0.owns(constraint, in: self) }
    }
}

extension Field {
    /// Whether the constraint has its name and an ending.
    fileprivate func owns(_ constraint: String, in entity: Entity) -> Bool {
        ["length", "format", "pattern", "normalized", "range", "one_of", "enum"].contains {
            constraint == Naming.databaseName(entity.table, column, $0)
        }
    }
}
