extension TypeSystem {
    /// Checks a document by the rules of section 5 of the GraphQL specification and by the guard rails.
    ///
    /// - Returns: every error, worded as the reference implementation words it; none if the document is valid.
    public func validate(
        _ document: ExecutableDocument,
        options: ValidationOptions = ValidationOptions()
    ) -> [GraphQLError] {
        var validator = DocumentValidator(document: document, types: self, options: options)
        return validator.validate()
    }
}

/// One check of one document: a walk that knows the types, then the rules that need the whole document.
struct DocumentValidator {
    let document: ExecutableDocument
    let types: TypeSystem
    let options: ValidationOptions

    /// By name; of two with one name the first counts.
    let fragments: [String: FragmentDefinition]

    private var mistakes: [(message: String, offsets: [Int])] = []
    private var isAborted = false

    /// What the walk is in the middle of.
    var uses = Uses()
    var operationUses: [Uses] = []
    var fragmentUses: [String: Uses] = [:]

    /// What a definition refers to, in the order of the document.
    struct Uses {
        var spreads: [Name] = []
        var variables: [VariableUse] = []
    }

    init(document: ExecutableDocument, types: TypeSystem, options: ValidationOptions) {
        self.document = document
        self.types = types
        self.options = options
        fragments = Dictionary(
            document.fragments.map { ($0.name.text, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    mutating func validate() -> [GraphQLError] {
        checkOperations()
        checkUniqueFragmentNames()
        for definition in document.definitions {
            uses = Uses()
            switch definition {
            case .operation(let operation):
                walk(operation)
                operationUses.append(uses)
            case .fragment(let fragment):
                walk(fragment)
                if fragmentUses[fragment.name.text] == nil { fragmentUses[fragment.name.text] = uses }
            case .typeSystem(let node):
                checkExecutable(node)
            }
        }
        checkUnusedFragments()
        let hasCycle = checkFragmentCycles()
        for (operation, uses) in zip(document.operations, operationUses) {
            checkVariables(of: operation, uses: uses)
        }
        // What follows writes fragments out, which must end.
        if !hasCycle, checkGuardRails() { checkOverlappingFields() }
        return errors
    }

    /// Places are counted out at the end, for all mistakes at once.
    private var errors: [GraphQLError] {
        let places = SourceLocation.all(of: mistakes.flatMap(\.offsets), in: document.source)
        return mistakes.map { message, offsets in
            GraphQLError(.validationFailed, message, locations: offsets.compactMap { places[$0] })
        }
    }

    mutating func report(_ message: String, at offsets: Int...) {
        report(message, at: offsets)
    }

    mutating func report(_ message: String, at offsets: [Int]) {
        guard !isAborted else { return }
        if mistakes.count < options.maximumErrors {
            mistakes.append((message, offsets))
        } else {
            isAborted = true
            let message = "Too many validation errors, error limit reached. Validation aborted."
            mistakes.append((message, []))
        }
    }

    /// Reports every name that occurs again, at all its places.
    mutating func checkUnique(_ names: [Name], _ message: (String) -> String) {
        guard names.count > 1 else { return }
        var places: [String: [Int]] = [:]
        for name in names { places[name.text, default: []].append(name.offset) }
        guard places.count < names.count else { return }
        var seen: Set<String> = []
        for name in names where seen.insert(name.text).inserted {
            if let offsets = places[name.text], offsets.count > 1 { report(message(name.text), at: offsets) }
        }
    }

    /// ` Did you mean "a" or "b"?`, or nothing.
    func didYouMean(_ name: String, among candidates: some Sequence<String>, _ kind: String = "") -> String {
        options.suggestsNames && !isAborted
            ? Suggestions.sentence(Suggestions.near(name, among: candidates), kind) : ""
    }
}
