import PlumblineSchema

/// The tables that keep what rows were.
extension SQLEmitter {
    /// The function behind ``historyTriggers(of:)``, where an entity has the trait `history`.
    func historySupport() -> [SQLObject] {
        guard schema.entities.contains(where: { $0.history != nil }) else { return [] }
        return [support("plumbline.record_change", Self.recordChange)]
    }

    /// What writes each change of a row into the table of its history.
    func historyTriggers(of entity: Entity) -> [SQLObject] {
        guard let history = entity.history.flatMap(schema.entity), let key = entity.singleKey,
            let relation = history.fields.first(where: { $0.reference?.target == entity.name })
        else { return [] }
        let secrets = entity.columns.filter { !$0.fields.allSatisfy(\.isRecorded) }.map(\.name)
        return [
            trigger(
                Naming.databaseName(entity.table, "history"),
                "after insert or update or delete",
                when: nil,
                "record_change",
                [history.table, relation.column, key.column] + secrets,
                of: entity,
                at: history.origin
            )
        ]
    }

    private static let recordChange = """
        -- Writes what a row was before a change, when it changed and by whom. Arguments: the table of the history, its
        -- column for the row, the row's key, and columns that are not written down.
        create or replace function plumbline.record_change() returns trigger
            language plpgsql volatile security definer
            set search_path = pg_catalog
        as $$
        declare
            before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - tg_argv[3:] end;
        begin
            execute format(
                'insert into %I.%I (%I, operation, changed_at, changed_by_id, before) values (%L, %L, now(), %L, $1)',
                tg_table_schema, tg_argv[0], tg_argv[1],
                coalesce(before, to_jsonb(new)) ->> tg_argv[2],
                case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'updated' else 'deleted' end,
                nullif(current_setting('plumbline.principal', true), '')
            ) using before;
            return null;
        end;
        $$;
        """
}
