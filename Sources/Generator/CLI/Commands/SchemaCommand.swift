import ArgumentParser
import PlumblineMigrate

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the model that a spec makes, for other programs.",
        subcommands: [JSON.self]
    )

    struct JSON: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "json",
            abstract: "Prints it as JSON: enums, entities, fields, relations, rules, indexes and access.",
            discussion: """
                Everything is resolved: names of tables and columns, inverses, defaults, expressions as trees. Keys \
                are sorted and lists are in the order of the spec, so that the same spec gives the same bytes.
                """
        )

        @OptionGroup var spec: SpecOptions

        func run() throws {
            print(try CanonicalJSON.text(of: try spec.schema()), terminator: "")
        }
    }
}
