import PlumblineSchema

/// What a new schema calls otherwise than an old one, as its `renamed_from` says.
///
/// A former name counts only where the old schema has it and lacks the new one, so that it may stay in the spec.
struct Renaming {
    private let old: Schema
    private let new: Schema

    init(from old: Schema, to new: Schema) {
        self.old = old
        self.new = new
    }

    /// The old schema as if it had never managed the tables that the new one leaves to others: nothing happens to them.
    func withoutTablesThatOthersKeepNow() -> Schema {
        let entities = old.entities.map { entity in
            var entity = entity
            if successor(of: entity)?.isManaged == false { entity.managed = false }
            return entity
        }
        return old.replacing(entities: entities)
    }

    /// The old schema with the new names of entities, fields and indexes, and the new places of tables.
    func named() -> Schema {
        old.replacing(
            entities: old.entities.map(named),
            principal: old.principal.map(named),
            rows: old.rows.map(named)
        )
    }

    /// A schema with the new names of enum values.
    func valued(_ schema: Schema) -> Schema {
        let enums = schema.enums.map { type in
            var type = type
            for index in type.values.indices {
                let name = type.values[index].name
                type.values[index].name = values(of: type.name)[name] ?? name
            }
            return type
        }
        let entities = schema.entities.map {
            valuedTransitions($0.rewritingExpressions { $0.rewritten(valued) })
        }
        return schema.replacing(
            enums: enums,
            entities: entities,
            rows: schema.rows.map { valued($0, in: schema) }
        )
    }

