import PlumblineSchema

extension SQLEmitter {
    /// The schema `plumbline` with its functions, and the extensions that the spec's rules need.
    func supportObjects() -> [SQLObject] {
        var objects = [schema.postgres.map(versionGuard)].compactMap(\.self)
        objects += [
            support("plumbline", "create schema if not exists plumbline;"),
            support("plumbline.uuid_v7", Self.uuidV7),
            support("plumbline.require", Self.require),
            support("roles", Self.rolesRemark + roles.creation),
            usage(of: "plumbline"),
            support("plumbline.caller", Self.caller),
            support("plumbline.has_role", Self.hasRole),
            support("plumbline.has_scope", Self.hasScope),
            idempotencySupport(),
        ]
        if hasIntervals { objects.append(support("plumbline.interval_text", Self.intervalText)) }
        objects += deletionSupport() + historySupport()
        if hasField(where: { $0.transitions != nil }) {
            objects.append(support("plumbline.refuse_row", Self.refuseRow))
        }
        objects += listSupport().map { support($0.name, $0.create) }
        objects += Set(managed.compactMap(\.databaseSchema)).sorted().flatMap(databaseSchema)
        if needsGistOfScalars {
            objects.append(support("btree_gist", "create extension if not exists btree_gist;"))
        }
        if needsTrigrams {
            objects.append(support("pg_trgm", "create extension if not exists pg_trgm;"))
        }
        return objects
    }

    /// A schema that tables are in, and that the roles may look into it.
    public func databaseSchema(_ name: String) -> [SQLObject] {
        let name = SQLIdentifier.quoted(name)
        return [support(name, "create schema if not exists \(name);"), usage(of: name)]
    }

    private func usage(of schema: String) -> SQLObject {
        support(
            "roles in \(schema)",
            "grant usage on schema \(schema) to \(roles.app), \(roles.reader);"
        )
    }

    /// Refuses an older server before anything is made.
    private func versionGuard(_ version: Int) -> SQLObject {
        support(
            "PostgreSQL \(version)",
            """
            do $$ begin
                if current_setting('server_version_num')::integer < \(version)0000 then
                    raise exception 'The spec is written for PostgreSQL \(version) or later.';
                end if;
            end $$;
            """
        )
    }

    /// Whether an exclusion constraint compares plain values beside its range.
    private var needsGistOfScalars: Bool {
        schema.entities.contains { entity in
            entity.rules.contains { rule in
                switch rule.demand {
                case .noOverlap(_, _, let per, _), .disjoint(_, let per, _): !per.isEmpty
                case .check, .unique, .agrees: false
                }
            }
        }
    }

    /// Whether an index finds texts by their parts.
    private var needsTrigrams: Bool {
        schema.entities.contains { entity in
            entity.indexes.contains { $0.operatorClass?.hasSuffix("_trgm_ops") == true }
        }
    }

    private var hasIntervals: Bool { hasField { $0.type == .interval } }

    private func hasField(where isMeant: (Field) -> Bool) -> Bool {
        schema.entities.contains { $0.fields.contains(where: isMeant) }
    }

    func support(_ name: String, _ create: String, drop: String? = nil) -> SQLObject {
        SQLObject(
            identity: .init(kind: .support, table: nil, name: name),
            definition: create,
            create: create,
            drop: drop,
            origin: nil
        )
    }

    private static let rolesRemark = """
        -- The groups that rights are granted to; 'plumbline roles' prints this for an administrator, where the login
        -- that migrates may not make roles.

        """

    private static let caller = """
        -- Who asks, as the setting `plumbline.caller` tells; null for nobody.
        create or replace function plumbline.caller() returns uuid
            language sql stable parallel safe
            return nullif(current_setting('plumbline.caller', true), '')::uuid;
        """

    private static let hasRole = """
        -- Whether who asks has one of the roles that the setting `plumbline.roles` lists with spaces between.
        create or replace function plumbline.has_role(variadic roles text[]) returns boolean
            language sql stable parallel safe
            return plumbline.caller() is not null
                and coalesce(string_to_array(current_setting('plumbline.roles', true), ' ') && roles, false);
        """

    private static let hasScope = """
        -- Whether the setting `plumbline.scopes` lists one of the scopes.
        create or replace function plumbline.has_scope(variadic scopes text[]) returns boolean
            language sql stable parallel safe
            return coalesce(string_to_array(current_setting('plumbline.scopes', true), ' ') && scopes, false);
        """

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

    private static let intervalText = """
        -- An interval without months as ISO 8601 in hours, minutes and seconds, whatever the session's IntervalStyle.
        create or replace function plumbline.interval_text(value interval) returns text
            language sql immutable strict parallel safe
            return (
                select case when epoch = 0 then 'PT0S' else concat(
                    case when epoch < 0 then '-' end, 'PT',
                    nullif(div(abs(epoch), 3600), 0) || 'H',
                    nullif(div(mod(abs(epoch), 3600), 60), 0) || 'M',
                    nullif(trim_scale(mod(abs(epoch), 60)), 0) || 'S'
                ) end
                from extract(epoch from value) epoch
            );
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
