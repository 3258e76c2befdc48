import PlumblineSchema

/// A field as the runtime reads it, said as shortly as it can be.
extension SwiftEmitter {
    func node(_ field: Field) -> SwiftNode {
        if let managed = field.managed, field == Field.managed(managed, origin: field.origin) {
            return .call(
                names.library("Field") + ".managed",
                [.init(nil, .text(".\(managed.rawValue)")), .init("origin", node(field.origin))]
            )
        }
        var undocumented = field
        if field.doc != nil { undocumented.doc = nil }
        let node = valueNode(undocumented) ?? relationNode(undocumented) ?? fullNode(undocumented)
        return field.doc.map { .chained(node, "doc", [.init(nil, .string($0))]) } ?? node
    }

    /// A value that says no more than its type, its default and its limits.
    private func valueNode(_ field: Field) -> SwiftNode? {
        let value = Field(
            field.name,
            field.type,
            isOptional: field.isOptional,
            default: field.defaultValue,
            constraints: field.constraints,
            origin: field.origin
        )
        guard field == value else { return nil }
        var arguments: [SwiftNode.Argument] = [.init(nil, .string(field.name)), .init(nil, node(field.type))]
        arguments += optionality(of: field)
        if field.constraints != .none { arguments.append(.init("constraints", node(field.constraints))) }
        arguments.append(.init("origin", node(field.origin)))
        return .call(names.library("Field"), arguments)
    }

    private func optionality(of field: Field) -> [SwiftNode.Argument] {
        let isOptional: [SwiftNode.Argument] = field.isOptional ? [.init("isOptional", .text("true"))] : []
        return isOptional + (field.defaultValue.map { [.init("default", node($0))] } ?? [])
    }

    /// A relation that says no more than where it leads, and its default.
    private func relationNode(_ field: Field) -> SwiftNode? {
        guard let reference = field.reference else { return nil }
        let relation = Field.relation(
            field.name,
            to: reference.target,
            onDelete: reference.onDelete,
            isOptional: field.isOptional,
            default: field.defaultValue,
            origin: field.origin
        )
        guard field == relation else { return nil }
        var arguments: [SwiftNode.Argument] = [
            .init(nil, .string(field.name)), .init("to", .string(reference.target)),
            .init("onDelete", .text(caseName(reference.onDelete))),
        ]
        arguments += optionality(of: field)
        arguments.append(.init("origin", node(field.origin)))
        return .call(names.library("Field") + ".relation", arguments)
    }

    private func fullNode(_ field: Field) -> SwiftNode {
        var arguments: [SwiftNode.Argument] = [.init("name", .string(field.name))]
        if field.column != field.name { arguments.append(.init("column", .string(field.column))) }
        arguments.append(.init("type", node(field.type)))
        if field.isOptional { arguments.append(.init("isOptional", .text("true"))) }
        if let value = field.defaultValue { arguments.append(.init("defaultValue", node(value))) }
        if field.constraints != .none { arguments.append(.init("constraints", node(field.constraints))) }
        if let transitions = field.transitions { arguments.append(.init("transitions", node(transitions))) }
        if let list = field.list, list != .none { arguments.append(.init("list", node(list))) }
        if let reference = field.reference {
            arguments.append(.init("reference", node(reference)))
        }
        if field.access != .open { arguments.append(.init("access", node(field.access))) }
        if let part = field.part { arguments.append(.init("part", node(part))) }
        if let managed = field.managed { arguments.append(.init("managed", .text(".\(managed.rawValue)"))) }
        if let preset = field.preset { arguments.append(.init("preset", .text(".\(preset.rawValue)"))) }
        if field.classes != .none { arguments.append(.init("classes", node(field.classes))) }
        if let derivation = field.derivation { arguments.append(.init("derivation", node(derivation))) }
        arguments += life(field.deprecation, field.renamedFrom)
        arguments.append(.init("origin", node(field.origin)))
        return .call(names.library("Field"), arguments)
    }

    private func node(_ derivation: Derivation) -> SwiftNode {
        switch derivation {
        case .generated(let expression): .call(".generated", [.init(nil, node(expression))])
        case .computed(let expression): .call(".computed", [.init(nil, node(expression))])
        case .sql(let text): .call(".sql", [.init(nil, .string(text))])
        case .swift(let names): .call(".swift", [.init(nil, strings(names))])
        }
    }

