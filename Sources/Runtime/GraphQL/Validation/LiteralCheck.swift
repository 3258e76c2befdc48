/// The rule "Values of Correct Type" (GraphQL specification, section 5.6.1) for one literal. Variables in it are
/// judged where they are defined.
struct LiteralCheck {
    /// One step to a value inside the literal.
    enum Step {
        case field(String)
        case item(Int)
    }

    struct Refusal {
        var message: String
        var offset: Int
        var path: [Step]
    }

    let types: TypeSystem
    let suggestsNames: Bool
    /// After so many refusals the rest is not looked at.
    let limit: Int
    private(set) var refusals: [Refusal] = []
    private var path: [Step] = []

    init(types: TypeSystem, suggestsNames: Bool, limit: Int) {
        self.types = types
        self.suggestsNames = suggestsNames
        self.limit = limit
    }

    mutating func check(_ value: ValueNode, as type: TypeReference) {
        guard refusals.count < limit else { return }
        switch (value.kind, type) {
        case (.variable, _):
            return
        case (.null, .nonNull):
            refuse("Expected value of non-null type \"\(type)\" not to be null.", at: value.offset)
        case (_, .nonNull(let inner)):
            check(value, as: inner)
        case (.null, _):
            return
        case (.list(let items), .list(let item)):
            for (index, value) in items.enumerated() { check(value, as: item, at: .item(index)) }
        case (_, .list(let item)):
            check(value, as: item)  // A single value is taken for a list of one (section 3.11).
        case (_, .named(let name)):
            if let type = types[name] { check(value, as: type) }
        }
    }

    private mutating func check(_ value: ValueNode, as type: TypeReference, at step: Step) {
        path.append(step)
        check(value, as: type)
        path.removeLast()
    }

    private mutating func refuse(_ message: String, at offset: Int) {
        refusals.append(Refusal(message: message, offset: offset, path: path))
    }
}

extension LiteralCheck {
    private mutating func check(_ value: ValueNode, as type: TypeDefinition) {
        switch type.kind {
        case .scalar(let syntax, _):
            if let message = syntax.refusal(of: value, name: type.name) { refuse(message, at: value.offset) }
        case .enumeration(let values):
            check(value, as: type, values)
        case .input(let fields, let isOneOf):
            guard case .object(let given) = value.kind else {
                let message =
                    "Expected value of type \"\(type.name)\" to be an object, found: \(shown(value))."
                return refuse(message, at: value.offset)
            }
            checkFields(given, of: value, fields, type)
            if isOneOf { checkOneOf(given.filter { fields[$0.name.text] != nil }, type, at: value.offset) }
        case .object, .interface, .union:
            break  // Reported where the type is used.
        }
    }

    private mutating func check(
        _ value: ValueNode,
        as type: TypeDefinition,
        _ values: NamedList<EnumValueDefinition>
    ) {
        let text: String
        let message: String
        switch value.kind {
        case .enumeration(let name):
            if values[name] != nil { return }
            text = name
            message = "Value \"\(name)\" does not exist in \"\(type.name)\" enum."
        case .string(let string, _):
            text = string
            message = "Enum \"\(type.name)\" cannot represent non-enum value: \(shown(value))."
        default:
            text = Printer.print(value)
            message = "Enum \"\(type.name)\" cannot represent non-enum value: \(shown(value))."
        }
        refuse(message + didYouMean(text, among: values.map(\.name), "the enum value"), at: value.offset)
    }

    private mutating func checkFields(
        _ given: [Argument],
        of value: ValueNode,
        _ definitions: NamedList<InputValueDefinition>,
        _ type: TypeDefinition
    ) {
        // Of two fields with one name, a mistake of its own, the last counts.
        let values = Dictionary(given.map { ($0.name.text, $0.value) }, uniquingKeysWith: { $1 })
        for definition in definitions {
            if let value = values[definition.name] {
                check(value, as: definition.type, at: .field(definition.name))
            } else if definition.isRequired {
                refuse(
                    "Expected value of type \"\(type.name)\" to include required field"
                        + " \"\(definition.name)\", found: \(shown(value)).",
                    at: value.offset
                )
            }
        }
        for field in given where definitions[field.name.text] == nil {
            guard refusals.count < limit else { return }
            let suggestion = didYouMean(field.name.text, among: definitions.map(\.name))
            refuse(
                "Expected value of type \"\(type.name)\" not to include unknown field"
                    + " \"\(field.name.text)\"" + (suggestion.isEmpty ? ", found" : ".\(suggestion) Found")
                    + ": \(shown(value)).",
                at: field.name.offset
            )
        }
    }

    private mutating func checkOneOf(_ known: [Argument], _ type: TypeDefinition, at offset: Int) {
        if known.count == 1, let field = known.first {
            guard case .null = field.value.kind else { return }
        }
        refuse(
            "Within OneOf Input Object type \"\(type.name)\", exactly one field must be specified,"
                + " and the value for that field must be non-null.",
            at: offset
        )
    }

    private func didYouMean(_ name: String, among names: [String], _ kind: String = "") -> String {
        suggestsNames ? Suggestions.sentence(for: name, among: names, kind) : ""
    }

    /// The value in a message, cut where it is long.
    private func shown(_ value: ValueNode) -> String {
        let text = Printer.print(value)
        return text.unicodeScalars.count <= 100 ? text : "\(String(text.unicodeScalars.prefix(100)))…"
    }
}
