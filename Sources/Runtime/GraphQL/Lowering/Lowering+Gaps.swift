import PlumblineQuery
import PlumblineSchema

/// What rows leave free.
extension Lowering {
    func gaps(_ lookup: GapLookup, of entity: Entity, _ field: CollectedField) throws(GraphQLError)
        -> GapQuery
    {
        let range = FieldKind.range(lookup.bound)
        guard let within = try argument("within", of: field, as: .nonNull(range.inputType)),
            case .leaf? = within["start"], case .leaf? = within["end"], let window = within.operand
        else { throw badInput("The range \"within\" has a start and an end.", field) }
        return GapQuery(
            entity: entity.name,
            rule: lookup.rule.name,
            owner: try values(of: lookup.owner, field),
            within: window,
            minimum: try leaf("atLeast", of: field, as: lookup.length.type),
            first: try leaf("first", of: field, as: .named("Int")),
            members: rangeMembers(field, of: range.typeName)
        )
    }
}
