import PlumblineQuery
import Synchronization

extension PreparedOperation {
    /// Whether it reads the schema: `__schema` or `__type`, which only a query's root has.
    var readsSchema: Bool {
        document.definitions.contains { definition in
            switch definition {
            case .operation(let operation): Self.readsSchema(operation.selections)
            case .fragment(let fragment): Self.readsSchema(fragment.selections)
            case .typeSystem: false
            }
        }
    }

    private static func readsSchema(_ selections: [SelectionNode]) -> Bool {
        selections.contains { selection in
            switch selection {
            case .field(let field):
                field.name.text == FieldDefinition.schema.name || field.name.text == FieldDefinition.type.name
                    || readsSchema(field.selections)
            case .inline(let fragment): readsSchema(fragment.selections)
            case .spread: false
            }
        }
    }

    /// A failure as the client is told it: what went wrong, and of a mutation every other root, as it was undone.
    func report(_ failure: QueryFailure, variables: InputValue) -> [GraphQLError] {
        let errors = failure.errors.map { report($0, variables: variables) }
        guard kind == .mutation else { return errors }
        let failed = Set(failure.errors.compactMap(\.root))
        let undone = responseKeys(variables).filter { !failed.contains($0) }.map { key in
            let sentence = "Nothing was changed here, because another part of the operation failed."
            return report(QueryError(.undone, sentence, root: key), variables: variables)
        }
        return errors + undone
    }

    private func responseKeys(_ variables: InputValue) -> [String] {
        let collector = FieldCollector(document: document, types: api.types, variables: variables)
        return collector.collect([operation.selections], of: api.types.rootType(of: kind)?.name ?? "")
            .filter { $0.name != FieldDefinition.typename.name }.map(\.key)
    }
}

extension QueryError.Code {
    /// Another root of the same mutation failed.
    fileprivate static let undone = Self(rawValue: "UNDONE")
}

extension GraphQLError {
    static let introspectionIsOff = GraphQLError(
        .validationFailed,
        "The schema cannot be read here: introspection is off."
    )
}

/// Makes short names that no other has.
final class UniqueNames: Sendable {
    private let counter = Atomic<UInt64>(0)

    func next() -> String {
        String(counter.wrappingAdd(1, ordering: .relaxed).newValue, radix: 36)
    }
}
