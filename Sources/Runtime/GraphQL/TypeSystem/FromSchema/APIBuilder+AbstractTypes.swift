import PlumblineSchema

/// Interfaces and unions of a spec, and the lists of their members' rows.
extension APIBuilder {
    /// Adds them to the object types of entities: what is told of an interface follows from what they have.
    func addAbstractTypes(to types: inout [TypeDefinition]) {
        guard !schema.abstractTypes.isEmpty else { return }
        let objects = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
        var implemented: [String: [String]] = [:]
        var added: [TypeDefinition] = []
        for type in schema.abstractTypes {
            let members = schema.readableMembers(of: type)
            guard !members.isEmpty else { continue }
            switch type.kind {
            case .union:
                added.append(.union(type.name, description: type.doc, members: members.map(\.name)))
            case .interface:
                added.append(interface(type, members, objects))
                for member in members { implemented[member.name, default: []].append(type.name) }
            }
            if type.list != nil { added += listTypes(type, members) }
        }
        types = types.map { $0.implementing(implemented[$0.name] ?? []) } + added
    }

    // MARK: Interfaces

    private func interface(
        _ type: AbstractType,
        _ members: [Entity],
        _ objects: [String: TypeDefinition]
    ) -> TypeDefinition {
        let areNodes = members.allSatisfy(\.isNode)
        let key = areNodes ? Self.node.fields.map(\.self) : []
        let names = type.fields.flatMap { members[0].apiNames(of: $0) }
        let fields = names.compactMap { name -> FieldDefinition? in
            if areNodes, name == Field.keyName { return nil }
            return Self.common(members.map { objects[$0.name]?.fields[name] })
        }
        return .interface(
            type.name,
            description: type.doc,
            interfaces: (areNodes ? [Self.node.name] : []) + type.interfaces,
            fields: key + fields
        )
    }

    /// The field of an interface whose members have these; null may be what it may be for one of them.
    private static func common(_ fields: [FieldDefinition?]) -> FieldDefinition? {
        guard var field = fields.first ?? nil else { return nil }
        for other in fields {
            guard let other, other.type.nullable == field.type.nullable else { return nil }
            if !other.type.isNonNull { field.type = other.type }
        }
        return field
    }

    // MARK: Lists

    /// The lists in the query root.
    func abstractFields() -> [FieldDefinition] {
        schema.abstractTypes.compactMap { type in
            let members = schema.readableMembers(of: type)
            guard let name = type.listAPIName, !members.isEmpty else { return nil }
            return FieldDefinition(
                name: name,
                description: type.doc,
                arguments: NamedList(arguments(type, members)),
                type: .nonNull(.named("\(type.name)Connection"))
            )
        }
    }

    private func arguments(_ type: AbstractType, _ members: [Entity]) -> [InputValueDefinition] {
        var arguments = [
            InputValueDefinition(name: "first", type: .named("Int")),
            InputValueDefinition(name: "after", type: .named("String")),
            InputValueDefinition(name: "last", type: .named("Int")),
            InputValueDefinition(name: "before", type: .named("String")),
            InputValueDefinition(name: "filter", type: .named("\(type.name)Filter")),
        ]
        if hasOrder(type, members) {
            let order = TypeReference.list(.nonNull(.named("\(type.name)Order")))
            arguments.append(InputValueDefinition(name: "orderBy", type: order))
        }
        if members.allSatisfy({ $0.search != nil }) {
            arguments.append(
                InputValueDefinition(
                    name: "search",
                    description: "Words that the rows have, as in the list of each type.",
                    type: .named("String")
                )
            )
        }
        return arguments
    }

    private func listTypes(_ type: AbstractType, _ members: [Entity]) -> [TypeDefinition] {
        let order = hasOrder(type, members) ? [self.order(type, members)] : []
        return [connection(type), edge(type), filter(type, members)] + order
    }

