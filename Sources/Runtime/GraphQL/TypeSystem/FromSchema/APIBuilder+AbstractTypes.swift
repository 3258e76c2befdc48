import PlumblineSchema

/// Interfaces and unions of a spec, and the lists of their members' rows.
extension APIBuilder {
    /// Adds them to the object types of entities: what is told of an interface follows from what they have.
    mutating func addAbstractTypes(to types: inout [TypeDefinition]) {
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
                type: .nonNull(.named(ListedType(type, in: schema).connection))
            )
        }
    }

    private func arguments(_ type: AbstractType, _ members: [Entity]) -> [InputValueDefinition] {
        var arguments = [
            InputValueDefinition(name: "first", type: .named("Int")),
            InputValueDefinition(name: "after", type: .named("String")),
            InputValueDefinition(name: "last", type: .named("Int")),
            InputValueDefinition(name: "before", type: .named("String")),
            InputValueDefinition(name: "offset", type: .named("Int")),
            InputValueDefinition(name: "filter", type: .named("\(type.name)Filter")),
        ]
        if hasOrder(type, members) {
            let order = TypeReference.list(.nonNull(.named("\(type.name)Order")))
            arguments.append(InputValueDefinition(name: "orderBy", type: order))
        }
        arguments += distinct(ListedType(type, in: schema))
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

    private mutating func listTypes(_ type: AbstractType, _ members: [Entity]) -> [TypeDefinition] {
        let order = hasOrder(type, members) ? [self.order(type, members)] : []
        let list = ListedType(type, in: schema)
        return [connection(list), edge(list), filter(type, members)] + order + aggregates(list)
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
        for field in schema.commonFields(of: type) where field.isFilterable {
            fields.append(
                InputValueDefinition(
                    name: field.apiName,
                    type: .named(FieldKind(field).filterName),
                    deprecationReason: field.deprecationReason
                )
            )
            if let (relation, target) = relation(of: field) {
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
        var fields = schema.commonFields(of: type).flatMap { field in
            let own = InputValueDefinition(
                name: field.apiName,
                type: direction,
                deprecationReason: field.deprecationReason
            )
            let related = relation(of: field).map { name, target in
                InputValueDefinition(name: name, type: .named("\(target.name)Order"))
            }
            return [field.isOrderable ? own : nil, related].compactMap(\.self)
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
        members.allSatisfy(\.isRanked)
            || schema.commonFields(of: type).contains { $0.isOrderable || relation(of: $0) != nil }
    }

    /// What a field of an entity is called as a relation, and the entity that it points to, if callers may read rows of it.
    private func relation(of field: Field) -> (name: String, target: Entity)? {
        guard let name = field.relationAPIName, let target = schema.target(of: field), target.isReadable
        else { return nil }
        return (name, target)
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
        let kind = Kind.object(fields, interfaces: interfaces + more)
        return TypeDefinition(name: name, description: description, kind: kind)
    }
}
