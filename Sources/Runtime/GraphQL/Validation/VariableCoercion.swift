import PlumblineQuery

/// Variables as an operation declares them (GraphQL specification, section 6.1.2).
///
/// What comes out is complete and typed: defaults are in place, single values have become lists where lists are
/// declared, and IDs are strings.
struct VariableCoercion {
    let document: ExecutableDocument
    let types: TypeSystem
    let suggestsNames: Bool
    private static let maximumErrors = 50
    private(set) var errors: [GraphQLError] = []
    /// What is being coerced: a variable, and a value so many steps inside it.
    private var variable: (name: String, offset: Int)?
    private var path: [Step] = []

    init(document: ExecutableDocument, types: TypeSystem, suggestsNames: Bool = true) {
        self.document = document
        self.types = types
        self.suggestsNames = suggestsNames
    }

    /// One step to a value inside a variable.
    private enum Step {
        case member(String)
        case element(Int)
    }

    /// The coerced members; `errors` tells what was wrong.
    mutating func coerce(_ raw: InputValue?, for operation: OperationDefinition) -> InputValue {
        var members: [InputValue.Member] = []
        let given = GivenVariables(raw)
        for variable in operation.variables {
            self.variable = (variable.name, variable.offset)
            if let value = given[variable.name] {
                if value == .null, variable.type.isNonNull {
                    report(
                        "Variable \"$\(variable.name)\" of non-null type \"\(variable.type)\" must not be null."
                    )
                } else {
                    members.append(.init(variable.name, coerce(value, as: variable.type)))
                }
            } else if let value = variable.defaultValue {
                members.append(.init(variable.name, types.coerced(value, as: variable.type)))
            } else if variable.type.isNonNull {
                let type = variable.type
                report("Variable \"$\(variable.name)\" of required type \"\(type)\" was not provided.")
            }
        }
        return .object(members)
    }

    private mutating func coerce(_ value: InputValue, as type: TypeReference) -> InputValue {
        switch type {
        case .nonNull(let inner):
            guard value == .null else { return coerce(value, as: inner) }
            refuse(value, "Expected non-nullable type \"\(type)\" not to be null.")
            return .null
        case .list(let item):
            if value == .null { return .null }
            guard case .list(let items) = value else {
                return .list([coerce(value, as: item)])
            }
            var coerced: [InputValue] = []
            coerced.reserveCapacity(items.count)
            for (index, value) in items.enumerated() {
                coerced.append(coerce(value, as: item, at: .element(index)))
            }
            return .list(coerced)
        case .named(let name):
            guard value != .null, let definition = types[name] else { return .null }
            return coerce(value, as: definition)
        }
    }

    private mutating func coerce(
        _ value: InputValue,
        as type: TypeReference,
        at step: Step
    ) -> InputValue {
        path.append(step)
        defer { path.removeLast() }
        return coerce(value, as: type)
    }

    private mutating func coerce(_ value: InputValue, as type: TypeDefinition) -> InputValue {
        switch type.kind {
        case .scalar(let syntax, _):
            if let coerced = syntax.coerced(value) { return coerced }
            refuse(value, syntax.refusal(of: value, name: type.name))
        case .enumeration(let values):
            return coerce(value, as: type, values)
        case .input(let fields, let isOneOf):
            return coerce(value, as: type, fields, isOneOf: isOneOf)
        case .object, .interface, .union:
            break  // No variable has such a type in a valid document.
        }
        return .null
    }

    private mutating func coerce(
        _ value: InputValue,
        as type: TypeDefinition,
        _ values: NamedList<EnumValueDefinition>
    ) -> InputValue {
        guard case .string(let name) = value else {
            let reason = "Enum \"\(type.name)\" cannot represent non-string value: \(value.abbreviated)."
            refuse(value, reason)
            return .null
        }
        if values[name] != nil { return value }
        let suggestion = didYouMean(name, among: values.map(\.name), "the enum value")
        refuse(value, "Value \"\(name)\" does not exist in \"\(type.name)\" enum.\(suggestion)")
        return .null
    }

