import PlumblinePostgres
import PlumblineSchema

/// Turns PostgreSQL's errors into the spec's words.
struct DatabaseErrors {
    private let catalog: ConstraintCatalog

    /// Numbers, times and intervals beyond what their types hold, and divisions by zero.
    private static let outOfRange: Set = ["22003", "22008", "22012", "22015"]

    /// `invalid_parameter_value`, of which only names of time zones are callers' own.
    private static let unknownName = "22023"

    init(_ schema: Schema) {
        catalog = ConstraintCatalog(schema)
    }

    /// The error for the caller; what only an operator may see is its `logDetail`.
    ///
    /// - Parameter first: The step of the plan that was the first one sent.
    func error(
        _ error: PostgresError,
        in plan: Plan,
        _ variables: InputValue,
        sentFrom first: Int = 0
    ) -> QueryError {
        let step = error.step.map { $0 + first } ?? -1
        let context = plan.steps.indices.contains(step) ? plan.steps[step].context : .init()
        var result = self.error(error, context)
        // No caller is to blame for rows from which nothing can be calculated.
        if plan.kind == .query, let state = error.sqlState, state.hasPrefix("22"), state != Self.unknownName {
            result = Self.outOfRange.contains(state) ? .outOfRange : .fault
            result.logDetail = error.debugDescription
        }
        if result.code == .tooManyRows, case .integer(let most)? = context.atMost?.value(in: variables) {
            result.message += " At most \(most) may match."
            result.field = context.path + ["atMost"]
        }
        return result
    }

    /// The error of a statement that belongs to no plan, such as COMMIT.
    func error(_ error: PostgresError, _ context: Plan.StepContext = .init()) -> QueryError {
        var result = translated(error, context)
        result.logDetail = error.debugDescription
        result.isRivalry = error.isRetryable
        result.retryAfter = error.retryAfter.map {
            Int($0.components.seconds) + ($0.components.attoseconds > 0 ? 1 : 0)
        }
        return result
    }

    /// Whether an error says that another row has the values of a constraint.
    func says(_ error: QueryError, _ constraint: String, isBrokenBy entity: String) -> Bool {
        let violation = catalog.violation(of: constraint, writing: entity, isDeletion: false)
        return violation.map { $0.code == error.code.rawValue && $0.message == error.message } ?? false
    }

    private func translated(_ error: PostgresError, _ context: Plan.StepContext) -> QueryError {
        switch error.code {
        case .server: server(error, context)
        case .timeout where error.retryAfter == nil: QueryError(.timeout, error.description)
        case .timeout, .overloaded: QueryError(.overloaded, error.description)
        case .connectionLost, .connectionFailed, .closed: QueryError(.unavailable, error.description)
        case .cancelled: QueryError(.timeout, error.description)
        default: .fault
        }
    }

    private func server(_ error: PostgresError, _ context: Plan.StepContext) -> QueryError {
        let state = error.sqlState ?? ""
        if let refusal = MutationPlanner.Refusal(rawValue: state) { return refused(refusal, context) }
        if let violation = violation(error, context) { return violation }
        return switch state {
        case _ where Self.outOfRange.contains(state):
            QueryError(
                .badInput,
                "A value that is calculated from the input is out of range.",
                root: context.root
            )
        case Self.unknownName:
            QueryError(
                .badInput,
                "The database does not know a name in the request, such as that of a time zone.",
                root: context.root
            )
        case "22021", "22P05":
            QueryError(.badInput, "A text has a character that cannot be stored.", root: context.root)
        case "40001", "40P01":
            QueryError(.overloaded, "Others change the same at this moment; try again.", root: context.root)
        case "57014": QueryError(.timeout, "The statement took too long.")
        case _ where state.hasPrefix("53"):
            QueryError(.overloaded, "The database is at its limit; try again later.")
        case _ where state.hasPrefix("57P"):
            QueryError(.unavailable, "The database is not available; try again later.")
        default: .fault
        }
    }

    private func refused(_ refusal: MutationPlanner.Refusal, _ context: Plan.StepContext) -> QueryError {
        let name = context.written.map { Naming.snake($0) } ?? "row"
        let noun = Naming.words(name)
        let row = context.path.count > 1 ? context.path : []
        func error(_ code: QueryError.Code, _ message: String, _ field: [String] = []) -> QueryError {
            QueryError(code, message, root: context.root, field: field)
        }
        return switch refusal {
        case .forbidden: error(.forbidden, "You may not make the \(noun) like this.", row)
        case .notFound:
            error(.notFound, "There is no such \(noun), or you may not change it.", context.place)
        case .notReadable:
            error(.notFound, "There is no such \(noun), or you may not read it.", context.place)
        case .versionMismatch:
            error(
                .versionMismatch,
                "Somebody has changed the \(noun) in the meantime; read it again.",
                context.place
            )
        case .tooMany:
            error(.tooManyRows, "More rows match than one change may reach. Nothing was changed.", row)
        case .notDeletable:
            error(.forbidden, "There is a \(noun) that would have to go, and you may not delete it.", row)
        case .taken:
            context.key.flatMap {
                catalog.violation(of: $0, writing: context.written ?? "", isDeletion: false)
            }
            .map { QueryError($0, root: context.root) } ?? .fault
        }
    }

    /// A violation of a constraint that the schema knows (SQLSTATE class 23).
    private func violation(_ error: PostgresError, _ context: Plan.StepContext) -> QueryError? {
        var violation: Violation?
        if let constraint = error.constraint, let written = context.written {
            violation = catalog.violation(of: constraint, writing: written, isDeletion: context.isDeletion)
        } else if error.sqlState == "23502", let column = error.column, let table = error.table {
            violation = catalog.violation(ofNullIn: column, table: table)
        }
        return violation.map { QueryError($0, root: context.root, path: context.path) }
    }
}

extension QueryError {
    /// A fault of ours.
    static let fault = QueryError(
        .internal,
        "The request failed; the fault is logged under the request's id."
    )

    /// One statement answers all, so that all of it fails.
    fileprivate static let outOfRange = QueryError(
        .outOfRange,
        "A value that is calculated from the rows, such as a sum, is out of range, or divides by zero."
    )

    /// A fault of ours, with what the log should say of it.
    static func fault(_ detail: String) -> QueryError {
        var error = fault
        error.logDetail = detail
        return error
    }
}
