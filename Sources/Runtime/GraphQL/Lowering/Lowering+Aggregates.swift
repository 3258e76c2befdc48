import PlumblineQuery
import PlumblineSchema

/// Aggregates, groups, and rows that differ.
extension Lowering {
    /// The fields that the rows of a list have to differ in.
    func distinct(_ field: CollectedField, of rows: ListedType) throws(GraphQLError) -> [String] {
        let type = TypeReference.list(.nonNull(.named(rows.fieldName)))
        guard let tree = try conditions("distinctOn", of: field, as: type) else { return [] }
        var names: [String] = []
        for value in tree.texts ?? [] {
            let named = rows.fields.first { ListedType.value($0) == value }
            if let named, !names.contains(named.name) { names.append(named.name) }
        }
        return names
    }

    /// The members of objects of aggregates.
    func aggregates(_ field: CollectedField, of rows: ListedType) -> [Aggregate.Member] {
        let type = rows.aggregate
        return collector.collect(field.selectionSets, of: type).compactMap { field in
            switch field.name {
            case FieldDefinition.typename.name: return .typename(key: field.key, name: type)
            case "count": return .value(key: field.key, Aggregate(.count, of: nil))
            default:
                guard let stored = rows.field(named: field.name),
                    let kind = AggregateKind(stored)
                else { return nil }
                return .object(key: field.key, aggregates(field, of: stored, kind))
            }
        }
    }

    private func aggregates(
        _ field: CollectedField,
        of stored: Field,
        _ kind: AggregateKind
    ) -> [Aggregate.Member] {
        collector.collect(field.selectionSets, of: kind.typeName).map { field in
            guard let function = Aggregate.Function(rawValue: field.name) else {
                return .typename(key: field.key, name: kind.typeName)
            }
            return .value(key: field.key, Aggregate(function, of: stored.name))
        }
    }

    // MARK: - Groups

    func groups(_ field: CollectedField, of rows: ListedType) throws(GraphQLError) -> Groups {
        var condition: Aggregate.Condition?
        if case .object(let members)? = try conditions("having", of: field, as: .named(rows.having)) {
            condition = .and(try conditions(members, of: rows, field))
        }
        let keys = try keys(field, of: rows)
        return Groups(
            by: keys,
            having: condition,
            order: try groupOrder(field, by: keys, of: rows),
            first: try leaf("first", of: field, as: .named("Int")),
            offset: try leaf("offset", of: field, as: .named("Int")),
            members: try members(field, of: rows)
        )
    }

    private func keys(_ field: CollectedField, of rows: ListedType) throws(GraphQLError) -> [Groups.Key] {
        var keys: [Groups.Key] = []
        let type = TypeReference.all(rows.groupBy)
        guard case .list(let trees)? = try conditions("by", of: field, as: type), !trees.isEmpty else {
            throw badInput("Groups are made by at least one field.", field)
        }
        for tree in trees {
            guard case .object(let members) = tree, members.count == 1,
                let key = key(members[0], of: rows)
            else { throw badInput("Each term of \"by\" names exactly one field.", field) }
            guard !keys.contains(where: { $0.field == key.field }) else {
                throw badInput("Groups are made by each field at most once.", field)
            }
            keys.append(key)
        }
        return keys
    }

    private func key(_ member: InputTree.Member, of rows: ListedType) -> Groups.Key? {
        if member.name == "field" {
            let named = rows.fields.first { ListedType.value($0) == member.value.text }
            return named.map { Groups.Key(field: $0.name) }
        }
        guard let stored = rows.field(named: member.name),
            let unit = member.value["unit"]?.text.flatMap({ Groups.Bucket.Unit(rawValue: $0.lowercased()) })
        else { return nil }
        var zone: Operand?
        if case .leaf(let operand, _)? = member.value["timeZone"] { zone = operand }
        return Groups.Key(field: stored.name, bucket: Groups.Bucket(unit, timeZone: zone))
    }

    private func groupOrder(
        _ field: CollectedField,
        by keys: [Groups.Key],
        of rows: ListedType
    ) throws(GraphQLError) -> [Groups.Term] {
        let type = TypeReference.list(.nonNull(.named(rows.groupOrder)))
        guard case .list(let trees)? = try conditions("orderBy", of: field, as: type) else { return [] }
        var terms: [Groups.Term] = []
        for tree in trees {
            guard case .object(let members) = tree, members.count == 1,
                let term = term(members[0], of: rows)
            else { throw badInput("Each term of \"orderBy\" names exactly one value.", field) }
            if case .key(let name) = term.value, !keys.contains(where: { $0.field == name }) {
                throw badInput(
                    "\"\(members[0].name)\" in \"orderBy\" is no key of the groups; name it in \"by\".",
                    field
                )
            }
            terms.append(term)
        }
        return terms
    }

    private func term(_ member: InputTree.Member, of rows: ListedType) -> Groups.Term? {
        if member.name == "count" {
            return Groups.Term(.aggregate(Aggregate(.count, of: nil)), direction: member.value)
        }
        guard let stored = rows.field(named: member.name),
            case .object(let members) = member.value, members.count == 1
        else { return nil }
        guard let function = Aggregate.Function(rawValue: members[0].name) else {
            return Groups.Term(.key(field: stored.name), direction: members[0].value)
        }
        return Groups.Term(.aggregate(Aggregate(function, of: stored.name)), direction: members[0].value)
    }

