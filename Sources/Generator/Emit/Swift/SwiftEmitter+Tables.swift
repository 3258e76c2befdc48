import PlumblineSchema

extension SwiftEmitter {
    /// The entity as the runtime reads it.
    func writeTable(_ entity: Entity, to writer: inout SwiftWriter) {
        writer.block("nonisolated extension \(SwiftNames.identifier(entity.name))") { writer in
            let schema = names.library("Schema")
            writer.line("public static var schema: \(schema) { SpecSchema.schema }")
            writer.line()
            writer.expression("public static let entity = ", node(entity))
        }
    }

    func node(_ entity: Entity) -> SwiftNode {
        var arguments: [SwiftNode.Argument] = [
            .init("name", .string(entity.name)),
            .init("plural", .string(entity.plural)),
        ]
        if entity.table != entity.plural { arguments.append(.init("table", .string(entity.table))) }
        if let name = entity.databaseSchema { arguments.append(.init("databaseSchema", .string(name))) }
        if !entity.isManaged { arguments.append(.init("managed", .text("false"))) }
        arguments += doc(entity.doc)
        arguments.append(.init("fields", .list(entity.fields.map(node))))
        if let names = entity.keyNames { arguments.append(.init("keyNames", strings(names))) }
        if !entity.inverses.isEmpty { arguments.append(.init("inverses", .list(entity.inverses.map(node)))) }
        if !entity.rules.isEmpty { arguments.append(.init("rules", .list(entity.rules.map(node)))) }
        if !entity.indexes.isEmpty { arguments.append(.init("indexes", .list(entity.indexes.map(node)))) }
        if let history = entity.history { arguments.append(.init("history", .string(history))) }
        if let search = entity.search { arguments.append(.init("search", node(search))) }
        arguments.append(.init("access", node(entity.access)))
        if let retention = entity.retention { arguments.append(.init("retention", node(retention))) }
        arguments += life(entity.deprecation, entity.renamedFrom)
        arguments.append(.init("origin", node(entity.origin)))
        return .call(names.library("Entity"), arguments)
    }

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

