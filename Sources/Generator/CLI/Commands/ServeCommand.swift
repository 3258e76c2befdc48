import ArgumentParser
import PlumblineEmit
import PlumblineServer

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves a spec as it is, without compiling anything.",
        discussion: """
            GraphQL, REST, sign-in and documentation, as the compiled server has them, for trying a spec out. \
            'plumbline config' lists the settings; the database must have the spec's migrations.
            """
    )

    @OptionGroup var spec: SpecOptions

    func run() async throws {
        let schema = try spec.schema()
        await BackendServer.main(schema: schema, fingerprint: SQLEmitter(schema).fingerprint())
    }
}
