import PlumblineSchema
import Testing

@Suite("Conditions over relations in PostgreSQL", .enabled(if: PSQL.url != nil))
struct ConditionTests {
    private static let tables = """
        create temp table users (id uuid primary key, full_name text);
        create temp table providers (id uuid primary key, user_id uuid unique references users, name text);
        create temp table services (id uuid primary key, provider_id uuid references providers);
        create temp table appointments (
            id uuid primary key default gen_random_uuid(), client_id uuid references users,
            provider_id uuid references providers, service_id uuid references services, notes text
        );
        insert into users select lpad(n::text, 32, '0')::uuid, 'user ' || n from generate_series(1, 200) n;
        insert into providers select lpad(n::text, 32, '0')::uuid, nullif(lpad((n % 100)::text, 32, '0')::uuid,
            lpad('0', 32, '0')::uuid), 'provider ' || n from generate_series(1, 100) n;
        insert into services select lpad(n::text, 32, '0')::uuid, lpad(n::text, 32, '0')::uuid
            from generate_series(1, 100) n;
        insert into appointments (client_id, provider_id, service_id, notes)
            select lpad((n % 199 + 1)::text, 32, '0')::uuid, case when n % 7 > 0 then lpad((n % 100 + 1)::text, 32, '0')::uuid end,
            lpad((n % 100 + 1)::text, 32, '0')::uuid, 'note ' || n from generate_series(1, 20000) n;
        create index on appointments (client_id);
        create index on appointments (provider_id);
        analyze;

        """

    private let printer = SQLExpressionPrinter(
        schema: Clinic.schema,
        entity: Clinic.appointment,
        row: "a",
        me: "'00000000-0000-0000-0000-000000000007'::uuid"
    )

    private static let rules: [Expression] = [
        path("provider", "user") .== .me,
        path("service", "provider", "user") .== .me,
        path("client") .== .me || path("provider", "user") .== .me,
        !(path("provider", "user") .== .me),
        path("provider", "name") .== .text("provider 7") && !(path("client") .== .me),
        .unary(.isNull, path("provider", "user")),
        path("service", "provider") .== path("provider"),
    ]

    @Test(
        "The form for an index selects the same rows as the exact one, also where a relation is null",
        arguments: rules
    )
    func sameRows(rule: Expression) throws {
        let (condition, value) = (printer.printCondition(rule), printer.print(rule))
        let counts = try PSQL.run(
            Self.tables + """
                select count(*), count(*) filter (where (\(condition)) is true is distinct from ((\(value)) is true))
                from appointments a;
                """
        )
        let columns = try #require(counts.first).split(separator: "|")
        #expect(columns.first == "20000" && columns.last == "0")
    }

    @Test("A caller's own rows, by two ways, are found by indexes and not by reading the table")
    func usesIndexes() throws {
        let rule = path("client") .== .me || path("provider", "user") .== .me
        let plan = try PSQL.run(
            Self.tables + "explain select * from appointments a where \(printer.printCondition(rule));"
        )
        #expect(plan.contains { $0.contains("BitmapOr") })
        #expect(!plan.contains { $0.contains("Seq Scan on appointments") })
    }

    @Test("PostgreSQL names the same table for a missing target and for one still pointed at")
    func foreignKeyErrors() throws {
        // Why the catalog asks which statement failed: the error alone cannot tell.
        let rows = try PSQL.run(
            """
            create temp table users (id int primary key);
            create temp table appointments (client_id int constraint appointments_client_id_fkey references users);
            insert into users values (1);
            insert into appointments values (1);
            create function pg_temp.failed(query text) returns text language plpgsql as $$
            declare name text; relation text;
            begin
                execute query;
                return 'no error';
            exception when foreign_key_violation then
                get stacked diagnostics name = constraint_name, relation = table_name;
                return relation || '.' || name;
            end $$;
            select pg_temp.failed('insert into appointments values (2)'), pg_temp.failed('delete from users');
            """
        )
        let same = "appointments.appointments_client_id_fkey"
        #expect(rows == ["\(same)|\(same)"])
    }
}
