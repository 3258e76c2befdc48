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

    func strings(_ texts: [String]) -> SwiftNode {
        .list(texts.map(SwiftNode.string))
    }

    func optional(_ expression: Expression?) -> SwiftNode {
        expression.map(node) ?? .text("nil")
    }
}
