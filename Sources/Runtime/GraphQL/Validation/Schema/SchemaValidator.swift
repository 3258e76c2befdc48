extension TypeSystemDocument {
    /// Checks a schema by section 3 of the GraphQL specification.
    ///
    /// First each definition by itself; if all are well, what they are together.
    ///
    /// - Parameter base: A schema that the document adds to.
    /// - Returns: every error, worded as the reference implementation words it; none if the schema is valid.
    func validate(extending base: TypeSystem? = nil) -> [GraphQLError] {
        var definitions = DefinitionValidator(document: self, base: base)
        definitions.validate()
        guard definitions.findings.isEmpty, base == nil else {
            return definitions.findings.errors(in: source)
        }
        var schema = SchemaValidator(document: self)
        schema.validate()
        return schema.findings.errors(in: source)
    }
}

/// The rules about what the definitions of a schema are together: its roots, the promises of interfaces, what inputs
/// can hold.
///
/// Definitions are looked at as they are written, because errors have to say where.
struct SchemaValidator {
    let types: TypeSystem
    let nodes: [TypeSystemNode]
    /// By name, the definition first, then what extends it.
    let nodesOfType: [String: [TypeSystemNode]]
    var findings = Findings(limit: 1_000)

    init(document: TypeSystemDocument) {
        types = TypeSystem(document)
        nodes = document.nodes
        let types = nodes.filter(\.isType)
        nodesOfType = Dictionary(grouping: types.filter { !$0.isExtension } + types.filter(\.isExtension)) {
            $0.name?.text ?? ""
        }
    }

    mutating func validate() {
        checkRoots()
        let directives = nodes.filter { if case .directive = $0.kind { true } else { false } }
        for directive in directives { check(directive: directive) }
        checkDirectiveCycles(directives)
        var inputs: [String] = []
        for node in nodes where node.isType && !node.isExtension {
            guard let name = node.name else { continue }
            checkName(name, at: node.offset)
            check(type: name.text, nodesOfType[name.text] ?? [])
            if case .input = node.kind { inputs.append(name.text) }
        }
        checkDefaultCycles(inputs)
        checkFiniteValues(inputs)
    }

    mutating func report(_ message: String, at offsets: [Int]) {
        findings.report(.validSchema, message, at: offsets)
    }

    /// Names with two underscores in front belong to introspection.
    mutating func checkName(_ name: Name, at offset: Int) {
        guard name.text.hasPrefix("__") else { return }
        report(
            "Name \"\(name.text)\" must not begin with \"__\", which is reserved by GraphQL introspection.",
            at: [offset]
        )
    }
}

/// Root types (section 3.3.1).
extension SchemaValidator {
    private mutating func checkRoots() {
        let schemas = nodes.filter { if case .schema = $0.kind { true } else { false } }
        let written = schemas.flatMap(\.operationTypes)
        let definition = schemas.first { !$0.isExtension }
        let isImplied = definition == nil && types.rootType(of: .query) != nil
        if !isImplied, !written.contains(where: { $0.kind == .query }) {
            report("Query root type must be provided.", at: definition.map { [$0.offset] } ?? [])
        }
        var kindsOfType: [(type: String, kinds: [OperationKind])] = []
        for kind in [OperationKind.query, .mutation, .subscription] {
            guard let type = types.rootType(of: kind) else { continue }
            let place = written.first { $0.kind == kind }?.type.offset
            if case .object = type.kind {
                if let known = kindsOfType.firstIndex(where: { $0.type == type.name }) {
                    kindsOfType[known].kinds.append(kind)
                } else {
                    kindsOfType.append((type.name, [kind]))
                }
                continue
            }
            let condition = kind == .query ? "" : " if provided"
            report(
                "\(kind.usualType) root type must be Object type\(condition), it cannot be \(type.name).",
                at: [place ?? nodesOfType[type.name]?.first?.offset].compactMap(\.self)
            )
        }
        for (type, kinds) in kindsOfType where kinds.count > 1 {
            report(
                "All root types must be different, \"\(type)\" type is used as"
                    + " \(Suggestions.list(kinds.map(\.rawValue), "and")) root types.",
                at: kinds.compactMap { kind in written.first { $0.kind == kind }?.type.offset }
            )
        }
    }
}
