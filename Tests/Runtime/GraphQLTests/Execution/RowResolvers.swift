import PlumblineQuery

@testable import PlumblineGraphQL

/// Answers fields out of JSON objects, or by closures named `Type.field`.
struct RowResolvers: FieldResolvers {
    typealias Field = @Sendable (ResolvedField, InputValue) throws -> ResolvedValue<InputValue>

    /// Whether everything but closures takes time, in some order.
    var isSlow = false
    var fields: [String: Field] = [:]

    func resolve(_ field: ResolvedField, of object: InputValue) throws -> ResolvedValue<InputValue> {
        if let closure = fields["\(field.typeName).\(field.name)"] { return try closure(field, object) }
        return value(object[field.name] ?? .null)
    }

    func typeName(of object: InputValue, in abstractType: String) throws -> String {
        guard case .string(let name)? = object["__typename"] else {
            throw GraphQLError("Nothing says what \(abstractType) this is.")
        }
        return name
    }

    private func value(_ value: InputValue) -> ResolvedValue<InputValue> {
        let now = now(value)
        guard isSlow else { return now }
        return .later {
            for _ in 0..<Int.random(in: 0..<4) { await Task.yield() }
            return now
        }
    }

    private func now(_ value: InputValue) -> ResolvedValue<InputValue> {
        switch value {
        case .null: return .null
        case .list(let items): return .list(items.map { self.value($0) })
        case .object:
            guard case .string(let message)? = value["error"] else { return .object(value) }
            return message == "fault" ? .failure(Secret()) : .failure(GraphQLError(message))
        default: return .leaf(value)
        }
    }
}

/// An error that is not for clients.
struct Secret: Error {}

/// Executes a document that must be valid.
func execute(
    _ document: String,
    over sdl: String,
    root: String = "{}",
    variables: String = "{}",
    resolvers: RowResolvers = RowResolvers()
) async throws -> ExecutionResult {
    let types = try TypeSystem(parsing: Array(sdl.utf8))
    let document = try ExecutableDocument(parsing: document)
    let errors = types.validate(document)
    guard errors.isEmpty else { throw GraphQLErrors(errors) }
    return await GraphQLExecutor(types: types, resolvers: resolvers).execute(
        document,
        variables: try JSONReader.read(Array(variables.utf8)),
        root: try JSONReader.read(Array(root.utf8))
    )
}

extension ExecutionResult {
    var text: String { String(decoding: body, as: UTF8.self) }
}
