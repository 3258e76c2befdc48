import PlumblineEmit
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema

/// Looks for what slows a service down in its database: what PostgreSQL's catalogs and statistics tell.
struct DatabaseReview {
    let schema: Schema
    private let entities: [String: Entity]
    /// The tables of the schema as a common table expression, which all questions begin with.
    private static let tables = """
        with tables as (select to_regclass(name) as oid, name from unnest($1::text[]) name)
        """

    init(schema: Schema) {
        self.schema = schema
        entities = Dictionary(schema.entities.map { ($0.sqlTable, $0) }) { first, _ in first }
    }

    /// All findings. Nothing is changed.
    func complaints(on client: PostgresClient) async throws -> [Complaint] {
        if let other = try await otherSchema(client) { return [other] }
        var complaints: [Complaint] = []
        for review in [foreignKeys, invalidIndexes, neverAnalyzed, scans, coveredIndexes, unusedIndexes] {
            complaints += try await review(client)
        }
        return complaints
    }

    // MARK: - The marker

    /// Of another schema nothing else would be right.
    private func otherSchema(_ client: PostgresClient) async throws -> Complaint? {
        let found: String?
        do {
            let result = try await client.query("select fingerprint from plumbline.marker", mode: .read)
            found = result.string(row: 0, column: 0)
        } catch let error as PostgresError where ["42P01", "3F000"].contains(error.sqlState) {
            found = nil
        }
        guard found != SQLEmitter(schema).fingerprint() else { return nil }
        return Complaint(
            urgency: .wrongDatabase,
            kind: .otherSchema,
            subject: schema.name,
            message: found == nil
                ? "The database has no schema of this service yet."
                : "The database's schema is not that of the spec.",
            fix: "Run 'plumbline migrate status', then 'plumbline migrate up'."
        )
    }

    // MARK: - Questions

    private func rows(_ sql: String, _ client: PostgresClient) async throws -> [[String]] {
        let names = PostgresValue.text(ArrayText.of(entities.keys.sorted()))
        let result = try await client.query(PostgresStatement(Self.tables + " " + sql), [names], mode: .read)
        return (0..<result.rowCount).map { row in
            (0..<result.columnCount).map { result.string(row: row, column: $0) ?? "" }
        }
    }

    private func place(_ table: String) -> String? { entities[table]?.origin.description }

    /// Without an index, a deletion of what is pointed at, and a look from there, reads the whole table.
    private func foreignKeys(_ client: PostgresClient) async throws -> [Complaint] {
        let rows = try await rows(
            """
            select t.name, c.conname, a.attname, c.confrelid::regclass from tables t
            join pg_constraint c on c.conrelid = t.oid and c.contype = 'f'
            join pg_attribute a on a.attrelid = t.oid and a.attnum = c.conkey[1]
            where not exists (
              select from pg_index i where i.indrelid = t.oid and i.indisvalid and i.indpred is null
              and i.indkey[0] = any(c.conkey)
            ) order by t.name, c.conname
            """,
            client
        )
        return rows.map { row in
            Complaint(
                urgency: .everyRequest,
                kind: .foreignKey,
                subject: row[0],
                message: """
                    No index begins with \(row[0]).\(row[2]), which points at \(row[3]): a look at the rows of one of those, \
                    and the deletion of one, reads all of \(row[0]).
                    """,
                fix: creation(of: row[2], in: row[0]),
                place: place(row[0])
            )
        }
    }

    /// The statement that makes an index for a relation. Of a table of ours the spec has it already.
    private func creation(of column: String, in table: String) -> String {
        let entity = entities[table]
        let field = entity?.storedFields.first { $0.column == column }
        guard let entity, entity.isManaged, let field else {
            let quoted = SQLIdentifier.quoted(column)
            return "Whoever keeps the table: create index concurrently on \(table) (\(quoted));"
        }
        let index = entity.indexes.first { $0.leadsToItsFirstField && $0.fields.first == field.name }
        let columns = index?.fields.compactMap { entity.field($0)?.column } ?? [column]
        let name = index.map { " " + SQLIdentifier.quoted($0.name) } ?? ""
        return """
            The spec has it: create index concurrently\(name) on \(table) \
            (\(columns.map { SQLIdentifier.quoted($0) }.joined(separator: ", ")));
            """
    }

    private func invalidIndexes(_ client: PostgresClient) async throws -> [Complaint] {
        let rows = try await rows(
            """
            select t.name, i.indexrelid::regclass from tables t
            join pg_index i on i.indrelid = t.oid where not i.indisvalid order by 1, 2
            """,
            client
        )
        return rows.map { row in
            Complaint(
                urgency: .everyRequest,
                kind: .invalidIndex,
                subject: row[1],
                message: """
                    The index \(row[1]) of \(row[0]) is invalid, because its making failed or still goes on: no query uses it, and \
                    writes may pay for it.
                    """,
                fix: "Unless it is being made: reindex index concurrently \(row[1]);",
                place: place(row[0])
            )
        }
    }