    /// The new names of an enum's values, by the old ones.
    func values(of type: String) -> [String: String] {
        guard let before = old.enumType(type), let after = new.enumType(type) else { return [:] }
        let pairs = after.values.compactMap { value in
            value.renamedFrom.flatMap { name in
                before.contains(name) && !before.contains(value.name) ? (name, value.name) : nil
            }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private func valued(_ expression: Expression) -> Expression {
        switch expression {
        case .literal(let literal): .literal(valued(literal))
        case .isIn(let value, let list): .isIn(value, list.map(valued))
        default: expression
        }
    }

    private func valued(_ literal: Literal) -> Literal {
        guard case .enumeration(let type, let value) = literal else { return literal }
        return .enumeration(type: type, value: values(of: type)[value] ?? value)
    }

    private func valuedTransitions(_ entity: Entity) -> Entity {
        var entity = entity
        for index in entity.fields.indices {
            guard case .enumeration(let type) = entity.fields[index].type,
                var transitions = entity.fields[index].transitions
            else { continue }
            let names = values(of: type)
            transitions.initial = transitions.initial.map { names[$0] ?? $0 }
            transitions.steps = transitions.steps.map { step in
                Transitions.Step(names[step.from] ?? step.from, to: step.to.map { names[$0] ?? $0 })
            }
            entity.fields[index].transitions = transitions
        }
        return entity
    }

    private func valued(_ row: ReferenceRow, in schema: Schema) -> ReferenceRow {
        var row = row
        for index in row.values.indices {
            guard
                case .enumeration(let type) = schema.entity(row.entity)?.field(row.values[index].field)?.type,
                case .text(let text) = row.values[index].literal
            else { continue }
            row.values[index].literal = .text(values(of: type)[text] ?? text)
        }
        return row
    }

    // MARK: Names

    /// What an entity of the old schema has become.
    private func successor(of entity: Entity) -> Entity? {
        // A history is called after the entity whose history it is.
        if let owner = owner(ofHistory: entity) {
            return successor(of: owner)?.history.flatMap { new.entity($0) }
        }
        return new.entities.first { $0.renamedFrom == entity.name && old.entity($0.name) == nil }
            ?? new.entity(entity.name)
    }

    private func owner(ofHistory entity: Entity) -> Entity? {
        old.entities.first { $0.history == entity.name }
    }

    private func entityName(_ name: String) -> String {
        old.entity(name).flatMap(successor)?.name ?? name
    }

    /// What a field of an entity of the old schema has become, where its name is another one.
    private func successor(of field: String, in entity: Entity) -> Field? {
        if let owner = owner(ofHistory: entity) {
            // It points at the row by the name of the row's entity.
            guard field == Naming.snake(owner.name), let after = successor(of: owner) else { return nil }
            return successor(of: entity)?.field(Naming.snake(after.name))
        }
        return successor(of: entity)?.fields.first {
            $0.renamedFrom == field && entity.field(field) != nil && entity.field($0.name) == nil
        }
    }

    private func fieldName(_ name: String, in entity: Entity?) -> String {
        entity.flatMap { successor(of: name, in: $0) }?.name ?? name
    }

    private func named(_ entity: Entity) -> Entity {
        let after = successor(of: entity)
        var result = entity.rewritingExpressions { named($0, in: entity) }
        if let after, after.name != entity.name {
            result.name = after.name
            result.plural = after.plural
            result.table = after.table
        }
        if let after {
            result.databaseSchema = after.databaseSchema
            if !after.isManaged { result.managed = false }
        }
        for index in result.fields.indices {
            let successor = successor(of: entity.fields[index].name, in: entity)
            result.fields[index].name = successor?.name ?? entity.fields[index].name
            result.fields[index].column = successor?.column ?? entity.fields[index].column
            if let target = entity.fields[index].reference?.target {
                result.fields[index].reference?.target = entityName(target)
            }
        }
        result.inverses = entity.inverses.map { named($0, of: entity) }
        result.keyNames = entity.keyNames?.map { fieldName($0, in: entity) }
        result.history = entity.history.map { after?.history ?? $0 }
        if let search = entity.search {
            result.search?.fields = search.fields.map { fieldName($0, in: entity) }
            result.search?.index = after?.search?.index ?? search.index
        }
        result.rules = result.rules.map { named($0, of: entity, after) }
        result.indexes = result.indexes.map { named($0, of: entity, after) }
        return result
    }

    private func named(_ expression: Expression, in entity: Entity) -> Expression {
        switch expression {
        case .path(let path): return .path(named(path, in: entity))
        case .any(let name, let condition):
            guard let inverse = entity.inverse(name), let source = old.entity(inverse.entity) else {
                return expression
            }
            return .any(inverseName(inverse, of: entity), named(condition, in: source))
        default: return expression.mapOperands { named($0, in: entity) }
        }
    }

    private func named(_ path: FieldPath, in entity: Entity) -> FieldPath {
        var relations: [String] = []
        var row: Entity? = entity
        for relation in path.relations {
            relations.append(fieldName(relation, in: row))
            row = row?.field(relation).flatMap { old.target(of: $0) }
        }
        return FieldPath(relations, fieldName(path.field, in: row))
    }

    private func named(_ inverse: Inverse, of entity: Entity) -> Inverse {
        var result = inverse
        let source = old.entity(inverse.entity)
        result.name = inverseName(inverse, of: entity)
        result.entity = entityName(inverse.entity)
        result.field = fieldName(inverse.field, in: source)
        result.onward = inverse.onward.map { fieldName($0, in: source) }
        return result
    }

    /// A relation is called after the entity that points here, unless the spec says otherwise.
    private func inverseName(_ inverse: Inverse, of entity: Entity) -> String {
        let source = old.entity(inverse.entity)
        let field = fieldName(inverse.field, in: source)
        let onward = inverse.onward.map { fieldName($0, in: source) }
        let successor = successor(of: entity)?.inverses.first {
            $0.entity == entityName(inverse.entity) && $0.field == field && $0.onward == onward
        }
        return successor?.name ?? inverse.name
    }

    /// A rule keeps its name, but for that of a unique field; its constraint is called as the new rule's is.
    private func named(_ rule: Rule, of entity: Entity, _ after: Entity?) -> Rule {
        var rule = rule
        func fields(_ names: [String]) -> [String] { names.map { fieldName($0, in: entity) } }
        switch rule.demand {
        case .check: break
        case .unique(let names, let condition):
            if let name = names.first, rule.name == "\(name)_is_unique" {
                rule.name = "\(fieldName(name, in: entity))_is_unique"
            }
            rule.demand = .unique(fields(names), condition: condition)
        case .noOverlap(let start, let end, let per, let condition):
            rule.demand = .noOverlap(
                start: fieldName(start, in: entity),
                end: fieldName(end, in: entity),
                per: fields(per),
                condition: condition
            )
        case .disjoint(let range, let per, let condition):
            rule.demand = .disjoint(
                range: fieldName(range, in: entity),
                per: fields(per),
                condition: condition
            )
        case .agrees(let relation, let field, let own):
            let target = entity.field(relation).flatMap { old.target(of: $0) }
            rule.demand = .agrees(
                relation: fieldName(relation, in: entity),
                field: fieldName(field, in: target),
                own: fieldName(own, in: entity)
            )
        }
        if let successor = after?.rules.first(where: { $0.name == rule.name }) {
            rule.constraint = successor.constraint
        }
        return rule
    }

    private func named(_ index: Index, of entity: Entity, _ after: Entity?) -> Index {
        var index = index
        func fields(_ names: [String]) -> [String] { names.map { fieldName($0, in: entity) } }
        index.fields = fields(index.fields)
        index.descending = index.descending.map(fields)
        index.include = index.include.map(fields)
        let successor =
            after?.indexes.first { $0.renamedFrom == index.name }
            ?? after?.indexes.first { hasSameContent($0, index) }
        index.name = successor?.name ?? index.name
        return index
    }

    private func hasSameContent(_ index: Index, _ other: Index) -> Bool {
        var second = other
        (second.name, second.doc, second.renamedFrom, second.origin) =
            (index.name, index.doc, index.renamedFrom, index.origin)
        return index == second
    }

    private func named(_ row: ReferenceRow) -> ReferenceRow {
        var result = row
        result.entity = entityName(row.entity)
        result.values = row.values.map { value in
            ReferenceRow.Value(
                field: fieldName(value.field, in: old.entity(row.entity)),
                literal: value.literal
            )
        }
        return result
    }

    private func named(_ principal: PrincipalMapping) -> PrincipalMapping {
        let entity = old.entity(principal.entity)
        var result = principal
        result.entity = entityName(principal.entity)
        result.signIn = principal.signIn.map { fieldName($0, in: entity) }
        result.password = fieldName(principal.password, in: entity)
        result.role = fieldName(principal.role, in: entity)
        result.active = principal.active.map { fieldName($0, in: entity) }
        return result
    }
}
