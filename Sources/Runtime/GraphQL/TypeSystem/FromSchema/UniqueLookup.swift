import PlumblineSchema

/// A root that finds one row by fields that no two rows agree in, such as `userByEmail`.
struct UniqueLookup {
    /// The fields, in the order of the constraint.
    let fields: [Field]
    /// The root's name.
    let name: String

    fileprivate init(_ entity: Entity, _ fields: [Field]) {
        self.fields = fields
        let names = fields.map { Naming.upperCamel($0.name) }.joined(separator: "And")
        name = "\(entity.singularAPIName)By\(names)"
    }
}

extension Entity {
    /// What its rows can be found by beside their key as one text: fields that are unique over all rows that are there,
    /// and the fields of a key.
    var uniqueLookups: [UniqueLookup] {
        let key = hasKeyOfFields ? [key] : []
        let constraints = rules.compactMap { rule -> [Field]? in
            guard case .unique(let names, let condition) = rule.demand,
                condition == nil || condition == presence
            else { return nil }
            return names.compactMap { field($0) }
        }
        return (key + constraints).filter { $0.allSatisfy(\.isFoundByValue) }.map { UniqueLookup(self, $0) }
    }

    /// What uniqueness demands of rows where deleted ones are kept.
    private var presence: Expression? {
        deletionField.map { .unary(.isNull, .path(FieldPath([], $0.name))) }
    }
}

extension Field {
    /// Whether one value of it can be asked for.
    fileprivate var isFoundByValue: Bool {
        switch FieldKind(self) {
        case .json, .list, .range: false
        default: isFilterable
        }
    }
}