    private mutating func coerce(
        _ value: InputValue,
        as type: TypeDefinition,
        _ fields: NamedList<InputValueDefinition>,
        isOneOf: Bool
    ) -> InputValue {
        guard case .object(let members) = value else {
            refuse(value, "Expected type \"\(type.name)\" to be an object.")
            return .null
        }
        // More are unknown than can be told: nothing is looked for among so many.
        guard members.count <= fields.count + Self.maximumErrors else {
            refuseUnknown(members, of: value, type, fields)
            return .null
        }
        var coerced: [InputValue.Member] = []
        coerced.reserveCapacity(members.count)
        var known = 0
        // Fields and members are read in their places, as they are costly to copy.
        for field in fields.indices {
            let name = fields[field].name
            if let given = members.indices.first(where: { members[$0].name == name }) {
                let value = coerce(members[given].value, as: fields[field].type, at: .member(name))
                coerced.append(.init(name, value))
                known += 1
            } else if let value = fields[field].defaultValue {
                coerced.append(.init(name, types.coerced(value, as: fields[field].type)))
            } else if fields[field].type.isNonNull {
                let reason = "Field \"\(name)\" of required type \"\(fields[field].type)\" was not provided."
                refuse(value, reason)
            }
        }
        if known < members.count { refuseUnknown(members, of: value, type, fields) }
        if isOneOf { checkOneOf(value, members, type) }
        return .object(coerced)
    }

    private mutating func refuseUnknown(
        _ members: [InputValue.Member],
        of value: InputValue,
        _ type: TypeDefinition,
        _ fields: NamedList<InputValueDefinition>
    ) {
        for member in members where fields.position(of: member.name) == nil {
            guard errors.count < Self.maximumErrors else { return }
            let suggestion = didYouMean(member.name, among: fields.map(\.name))
            let reason = "Field \"\(member.name)\" is not defined by type \"\(type.name)\".\(suggestion)"
            refuse(value, reason)
        }
    }

    private mutating func checkOneOf(
        _ value: InputValue,
        _ members: [InputValue.Member],
        _ type: TypeDefinition
    ) {
        if members.count != 1 {
            refuse(value, "Exactly one key must be specified for OneOf type \"\(type.name)\".")
        } else if members[0].value == .null {
            path.append(.member(members[0].name))
            defer { path.removeLast() }
            refuse(.null, "Field \"\(members[0].name)\" must be non-null.")
        }
    }
}

extension VariableCoercion {
    private mutating func refuse(_ value: InputValue, _ reason: String) {
        guard let variable else { return }
        var place = path.isEmpty ? "" : " at \"\(variable.name)"
        for step in path {
            switch step {
            case .member(let name): place += ".\(name)"
            case .element(let index): place += "[\(index)]"
            }
        }
        if !path.isEmpty { place += "\"" }
        report("Variable \"$\(variable.name)\" got invalid value \(value.abbreviated)\(place); \(reason)")
    }

    private mutating func report(_ message: String) {
        guard errors.count < Self.maximumErrors else { return }
        let places = document.locations(of: variable.map { [$0.offset] } ?? [])
        errors.append(GraphQLError(.badInput, message, locations: places))
    }

    private func didYouMean(_ name: String, among names: [String], _ kind: String = "") -> String {
        suggestsNames ? Suggestions.sentence(Suggestions.near(name, among: names), kind) : ""
    }
}

/// What a request gives for variables, by name. Few are looked through, which is faster than to hash their names; there
/// may be many, though, and as many variables.
private struct GivenVariables {
    private var few: [InputValue.Member] = []
    private var many: [String: InputValue] = [:]

    init(_ object: InputValue?) {
        guard case .object(let members) = object else { return }
        if members.count <= 8 {
            few = members
        } else {
            many = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
        }
    }

    subscript(name: String) -> InputValue? {
        many.isEmpty ? few.first { $0.name == name }?.value : many[name]
    }
}

extension InputValue {
    /// The value as messages show it: what is inside objects and lists may be a secret and stays out.
    var abbreviated: String {
        switch self {
        case .null: "null"
        case .boolean(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let text): text
        case .string(let text):
            text.unicodeScalars.count <= 100
                ? StringLiteral.quoted(text)
                : StringLiteral.quoted("\(String(text.unicodeScalars.prefix(100)))…")
        case .list(let items): items.isEmpty ? "[]" : "[…]"
        case .object(let members): members.isEmpty ? "{}" : "{…}"
        }
    }
}
