import PlumblinePostgres
import PlumblineSchema

/// Turns PostgreSQL's errors into the spec's words.
struct DatabaseErrors {
    let schema: Schema
    let catalog: ConstraintCatalog

    init(_ schema: Schema) {
        self.schema = schema
        catalog = ConstraintCatalog(schema)
    }

    /// The error for the caller; what only an operator may see is its `logDetail`.
    func error(_ error: PostgresError, in plan: Plan) -> QueryError {
        var result = translated(error, plan)
        result.logDetail = error.debugDescription
        return result
    }

    private func translated(_ error: PostgresError, _ plan: Plan) -> QueryError {
        switch error.code {
        case .server: server(error, plan)
        case .timeout where error.retryAfter == nil: QueryError(.timeout, error.description)
        case .timeout, .overloaded: QueryError(.overloaded, error.description)
        case .connectionLost, .connectionFailed, .closed: QueryError(.unavailable, error.description)
        case .cancelled: QueryError(.timeout, error.description)
        default: .fault
        }
    }

    private func server(_ error: PostgresError, _ plan: Plan) -> QueryError {
        let state = error.sqlState ?? ""
        let context = context(of: error, plan)
        if let refusal = MutationPlanner.Refusal(rawValue: state) { return refused(refusal, context) }
        if let violation = violation(error, plan) { return violation }
        return switch state {
        case "22003", "22008", "22012", "22015":
            QueryError(
                .badInput,
                "A value that is calculated from the input is out of range.",
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
        let noun = context.written.map { Naming.words(Naming.snake($0)) } ?? "row"
        return switch refusal {
        case .forbidden:
            QueryError(.forbidden, "You may not make the \(noun) like this.", root: context.root)
        case .notFound:
            QueryError(.notFound, "There is no such \(noun), or you may not change it.", root: context.root)
        case .versionMismatch:
            QueryError(
                .versionMismatch,
                "Somebody has changed the \(noun) in the meantime; read it again.",
                root: context.root
            )
        }
    }

    /// A violation of a constraint that the schema knows (SQLSTATE class 23).
    private func violation(_ error: PostgresError, _ plan: Plan) -> QueryError? {
        let contexts = contexts(of: error, plan)
        if let constraint = error.constraint {
            for context in contexts {
                guard let written = context.written else { continue }
                if let violation = catalog.violation(
                    of: constraint,
                    writing: written,
                    isDeletion: context.isDeletion
                ) {
                    return QueryError(violation, root: context.root)
                }
            }
        }
        if error.sqlState == "23502", let column = error.column, let table = error.table,
            let violation = catalog.violation(ofNullIn: column, table: table)
        {
            return QueryError(violation, root: contexts.first?.root)
        }
        return nil
    }

    private func context(of error: PostgresError, _ plan: Plan) -> Plan.StepContext {
        contexts(of: error, plan).first ?? .init()
    }

    /// The writing steps that can have failed so.
    private func contexts(of error: PostgresError, _ plan: Plan) -> [Plan.StepContext] {
        let writing = plan.steps.map(\.context).filter { $0.written != nil }
        let table = schema.entities.first { $0.table == error.table }
        return writing.filter { $0.written == table?.name } + writing.filter { $0.written != table?.name }
    }
}

extension QueryError {
    /// A fault of ours.
    static let fault = QueryError(
        .internal,
        "The request failed; the fault is logged under the request's id."
    )
}
