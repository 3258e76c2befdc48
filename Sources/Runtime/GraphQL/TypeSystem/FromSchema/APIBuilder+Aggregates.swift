import PlumblineQuery
import PlumblineSchema

/// Aggregates and groups: a few types for each list, in which the types of single fields are shared by all.
extension APIBuilder {
    /// The members of a connection that tell of all its rows.
    func aggregateFields(_ type: ListedType) -> [FieldDefinition] {
        guard !type.fields.isEmpty else { return [] }
        return [
            FieldDefinition(
                name: "aggregate",
                description: "What the rows of all pages give together.",
                type: .nonNull(.named(type.aggregate))
            ),
            FieldDefinition(
                name: "groups",
                description: "The rows of all pages by what they have in common; 20 groups unless given.",
                arguments: [
                    InputValueDefinition(name: "by", type: .all(type.groupBy)),
                    InputValueDefinition(name: "having", type: .named(type.having)),
                    InputValueDefinition(
                        name: "orderBy",
                        description: "The keys come last, so that the order is total.",
                        type: .list(.nonNull(.named(type.groupOrder)))
                    ),
                    InputValueDefinition(name: "first", type: .named("Int")),
                    InputValueDefinition(name: "offset", type: .named("Int")),
                ],
                type: .all(type.groupResult)
            ),
        ]
    }

    /// The argument of lists that keeps the first of rows that agree.
    func distinct(_ type: ListedType) -> [InputValueDefinition] {
        guard !type.fields.isEmpty else { return [] }
        return [
            InputValueDefinition(
                name: "distinctOn",
                description: "Of rows that agree in these fields, only the first one in the order.",
                type: .list(.nonNull(.named(type.fieldName)))
            )
        ]
    }

    /// The types for one list.
    mutating func aggregates(_ type: ListedType) -> [TypeDefinition] {
        if type.fields.isEmpty { return [] }
        for field in type.fields {
            guard let kind = AggregateKind(field) else { continue }
            aggregateKinds.insert(kind)
            usedKinds.formUnion(kind.results)
        }
        return [
            aggregate(type), fieldNames(type), groupBy(type), having(type), groupOrder(type),
            groupKeys(type), groupResult(type),
        ]
    }

    private func aggregate(_ type: ListedType) -> TypeDefinition {
        let count = FieldDefinition(
            name: "count",
            description: "How many rows there are.",
            type: .nonNull(.named("Int"))
        )
        return .object(
            type.aggregate,
            description:
                "What rows of \(type.name) give together, as far as the caller may see their values.",
            fields: [count]
                + type.fields.compactMap { field in
                    AggregateKind(field).map { kind in
                        FieldDefinition(
                            name: ListedType.member(field),
                            type: .nonNull(.named(kind.typeName)),
                            deprecationReason: field.deprecationReason
                        )
                    }
                }
        )
    }

    private func fieldNames(_ type: ListedType) -> TypeDefinition {
        .enumeration(
            type.fieldName,
            description: "The fields that rows of \(type.name) can agree in.",
            values: type.fields.map {
                EnumValueDefinition(
                    name: ListedType.value($0),
                    deprecationReason: $0.deprecationReason
                )
            }
        )
    }

    private func having(_ type: ListedType) -> TypeDefinition {
        let several = TypeReference.list(.nonNull(.named(type.having)))
        return .input(
            type.having,
            description:
                "Conditions on rows of \(type.name) that belong together. All that are given must hold.",
            fields: [
                InputValueDefinition(name: "and", type: several),
                InputValueDefinition(name: "or", type: several),
                InputValueDefinition(name: "not", type: .named(type.having)),
                InputValueDefinition(name: "count", type: .named(FieldKind.int.filterName)),
            ] + members(type.fields) { $0.filterName }
        )
    }

    private func groupOrder(_ type: ListedType) -> TypeDefinition {
        .input(
            type.groupOrder,
            description: "One term of an order of groups.",
            fields: [InputValueDefinition(name: "count", type: .named(Self.orderDirection.name))]
                + members(type.fields) { $0.orderName },
            isOneOf: true
        )
    }

    private func members(_ fields: [Field], _ type: (AggregateKind) -> String) -> [InputValueDefinition] {
        fields.compactMap { field in
            AggregateKind(field).map { kind in
                InputValueDefinition(
                    name: ListedType.member(field),
                    type: .named(type(kind)),
                    deprecationReason: field.deprecationReason
                )
            }
        }
    }

    // MARK: - Groups

    private func groupBy(_ type: ListedType) -> TypeDefinition {
        let times = type.fields.compactMap { field -> InputValueDefinition? in
            let bucket: TypeDefinition
            switch field.type {
            case .timestamp: bucket = Self.timeBucket
            case .date: bucket = Self.dateBucket
            default: return nil
            }
            return InputValueDefinition(
                name: ListedType.member(field),
                type: .named(bucket.name),
                deprecationReason: field.deprecationReason
            )
        }
        return .input(
            type.groupBy,
            description: "What the rows of a group agree in: the value of a field, or a stretch of its time.",
            fields: [InputValueDefinition(name: "field", type: .named(type.fieldName))] + times,
            isOneOf: true
        )
    }

