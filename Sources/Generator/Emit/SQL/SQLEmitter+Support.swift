import PlumblineSchema

extension SQLEmitter {
    /// The schema `plumbline` with its functions, and the extensions that the spec's rules need.
    func supportObjects() -> [SQLObject] {
        var objects = [
            support("plumbline", "create schema if not exists plumbline;"),
            support("plumbline.uuid_v7", Self.uuidV7),
            support("plumbline.require", Self.require),
        ]
        objects += deletionSupport() + historySupport()
        if schema.entities.flatMap(\.fields).contains(where: { $0.transitions != nil }) {
            objects.append(support("plumbline.refuse_row", Self.refuseRow))
        }
        if needsGistOfScalars {
            objects.append(support("btree_gist", "create extension if not exists btree_gist;"))
        }
        return objects
    }

    /// Whether an exclusion constraint compares plain values beside its range.
    private var needsGistOfScalars: Bool {
        schema.entities.flatMap(\.rules).contains { rule in
            if case .noOverlap(_, _, let per, _) = rule.demand { !per.isEmpty } else { false }
        }
    }

    func support(_ name: String, _ create: String) -> SQLObject {
        SQLObject(
            identity: .init(kind: .support, table: nil, name: name),
            definition: create,
            create: create,
            drop: nil,
            origin: nil
        )
    }

    /// Bodies in the SQL standard's form are bound when they are created, so no `search_path` can redirect them.
    private static let uuidV7 = """
        -- A UUID of version 7 (RFC 9562, section 5.7): 48 bits of Unix time in milliseconds, then random bits.
        -- gen_random_uuid() sets the variant and version 4; bits 52 and 53 turn that into version 7.
        create or replace function plumbline.uuid_v7() returns uuid
            language sql volatile parallel safe
            return encode(
                set_bit(
                    set_bit(
                        overlay(
                            uuid_send(gen_random_uuid())
                            placing substring(
                                int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3
                            )
                            from 1 for 6
                        ),
                        52, 1
                    ),
                    53, 1
                ),
                'hex'
            )::uuid;
        """

    private static let refuseRow = """
        -- Refuses a row as a CHECK of the name given would, where only a trigger can see what is wrong.
        create or replace function plumbline.refuse_row() returns trigger
            language plpgsql volatile
            set search_path = pg_catalog
        as $$
        begin
            raise exception using
                errcode = 'check_violation', schema = tg_table_schema, table = tg_table_name, constraint = tg_argv[0],
                message = format('row of relation "%s" violates the trigger "%s"', tg_table_name, tg_argv[0]);
        end;
        $$;
        """

    private static let require = """
        -- Undoes the statement with SQLSTATE `code` unless `holds` is true.
        create or replace function plumbline.require(holds boolean, code text) returns void
            language plpgsql volatile
            set search_path = pg_catalog
        as $$
        begin
            if holds is not true then
                raise exception using errcode = code, message = code;
            end if;
        end;
        $$;
        """
}
