public import PlumblineSchema

extension SQLEmitter {
    /// CREATE TABLE with the members' definitions inside.
    func table(_ entity: Entity, members: [SQLObject]) -> SQLObject {
        let name = SQLIdentifier.quoted(entity.table)
        let body = members.enumerated().map { index, member in
            let comma = index == members.count - 1 ? "" : ","
            let lines = (ruleComment(member, in: entity) + [member.definition + comma])
            return lines.map { "    " + $0 }.joined(separator: "\n")
        }
        return SQLObject(
            identity: .init(kind: .table, table: entity.table, name: entity.table),
            definition: "table \(name)",
            create: "create table \(name) (\n\(body.joined(separator: "\n"))\n);",
            drop: "drop table \(name);",
            origin: entity.origin
        )
    }

    /// A column; its description is an object of its own.
    func column(_ field: Field, of entity: Entity) -> SQLObject {
        let name = SQLIdentifier.quoted(field.column)
        var definition = "\(name) \(field.type.columnType)"
        if !field.isOptional { definition += " not null" }
        if let value = field.defaultValue, value.isConstant {
            definition += " default \(sql(value, in: entity))"
        }
        if let value = field.generation {
            definition += " generated always as (\(sql(value, in: entity))) stored"
        }
        return SQLObject(
            identity: .init(kind: .column, table: entity.table, name: field.column),
            definition: definition,
            create: alter(entity, "add column \(definition)"),
            drop: alter(entity, "drop column \(name)"),
            origin: field.origin
        )
    }

    /// The descriptions of the table, its columns and its rules.
    func comments(of entity: Entity) -> [SQLObject] {
        let table = SQLIdentifier.quoted(entity.table)
        var comments: [SQLObject] = []
        if let doc = entity.doc {
            comments.append(comment("table \(table)", doc, of: entity, at: entity.origin))
        }
        for field in entity.storedFields {
            guard let doc = field.doc else { continue }
            comments.append(
                comment(
                    "column \(table).\(SQLIdentifier.quoted(field.column))",
                    doc,
                    of: entity,
                    at: field.origin
                )
            )
        }
        for rule in entity.rules where rule.isTableConstraint {
            let target = "constraint \(SQLIdentifier.quoted(rule.constraint)) on \(table)"
            comments.append(comment(target, rule.message, of: entity, at: rule.origin))
        }
        return comments
    }

    func comment(_ target: String, _ text: String, of entity: Entity, at origin: Origin) -> SQLObject {
        SQLObject(
            identity: .init(kind: .comment, table: entity.table, name: target),
            definition: SQLLiteral.quoted(text),
            create: "comment on \(target) is \(SQLLiteral.quoted(text));",
            drop: "comment on \(target) is null;",
            origin: origin
        )
    }

    /// Where a rule among the members of a table comes from; a column's own constraints need no word.
    private func ruleComment(_ member: SQLObject, in entity: Entity) -> [String] {
        let isRule = entity.rules.contains { $0.constraint == member.identity.name }
        guard member.identity.kind == .constraint, isRule, let origin = member.origin else { return [] }
        return [remark(origin.description)]
    }
}

extension Rule {
    /// Whether the rule stands inside its table: not an index, not a foreign key.
    var isTableConstraint: Bool {
        switch demand {
        case .check, .noOverlap: true
        case .unique(_, let condition): condition == nil
        case .agrees: false
        }
    }
}

extension FieldType {
    /// The column's type. Texts compare by code point (`collate "C"`), as the spec's expressions do, whatever the
    /// database's locale.
    var columnType: String {
        switch self {
        case .text, .password, .enumeration: #"text collate "C""#
        case .integer: "integer"
        case .bigint: "bigint"
        case .decimal(let precision, let scale): "numeric(\(precision), \(scale))"
        case .float: "double precision"
        case .boolean: "boolean"
        case .uuid: "uuid"
        case .timestamp: "timestamptz"
        case .date: "date"
        case .time: "time"
        case .json: "jsonb"
        }
    }
}
