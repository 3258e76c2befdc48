import ArgumentParser

struct GraphQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graphql",
        abstract: "Works with GraphQL schemas and operations.",
        subcommands: [GraphQLDiffCommand.self]
    )
}
