import HTTPTypes
import PlumblineQuery
import PlumblineSchema

extension Problem: Error {}

extension Problem {
    /// What the errors of an operation mean to a REST client: the first decides the status, all are listed.
    init(_ errors: [QueryError], conflicts: Set<String>) {
        let first = errors.first ?? QueryError(.internal, "Something went wrong.")
        let isViolation = !first.field.isEmpty || conflicts.contains(first.code.rawValue)
        self.init(Self.status(first.code, isViolation: isViolation, conflicts: conflicts), first.message)
        code = first.code.rawValue
        if errors.count > 1, status == .unprocessableContent {
            code = QueryError.Code.validation.rawValue
            detail = "\(errors.count) values break rules; 'errors' names each."
        }
        self.errors = errors.filter { !$0.field.isEmpty }.map { error in
            let path = error.field.first == "input" ? error.field.dropFirst() : error.field[...]
            return FieldError(
                field: path.joined(separator: "."),
                code: error.code.rawValue,
                message: error.message
            )
        }
        if status == .serviceUnavailable || first.code == .idempotencyKeyInUse {
            headerFields[.retryAfter] = String(first.retryAfter ?? 1)
        }
        if status == .unauthorized { headerFields[.wwwAuthenticate] = "Bearer" }
    }

    private static func status(
        _ code: QueryError.Code,
        isViolation: Bool,
        conflicts: Set<String>
    ) -> HTTPResponse.Status {
        switch code {
        case .badInput: .badRequest
        case .notFound: .notFound
        case .forbidden: .forbidden
        case .unauthenticated: .unauthorized
        case .versionMismatch: .preconditionFailed
        case .idempotencyKeyInUse: .conflict
        case .overloaded, .unavailable, .timeout: .serviceUnavailable
        case .internal, .outOfRange: .internalServerError
        default: conflicts.contains(code.rawValue) ? .conflict : .unprocessableContent
        }
    }
}

extension Schema {
    /// The codes that mean: the rows as they are stand in the way (409), not: the values are wrong (422).
    var conflictCodes: Set<String> {
        var codes: Set = ["NOT_UNIQUE", "OVERLAPS", "STILL_REFERENCED", "INVALID_TRANSITION"]
        for rule in entities.flatMap(\.rules) {
            switch rule.demand {
            case .unique, .noOverlap, .disjoint: codes.insert(rule.code)
            case .check, .agrees: break
            }
        }
        return codes
    }
}
