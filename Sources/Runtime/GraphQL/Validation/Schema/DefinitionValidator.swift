/// The rules about each definition of a schema by itself: names that are known, and defined once; directives.
struct DefinitionValidator {
    let document: TypeSystemDocument
    /// What the document adds to, if it does not stand alone.
    let base: TypeSystem?
    var findings = Findings(limit: 1_000)

    let nodes: [TypeSystemNode]
    /// Of two definitions with one name the last.
    let definitions: [String: TypeSystemNode]
    let directives: NamedList<DirectiveDefinition>

    init(document: TypeSystemDocument, base: TypeSystem?) {
        self.document = document
        self.base = base
        nodes = document.nodes
        definitions = Dictionary(
            nodes.filter { $0.isType && !$0.isExtension }.map { ($0.name?.text ?? "", $0) },
            uniquingKeysWith: { $1 }
        )
        let own = nodes.compactMap { DirectiveDefinition($0) }
        directives = NamedList(own + (base.map { Array($0.directives) } ?? DirectiveDefinition.specified))
    }

    mutating func validate() {
        checkSchemas()
        checkNames()
        checkExtensions()
        for node in nodes { checkReferences(of: node) }
        checkDirectives()
    }
}

/// The schema itself.
extension DefinitionValidator {
    private mutating func checkSchemas() {
        let schemas = nodes.filter { if case .schema = $0.kind { true } else { false } }
        let isDefined = base.map(Self.hasRoots) ?? false
        for (index, schema) in schemas.filter({ !$0.isExtension }).enumerated() {
            if isDefined {
                let message = "Cannot define a new schema within a schema extension."
                findings.report(.loneSchemaDefinition, message, at: [schema.offset])
            } else if index > 0 {
                let message = "Must provide only one schema definition."
                findings.report(.loneSchemaDefinition, message, at: [schema.offset])
            }
        }
        var first: [OperationKind: Int] = [:]
        for type in schemas.flatMap(\.operationTypes) {
            let kind = type.kind.rawValue
            if base?.rootType(of: type.kind) != nil {
                let message = "Type for \(kind) already defined in the schema. It cannot be redefined."
                findings.report(.uniqueOperationTypes, message, at: [type.offset])
            } else if let known = first[type.kind] {
                let message = "There can be only one \(kind) type in schema."
                findings.report(.uniqueOperationTypes, message, at: [known, type.offset])
            } else {
                first[type.kind] = type.offset
            }
        }
    }

    private static func hasRoots(_ types: TypeSystem) -> Bool {
        [OperationKind.query, .mutation, .subscription].contains { types.rootType(of: $0) != nil }
    }
}

/// Names that may be defined once.
extension DefinitionValidator {
    private mutating func checkNames() {
        let types = nodes.filter { $0.isType && !$0.isExtension }.compactMap(\.name)
        let isKnown = { [base] (name: String) in base?[name] != nil }
        for name in types where isKnown(name.text) {
            let message =
                "Type \"\(name.text)\" already exists in the schema. It cannot also be defined in this type definition."
            findings.report(.uniqueTypeNames, message, at: [name.offset])
        }
        findings.checkUnique(types.filter { !isKnown($0.text) }, .uniqueTypeNames) {
            "There can be only one type named \"\($0)\"."
        }
        let directives = nodes.filter { if case .directive = $0.kind { true } else { false } }
        for name in directives.compactMap(\.name) where base?.directives[name.text] != nil {
            let message = "Directive \"@\(name.text)\" already exists in the schema. It cannot be redefined."
            findings.report(.uniqueDirectiveNames, message, at: [name.offset])
        }
        let new = directives.compactMap(\.name).filter { base?.directives[$0.text] == nil }
        findings.checkUnique(new, .uniqueDirectiveNames) {
            "There can be only one directive named \"@\($0)\"."
        }
        checkMembers()
    }

    private mutating func checkArguments(_ arguments: [InputValueNode], of owner: String) {
        findings.checkUniqueTogether(arguments.map(\.name), .uniqueArgumentDefinitionNames) {
            "Argument \"\(owner)(\($0):)\" can only be defined once."
        }
    }

