/// What validation found, in the order in which it was found, up to a limit.
struct Findings {
    private let limit: Int
    private var mistakes: [(rule: ValidationRule, message: String, offsets: [Int])] = []

    /// Whether there was more than is told.
    private(set) var isAborted = false

    init(limit: Int) {
        self.limit = limit
    }

    var isEmpty: Bool { mistakes.isEmpty }

    mutating func report(_ rule: ValidationRule, _ message: String, at offsets: [Int]) {
        guard !isAborted else { return }
        guard mistakes.count < limit else {
            isAborted = true
            return
        }
        mistakes.append((rule, message, offsets))
    }

    /// The errors for the client. Places are counted out here, for all of them at once.
    func errors(in source: [UInt8]) -> [GraphQLError] {
        let places = SourceLocation.all(of: mistakes.flatMap(\.offsets), in: source)
        var errors = mistakes.map { rule, message, offsets in
            var error = GraphQLError(
                .validationFailed,
                message,
                locations: offsets.compactMap { places[$0] }
            )
            error.rule = rule
            return error
        }
        if isAborted {
            let message = "Too many validation errors, error limit reached. Validation aborted."
            errors.append(GraphQLError(.validationFailed, message))
        }
        return errors
    }
}

/// What is asked of requests and of schemas alike.
extension Findings {
    /// Reports each name that was there before, with the first place of it.
    mutating func checkUnique(_ names: [Name], _ rule: ValidationRule, _ message: (String) -> String) {
        guard names.count > 1 else { return }
        var first: [String: Int] = [:]
        for name in names {
            if let known = first[name.text] {
                report(rule, message(name.text), at: [known, name.offset])
            } else {
                first[name.text] = name.offset
            }
        }
    }

    /// Reports each name that is there more than once, with all its places.
    mutating func checkUniqueTogether(_ names: [Name], _ rule: ValidationRule, _ message: (String) -> String)
    {
        guard names.count > 1 else { return }
        var places: [String: [Int]] = [:]
        for name in names { places[name.text, default: []].append(name.offset) }
        guard places.count < names.count else { return }
        var seen: Set<String> = []
        for name in names where seen.insert(name.text).inserted {
            if let offsets = places[name.text], offsets.count > 1 {
                report(rule, message(name.text), at: offsets)
            }
        }
    }

    mutating func checkUniqueArguments(_ arguments: [Argument]) {
        checkUniqueTogether(arguments.map(\.name), .uniqueArgumentNames) {
            "There can be only one argument named \"\($0)\"."
        }
    }

    /// Reports input fields that are given twice, at any level of a value.
    mutating func checkUniqueInputFields(in value: ValueNode) {
        switch value.kind {
        case .list(let values):
            for value in values { checkUniqueInputFields(in: value) }
        case .object(let fields):
            checkUnique(fields.map(\.name), .uniqueInputFieldNames) {
                "There can be only one input field named \"\($0)\"."
            }
            for field in fields { checkUniqueInputFields(in: field.value) }
        default:
            break
        }
    }

    mutating func checkKnown(
        _ arguments: [Argument],
        _ definitions: NamedList<InputValueDefinition>,
        of owner: String,
        suggestsNames: Bool
    ) {
        for argument in arguments where definitions[argument.name.text] == nil {
            let suggestion =
                suggestsNames && !isAborted
                ? Suggestions.sentence(for: argument.name.text, among: definitions.map(\.name)) : ""
            report(
                .knownArgumentNames,
                "Unknown argument \"\(argument.name.text)\" on \(owner).\(suggestion)",
                at: [argument.name.offset]
            )
        }
    }

    /// The owner is told as a schema coordinate tells it.
    mutating func checkRequired(
        _ definitions: NamedList<InputValueDefinition>,
        given arguments: [Argument],
        of owner: String,
        at offset: Int
    ) {
        for definition in definitions where definition.isRequired {
            if arguments.contains(where: { $0.name.text == definition.name }) { continue }
            report(
                .providedRequiredArguments,
                "Argument \"\(owner)(\(definition.name):)\" of type \"\(definition.type)\" is required,"
                    + " but it was not provided.",
                at: [offset]
            )
        }
    }

    mutating func checkPlace(
        of directive: Directive,
        _ definition: DirectiveDefinition?,
        at location: DirectiveDefinition.Location
    ) {
        let name = "@\(directive.name.text)"
        if let definition {
            if definition.locations.contains(location) { return }
            let message = "Directive \"\(name)\" may not be used on \(location.rawValue)."
            report(.knownDirectives, message, at: [directive.offset])
        } else {
            report(.knownDirectives, "Unknown directive \"\(name)\".", at: [directive.offset])
        }
    }

    /// Reports directives that may stand once and are there again; `first` has those seen so far.
    mutating func checkOnce(
        _ directives: [Directive],
        _ definitions: NamedList<DirectiveDefinition>,
        first: inout [String: Int]
    ) {
        for directive in directives where definitions[directive.name.text]?.isRepeatable == false {
            guard let offset = first[directive.name.text] else {
                first[directive.name.text] = directive.offset
                continue
            }
            report(
                .uniqueDirectivesPerLocation,
                "The directive \"@\(directive.name.text)\" can only be used once at this location.",
                at: [offset, directive.offset]
            )
        }
    }
}
