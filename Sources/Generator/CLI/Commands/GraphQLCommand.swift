import ArgumentParser

/// What is done with GraphQL files.
struct GraphQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graphql",
        abstract: "Checks and explains GraphQL documents, and compares schemas.",
        subcommands: [GraphQLCheckCommand.self, GraphQLDiffCommand.self, GraphQLExplainCommand.self]
    )
}
