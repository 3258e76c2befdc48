/// The walk: fields, leaves and type conditions (GraphQL specification, sections 5.3 and 5.5).
///
/// A type that is unknown is `nil` from there on, so that one mistake is reported once.
extension DocumentValidator {
    mutating func walk(_ operation: OperationDefinition) {
        checkVariableDefinitions(operation.variables)
        let location: DirectiveDefinition.Location
        switch operation.kind {
        case .query: location = .query
        case .mutation: location = .mutation
        case .subscription: location = .subscription
        }
        checkDirectives(operation.directives, at: location)
        walk(operation.selections, in: types.rootType(of: operation.kind))
    }

    mutating func walk(_ fragment: FragmentDefinition) {
        let type = typeCondition(fragment.typeCondition, of: fragment.name.text)
        checkDirectives(fragment.directives, at: .fragmentDefinition)
        walk(fragment.selections, in: type)
    }

    private mutating func walk(_ selections: [SelectionNode], in parent: TypeDefinition?) {
        for selection in selections {
            switch selection {
            case .field(let field):
                walk(field, in: parent)
            case .spread(let spread):
                uses.spreads.append(Name(text: spread.name.text, offset: spread.offset))
                checkSpread(spread, in: parent)
                checkDirectives(spread.directives, at: .fragmentSpread)
            case .inline(let fragment):
                walk(fragment, in: parent)
            }
        }
    }

    private mutating func walk(_ fragment: InlineFragment, in parent: TypeDefinition?) {
        var type = parent
        if let condition = fragment.typeCondition {
            type = typeCondition(condition, of: nil)
            if let parent, let type, !overlap(parent, type) {
                report(
                    .possibleFragmentSpreads,
                    "Fragment cannot be spread here as objects of type \"\(parent.name)\""
                        + " can never be of type \"\(type.name)\".",
                    at: fragment.offset
                )
            }
        }
        checkDirectives(fragment.directives, at: .inlineFragment)
        walk(fragment.selections, in: type)
    }

    private mutating func walk(_ field: FieldNode, in parent: TypeDefinition?) {
        let definition = parent.flatMap { types.field(field.name.text, of: $0) }
        if let parent, definition == nil { reportUnknown(field, in: parent) }
        let owner = parent.map { "\($0.name).\(field.name.text)" } ?? field.name.text
        checkArguments(field.arguments, definition?.arguments, of: "field \"\(owner)\"")
        if let definition {
            // The meta-fields belong to no type that a client could ask for.
            let isMeta = TypeDefinition.introspection[definition.type.name] != nil
            let place = isMeta ? "<meta>.\(field.name.text)" : owner
            findings.checkRequired(definition.arguments, given: field.arguments, of: place, at: field.offset)
        }
        checkDirectives(field.directives, at: .field)
        let type = definition.flatMap { types[$0.type] }
        if let definition, let type { checkLeaf(field, definition, type) }
        checkIntrospectionDepth(field)
        walk(field.selections, in: type?.isComposite == true ? type : nil)
    }

    private mutating func checkLeaf(
        _ field: FieldNode,
        _ definition: FieldDefinition,
        _ type: TypeDefinition
    ) {
        let name = field.name.text
        if type.isLeaf, let first = field.selections.first {
            report(
                .scalarLeafs,
                "Field \"\(name)\" must not have a selection since type \"\(definition.type)\" has no subfields.",
                at: openingBrace(before: first)
            )
        } else if !type.isLeaf, field.selections.isEmpty {
            report(
                .scalarLeafs,
                "Field \"\(name)\" of type \"\(definition.type)\" must have a selection of subfields."
                    + (options.suggestsNames ? " Did you mean \"\(name) { ... }\"?" : ""),
                at: field.offset
            )
        }
    }

    /// The reference implementation points at the selection set, whose place is that of its brace.
    private func openingBrace(before selection: SelectionNode) -> Int {
        document.source[..<selection.offset].lastIndex(of: UInt8(ascii: "{")) ?? selection.offset
    }

    private mutating func typeCondition(_ condition: Name, of fragment: String?) -> TypeDefinition? {
        guard let type = knownType(condition.text, at: condition.offset) else { return nil }
        if type.isComposite { return type }
        let subject = fragment.map { "Fragment \"\($0)\"" } ?? "Fragment"
        report(
            .fragmentsOnCompositeTypes,
            "\(subject) cannot condition on non composite type \"\(type.name)\".",
            at: condition.offset
        )
        return nil
    }

    mutating func knownType(_ name: String, at offset: Int) -> TypeDefinition? {
        if let type = types[name] { return type }
        let names = types.types.map(\.name) + TypeDefinition.introspection.map(\.name)
        report(.knownTypeNames, "Unknown type \"\(name)\".\(didYouMean(name, among: names))", at: offset)
        return nil
    }
}

extension DocumentValidator {
    private mutating func reportUnknown(_ field: FieldNode, in parent: TypeDefinition) {
        let name = field.name.text
        var suggestion = ""
        if options.suggestsNames {
            suggestion = Suggestions.sentence(typesWith(name, of: parent), "to use an inline fragment on")
            if suggestion.isEmpty { suggestion = didYouMean(name, among: parent.fields.map(\.name)) }
        }
        report(
            .fieldsOnCorrectType,
            "Cannot query field \"\(name)\" on type \"\(parent.name)\".\(suggestion)",
            at: field.offset
        )
    }

    /// The types below an abstract one that have the field: those of most use first, the more general before others.
    private func typesWith(_ field: String, of parent: TypeDefinition) -> [String] {
        guard parent.isAbstract else { return [] }
        var counts: [String: Int] = [:]
        for type in types.possibleTypes(of: parent).compactMap({ types[$0] }) {
            guard type.fields[field] != nil else { continue }
            counts[type.name, default: 0] += 1
            for interface in type.interfaces where types[interface]?.fields[field] != nil {
                counts[interface, default: 0] += 1
            }
        }
        return counts.keys.compactMap { types[$0] }.sorted { a, b in
            let (first, second) = (counts[a.name] ?? 0, counts[b.name] ?? 0)
            if first != second { return first > second }
            if types.isSubtype(b, of: a) { return true }
            if types.isSubtype(a, of: b) { return false }
            return Suggestions.isNaturallyBefore(a.name, b.name)
        }.map(\.name)
    }

    private mutating func checkIntrospectionDepth(_ field: FieldNode) {
        guard ["__schema", "__type"].contains(field.name.text), !findings.isAborted else { return }
        if introspection.isTooDeep(field.selections) {
            report(.maxIntrospectionDepth, "Maximum introspection depth exceeded", at: field.offset)
        }
    }
}
