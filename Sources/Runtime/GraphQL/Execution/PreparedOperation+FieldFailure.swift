import NIOCore
import PlumblineQuery

/// Errors of fields that the service's own code computes, in a response whose rest comes from tables: what section 6.4.4
/// of the GraphQL specification asks for.
extension PreparedOperation {
    /// The JSON of `data` of an operation some of whose computed fields failed, and the errors of these.
    func partialData(_ output: QueryOutput) -> (data: [UInt8], errors: [GraphQLError]) {
        let whole = try? JSONReader.read(Array(output.json.readableBytesView), maximumDepth: 256)
        let (data, errors) = nullified(whole ?? .null, by: output.failures)
        var json: [UInt8] = []
        JSONWriter.append(data, to: &json)
        return (json, errors)
    }

    /// The `data` with null where such an error leaves no value, and the errors with their paths and places.
    ///
    /// - Parameters:
    ///   - data: Has null at each of the fields, whether it may stand there or not.
    ///   - failures: The fields.
    private func nullified(
        _ data: InputValue,
        by failures: [FieldFailure]
    ) -> (data: InputValue, errors: [GraphQLError]) {
        var data = data
        var errors: [GraphQLError] = []
        var nulls: Set<[JSONStep]> = []
        let trail = ResponseTrail(operation: operation, document: document, types: api.types)
        for failure in failures {
            let path = [JSONStep.member(failure.root)] + failure.path
            let place = trail.follow(path)
            let null = Array(path.prefix(place.nullable))
            // Of the errors that make one position null one is told.
            guard nulls.insert(null).inserted else { continue }
            data = data.replacing(null[...], with: .null)
            for error in failure.errors {
                var told = report(error, variables: .object([]))
                told.path = path.map { step -> GraphQLError.PathSegment in
                    switch step {
                    case .member(let name): .key(name)
                    case .element(let index): .index(index)
                    }
                }
                told.locations = document.locations(of: place.offsets)
                errors.append(told)
            }
        }
        return (data, errors)
    }
}

/// Follows response paths through a document.
///
/// Fields of one response name have the same shape wherever they are merged (section 5.3.2), so the path alone tells
/// whether a position is nullable, whatever the types of the objects were.
private struct ResponseTrail {
    let operation: OperationDefinition
    let types: TypeSystem
    private let fragments: [String: FragmentDefinition]

    init(operation: OperationDefinition, document: ExecutableDocument, types: TypeSystem) {
        self.operation = operation
        self.types = types
        fragments = Dictionary(
            document.fragments.map { ($0.name.text, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// A field as it was met, and the type that has it.
    private typealias Met = (node: FieldNode, definition: FieldDefinition)

    /// How many steps lead to the nearest nullable position, and where the field of the last step is.
    func follow(_ path: [JSONStep]) -> (nullable: Int, offsets: [Int]) {
        var (nullable, offsets): (Int, [Int]) = (0, [])
        var selections = [(operation.selections, types.rootType(of: operation.kind)?.name ?? "")]
        var type = TypeReference.named("")
        for (index, step) in path.enumerated() {
            switch (step, type.nullable) {
            case (.member(let name), _):
                let met = selections.flatMap { fields(named: name, in: $0.0, of: $0.1) }
                guard let first = met.first else { return (nullable, offsets) }
                offsets = met.map(\.node.offset)
                type = first.definition.type
                selections = met.map { ($0.node.selections, $0.definition.type.name) }
            case (.element, .list(let item)): type = item
            case (.element, _): return (nullable, offsets)
            }
            if !type.isNonNull { nullable = index + 1 }
        }
        return (nullable, offsets)
    }

    /// The fields of a response name; documents are valid, so fragments end.
    private func fields(named name: String, in selections: [SelectionNode], of type: String) -> [Met] {
        selections.flatMap { selection -> [Met] in
            switch selection {
            case .field(let node):
                guard node.responseName == name, let owner = types[type],
                    let definition = types.field(node.name.text, of: owner)
                else { return [] }
                return [(node, definition)]
            case .inline(let fragment):
                return fields(named: name, in: fragment.selections, of: fragment.typeCondition?.text ?? type)
            case .spread(let spread):
                return fragments[spread.name.text].map {
                    fields(named: name, in: $0.selections, of: $0.typeCondition.text)
                } ?? []
            }
        }
    }
}

extension InputValue {
    /// The value with another one at a place inside it, if there is such a place.
    fileprivate func replacing(_ path: ArraySlice<JSONStep>, with value: InputValue) -> InputValue {
        guard let step = path.first else { return value }
        switch (self, step) {
        case (.object(var members), .member(let name)):
            guard let index = members.firstIndex(where: { $0.name == name }) else { return self }
            members[index].value = members[index].value.replacing(path.dropFirst(), with: value)
            return .object(members)
        case (.list(var items), .element(let index)):
            guard items.indices.contains(index) else { return self }
            items[index] = items[index].replacing(path.dropFirst(), with: value)
            return .list(items)
        default: return self
        }
    }
}
