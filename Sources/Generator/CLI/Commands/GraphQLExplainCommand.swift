import ArgumentParser
import Foundation
import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import PlumblineServer

struct GraphQLExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Shows the SQL of an operation, and how PostgreSQL runs it.",
        discussion: """
            The operation is planned as a server plans it for the caller that --role, --user and --scope describe. \
            Printed are the statement, what each parameter is, what is left of the access rules for that caller, \
            and the cost that the limit of a server is compared with.

            Where a database is named (--database, or DATABASE_URL in the environment or .env), PostgreSQL's plan \
            follows, a node a line, with marks and advice where it reads much more than it needs or expects other \
            numbers of rows than there are. With --analyze the query is run, in a transaction that may not write and is \
            rolled back, and what happened is told beside what was expected.

            Example:
              plumbline graphql explain visits.graphql --role client --user 01890000-0000-7000-8000-000000000001 \
            --variables '{"first": 20}' --analyze

            Exits with 1 when a server would refuse the operation.
            """
    )

    @Argument(help: ArgumentHelp("The file with the operation; - for standard input.", valueName: "document"))
    var document: String

    @Option(help: ArgumentHelp("Which operation, if the document has several.", valueName: "name"))
    var operation: String?

    @Option(help: ArgumentHelp("The variables, as a JSON object or a file with one.", valueName: "json"))
    var variables: String?

    @OptionGroup var caller: CallerOptions
    @OptionGroup var spec: SpecOptions
    @OptionGroup var database: DatabaseOptions

    @Flag(
        help: ArgumentHelp(
            "Run the query, and tell what happened. It needs a database.",
            discussion: """
                Mutations are never run: what they lock others wait for, and numbers that they take from a sequence are \
                gone, even if all is rolled back.
                """
        )
    )
    var analyze = false

    @Option(help: "How to print it.")
    var format = CheckCommand.Format.text

    func run() async throws {
        let text = try source()
        let schema = try spec.schema()
        let principal = try caller.principal(in: schema)
        let values = try values()
        let cost = try await ServerSettings.maximumCost(logger: DatabaseOptions.logger)
        var explanation: OperationExplanation
        do throws(GraphQLErrors) {
            explanation = try OperationExplanation(
                text,
                operationName: operation,
                variables: values,
                principal: principal,
                schema: schema,
                maximumCost: cost
            )
        } catch {
            try tell(error)
            throw ExitCode.findings
        }
        try await addPlans(to: &explanation, schema)
        switch format {
        case .text:
            let colour = Terminal.showsColour
            print(ExplanationText(explanation: explanation, schema: schema, colour: colour).text)
        case .json: try JSONOutput.print(ExplanationReport(explanation, schema: schema))
        }
        if explanation.isTooCostly { throw ExitCode.findings }
    }

    // MARK: - Input

    private func source() throws -> [UInt8] {
        if document == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: document) else {
            throw CommandFailure("There is no file \(document) that can be read.")
        }
        return Array(data)
    }

    private func values() throws -> InputValue? {
        guard let variables else { return nil }
        var text = Array(variables.utf8)
        if variables.first(where: { !$0.isWhitespace }) != "{" {
            guard let data = FileManager.default.contents(atPath: variables) else {
                throw CommandFailure("--variables is neither a JSON object nor a file that can be read.")
            }
            text = Array(data)
        }
        do {
            return try JSONReader.read(text)
        } catch {
            throw CommandFailure("The variables are no JSON at byte \(error.offset): \(error.message)")
        }
    }

    // MARK: - Output

    private func tell(_ refusal: GraphQLErrors) throws {
        guard format == .text else { return try JSONOutput.print(ExplanationReport(refusal)) }
        for error in refusal.errors {
            let place = error.locations.first.map { ":\($0.line):\($0.column)" } ?? ""
            let rule = error.rule.map { " [\($0.rawValue)]" } ?? ""
            print("\(document)\(place): error: \(error.message)\(rule)")
        }
    }

    private func addPlans(to explanation: inout OperationExplanation, _ schema: Schema) async throws {
        if analyze, explanation.kind == .mutation {
            throw ValidationError("--analyze runs queries only: a mutation would lock rows and take numbers.")
        }
        guard let configuration = try await database.configurationIfNamed() else {
            guard analyze else { return }
            throw ValidationError("--analyze needs a database; --database or DATABASE_URL names one.")
        }
        let steps = explanation.statements.map(\.step)
        guard !steps.isEmpty else { return }
        let reader = PlanReader(schema: schema, runs: analyze)
        let plans = try await PostgresClient.withClient(
            configuration: configuration,
            logger: DatabaseOptions.logger
        ) { client in
            try await reader.plans(of: steps, on: client)
        }
        for (index, plan) in plans.enumerated() { explanation.statements[index].plan = plan }
    }
}
