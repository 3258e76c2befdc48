import ArgumentParser

/// What is done with GraphQL files, of whatever server.
struct GraphQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graphql",
        abstract: "Checks GraphQL schemas and documents.",
        subcommands: [GraphQLCheckCommand.self]
    )
}