    /// Fields and values, which extensions add to, and arguments.
    private mutating func checkMembers() {
        var firstField: [String: [String: Int]] = [:]
        var firstValue: [String: [String: Int]] = [:]
        for node in nodes {
            guard let type = node.name?.text else { continue }
            if case .directive(let arguments, _, _) = node.kind { checkArguments(arguments, of: "@\(type)") }
            let known = base?[type]
            checkMembers(
                node.fields.map(\.name) + node.inputFields.map(\.name),
                .uniqueFieldDefinitionNames,
                "Field \"\(type).",
                isKnown: { known?.fields[$0] != nil || known?.inputFields[$0] != nil },
                first: &firstField[type, default: [:]]
            )
            checkMembers(
                node.values.map(\.name),
                .uniqueEnumValueNames,
                "Enum value \"\(type).",
                isKnown: { known?.values[$0] != nil },
                first: &firstValue[type, default: [:]]
            )
            for field in node.fields { checkArguments(field.arguments, of: "\(type).\(field.name.text)") }
        }
    }

    private mutating func checkMembers(
        _ names: [Name],
        _ rule: ValidationRule,
        _ subject: String,
        isKnown: (String) -> Bool,
        first: inout [String: Int]
    ) {
        for name in names {
            if isKnown(name.text) {
                let message =
                    "\(subject)\(name.text)\" already exists in the schema."
                    + " It cannot also be defined in this type extension."
                findings.report(rule, message, at: [name.offset])
            } else if let known = first[name.text] {
                findings.report(
                    rule,
                    "\(subject)\(name.text)\" can only be defined once.",
                    at: [known, name.offset]
                )
            } else {
                first[name.text] = name.offset
            }
        }
    }
}

/// Names that have to be known.
extension DefinitionValidator {
    private mutating func checkExtensions() {
        for node in nodes where node.isExtension && node.isType {
            guard let name = node.name else { continue }
            let definition = definitions[name.text]
            if let kind = definition?.kindName ?? base?[name.text]?.kindName {
                if kind == node.kindName { continue }
                findings.report(
                    .possibleTypeExtensions,
                    "Cannot extend non-\(node.kindName) type \"\(name.text)\".",
                    at: [definition?.offset, node.offset].compactMap(\.self)
                )
                continue
            }
            let names = Array(definitions.keys) + (base.map { $0.types.map(\.name) } ?? [])
            let suggestion = Suggestions.sentence(for: name.text, among: names)
            findings.report(
                .possibleTypeExtensions,
                "Cannot extend type \"\(name.text)\" because it is not defined.\(suggestion)",
                at: [name.offset]
            )
        }
    }

    private mutating func checkReferences(of node: TypeSystemNode) {
        for type in node.operationTypes { checkKnown(type.type) }
        for name in node.interfaces + node.members { checkKnown(name) }
        for field in node.fields {
            for argument in field.arguments { checkKnown(argument.type) }
            checkKnown(field.type)
        }
        for field in node.inputFields { checkKnown(field.type) }
        if case .directive(let arguments, _, _) = node.kind {
            for argument in arguments { checkKnown(argument.type) }
        }
    }

    private mutating func checkKnown(_ type: TypeNode) {
        checkKnown(Name(text: type.reference.name, offset: type.nameOffset))
    }

    private mutating func checkKnown(_ name: Name) {
        if definitions[name.text] != nil || base?[name.text] != nil || findings.isAborted { return }
        let standard = TypeDefinition.builtInScalars.map(\.name) + TypeDefinition.introspection.map(\.name)
        if standard.contains(name.text) { return }
        let names = Set(standard + Array(definitions.keys) + (base.map { $0.types.map(\.name) } ?? []))
        let suggestion = Suggestions.sentence(for: name.text, among: names)
        findings.report(.knownTypeNames, "Unknown type \"\(name.text)\".\(suggestion)", at: [name.offset])
    }
}

extension TypeSystemNode {
    /// The kind as messages name it.
    fileprivate var kindName: String {
        switch kind {
        case .object: "object"
        case .enumeration: "enum"
        case .input: "input object"
        case .scalar, .interface, .union, .schema, .directive: keyword
        }
    }
}

extension TypeDefinition {
    fileprivate var kindName: String {
        switch kind {
        case .scalar: "scalar"
        case .object: "object"
        case .interface: "interface"
        case .union: "union"
        case .enumeration: "enum"
        case .input: "input object"
        }
    }
}
