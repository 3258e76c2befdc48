import PlumblineSchema

/// Rows that are marked as deleted and stay in their table.
///
/// A foreign key does not see the mark, so triggers do what the relations' actions say, whoever deletes the row.
extension SQLEmitter {
    /// The functions behind ``deletionTriggers(of:)``, where an entity has the trait `soft_delete`.
    func deletionSupport() -> [SQLObject] {
        guard schema.entities.contains(where: { $0.deletionField != nil }) else { return [] }
        return [
            support("plumbline.follow_deletion", Self.followDeletion),
            support("plumbline.require_present", Self.requirePresent),
        ]
    }

    /// What happens to the rows that point here, and what is demanded of those this one points at.
    func deletionTriggers(of entity: Entity) -> [SQLObject] {
        incoming(entity) + outgoing(entity)
    }

    private func incoming(_ entity: Entity) -> [SQLObject] {
        guard let mark = entity.deletionField, let key = entity.singleKey else { return [] }
        let column = SQLIdentifier.quoted(mark.column)
        return entity.inverses.filter { $0.onward == nil }.compactMap { inverse in
            guard let source = schema.entity(inverse.entity), let field = source.field(inverse.field),
                let reference = field.reference, reference.isUnenforced != true
            else { return nil }
            let arguments = [
                source.table, field.column, reference.onDelete.rawValue,
                Naming.databaseName(source.table, field.column, "fkey"),
                source.deletionField?.column ?? "", key.column,
            ]
            return trigger(
                Naming.databaseName(source.table, field.column, "follows"),
                "after update of \(column)",
                when: "old.\(column) is distinct from new.\(column)",
                "follow_deletion",
                arguments,
                of: entity,
                at: field.origin
            )
        }
    }

    private func outgoing(_ entity: Entity) -> [SQLObject] {
        entity.fields.compactMap { field in
            guard let target = schema.target(of: field), target.deletionField != nil,
                field.reference?.isUnenforced != true, let key = target.singleKey
            else { return nil }
            let columns = [field.column] + [entity.deletionField?.column].compactMap(\.self)
            let arguments = [
                field.column, target.table, Naming.databaseName(entity.table, field.column, "fkey"),
                entity.deletionField?.column ?? "", key.column,
            ]
            return trigger(
                Naming.databaseName(entity.table, field.column, "present"),
                "after insert or update of \(SQLIdentifier.list(columns))",
                when: nil,
                "require_present",
                arguments,
                of: entity,
                at: field.origin
            )
        }
    }

    /// A trigger for each row.
    func trigger(
        _ name: String,
        _ event: String,
        when condition: String?,
        _ function: String,
        _ arguments: [String],
        of entity: Entity,
        at origin: Origin
    ) -> SQLObject {
        let (trigger, table) = (SQLIdentifier.quoted(name), entity.sqlTable)
        let filter = condition.map { " when (\($0))" } ?? ""
        let list = arguments.map(SQLLiteral.quoted).joined(separator: ", ")
        let definition = """
            trigger \(trigger) \(event) on \(table)
                for each row\(filter)
                execute function plumbline.\(function)(\(list))
            """
        return SQLObject(
            identity: .init(kind: .trigger, table: entity.table, name: name),
            definition: definition,
            create: "create \(definition);",
            drop: "drop trigger \(trigger) on \(table);",
            origin: origin
        )
    }

    private static let followDeletion = """
        -- Does with the rows that point at a deleted row what their relation says, and undoes a cascade when the row is
        -- restored. Arguments: their table, column, action and constraint, the column that marks them as deleted, and the
        -- key of the row that they point at.
        create or replace function plumbline.follow_deletion() returns trigger
            language plpgsql volatile
            set search_path = pg_catalog
        as $$
        declare
            pointing text := format('%I.%I', tg_table_schema, tg_argv[0]);
            condition text := format('%I = %L', tg_argv[1], to_jsonb(new) ->> tg_argv[5]);
            mark text := tg_argv[4];
            is_held boolean;
        begin
            if new.deleted_at is null then
                if tg_argv[2] = 'cascade' and mark <> '' then
                    execute format('update %s set %I = null where %s and %I = %L',
                        pointing, mark, condition, mark, old.deleted_at);
                end if;
                return null;
            end if;
            if mark <> '' then
                condition := condition || format(' and %I is null', mark);
            end if;
            if tg_argv[2] = 'set_null' then
                execute format('update %s set %I = null where %s', pointing, tg_argv[1], condition);
            elsif tg_argv[2] = 'restrict' then
                execute format('select exists (select from %s where %s)', pointing, condition) into is_held;
                if is_held then
                    raise foreign_key_violation using
                        schema = tg_table_schema, table = tg_argv[0], constraint = tg_argv[3],
                        message = format('rows of "%s" point at the deleted row', tg_argv[0]);
                end if;
            elsif mark = '' then
                execute format('delete from %s where %s', pointing, condition);
            else
                execute format('update %s set %I = %L where %s', pointing, mark, new.deleted_at, condition);
            end if;
            return null;
        end;
        $$;
        """

    private static let requirePresent = """
        -- Refuses a row that points at a deleted one as if that were not there, and holds off its deletion meanwhile.
        -- Arguments: the column, the table it points at, the constraint, the column that marks the row as deleted, and
        -- the key it points at.
        create or replace function plumbline.require_present() returns trigger
            language plpgsql volatile
            set search_path = pg_catalog
        as $$
        declare
            key text := to_jsonb(new) ->> tg_argv[0];
            is_present boolean;
        begin
            if key is null or (to_jsonb(new) ->> tg_argv[3]) is not null then
                return null;
            end if;
            execute format('select true from %I.%I where %I = %L and deleted_at is null for share',
                tg_table_schema, tg_argv[1], tg_argv[4], key) into is_present;
            if is_present is null then
                raise foreign_key_violation using
                    schema = tg_table_schema, table = tg_table_name, constraint = tg_argv[2],
                    message = format('"%s" points at no row of "%s" that is present', tg_argv[0], tg_argv[1]);
            end if;
            return null;
        end;
        $$;
        """
}
