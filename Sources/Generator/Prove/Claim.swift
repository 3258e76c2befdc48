public import PlumblineSchema

/// Something that a spec says of a row and, perhaps, of a caller, and that all targets must see alike.
public struct Claim: Sendable, Hashable {
    /// What sort of thing is said.
    public enum Subject: String, Sendable, Hashable {
        /// What a field's type and its own rules demand.
        case field
        /// What a generated column holds.
        case derivation
        /// What a computed field shows.
        case computed
        /// What is shown instead of a value.
        case mask
        /// What a new row has where nothing is given.
        case `default`
        /// What the server sets.
        case preset
        /// A rule over the row.
        case rule
        /// The condition under which a rule over several rows looks at a row.
        case condition
        /// Who may do something, or see a field.
        case access
        /// An expression that no spec says.
        case expression
    }

    /// What sort of thing it is.
    public let subject: Subject
    /// The name for people: `Appointment.ends_after_it_starts`.
    public let name: String
    /// Whose rows it is about.
    public let entity: Entity
    /// Where the spec says it.
    public let origin: Origin
    /// The field, of a claim on one value.
    let field: Field?
    /// What is said; of a claim on one value, that it is one of the field's.
    let expression: Expression
    /// The CHECK that keeps it, if there is one of its own.
    let constraint: String?

    /// Creates a claim that an expression makes.
    public init(
        _ subject: Subject,
        name: String,
        entity: Entity,
        expression: Expression,
        constraint: String? = nil,
        origin: Origin
    ) {
        self.subject = subject
        self.name = "\(entity.name).\(name)"
        self.entity = entity
        self.origin = origin
        self.field = nil
        self.expression = expression
        self.constraint = constraint
    }

    /// Creates the claim on the values of a field.
    init(field: Field, of entity: Entity) {
        subject = .field
        name = "\(entity.name).\(field.name)"
        self.entity = entity
        origin = field.origin
        self.field = field
        expression = .path(FieldPath([], field.name))
        constraint = nil
    }

    /// Whether it depends on who asks.
    var asksForCaller: Bool { expression.asksForCaller }
}

extension Claim {
    /// Everything that a spec says of single rows, in its order.
    /// - Parameter schema: The schema of a proof: ``PlumblineSchema/Schema/ofProof``.
    static func all(of schema: Schema) -> [Claim] {
        schema.entities.flatMap { entity -> [Claim] in
            let workedOut = entity.workedOutValues
            let held = Set(workedOut.map(\.column.name))
            let given = entity.fields.filter { field in
                field.isGiven && field.type != .password && !held.contains(field.name)
            }
            var claims = given.map { Claim(field: $0, of: entity) }
            claims += entity.fields.compactMap { Claim(derivationOf: $0, of: entity) }
            claims += workedOut.map { Claim($0, of: entity) }
            claims += entity.rules.compactMap { Claim($0, of: entity) }
            return claims + access(of: entity)
        }
    }

    /// That a stored generated column holds what Swift computes: equal, or both null.
    private init?(derivationOf field: Field, of entity: Entity) {
        guard let generation = field.generation else { return nil }
        self.init(
            .derivation,
            name: field.name,
            entity: entity,
            expression: .isHeld(by: field, generation),
            origin: field.origin
        )
    }

    /// That SQL works out what Swift does.
    private init(_ value: WorkedOutValue, of entity: Entity) {
        self.init(
            value.subject,
            name: value.field.name,
            entity: entity,
            expression: .isHeld(by: value.column, value.expression),
            origin: value.field.origin
        )
    }

    private init?(_ rule: Rule, of entity: Entity) {
        switch rule.demand {
        case .check(let expression):
            self.init(
                .rule,
                name: rule.name,
                entity: entity,
                expression: expression,
                constraint: rule.constraint,
                origin: rule.origin
            )
        case .unique(_, let condition?), .noOverlap(_, _, _, let condition?), .disjoint(_, _, let condition?):
            self.init(.condition, name: rule.name, entity: entity, expression: condition, origin: rule.origin)
        case .unique, .noOverlap, .disjoint, .agrees:
            return nil
        }
    }

    private static func access(of entity: Entity) -> [Claim] {
        let operations =
            [
                ("read", entity.access.read), ("create", entity.access.create),
                ("update", entity.access.update),
                ("delete", entity.access.delete),
            ]
            + (entity.access.restore.map { [("restore", $0)] } ?? [])
            + (entity.access.gaps.map { [("gaps", $0)] } ?? [])
        return operations.map { name, expression in
            Claim(.access, name: name, entity: entity, expression: expression, origin: entity.origin)
        }
            + entity.fields.flatMap { field in
                [
                    ("read", field.access.read), ("create", field.access.create),
                    ("update", field.access.update),
                ].compactMap { verb, expression in
                    expression.isAlways
                        ? nil
                        : Claim(
                            .access,
                            name: "\(field.name).\(verb)",
                            entity: entity,
                            expression: expression,
                            origin: field.origin
                        )
                }
            }
    }
}

extension Expression {
    /// Whether a field holds its value: equal, or both null.
    fileprivate static func isHeld(by field: Field, _ value: Expression) -> Expression {
        let column = Expression.path(FieldPath([], field.name))
        let areNull = Expression.binary(.and, .unary(.isNull, column), .unary(.isNull, value))
        return .binary(.or, areNull, .binary(.equal, column, value))
    }

    var asksForCaller: Bool {
        switch self {
        case .me, .authenticated, .role, .scope, .any: true
        case .literal, .path: false
        case .unary(_, let operand), .isIn(let operand, _): operand.asksForCaller
        case .binary(_, let left, let right): left.asksForCaller || right.asksForCaller
        case .call(_, let arguments): arguments.contains(where: \.asksForCaller)
        }
    }

    /// Whether the value can be known without one of the operands: `and` and `or` promise no order, and whatever is
    /// done with null is null.
    func mayLeaveOutAnOperand(isNull: (FieldPath) -> Bool) -> Bool {
        switch self {
        case .binary(.and, _, _), .binary(.or, _, _), .literal(.null), .me: true
        case .path(let path): isNull(path)
        case .literal, .authenticated, .role, .scope, .any: false
        case .unary(_, let operand), .isIn(let operand, _): operand.mayLeaveOutAnOperand(isNull: isNull)
        case .binary(_, let left, let right):
            left.mayLeaveOutAnOperand(isNull: isNull) || right.mayLeaveOutAnOperand(isNull: isNull)
        case .call(_, let arguments): arguments.contains { $0.mayLeaveOutAnOperand(isNull: isNull) }
        }
    }
}