    private func connection(_ type: AbstractType) -> TypeDefinition {
        .object(
            "\(type.name)Connection",
            description: "A page of rows of \(type.name).",
            fields: [
                FieldDefinition(
                    name: "edges",
                    description: "The rows with their cursors.",
                    type: .all("\(type.name)Edge")
                ),
                FieldDefinition(name: "nodes", description: "The rows.", type: .all(type.name)),
                FieldDefinition(name: "pageInfo", type: .nonNull(.named(Self.pageInfo.name))),
                FieldDefinition(
                    name: "totalCount",
                    description: "How many rows all pages have together; counted only when asked for.",
                    type: .nonNull(.named("Int"))
                ),
            ]
        )
    }

    private func edge(_ type: AbstractType) -> TypeDefinition {
        .object(
            "\(type.name)Edge",
            description: "A row of \(type.name) and its place in the order.",
            fields: [
                FieldDefinition(
                    name: "cursor",
                    description: "For `after` and `before`.",
                    type: .nonNull(.named("String"))
                ),
                FieldDefinition(name: "node", type: .nonNull(.named(type.name))),
            ]
        )
    }

    /// Conditions on what all have, and for each entity its own.
    private func filter(_ type: AbstractType, _ members: [Entity]) -> TypeDefinition {
        let name = "\(type.name)Filter"
        let list = TypeReference.list(.nonNull(.named(name)))
        var fields = [
            InputValueDefinition(name: "and", description: "All of them.", type: list),
            InputValueDefinition(name: "or", description: "Any of them.", type: list),
            InputValueDefinition(name: "not", description: "The contrary.", type: .named(name)),
        ]
        for field in common(type, members) where field.isFilterable {
            fields.append(
                InputValueDefinition(
                    name: field.apiName,
                    type: .named(FieldKind(field).filterName),
                    deprecationReason: field.deprecationReason
                )
            )
            if let relation = field.relationAPIName, let target = schema.target(of: field), target.isReadable
            {
                fields.append(InputValueDefinition(name: relation, type: .named("\(target.name)Filter")))
            }
        }
        for member in members {
            fields.append(
                InputValueDefinition(
                    name: member.singularAPIName,
                    description: "It is a row of \(member.name), and meets this.",
                    type: .named("\(member.name)Filter")
                )
            )
        }
        return .input(
            name,
            description: "Conditions on rows of \(type.name). All that are given must hold.",
            fields: fields
        )
    }

    private func order(_ type: AbstractType, _ members: [Entity]) -> TypeDefinition {
        let direction = TypeReference.named(Self.orderDirection.name)
        var fields = common(type, members).filter(\.isOrderable).map { field in
            InputValueDefinition(
                name: field.apiName,
                type: direction,
                deprecationReason: field.deprecationReason
            )
        }
        if members.allSatisfy(\.isRanked) {
            fields.append(
                InputValueDefinition(
                    name: Entity.rankName,
                    description: "How well the row fits `search`.",
                    type: direction
                )
            )
        }
        return .input(
            "\(type.name)Order",
            description: "One term of an order of \(type.name).",
            fields: fields,
            isOneOf: true
        )
    }

    private func hasOrder(_ type: AbstractType, _ members: [Entity]) -> Bool {
        members.allSatisfy(\.isRanked) || common(type, members).contains(where: \.isOrderable)
    }

    /// The fields that all members have and show, as the first of them has them.
    private func common(_ type: AbstractType, _ members: [Entity]) -> [Field] {
        type.fields.compactMap { name in
            let fields = members.compactMap { member in member.readableFields.first { $0.name == name } }
            guard fields.count == members.count, let first = fields.first,
                fields.allSatisfy({ $0.type == first.type && $0.isFilterable == first.isFilterable })
            else { return nil }
            return first
        }
    }
}

extension Entity {
    /// The names in the APIs of what a field of the spec is: of a relation its key and its row.
    fileprivate func apiNames(of name: String) -> [String] {
        if let field = field(name) { return [field.apiName] + [field.relationAPIName].compactMap(\.self) }
        return objects.filter { $0.name == name }.map(\.apiName)
    }
}

extension TypeDefinition {
    /// The object type with further interfaces.
    fileprivate func implementing(_ more: [String]) -> TypeDefinition {
        guard !more.isEmpty, case .object(let fields, let interfaces) = kind else { return self }
        var type = self
        type.kind = .object(fields, interfaces: interfaces + more)
        return type
    }
}
