public import PlumblineSchema

extension TypeSystem {
    /// The public GraphQL API of a backend: a row, a page, and the changes of each entity that has an API.
    ///
    /// What nobody may ever read or do is not in it. Everything else is there for every caller, whatever the
    /// caller's roles: one API, of which the access rules decide row by row.
    public convenience init(schema: Schema) {
        var builder = APIBuilder(schema: schema)
        self.init(
            query: "Query",
            mutation: builder.mutations.isEmpty ? nil : "Mutation",
            types: builder.types()
        )
    }
}

/// Collects the types of an API, entity by entity.
struct APIBuilder {
    let schema: Schema
    let roots: RootFields
    /// The entities that some inverse gives many rows of.
    let listed: Set<String>
    /// The entities whose rows give sums and averages that others are ordered by.
    let numbers: NumberedEntities
    /// The entities whose rows are made or changed within the inputs of others.
    let nested: NestedEntities
    /// Filters and scalars that some field needs, in the order of `FieldKind`.
    var usedKinds: Set<FieldKind> = []
    /// The kinds of aggregates that some entity has.
    var aggregateKinds: Set<AggregateKind> = []

    init(schema: Schema) {
        self.schema = schema
        roots = RootFields(schema: schema)
        nested = NestedEntities(schema)
        listed = Set(
            schema.entities.filter(\.isReadable).flatMap(\.inverses).compactMap { inverse in
                inverse.isToOne ? nil : schema.readableRows(of: inverse)?.name
            }
        )
        numbers = NumberedEntities(schema, listed: listed)
    }

    var mutations: NamedList<RootFields.Root> { roots.mutations }

    mutating func types() -> [TypeDefinition] {
        var entities: [TypeDefinition] = []
        for entity in schema.entities where entity.isReadable {
            let list = ListedType(entity)
            entities += [object(entity), connection(list), edge(list), filter(entity)]
            entities += [listFilter(entity), order(entity), listOrder(entity), numberOrder(entity)]
                .compactMap(\.self)
            entities += aggregates(list) + inputs(entity) + changeTypes(entity)
        }
        entities += valueObjects()
        addAbstractTypes(to: &entities)
        let enums = schema.enums.map(enumeration)
        var types = [query()]
        if !mutations.isEmpty { types.append(mutation()) }
        types += entities + enums
        if schema.entities.contains(where: \.isNode) { types.append(Self.node) }
        if schema.entities.contains(where: \.isReadable) { types += [Self.pageInfo, Self.orderDirection] }
        if schema.entities.contains(where: \.isDeletable) { types.append(Self.deletedRows) }
        types += aggregateTypes() + rangeTypes() + operatorInputs()
        return types + scalars()
    }

    /// The GraphQL type of a stored value.
    mutating func leaf(_ field: Field, isInput: Bool = false) -> TypeReference {
        let kind = FieldKind(field)
        switch kind {
        case .list(let element): usedKinds.insert(element)
        case .range(let bound): usedKinds.formUnion([bound, kind])
        default: usedKinds.insert(kind)
        }
        return isInput ? kind.inputType : kind.type
    }

    private func enumeration(_ type: EnumType) -> TypeDefinition {
        .enumeration(
            type.name,
            description: type.doc,
            values: type.values.map { value in
                EnumValueDefinition(
                    name: value.graphQLName,
                    description: value.doc,
                    deprecationReason: value.deprecationReason { type.value($0)?.graphQLName ?? $0 }
                )
            }
        )
    }
}

extension Schema {
    /// The entity that an inverse gives rows of, if any caller may read any.
    func readableRows(of inverse: Inverse) -> Entity? {
        guard let source = entity(inverse.entity), source.isReadable, let rows = rows(of: inverse),
            rows.isReadable
        else { return nil }
        return rows
    }
}