    private func groupResult(_ type: ListedType) -> TypeDefinition {
        .object(
            type.groupResult,
            description: "Rows of \(type.name) that agree.",
            fields: [
                FieldDefinition(
                    name: "keys",
                    description: "What they agree in.",
                    type: .nonNull(.named(type.groupKeys))
                ),
                FieldDefinition(
                    name: "aggregate",
                    description: "What they give together.",
                    type: .nonNull(.named(type.aggregate))
                ),
            ]
        )
    }

    /// Null stands for the null that rows agree in, and for what the groups are not made by.
    private func groupKeys(_ type: ListedType) -> TypeDefinition {
        let values = type.fields.flatMap { field -> [FieldDefinition] in
            let value = FieldDefinition(
                name: field.apiName,
                type: FieldKind(field).type,
                deprecationReason: field.deprecationReason
            )
            guard let name = field.relationAPIName, let target = schema.target(of: field), target.isReadable
            else { return [value] }
            let row = FieldDefinition(
                name: name,
                type: .named(target.name),
                deprecationReason: field.deprecationReason
            )
            return [value, row]
        }
        return .object(
            type.groupKeys,
            description: "What rows of \(type.name) agree in; of a stretch of time its beginning. "
                + "Null for what the groups are not made by.",
            fields: values
        )
    }
}

/// The types that all entities share.
extension APIBuilder {
    func aggregateTypes() -> [TypeDefinition] {
        let kinds = AggregateKind.all.filter(aggregateKinds.contains)
        guard !kinds.isEmpty else { return [] }
        let orders = [AggregateKind.any, .ordered(.string), .number(.int)].filter { order in
            kinds.contains { $0.orderName == order.orderName }
        }
        let times = schema.entities.filter(\.isReadable).flatMap { ListedType($0).fields }.map(\.type)
        return kinds.flatMap { [Self.object($0), Self.filter($0)] } + orders.map(Self.order)
            + (times.contains(.timestamp) ? [Self.timeBucket, Self.timeUnit] : [])
            + (times.contains(.date) ? [Self.dateBucket, Self.dateUnit] : [])
    }

    private static func object(_ kind: AggregateKind) -> TypeDefinition {
        .object(
            kind.typeName,
            description: "What values give together.",
            fields: kind.functions.map { function, result in
                let isCount = function == .count || function == .countDistinct
                return FieldDefinition(
                    name: function.rawValue,
                    description: words[function],
                    type: isCount ? .nonNull(result.type) : result.type
                )
            }
        )
    }

    private static let words: [Aggregate.Function: String] = [
        .count: "How many rows have a value.",
        .countDistinct: "How many different values there are.",
        .any: "Whether some value is true; null without values.",
        .all: "Whether every value is true; null without values.",
        .sum: "Exact, also beyond the size of one value; null without values.",
        .avg: "Null without values.",
    ]

    private static func filter(_ kind: AggregateKind) -> TypeDefinition {
        .input(
            kind.filterName,
            description: "Conditions on what values give together. All that are given must hold.",
            fields: kind.functions.map { function, result in
                InputValueDefinition(name: function.rawValue, type: .named(result.filterName))
            }
        )
    }

    private static func order(_ kind: AggregateKind) -> TypeDefinition {
        .input(
            kind.orderName,
            description: "By the group's key, or by what its values give together.",
            fields: (["key"] + kind.functions.map(\.function.rawValue)).map {
                InputValueDefinition(name: $0, type: .named(orderDirection.name))
            },
            isOneOf: true
        )
    }

    static let timeBucket = TypeDefinition.input(
        "TimeBucket",
        description: "A stretch of time by the clocks and calendars of a zone.",
        fields: [
            InputValueDefinition(name: "unit", type: .nonNull(.named("TimeUnit"))),
            InputValueDefinition(
                name: "timeZone",
                description: "A name of the IANA time zone database; UTC unless given.",
                type: .named("String")
            ),
        ]
    )

    static let dateBucket = TypeDefinition.input(
        "DateBucket",
        description: "A stretch of days.",
        fields: [InputValueDefinition(name: "unit", type: .nonNull(.named("DateUnit")))]
    )

    static let timeUnit = units("TimeUnit", Groups.Bucket.Unit.allCases)

    static let dateUnit = units(
        "DateUnit",
        Groups.Bucket.Unit.allCases.filter { $0 != .minute && $0 != .hour }
    )

    private static func units(_ name: String, _ units: [Groups.Bucket.Unit]) -> TypeDefinition {
        .enumeration(
            name,
            description: "The length of a stretch of time. A week begins on Monday.",
            values: units.map { EnumValueDefinition(name: $0.rawValue.uppercased()) }
        )
    }
}
