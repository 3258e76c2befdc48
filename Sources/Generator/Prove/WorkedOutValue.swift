import PlumblineSchema

/// A value that SQL works out where a row is read or written, tried against what Swift makes of the same expression.
///
/// Swift's value is kept in a column of its own, so that PostgreSQL can be asked whether its own is the same.
struct WorkedOutValue {
    let subject: Claim.Subject
    let field: Field
    let expression: Expression
    let column: Field

    /// Nil for what needs no trial or cannot have one: constants, what differs by caller, and JSON, which has no `=`.
    fileprivate init?(_ subject: Claim.Subject, _ expression: Expression?, of field: Field) {
        guard let expression, !expression.asksForCaller, field.type != .json, field.type != .password,
            !expression.paths.isEmpty || expression == .call(.now, [])
        else { return nil }
        self.subject = subject
        self.field = field
        self.expression = expression
        column = Field(
            // Like no name of a spec.
            name: "<\(subject.rawValue) \(field.name)>",
            column: Naming.databaseName("plumbline", subject.rawValue, field.column),
            type: field.type.widest,
            isOptional: true,
            origin: field.origin
        )
    }
}

extension FieldType {
    /// The type that holds whatever an expression of the type can come to, before it is kept in a narrower one.
    fileprivate var widest: FieldType {
        switch self {
        case .smallint, .integer: .bigint
        case .decimal: .decimal(precision: 400, scale: 100)
        default: self
        }
    }
}

extension Entity {
    /// The values that SQL works out of a row.
    var workedOutValues: [WorkedOutValue] {
        fields.filter { $0.managed == nil }.flatMap { field -> [WorkedOutValue] in
            var computed: Expression?
            if case .computed(let expression)? = field.derivation { computed = expression }
            return [
                WorkedOutValue(.computed, computed, of: field),
                WorkedOutValue(.mask, field.access.mask, of: field),
                WorkedOutValue(field.preset == nil ? .default : .preset, field.defaultValue, of: field),
            ].compactMap(\.self)
        }
    }
}

extension Schema {
    /// The schema whose tables a proof makes: all in one place, whoever else keeps them, without rows and with the columns
    /// that hold what Swift works out.
    var ofProof: Schema {
        replacing(
            entities: entities.map { entity in
                var entity = entity
                entity.databaseSchema = nil
                entity.managed = nil
                entity.fields += entity.workedOutValues.map(\.column)
                return entity
            },
            rows: []
        )
    }
}