    private func node(_ type: FieldType) -> SwiftNode {
        switch type {
        case .decimal(let precision, let scale):
            .call(
                ".decimal",
                [.init("precision", .text("\(precision)")), .init("scale", .text("\(scale)"))]
            )
        case .enumeration(let name): .call(".enumeration", [.init(nil, .string(name))])
        case .array(let element): .call(".array", [.init("of", node(element))])
        case .range(let bound): .call(".range", [.init("of", node(bound))])
        default: .text(".\(type.specName)")
        }
    }

    private func node(_ constraints: ValueConstraints) -> SwiftNode {
        let limits: [(String, SwiftNode?)] = [
            ("normalization", constraints.normalization.map { .list($0.map { .text(".\($0)") }) }),
            ("minLength", constraints.minLength.map { .text("\($0)") }),
            ("maxLength", constraints.maxLength.map { .text("\($0)") }),
            ("minimum", constraints.minimum.map(node)),
            ("maximum", constraints.maximum.map(node)),
            ("oneOf", constraints.oneOf.map { .list($0.map(node)) }),
            ("format", constraints.format.map { .text(caseName($0)) }),
            (
                "pattern",
                constraints.pattern.map { .call(names.library("Pattern"), [.init(nil, .string($0.source))]) }
            ),
            ("example", constraints.example.map(SwiftNode.string)),
        ]
        let arguments = limits.compactMap { label, value in
            value.map { SwiftNode.Argument(label, $0) }
        }
        return .call(".init", arguments)
    }

    /// A whole number stands as it is; another limit is read from its text.
    private func node(_ limit: Limit) -> SwiftNode {
        if Int64(limit.description) != nil { return .text(limit.description) }
        return .call(names.library("Limit"), [.init(nil, .string(limit.description))])
    }

    private func node(_ part: ObjectPart) -> SwiftNode {
        .call(
            names.library("ObjectPart"),
            [
                .init(nil, .string(part.object)), .init("of", .string(part.type)),
                .init("member", .string(part.member)), .init("isRequired", .text("\(part.isRequired)")),
                .init("isObjectOptional", .text("\(part.isObjectOptional)")),
            ] + doc(part.doc) + (part.jsonColumn.map { [.init("jsonColumn", .string($0))] } ?? [])
        )
    }

    private func node(_ transitions: Transitions) -> SwiftNode {
        let steps = transitions.steps.map { step in
            SwiftNode.call(".init", [.init(nil, .string(step.from)), .init("to", strings(step.to))])
        }
        return .call(
            names.library("Transitions"),
            [.init("initial", strings(transitions.initial)), .init("steps", .list(steps))]
        )
    }

    private func node(_ list: ListConstraints) -> SwiftNode {
        var arguments: [SwiftNode.Argument] = []
        if let least = list.minItems { arguments.append(.init("minItems", .text("\(least)"))) }
        if let most = list.maxItems { arguments.append(.init("maxItems", .text("\(most)"))) }
        if list.hasUniqueItems { arguments.append(.init("hasUniqueItems", .text("true"))) }
        if list.elements != .none { arguments.append(.init("elements", node(list.elements))) }
        return .call(names.library("ListConstraints"), arguments)
    }

    private func node(_ reference: Reference) -> SwiftNode {
        let onUpdate = reference.onUpdate.map { [SwiftNode.Argument("onUpdate", .text(".\($0)"))] } ?? []
        let unenforced: [SwiftNode.Argument] =
            reference.isUnenforced == true ? [.init("isUnenforced", .text("true"))] : []
        return .call(
            names.library("Reference"),
            [
                .init("target", .string(reference.target)),
                .init("onDelete", .text(caseName(reference.onDelete))),
            ] + onUpdate + unenforced
        )
    }

    private func node(_ classes: DataClasses) -> SwiftNode {
        let flags = [
            ("isPersonal", classes.isPersonal), ("isSecret", classes.isSecret),
            ("isEncrypted", classes.isEncrypted),
        ]
        var arguments = flags.filter(\.1).map { SwiftNode.Argument($0.0, .text("true")) }
        if let retention = classes.retention { arguments.append(.init("retention", node(retention))) }
        return .call(names.library("DataClasses"), arguments)
    }

    func node(_ retention: Retention) -> SwiftNode {
        .call(
            names.library("Retention"),
            [.init("count", .text("\(retention.count)")), .init("unit", .text(".\(retention.unit)"))]
        )
    }

    private func node(_ access: FieldAccess) -> SwiftNode {
        .call(
            names.library("FieldAccess"),
            [
                .init("read", node(access.read)), .init("create", node(access.create)),
                .init("update", node(access.update)),
            ] + (access.mask.map { [.init("mask", node($0))] } ?? [])
        )
    }
}