    private func node(_ retention: Retention) -> SwiftNode {
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

    private func node(_ access: Access) -> SwiftNode {
        let arguments: [SwiftNode.Argument] = [
            .init("read", node(access.read)), .init("create", node(access.create)),
            .init("update", node(access.update)), .init("delete", node(access.delete)),
        ]
        let restore = access.restore.map { [SwiftNode.Argument("restore", node($0))] } ?? []
        let gaps = access.gaps.map { [SwiftNode.Argument("gaps", node($0))] } ?? []
        return .call(names.library("Access"), arguments + restore + gaps)
    }

    private func node(_ inverse: Inverse) -> SwiftNode {
        let arguments: [SwiftNode.Argument] = [
            .init("name", .string(inverse.name)),
            .init("entity", .string(inverse.entity)),
            .init("field", .string(inverse.field)),
        ]
        let toOne: [SwiftNode.Argument] = inverse.isToOne ? [.init("isToOne", .text("true"))] : []
        let onward = inverse.onward.map { [SwiftNode.Argument("onward", .string($0))] } ?? []
        return .call(names.library("Inverse"), arguments + toOne + onward)
    }

    private func node(_ rule: Rule) -> SwiftNode {
        if let node = uniquenessNode(rule) { return node }
        var arguments: [SwiftNode.Argument] = [
            .init("name", .string(rule.name)),
            .init("constraint", .string(rule.constraint)),
            .init("demand", node(rule.demand)),
        ]
        if let flag = rule.nullsNotDistinct { arguments.append(.init("nullsNotDistinct", .text("\(flag)"))) }
        arguments.append(.init("message", .string(rule.message)))
        if rule.code != rule.demand.defaultCode { arguments.append(.init("code", .string(rule.code))) }
        arguments.append(.init("origin", node(rule.origin)))
        return .call(names.library("Rule"), arguments)
    }

    /// The rule of a field that is unique.
    private func uniquenessNode(_ rule: Rule) -> SwiftNode? {
        guard case .unique(let fields, _) = rule.demand, let field = fields.first,
            rule == .unique(field, constraint: rule.constraint, origin: rule.origin)
        else { return nil }
        return .call(
            ".unique",
            [
                .init(nil, .string(field)), .init("constraint", .string(rule.constraint)),
                .init("origin", node(rule.origin)),
            ]
        )
    }

    private func node(_ demand: Rule.Demand) -> SwiftNode {
        switch demand {
        case .check(let expression):
            .call(".check", [.init(nil, node(expression))])
        case .unique(let fields, let condition):
            .call(".unique", [.init(nil, strings(fields)), .init("condition", optional(condition))])
        case .noOverlap(let start, let end, let per, let condition):
            .call(
                ".noOverlap",
                [
                    .init(nil, .string(start)), .init(nil, .string(end)), .init("per", strings(per)),
                ] + (condition.map { [.init("condition", node($0))] } ?? [])
            )
        case .disjoint(let range, let per, let condition):
            .call(
                ".disjoint",
                [
                    .init("range", .string(range)), .init("per", strings(per)),
                    .init("condition", optional(condition)),
                ]
            )
        case .agrees(let relation, let field, let own):
            .call(
                ".agrees",
                [
                    .init("relation", .string(relation)), .init("field", .string(field)),
                    .init("own", .string(own)),
                ]
            )
        }
    }

    private func node(_ index: Index) -> SwiftNode {
        if index == .on(index.fields, name: index.name, origin: index.origin) {
            return .call(
                ".on",
                [
                    .init(nil, strings(index.fields)), .init("name", .string(index.name)),
                    .init("origin", node(index.origin)),
                ]
            )
        }
        var arguments: [SwiftNode.Argument] = [
            .init("name", .string(index.name)), .init("fields", strings(index.fields)),
        ]
        if let expression = index.expression { arguments.append(.init("expression", node(expression))) }
        if let descending = index.descending { arguments.append(.init("descending", strings(descending))) }
        if let include = index.include { arguments.append(.init("include", strings(include))) }
        if let method = index.method { arguments.append(.init("method", .text(".\(method)"))) }
        if let name = index.operatorClass { arguments.append(.init("operatorClass", .string(name))) }
        if let condition = index.condition { arguments.append(.init("condition", node(condition))) }
        arguments += doc(index.doc) + life(nil, index.renamedFrom)
        arguments.append(.init("origin", node(index.origin)))
        return .call(names.library("Index"), arguments)
    }

    private func node(_ search: TextSearch) -> SwiftNode {
        .call(
            names.library("TextSearch"),
            [
                .init("fields", strings(search.fields)),
                .init("language", .text(".\(search.language)")),
                .init("index", .string(search.index)),
                .init("origin", node(search.origin)),
            ]
        )
    }

    /// A line of the file that is written, by the helper at its end; what a trait of another file says, in full.
    func node(_ origin: Origin) -> SwiftNode {
        guard origin.file != file else { return .call(".at", [.init(nil, .text("\(origin.line)"))]) }
        let place: [SwiftNode.Argument] = [
            .init(nil, .string(origin.file)), .init(nil, .text("\(origin.line)")),
        ]
        return .call(names.library("Origin"), place)
    }

    /// The helper that makes origins from lines, so that most of a table's rows fit on one.
    func writeOriginHelper(_ path: String, to writer: inout SwiftWriter) {
        let origin = names.library("Origin")
        writer.block("nonisolated extension \(origin)") { writer in
            writer.block("fileprivate static func at(_ line: \(names.library("Int"))) -> \(origin)") {
                writer in
                writer.line("\(origin)(\(SwiftNames.literal(path)), line)")
            }
        }
    }

    /// What something was called, and that it will go.
    func life(_ deprecation: Deprecation?, _ renamedFrom: String?) -> [SwiftNode.Argument] {
        let words = deprecation.map { deprecation in
            [
                ("message", deprecation.message), ("since", deprecation.since),
                ("removeAfter", deprecation.removeAfter), ("use", deprecation.use),
            ].compactMap { label, text in text.map { SwiftNode.Argument(label, .string($0)) } }
        }
        let deprecated = words.map { SwiftNode.call(names.library("Deprecation"), $0) }
        return [
            deprecated.map { .init("deprecation", $0) },
            renamedFrom.map { .init("renamedFrom", .string($0)) },
        ].compactMap(\.self)
    }

    /// A case whose raw value is its name in snake case. To print the case itself, Swift would reflect on its type.
    func caseName(_ value: some RawRepresentable<String>) -> String {
        "." + Naming.lowerCamel(value.rawValue)
    }

    func doc(_ doc: String?) -> [SwiftNode.Argument] {
        doc.map { [.init("doc", .string($0))] } ?? []
    }

    private func strings(_ texts: [String]) -> SwiftNode {
        .list(texts.map(SwiftNode.string))
    }

    private func optional(_ expression: Expression?) -> SwiftNode {
        expression.map(node) ?? .text("nil")
    }
}
