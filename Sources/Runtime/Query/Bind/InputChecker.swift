import PlumblineSchema

/// Reads what is given for rows, and checks it against the spec, before anything is sent.
struct InputChecker {
    let variables: InputValue

    /// The values, which the statements' parameters take from here, so that each is read once.
    ///
    /// - Throws: `QueryFailure` with all violations of all roots.
    func readings(of plan: Plan) throws(QueryFailure) -> Readings {
        var readings = Readings()
        readings.values.reserveCapacity(plan.writes.reduce(0) { $0 + $1.values.count })
        var errors: [QueryError] = []
        for write in plan.writes { errors += self.errors(of: write, keeping: &readings) }
        guard errors.isEmpty else { throw QueryFailure(errors) }
        return readings
    }

    private func errors(of write: Write, keeping readings: inout Readings) -> [QueryError] {
        var row = [Value?](repeating: nil, count: write.target.entity.fields.count)
        for value in write.values {
            let input = value.operand.value(in: variables)
            let reading = value.codec.value(input)
            readings.values.append(reading)
            row[value.position] = reading ?? value.codec.unchecked(input)
        }
        let violations = violations(of: write, consume row)
        return violations.map { violation in
            var error = QueryError(violation, root: write.root, path: write.path)
            let field = write.target.entity.fields.first { $0.inputPath == violation.path }
            if let given = write.values.first(where: { $0.field == field?.name }) { error.field = given.path }
            return error
        }
    }

    private func violations(of write: Write, _ row: consuming [Value?]) -> [Violation] {
        let validator = write.target.validator
        guard write.isCreation else { return validator.violations(updating: row) }
        let now = Int64(clamping: WallClock.milliseconds()) * 1_000
        return validator.violations(creating: row, unknown: write.pointers, now: now)
    }
}

/// What was read of the values that a caller gives for rows, in the order of a plan's writes.
package struct Readings {
    /// Nil for a value that is not of its field's type.
    fileprivate(set) var values: [Value?] = []

    /// Nothing was read yet.
    package init() {}

    /// What was read at a place; nil where nothing was.
    subscript(place: Int) -> Value? { values.indices.contains(place) ? values[place] : nil }
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
