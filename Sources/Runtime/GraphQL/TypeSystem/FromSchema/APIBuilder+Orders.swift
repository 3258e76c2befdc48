import PlumblineSchema

/// In which order.
extension APIBuilder {
    func order(_ entity: Entity) -> TypeDefinition {
        let direction = TypeReference.named(Self.orderDirection.name)
        var fields: [InputValueDefinition] = []
        for field in entity.readableFields {
            if field.isOrderable {
                fields.append(
                    InputValueDefinition(
                        name: field.apiName,
                        type: direction,
                        deprecationReason: field.deprecationReason
                    )
                )
            }
            if let relation = field.relationAPIName, let target = schema.target(of: field), target.isReadable
            {
                fields.append(InputValueDefinition(name: relation, type: .named("\(target.name)Order")))
            }
        }
        for inverse in entity.inverses {
            guard let rows = schema.readableRows(of: inverse) else { continue }
            let type = inverse.isToOne ? "\(rows.name)Order" : "\(rows.name)ManyOrder"
            fields.append(InputValueDefinition(name: inverse.apiName, type: .named(type)))
        }
        if entity.isRanked {
            fields.append(
                InputValueDefinition(
                    name: Entity.rankName,
                    description: "How well the row fits `search`.",
                    type: direction
                )
            )
        }
        return .input(
            "\(entity.name)Order",
            description: "One term of an order of \(entity.name).",
            fields: fields,
            isOneOf: true
        )
    }

    /// The order by many rows, for the entities that an inverse gives many of.
    func listOrder(_ entity: Entity) -> TypeDefinition? {
        guard listed.contains(entity.name) else { return nil }
        let order = TypeReference.named("\(entity.name)Order")
        return .input(
            "\(entity.name)ManyOrder",
            description:
                "One term of an order by many rows of \(entity.name), as far as the caller may read them.",
            fields: [
                InputValueDefinition(
                    name: "count",
                    description: "How many there are.",
                    type: .named(Self.orderDirection.name)
                ),
                InputValueDefinition(name: "min", description: "The least of them.", type: order),
                InputValueDefinition(name: "max", description: "The greatest of them.", type: order),
            ] + totals(entity),
            isOneOf: true
        )
    }

    private func totals(_ entity: Entity) -> [InputValueDefinition] {
        guard numbers.ordered.contains(entity.name) else { return [] }
        let type = TypeReference.named("\(entity.name)NumericOrder")
        return [
            InputValueDefinition(name: "sum", description: "What a number of them is together.", type: type),
            InputValueDefinition(
                name: "avg",
                description: "What a number of them is on average.",
                type: type
            ),
        ]
    }

    /// The order by sums and averages, for the entities that some are made of.
    func numberOrder(_ entity: Entity) -> TypeDefinition? {
        guard numbers.ordered.contains(entity.name) else { return nil }
        var fields: [InputValueDefinition] = []
        for field in entity.readableFields {
            if field.isSummable {
                fields.append(
                    InputValueDefinition(
                        name: field.apiName,
                        type: .named(Self.orderDirection.name),
                        deprecationReason: field.deprecationReason
                    )
                )
            }
            if let name = field.relationAPIName, let target = schema.target(of: field),
                numbers.ordered.contains(target.name)
            {
                fields.append(InputValueDefinition(name: name, type: .named("\(target.name)NumericOrder")))
            }
        }
        return .input(
            "\(entity.name)NumericOrder",
            description: "A number of \(entity.name), or of a row that it points to.",
            fields: fields,
            isOneOf: true
        )
    }

    static let orderDirection = TypeDefinition.enumeration(
        "OrderDirection",
        description: "The direction of an order. Nulls are the greatest, unless it says otherwise.",
        values: [
            EnumValueDefinition(name: "ASC", description: "The least first."),
            EnumValueDefinition(name: "ASC_NULLS_FIRST", description: "Null first, then the least."),
            EnumValueDefinition(name: "DESC", description: "The greatest first."),
            EnumValueDefinition(name: "DESC_NULLS_LAST", description: "The greatest first, null last."),
        ]
    )
}
