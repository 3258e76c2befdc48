import PlumblineSchema

/// Checks what is given for rows against the spec, before anything is sent.
struct InputChecker {
    let variables: InputValue

    /// All violations of all roots.
    func errors(of writes: [Write]) -> [QueryError] {
        writes.flatMap(errors(of:))
    }

    private func errors(of write: Write) -> [QueryError] {
        var values: [String: Value] = [:]
        for value in write.values {
            values[value.field] = value.codec.unchecked(value.operand.value(in: variables))
        }
        let validator = write.target.validator
        let now = Int64(clamping: WallClock.milliseconds()) * 1_000
        let violations =
            write.isCreation
            ? validator.violations(creating: values, unknown: write.pointers, now: now)
            : validator.violations(updating: values)
        return violations.map { violation in
            var error = QueryError(violation, root: write.root, path: write.path)
            let field = write.target.entity.fields.first { $0.inputPath == violation.path }
            if let given = write.values.first(where: { $0.field == field?.name }) { error.field = given.path }
            return error
        }
    }
}

extension QueryError {
    /// A broken rule of the spec.
    ///
    /// - Parameter path: Where the row's input stands in the request.
    init(_ violation: Violation, root: String?, path: [String] = ["input"], logDetail: String? = nil) {
        self.init(
            Code(rawValue: violation.code),
            violation.message,
            root: root,
            // A rule over several fields has no field, but perhaps one row among others.
            field: violation.path.isEmpty && path.count == 1 ? [] : path + violation.path,
            logDetail: logDetail
        )
    }
}
