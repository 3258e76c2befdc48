import PlumblineSchema

/// The roles of a service in PostgreSQL: groups without a login, named after the service.
///
/// What one may do is granted in each database to the groups; an operator makes logins members of them.
public struct DatabaseRoles: Sendable, Hashable {
    /// The service's own: all rows, no DDL. It checks access itself, in every statement.
    public let app: String
    /// Whoever reads the database another way: the rows and columns that the access rules show.
    public let reader: String

    /// The roles of a service of that name.
    public init(service: String) {
        let words = service.lowercased().unicodeScalars.map { scalar in
            ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "_"
        }
        var name = words.isEmpty ? "service" : String(words)
        // PostgreSQL keeps names that begin so for itself, and others would need quotes.
        if name.hasPrefix("pg_") || name.first?.isLetter != true { name = "service_" + name }
        app = Naming.databaseName(name, "app")
        reader = Naming.databaseName(name, "reader")
    }

    /// What makes the roles where they are missing. Roles belong to the cluster, so another database may have made
    /// them, even at this moment.
    public var creation: String {
        """
        do $$
        declare name text;
        begin
            foreach name in array array['\(app)', '\(reader)'] loop
                begin
                    if not exists (select from pg_roles where rolname = name) then
                        execute format('create role %I nologin', name);
                    end if;
                exception
                    when duplicate_object or unique_violation then null;
                    when insufficient_privilege then
                        raise insufficient_privilege using
                            message = format('the role "%s" is missing, and who migrates may not make it', name),
                            hint = 'An administrator makes it once: plumbline roles | psql';
                end;
            end loop;
        end;
        $$;
        """
    }
}
