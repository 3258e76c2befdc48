import PlumblineSchema

/// What the server's own evaluator and validator say.
struct SwiftJudge {
    let schema: Schema
    let world: World
    /// The time of the database's transaction.
    let now: Int64

    func verdicts(on claim: Claim, for principal: Principal) -> [Verdict] {
        (world.rows[claim.entity.name] ?? []).map { verdict(on: claim, of: $0, for: principal) }
    }

    func verdict(on claim: Claim, of row: World.Row, for principal: Principal) -> Verdict {
        if let field = claim.field {
            let validator = Validator(schema: schema, entity: claim.entity)
            let violations = validator.violations(updating: [field.name: row[field.name] ?? .null])
            // Another part of the field's value object may be missing; that is not this claim.
            let own = [field.inputPath.joined(separator: ".")]
            return violations.contains { $0.rule == nil && $0.fields == own } ? .no : .yes
        }
        do {
            let value = try claim.expression.evaluate(principal: principal, now: now) { path in
                world.value(at: path, from: row, of: claim.entity)
            }
            switch value {
            case .boolean(let holds): return holds ? .yes : .no
            case .null: return .unknown
            default: return .undecided
            }
        } catch {
            return error == .undecided ? .undecided : .refused
        }
    }
}
