import ArgumentParser
import PlumblineEmit
import PlumblineSchema

struct RolesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles",
        abstract: "Prints the SQL that makes the service's database roles.",
        discussion: """
            Migrations make the roles themselves where their login may. Elsewhere an administrator runs this once in \
            each cluster, before the first migration: plumbline roles | psql.
            """
    )

    @OptionGroup var spec: SpecOptions

    func run() throws {
        let roles = DatabaseRoles(service: try spec.schema().name)
        print(
            """
            -- \(roles.app): what the service logs in as is a member of it. All rows, no DDL.
            -- \(roles.reader): for reports and other programs. Rows and columns by the access rules of the spec.
            \(roles.creation)

            -- Logins are yours to make, for example:
            --   create role my_service login password '…' in role \(roles.app);
            --   create role my_reports login password '…' in role \(roles.reader);
            """
        )
    }
}
