import PlumblineQuery

/// An argument's value with its shape in the open: which members there are and what is null is known, what is
/// left are operands.
indirect enum InputTree {
    case null
    /// A scalar, an enum value, or a whole list of them. The value beside the operand is for shapes only.
    case leaf(Operand, InputValue)
    case list([InputTree])
    case object([Member])

    struct Member {
        var name: String
        var value: InputTree
    }

    /// The whole as one operand.
    var operand: Operand? {
        switch self {
        case .null: return .constant(.null)
        case .leaf(let operand, _): return operand
        case .list(let items):
            let operands = items.compactMap(\.operand)
            return operands.count == items.count ? .list(operands) : nil
        case .object(let members):
            let parts = members.compactMap { member in
                member.value.operand.map { Operand.Member(member.name, $0) }
            }
            return parts.count == members.count ? .object(parts) : nil
        }
    }

    subscript(name: String) -> InputTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

/// Opens literals and variables, led by the type that is expected.
struct InputResolver {
    let types: TypeSystem
    let document: ExecutableDocument
    /// Coerced.
    let variables: InputValue

    /// The value of an argument; nil if it is not given, or by a variable that is not given.
    func resolve(_ argument: Argument?, as type: TypeReference) throws(GraphQLError) -> InputTree? {
        guard let argument else { return nil }
        return try resolve(argument.value, as: type)
    }

    private func resolve(_ value: ValueNode, as type: TypeReference) throws(GraphQLError) -> InputTree? {
        switch (value.kind, type.nullable) {
        case (.variable(let name), let type):
            return variables[name].map { tree($0, as: type, .variable(name, path: []), name, []) }
        case (.null, _):
            return .null
        case (.list(let items), .list(let item)) where isStructured(item) || value.hasVariable:
            var trees: [InputTree] = []
            for value in items {
                // A missing variable in a list is null (section 3.11).
                trees.append(try resolve(value, as: item) ?? .null)
            }
            return .list(trees)
        case (_, .list(let item)) where isStructured(item) || value.hasVariable:
            return .list([try resolve(value, as: item) ?? .null])
        case (.object(let fields), .named(let name)):
            guard case .input(let definitions, _)? = types[name]?.kind else { break }
            return .object(try resolve(fields, as: definitions))
        default:
            break
        }
        if value.hasVariable {
            throw GraphQLError(
                .badInput,
                "A variable cannot be part of a \(type.name) literal; pass the whole value as a variable.",
                locations: document.locations(of: [value.offset])
            )
        }
        let coerced = types.coerced(value, as: type)
        return .leaf(.constant(coerced), coerced)
    }

    private func resolve(
        _ fields: [Argument],
        as definitions: NamedList<InputValueDefinition>
    ) throws(GraphQLError) -> [InputTree.Member] {
        var members: [InputTree.Member] = []
        for field in fields {
            guard let definition = definitions[field.name.text],
                let value = try resolve(field.value, as: definition.type)
            else { continue }
            members.append(InputTree.Member(name: definition.name, value: value))
        }
        return members
    }

    private func tree(
        _ value: InputValue,
        as type: TypeReference,
        _ operand: Operand,
        _ variable: String,
        _ path: [Operand.Step]
    ) -> InputTree {
        func step(_ step: Operand.Step, _ value: InputValue, _ type: TypeReference) -> InputTree {
            let path = path + [step]
            return tree(value, as: type, .variable(variable, path: path), variable, path)
        }
        switch (value, type.nullable) {
        case (.null, _):
            return .null
        case (.list(let items), .list(let item)) where isStructured(item):
            return .list(items.enumerated().map { step(.element($0.offset), $0.element, item) })
        case (.object(let members), .named(let name)):
            guard case .input(let definitions, _)? = types[name]?.kind else { break }
            return .object(
                members.compactMap { member in
                    guard let definition = definitions[member.name] else { return nil }
                    let value = step(.member(member.name), member.value, definition.type)
                    return InputTree.Member(name: member.name, value: value)
                }
            )
        default:
            break
        }
        return .leaf(operand, value)
    }

    private func isStructured(_ type: TypeReference) -> Bool {
        if case .input? = types[type]?.kind { true } else { false }
    }
}

extension ValueNode {
    /// Whether a variable is somewhere in it.
    var hasVariable: Bool {
        switch kind {
        case .variable: true
        case .list(let items): items.contains(where: \.hasVariable)
        case .object(let fields): fields.contains(where: \.value.hasVariable)
        default: false
        }
    }
}
