import PlumblineSchema

/// Checks what is given for rows against the spec, before anything is sent.
struct InputChecker {
    let schema: Schema
    let variables: InputValue

    /// All violations of all roots.
    func errors(of writes: [Write]) -> [QueryError] {
        writes.flatMap(errors(of:))
    }

    private func errors(of write: Write) -> [QueryError] {
        guard let entity = schema.entity(write.entity) else {
            return [.unplannable("no entity \(write.entity)")]
        }
        var values: [String: Value] = [:]
        for (field, codec, operand) in write.values {
            values[field] = codec.unchecked(operand.value(in: variables))
        }
        let validator = Validator(schema: schema, entity: entity)
        let now = Int64(clamping: WallClock.milliseconds()) * 1_000
        let violations =
            write.isCreation
            ? validator.violations(creating: values, now: now) : validator.violations(updating: values)
        return violations.map { QueryError($0, root: write.root) }
    }
}

extension QueryError {
    /// A broken rule of the spec.
    init(_ violation: Violation, root: String?, logDetail: String? = nil) {
        self.init(
            Code(rawValue: violation.code),
            violation.message,
            root: root,
            field: violation.path.isEmpty ? [] : ["input"] + violation.path,
            logDetail: logDetail
        )
    }
}
