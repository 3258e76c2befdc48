import PlumblineSchema

/// Which rows.
extension APIBuilder {
    mutating func filter(_ entity: Entity) -> TypeDefinition {
        let name = "\(entity.name)Filter"
        var fields = [
            InputValueDefinition(
                name: "and",
                description: "All of them.",
                type: .list(.nonNull(.named(name)))
            ),
            InputValueDefinition(
                name: "or",
                description: "Any of them.",
                type: .list(.nonNull(.named(name)))
            ),
            InputValueDefinition(name: "not", description: "The contrary.", type: .named(name)),
        ]
        for field in entity.readableFields {
            if field.isFilterable {
                fields.append(
                    InputValueDefinition(
                        name: field.apiName,
                        type: .named(FieldKind(field).filterName),
                        deprecationReason: field.deprecationReason
                    )
                )
            }
            if let relation = field.relationAPIName, let target = schema.target(of: field), target.isReadable
            {
                fields.append(InputValueDefinition(name: relation, type: .named("\(target.name)Filter")))
            }
        }
        for inverse in entity.inverses {
            guard let rows = schema.readableRows(of: inverse) else { continue }
            let type = inverse.isToOne ? "\(rows.name)Filter" : "\(rows.name)ManyFilter"
            fields.append(InputValueDefinition(name: inverse.apiName, type: .named(type)))
        }
        return .input(
            name,
            description: "Conditions on rows of \(entity.name). All that are given must hold.",
            fields: fields
        )
    }

    /// The condition on many rows, for the entities that an inverse gives many of.
    func listFilter(_ entity: Entity) -> TypeDefinition? {
        guard listed.contains(entity.name) else { return nil }
        let filter = TypeReference.named("\(entity.name)Filter")
        return .input(
            "\(entity.name)ManyFilter",
            description: "Conditions on many rows of \(entity.name). All that are given must hold.",
            fields: [
                InputValueDefinition(
                    name: "some",
                    description: "There is such a row among those that the caller may read.",
                    type: filter
                ),
                InputValueDefinition(
                    name: "every",
                    description: "Each of them is such a row; so it is where there is none at all.",
                    type: filter
                ),
                InputValueDefinition(name: "none", description: "There is no such row.", type: filter),
            ]
        )
    }

    // MARK: - Conditions on values

    /// The conditions on one value, for each kind of value that an entity's filter asks about.
    func operatorInputs() -> [TypeDefinition] {
        var filtered = Set(
            schema.entities.filter(\.isReadable).flatMap { entity in
                entity.fields.compactMap { $0.isFilterable ? FieldKind($0) : nil }
            } + aggregateKinds.flatMap(\.results)
        )
        for kind in filtered { filtered.formUnion(kind.aspects.map(\.kind)) }
        let single = FieldKind.scalars + schema.enums.map { .enumeration($0.name) }
        let kinds = (single + single.map(FieldKind.list) + FieldKind.ranges).filter(filtered.contains)
        return kinds.map(operatorInput) + (filtered.contains(.json) ? [Self.memberFilter] : [])
    }

    private func operatorInput(_ kind: FieldKind) -> TypeDefinition {
        .input(
            kind.filterName,
            description: "Conditions on a value of type \(kind.type). All that are given must hold.",
            fields: kind.operators
        )
    }

    private static let memberFilter = TypeDefinition.input(
        FieldKind.memberFilterName,
        description: "Conditions on what stands at a path within JSON. All that are given must hold.",
        fields: [
            InputValueDefinition(
                name: "path",
                description: "The keys, and the positions in lists from 0, that lead there.",
                type: .nonNull(.list(.nonNull(.named("String"))))
            )
        ] + FieldKind.json.operators.filter { $0.name != "at" }
    )
}
