package import PlumblineSchema

/// What a list has rows of: an entity, or what several entities have in common. Its name is part of those of the types
/// that are made for the list.
struct ListedType {
    /// The name of the type of its rows.
    let name: String
    /// The fields that the rows are counted, grouped and told apart by.
    let fields: [Field]

    init(_ entity: Entity) {
        name = entity.name
        fields = entity.readableFields.filter(\.isAggregable)
    }

    init(_ type: AbstractType, in schema: Schema) {
        name = type.name
        fields = schema.commonFields(of: type).filter(\.isAggregable)
    }

    var connection: String { name + "Connection" }
    var edge: String { name + "Edge" }
    var aggregate: String { name + "Aggregate" }
    var having: String { name + "Having" }
    var fieldName: String { name + "FieldName" }
    var groupBy: String { name + "GroupBy" }
    var groupKeys: String { name + "GroupKeys" }
    var groupOrder: String { name + "GroupsOrder" }
    var groupResult: String { name + "GroupResult" }

    /// The field that is called so among the members of an aggregate.
    func field(named name: String) -> Field? {
        fields.first { Self.member($0) == name }
    }

    /// Names that stand beside those of fields.
    private static let ownMembers: Set<String> = ["count", "field", "and", "or", "not"]

    /// A field among an aggregate's members: its API name, with `_` behind it where that says something else there.
    static func member(_ field: Field) -> String {
        ownMembers.contains(field.apiName) ? field.apiName + "_" : field.apiName
    }

    /// A field among the values of the enum of fields.
    static func value(_ field: Field) -> String {
        (field.reference == nil ? field.name : field.name + "_id").uppercased()
    }
}

extension Field {
    fileprivate var isAggregable: Bool { isFilterable && AggregateKind(self) != nil }
}

extension Schema {
    /// The fields that all members of an abstract type have and show, as the first of them has them.
    package func commonFields(of type: AbstractType) -> [Field] {
        let members = readableMembers(of: type)
        return type.fields.compactMap { name in
            let fields = members.compactMap { member in member.readableFields.first { $0.name == name } }
            guard fields.count == members.count, let first = fields.first,
                fields.allSatisfy({
                    $0.type == first.type && $0.reference?.target == first.reference?.target
                        && $0.isFilterable == first.isFilterable
                })
            else { return nil }
            return first
        }
    }
}
