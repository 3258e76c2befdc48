import ArgumentParser
import PlumblineMigrate
import PlumblineSpec

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the model that a spec makes, or the language of specs, for other programs.",
        subcommands: [JSON.self, Language.self]
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

    struct Language: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "language",
            abstract: "Prints the language of specs as a JSON Schema, for YAML editors.",
            discussion: """
                It is the same for every spec. 'plumbline generate' keeps it as language.schema.json; a spec file that \
                begins with '# yaml-language-server: $schema=' and the path to it is completed, explained and checked \
                while it is written.
                """
        )

        func run() {
            print(LanguageSchema.text, terminator: "")
        }
    }
}
