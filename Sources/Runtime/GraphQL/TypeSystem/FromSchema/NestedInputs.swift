import PlumblineQuery
import PlumblineSchema

/// Which other rows an input can make and change with its own.
extension Schema {
    /// The entity of which a relation may point to a new row that is made with this one.
    func nestedTarget(of field: Field) -> Entity? {
        guard let target = target(of: field), target.canBeGiven else { return nil }
        return target
    }

    /// The rows that point here, of which some can be made or changed together with a row, and the relation that
    /// does.
    ///
    /// - Parameter isCreation: Whether the row is new, so that no row points here yet.
    func nestedRows(of inverse: Inverse, isCreation: Bool) -> (entity: Entity, field: Field)? {
        guard inverse.onward == nil, let rows = readableRows(of: inverse),
            let field = rows.field(inverse.field)
        else { return nil }
        let isCreatable = rows.isCreatable && field.isCreatable
        let isMovable = rows.isUpdatable && field.isUpdatable && !rows.isKey(field)
        let isChangeable = !isCreation && (rows.isUpdatable || rows.isDeletable)
        return isCreatable || isMovable || isChangeable ? (rows, field) : nil
    }

    /// What a many-to-many relation leads on to, if rows can be tied by nothing but their keys: nothing else has to be
    /// given for the rows between.
    func nestedTies(of inverse: Inverse) -> (entity: Entity, between: Entity, near: Field, far: Field)? {
        guard let onward = inverse.onward, let target = readableRows(of: inverse),
            let between = entity(inverse.entity), between.isCreatable,
            let near = between.field(inverse.field), let far = between.field(onward)
        else { return nil }
        let given = between.creatableFields.filter { !$0.isOptional && $0.defaultValue == nil }.map(\.name)
        let ends = [near, far]
        guard ends.allSatisfy(\.isCreatable), given.allSatisfy({ name in ends.contains { $0.name == name } })
        else { return nil }
        return (target, between, near, far)
    }

    /// Whether the relation is given by the input around a new row, or by an input within it.
    func isGivenByNesting(_ field: Field, of entity: Entity) -> Bool {
        guard field.reference != nil else { return false }
        if nestedTarget(of: field) != nil { return true }
        let inverse = target(of: field)?.inverses.first { $0.entity == entity.name && $0.field == field.name }
        guard let inverse, let parent = target(of: field), parent.isCreatable || parent.isUpdatable else {
            return false
        }
        return nestedRows(of: inverse, isCreation: true) != nil
    }

    /// The names under which the API knows the keys that an upsert can go by, such as `EMAIL`.
    func upsertKeys(of entity: Entity) -> [(name: String, key: UniqueKey)] {
        guard entity.isCreatable else { return [] }
        return UniqueKey.all(of: entity, in: self).map { key in
            (key.fields.map { $0.name.uppercased() }.joined(separator: "_AND_"), key)
        }
    }
}

extension Entity {
    /// Whether a new row can be given within the input of another.
    var canBeGiven: Bool { isCreatable && !creatableFields.isEmpty }
}
