import PlumblineGraphQL
import PlumblineQuery

/// A request of the corpus: a schema, and an operation over it.
struct ConformanceRequest {
    /// What is sent back: one response, or its parts.
    struct Answer {
        var status = 200
        var parts: [[UInt8]]
    }

    let schema: String
    let document: String
    let variables: InputValue?
    let operationName: String?

    /// Nil if the body is no request.
    init?(json: [UInt8]) {
        guard let body = try? JSONReader.read(json), let schema = body["schema"]?.text,
            let document = body["query"]?.text
        else { return nil }
        self.schema = schema
        self.document = document
        variables = body["variables"]
        operationName = body["operationName"]?.text
    }

    /// Reads the schema, validates the document and executes it. `@defer` and `@stream` count.
    ///
    /// What cannot even be read is a failure of the server, as the corpus wants it.
    func answer() async throws -> Answer {
        let types: TypeSystem
        let document: ExecutableDocument
        do {
            types = try TypeSystem(parsing: Array(schema.utf8))
            document = try ExecutableDocument(parsing: self.document, limits: .typeSystem)
        } catch let errors as GraphQLErrors {
            return Answer(status: 500, parts: [GraphQLResponse.refused(errors.errors)])
        } catch let error as GraphQLError {
            return Answer(status: 500, parts: [GraphQLResponse.refused([error])])
        }
        let errors = types.validate(document, options: ValidationOptions(guardRails: Self.guardRails))
        guard errors.isEmpty else { return Answer(parts: [GraphQLResponse.refused(errors)]) }
        let executor = GraphQLExecutor(types: types, resolvers: try await FixedWiring(types: types))
        var answer = Answer(parts: [])
        _ = try await executor.executeIncrementally(
            document,
            operationName: operationName,
            variables: variables,
            root: ""
        ) { part, _ in answer.parts.append(part) }
        return answer
    }

    /// The corpus is generated: its documents are larger than a person's, and harmless.
    private static let guardRails = GuardRails(
        depth: 200,
        aliases: 100_000,
        rootFields: 100_000,
        directives: 100_000,
        fields: 1_000_000,
        spreads: 200
    )
}
