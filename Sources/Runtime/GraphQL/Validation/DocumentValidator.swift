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

    var findings: Findings
    var introspection: IntrospectionSearch

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
        findings = Findings(limit: options.maximumErrors)
        fragments = Dictionary(
            document.fragments.map { ($0.name.text, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        introspection = IntrospectionSearch(fragments: fragments)
    }

    mutating func validate() -> [GraphQLError] {
        guard checkOperationCount() else { return findings.errors(in: document.source) }
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
        for (operation, uses) in zip(document.operations, operationUses) where !findings.isAborted {
            checkVariables(of: operation, uses: uses)
        }
        // What is asked for is counted with fragments written out, which must end.
        if hasCycle || checkGuardRails() { checkOverlappingFields() }
        return findings.errors(in: document.source)
    }

    mutating func report(_ rule: ValidationRule, _ message: String, at offsets: Int...) {
        findings.report(rule, message, at: offsets)
    }

    /// ` Did you mean "a" or "b"?`, or nothing.
    func didYouMean(_ name: String, among candidates: some Sequence<String>) -> String {
        options.suggestsNames && !findings.isAborted ? Suggestions.sentence(for: name, among: candidates) : ""
    }
}
