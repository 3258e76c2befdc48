import PlumblinePostgres
import PlumblineTestSupport

/// What the catalogue knows of a database: columns, constraints, indexes, descriptions, triggers, policies, rights and
/// views, a line for each, sorted.
enum Catalogue {
    static func of(_ database: TestDatabase) async throws -> [String] {
        try await database.withClient { client in
            let rows = try await client.query(statement, mode: .read)
            return (0..<rows.rowCount).compactMap { rows.string(row: $0, column: 0) }
        }
    }

    private static let statement = PostgresStatement(
        """
        with spaces as (select oid from pg_namespace where nspname in ('public', 'people', 'plumbline')),
            tables as (select * from pg_class where relnamespace in (select oid from spaces))
        select line from (
            select format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                pg_get_expr(d.adbin, d.adrelid)) as line
            from tables c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
            where c.relkind = 'r'
            union all
            select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            from pg_constraint where connamespace in (select oid from spaces)
            union all
            select pg_get_indexdef(indexrelid) from pg_index i join tables c on c.oid = i.indexrelid
            union all
            select format('%s %s: %s', objoid::regclass, coalesce(attname::text, 'table'), description)
            from pg_description
            join tables c on c.oid = objoid
            left join pg_attribute on attrelid = objoid and attnum = objsubid and objsubid > 0
            where classoid = 'pg_class'::regclass
            union all
            select format('%s %s: %s', conrelid::regclass, conname, description)
            from pg_description join pg_constraint c on c.oid = objoid
            where classoid = 'pg_constraint'::regclass and connamespace in (select oid from spaces)
            union all
            select pg_get_triggerdef(t.oid) from pg_trigger t join tables c on c.oid = tgrelid where not tgisinternal
            union all
            select format('%s.%s %s %s %s: %s / %s', schemaname, tablename, policyname, cmd, roles, qual, with_check)
            from pg_policies
            union all
            select format('%s %s %s %s', relname, relrowsecurity, relforcerowsecurity,
                (select string_agg(r::text, ' ' order by r::text) from unnest(relacl) r))
            from tables where relkind in ('r', 'v')
            union all
            select format('%s as %s', oid::regclass, pg_get_viewdef(oid)) from tables where relkind = 'v'
        ) as lines order by line collate "C"
        """
    )
}
