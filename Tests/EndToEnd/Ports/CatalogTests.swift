import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

/// The specs make the tables of the originals.
///
/// Where the language says a thing in its own way, that counts as equal:
/// - `varchar(n)` is `text` with a CHECK of its length; a foreign key has the length of what it points at;
/// - `timestamp` without a zone is `timestamptz`: the language has points in time only;
/// - `real`, where it holds money or a share of it, is an exact `numeric(10, 2)`;
/// - `no action` is `restrict`: both refuse, and nothing here is deferred.
@Suite(
    "Well-known databases as specs: the catalog",
    .enabled(if: SampleDatabase.data != nil, "PLUMBLINE_TEST_DATA names no folder with the originals")
)
struct CatalogTests {
    @Test(
        "Tables, columns, keys and relations are those of the original",
        arguments: [SampleDatabase.chinook, .northwind],
        [columns, primaryKeys, foreignKeys]
    )
    func isTheSame(sample: SampleDatabase, query: String) async throws {
        try await sample.with { server in
            let ours = try await lines(query, of: "public", server)
            let theirs = try await lines(query, of: "original", server)
            #expect(ours.subtracting(theirs).sorted() == [], "More than the original has")
            #expect(theirs.subtracting(ours).sorted() == [], "Less than the original has")
            #expect(!ours.isEmpty)
        }
    }

    private func lines(_ query: String, of schema: String, _ server: RunningServer) async throws -> Set<
        String
    > {
        let sql =
            "select string_agg(line, E'\\n') from (\(query)) lines where namespace = '\(schema)'::regnamespace"
        let text = try await server.database.scalar(sql) ?? ""
        return Set(text.split(separator: "\n").map(String.init))
    }

    private static let columns = """
        select t.relnamespace as namespace, t.relname || '.' || a.attname || ': ' || case
                when a.atttypid in ('varchar'::regtype, 'text'::regtype) and exists (
                    select from pg_constraint f
                    where f.contype = 'f' and f.conrelid = t.oid and a.attnum = any (f.conkey)
                ) then 'text of a key'
                when a.atttypid = 'varchar'::regtype then 'text of at most ' || a.atttypmod - 4
                when limits.definition is not null
                    then 'text of at most ' || substring(limits.definition from '<= (\\d+)')
                when a.atttypid = 'timestamp'::regtype then 'timestamp with time zone'
                when a.atttypid = 'real'::regtype then 'numeric(10,2)'
                else format_type(a.atttypid, a.atttypmod)
            end || case when a.attnotnull then ', required' else '' end as line
        from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        left join lateral (
            select pg_get_constraintdef(c.oid) as definition from pg_constraint c
            where c.conrelid = t.oid and c.conname = t.relname || '_' || a.attname || '_length'
        ) limits on true
        where t.relkind = 'r'
        """

    private static let primaryKeys = """
        select t.relnamespace as namespace, t.relname || ' by ' || pg_get_constraintdef(c.oid) as line
        from pg_constraint c join pg_class t on t.oid = c.conrelid where c.contype = 'p'
        """

    private static let foreignKeys = """
        select t.relnamespace as namespace,
            t.relname || ' ' || substring(pg_get_constraintdef(c.oid) from 'FOREIGN KEY (\\(.*?\\)) REFERENCES')
            || ' to ' || f.relname || ' ' || substring(pg_get_constraintdef(c.oid) from 'REFERENCES \\S+?(\\(.*?\\))')
            as line
        from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class f on f.oid = c.confrelid
        where c.contype = 'f'
        """
}
