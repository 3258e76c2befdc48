import ArgumentParser

/// What is done with GraphQL files, of whatever server.
struct GraphQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graphql",
        abstract: "Checks GraphQL documents, and compares schemas.",
        subcommands: [GraphQLCheckCommand.self, GraphQLDiffCommand.self]
    )
}