    // MARK: - Conditions

    private func conditions(
        _ members: [InputTree.Member],
        of rows: ListedType,
        _ field: CollectedField
    ) throws(GraphQLError) -> [Aggregate.Condition] {
        var conditions: [Aggregate.Condition] = []
        for member in members {
            switch (member.name, member.value) {
            case ("and", .list(let trees)):
                conditions.append(.and(try self.conditions(trees, of: rows, field)))
            case ("or", .list(let trees)):
                conditions.append(.or(try self.conditions(trees, of: rows, field)))
            case ("not", .object(let members)):
                conditions.append(.not(.and(try self.conditions(members, of: rows, field))))
            case ("count", .object(let members)):
                conditions += try comparisons(members, Aggregate(.count, of: nil), field)
            case (let name, .object(let members)):
                conditions += try self.conditions(members, on: name, of: rows, field)
            default:
                throw badInput("\"\(member.name)\" in \"having\" must not be null.", field)
            }
        }
        return conditions
    }

    private func conditions(
        _ trees: [InputTree],
        of rows: ListedType,
        _ field: CollectedField
    ) throws(GraphQLError) -> [Aggregate.Condition] {
        var conditions: [Aggregate.Condition] = []
        for tree in trees {
            guard case .object(let members) = tree else {
                throw badInput("A condition in \"having\" must not be null.", field)
            }
            conditions.append(.and(try self.conditions(members, of: rows, field)))
        }
        return conditions
    }

    private func conditions(
        _ members: [InputTree.Member],
        on name: String,
        of rows: ListedType,
        _ field: CollectedField
    ) throws(GraphQLError) -> [Aggregate.Condition] {
        guard let stored = rows.field(named: name) else { return [] }
        var conditions: [Aggregate.Condition] = []
        for member in members {
            guard let function = Aggregate.Function(rawValue: member.name),
                case .object(let operators) = member.value
            else { throw badInput("\"\(member.name)\" in \"having\" must not be null.", field) }
            conditions += try comparisons(operators, Aggregate(function, of: stored.name), field)
        }
        return conditions
    }

    private func comparisons(
        _ members: [InputTree.Member],
        _ aggregate: Aggregate,
        _ field: CollectedField
    ) throws(GraphQLError) -> [Aggregate.Condition] {
        var conditions: [Aggregate.Condition] = []
        for member in members {
            switch member.value {
            case .leaf(_, .boolean(let flag)) where member.name == "isNull":
                conditions.append(.isNull(aggregate, flag))
            case .null:
                throw badInput("The operator \"\(member.name)\" in \"having\" must not be null.", field)
            case .leaf, .list, .object:
                guard let comparison = Comparison(rawValue: member.name), let operand = member.value.operand
                else { continue }
                conditions.append(.compare(aggregate, comparison, operand))
            }
        }
        return conditions
    }

    // MARK: - Selections

    private func members(_ field: CollectedField, of rows: ListedType) throws(GraphQLError) -> [Groups.Member]
    {
        let type = rows.groupResult
        var members: [Groups.Member] = []
        for field in collector.collect(field.selectionSets, of: type) {
            switch field.name {
            case "keys": members.append(.keys(key: field.key, try keyMembers(field, of: rows)))
            case "aggregate": members.append(.aggregate(key: field.key, aggregates(field, of: rows)))
            default: members.append(.typename(key: field.key, name: type))
            }
        }
        return members
    }

    private func keyMembers(
        _ field: CollectedField,
        of rows: ListedType
    ) throws(GraphQLError) -> [Groups.KeyMember] {
        let type = rows.groupKeys
        var members: [Groups.KeyMember] = []
        for field in collector.collect(field.selectionSets, of: type) {
            if let stored = rows.fields.first(where: { $0.apiName == field.name }) {
                members.append(.value(key: field.key, field: stored.name))
            } else if let relation = rows.fields.first(where: { $0.relationAPIName == field.name }
            ),
                let target = api.schema.target(of: relation)
            {
                let selection = try selection(field, of: target)
                members.append(.row(key: field.key, relation: relation.name, selection))
            } else {
                members.append(.typename(key: field.key, name: type))
            }
        }
        return members
    }
}

extension Groups.Term {
    fileprivate init(_ value: Value, direction: InputTree) {
        let direction = OrderDirection(direction.text ?? "")
        self.init(value, isDescending: direction.isDescending, nullsFirst: direction.nullsFirst)
    }
}

extension InputTree {
    /// The text of a value that belongs to the shape of a request.
    fileprivate var text: String? {
        if case .leaf(_, .string(let text)) = self { text } else { nil }
    }

    /// The texts of a list of such values.
    fileprivate var texts: [String]? {
        switch self {
        case .list(let items): items.compactMap(\.text)
        case .leaf(_, .list(let items)):
            items.compactMap { item in if case .string(let text) = item { text } else { nil } }
        case .leaf: text.map { [$0] }
        case .null, .object: nil
        }
    }
}
