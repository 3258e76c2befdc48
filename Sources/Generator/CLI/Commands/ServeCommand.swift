import ArgumentParser
import PlumblineEmit
import PlumblineSchema
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
        let whole = try spec.schema()
        let fields = whole.entities.flatMap { entity in
            entity.fields.filter { $0.swiftSource != nil }.map { "\(entity.name).\($0.apiName)" }
        }
        let names = whole.operations.map(\.apiName) + fields
        if !names.isEmpty {
            Terminal.complain("Left out, as they are answered by Swift: \(names.joined(separator: ", ")).")
        }
        let schema = whole.withoutOwnCode
        await BackendServer.main(schema: schema, fingerprint: SQLEmitter(schema).fingerprint())
    }
}