    private func neverAnalyzed(_ client: PostgresClient) async throws -> [Complaint] {
        let rows = try await rows(
            """
            select t.name, s.n_live_tup from tables t join pg_stat_all_tables s on s.relid = t.oid
            where s.last_analyze is null and s.last_autoanalyze is null and pg_relation_size(t.oid) >= 81920
            and not exists (select from pg_stats p where p.schemaname = s.schemaname and p.tablename = s.relname)
            order by 1
            """,
            client
        )
        return rows.map { row in
            Complaint(
                urgency: .plans,
                kind: .neverAnalyzed,
                subject: row[0],
                message: "PostgreSQL has never looked at what is in \(row[0]), and plans by guesses.",
                fix: "analyze \(row[0]); and see that autovacuum is on.",
                place: place(row[0])
            )
        }
    }

    private func scans(_ client: PostgresClient) async throws -> [Complaint] {
        let rows = try await rows(
            """
            select t.name, s.seq_scan, s.seq_tup_read / nullif(s.seq_scan, 0), s.n_live_tup, coalesce(s.idx_scan, 0) from tables t
            join pg_stat_all_tables s on s.relid = t.oid
            where s.n_live_tup >= 10000 and s.seq_scan >= 100 and s.seq_tup_read / nullif(s.seq_scan, 0) >= 1000
            order by s.seq_tup_read desc
            """,
            client
        )
        return rows.map { row in
            Complaint(
                urgency: .plans,
                kind: .scans,
                subject: row[0],
                message: """
                    \(row[0]) was read without an index \(row[1]) times, \(row[2]) rows each time; it has \(row[3]) rows, and \
                    was read by an index \(row[4]) times.
                    """,
                fix:
                    "See with 'plumbline graphql explain --analyze' which operations do so, and what they need.",
                place: place(row[0])
            )
        }
    }

    private func coveredIndexes(_ client: PostgresClient) async throws -> [Complaint] {
        let rows = try await rows(
            """
            select t.name, a.indexrelid::regclass, min(b.indexrelid::regclass::text), ac.relname from tables t
            join pg_index a on a.indrelid = t.oid and not a.indisunique and not a.indisexclusion
            join pg_class ac on ac.oid = a.indexrelid
            join pg_index b on b.indrelid = t.oid and b.indexrelid <> a.indexrelid and b.indisvalid
            join pg_class bc on bc.oid = b.indexrelid and bc.relam = ac.relam
            join pg_am m on m.oid = ac.relam and m.amname = 'btree'
            where a.indexprs is null and a.indpred is null and b.indpred is null and a.indnatts = a.indnkeyatts
            and b.indkey::text || ' ' like a.indkey::text || ' %' and b.indclass::text || ' ' like a.indclass::text || ' %'
            and b.indoption::text || ' ' like a.indoption::text || ' %' and b.indcollation::text || ' ' like a.indcollation::text || ' %'
            and (b.indkey::text <> a.indkey::text or b.indisunique or b.indexrelid < a.indexrelid)
            and b.indnkeyatts >= a.indnatts
            group by 1, 2, 4 order by 1, 2
            """,
            client
        )
        return rows.map { row in
            Complaint(
                urgency: .waste,
                kind: .coveredIndex,
                subject: row[3],
                message: """
                    The index \(row[1]) of \(row[0]) finds nothing that \(row[2]) does not find: every write keeps it for nothing.
                    """,
                fix: removal(of: row[3], written: row[1], from: row[0]),
                place: place(row[0])
            )
        }
    }

    /// An index that begins with a foreign key serves deletions, which are not counted as its use in time.
    private func unusedIndexes(_ client: PostgresClient) async throws -> [Complaint] {
        let rows = try await rows(
            """
            select t.name, i.indexrelid::regclass, pg_size_pretty(pg_relation_size(i.indexrelid)), s.indexrelname
            from tables t join pg_index i on i.indrelid = t.oid and i.indisvalid
            join pg_stat_all_indexes s on s.indexrelid = i.indexrelid
            join pg_stat_all_tables u on u.relid = t.oid
            where s.idx_scan = 0 and not i.indisunique and not i.indisexclusion
            and pg_relation_size(i.indexrelid) >= 1048576 and u.seq_scan + coalesce(u.idx_scan, 0) >= 1000
            and not exists (
              select from pg_constraint c where c.conrelid = t.oid and c.contype = 'f' and i.indkey[0] = any(c.conkey)
            ) order by 1, 2
            """,
            client
        )
        return rows.map { row in
            Complaint(
                urgency: .waste,
                kind: .unusedIndex,
                subject: row[3],
                message: """
                    The index \(row[1]) of \(row[0]) (\(row[2])) was never used since the statistics began; each server has its \
                    own, so look at the replicas, too.
                    """,
                fix: removal(of: row[3], written: row[1], from: row[0]),
                place: place(row[0])
            )
        }
    }

    /// - Parameter written: The index as SQL names it, with its schema where that is needed.
    private func removal(of index: String, written: String, from table: String) -> String {
        guard let entity = entities[table], entity.isManaged else {
            return "Whoever keeps the table: drop index concurrently \(written);"
        }
        guard let known = entity.indexes.first(where: { $0.name == index }) else {
            return "The spec has no such index: drop index concurrently \(written);"
        }
        // A relation that begins no index of the spec gets one by itself.
        if let first = known.fields.first, entity.field(first)?.origin == known.origin {
            return
                "It is made for \(entity.name).\(first): list the longer one in the spec, and it is made no more."
        }
        return "Remove it from the `indexes:` of \(entity.name)."
    }
}
