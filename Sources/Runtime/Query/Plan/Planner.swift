public import PlumblinePostgres
public import PlumblineSchema

/// Why a request has no result: one or more errors.
public struct QueryFailure: Error, Sendable, Hashable {
    /// The errors; never empty.
    public let errors: [QueryError]

    /// Creates a failure of one or more errors.
    public init(_ errors: [QueryError]) {
        self.errors = errors
    }
}

extension QueryFailure: RetryableError {
    /// Whether the whole transaction may be tried again.
    public var isRetryable: Bool { errors.contains(where: \.isRivalry) }
}

/// Makes plans: what to send to PostgreSQL for an operation of callers of one shape.
public struct Planner: Sendable {
    private let schema: Schema
    /// The sizes of pages.
    public let limits: PageLimits
    private let changeLimits: ChangeLimits

    /// Creates a planner.
    public init(
        schema: Schema,
        limits: PageLimits = PageLimits(),
        changeLimits: ChangeLimits = ChangeLimits()
    ) {
        self.schema = schema
        self.limits = limits
        self.changeLimits = changeLimits
    }

    /// Plans an operation.
    ///
    /// - Throws: `QueryFailure` when callers of this shape may not do this at all.
    public func plan(_ operation: Operation, for caller: CallerShape) throws(QueryFailure) -> Plan {
        try plan(operation, for: caller, isRowByRow: false)
    }

    /// - Parameters:
    ///   - isRowByRow: Whether rows are written one by one, so that an error tells which one it is about.
    ///   - isPart: Whether rows around those that are written are still to come: what is answered are the ids alone,
    ///     and the read rule has to be asked when all are there.
    ///   - isHooked: Whether hooks may still change the rows, so that answers are read when they have ended.
    func plan(
        _ operation: Operation,
        for caller: CallerShape,
        isRowByRow: Bool = false,
        isPart: Bool = false,
        isHooked: Bool = false
    ) throws(QueryFailure) -> Plan {
        let calls = operation.roots.compactMap(\.call)
        guard calls.isEmpty else {
            return try CallPlanner(schema: schema, caller: caller).plan(operation, by: self)
        }
        return switch operation.kind {
        case .query: try planQuery(operation, caller)
        case .mutation: try planMutation(operation, caller, isRowByRow, isPart, isHooked)
        }
    }

    // MARK: - Queries

    /// One statement with a column for each root; a single root is the statement itself.
    private func planQuery(_ operation: Operation, _ caller: CallerShape) throws(QueryFailure) -> Plan {
        let scope = StatementScope()
        let reader = reader(operation, caller, scope)
        var selects: [SelectSQL] = []
        var members: [Plan.Member] = []
        var refusals: [QueryError] = []
        for root in operation.roots {
            let answer: Answer
            do throws(QueryError) {
                answer = try self.answer(root, reader, withVersion: operation.returnsVersion)
            } catch {
                throw QueryFailure(refusals + [error.located(in: root.key)])
            }
            switch answer {
            case .constant(let bytes): members.append(root.key, .constant(bytes))
            case .refused(let error):
                members.append(root.key, .null)
                refusals.append(error.located(in: root.key))
            case .select(let select):
                members.append(root.key, .column(.init(step: 0, column: selects.count)))
                selects.append(select)
            }
        }
        let hasVersion = operation.returnsVersion && selects.count == 1
        let step = scope.step(Self.joined(selects), .init())
        return Plan(
            kind: .query,
            steps: selects.isEmpty ? [] : [step],
            checks: scope.checks,
            writes: [],
            members: members,
            refusals: refusals,
            version: hasVersion ? .init(step: 0, column: 1) : nil
        )
    }

    private enum Answer {
        case constant([UInt8])
        /// Null, with an error that leaves the other roots as they are.
        case refused(QueryError)
        case select(SelectSQL)
    }

    private func answer(
        _ root: Root,
        _ reader: ReadPlanner,
        withVersion: Bool
    ) throws(QueryError) -> Answer {
        switch root.action {
        case .constant(let bytes): return .constant(bytes)
        case .row(let query):
            if query.key != .me, let refusal = try signInDemand(toRead: query.entity, reader.caller) {
                // The field may be null, so the error stays with it (GraphQL, section 6.4.4). REST has one root.
                if reader.style == .rest { throw refusal }
                return .refused(refusal)
            }
            let select = try reader.row(query, withVersion: withVersion)
            return select.map { .select($0) } ?? .constant(Array("null".utf8))
        case .node(let query):
            return .select(try NodePlanner(reader: reader, query: query).select())
        case .gaps(let query):
            return .select(try GapPlanner(reader: reader, query: query).select())
        case .connection(let name, let connection):
            if let refusal = try signInDemand(toRead: name, reader.caller) { throw refusal }
            let entity = try reader.schema.required(name)
            let planner = ConnectionPlanner(reader: reader, entity: entity, connection: connection)
            if let select = try planner.select() { return .select(select) }
            return .constant(Array((planner.empty().constant ?? "null").utf8))
        case .abstractConnection(let query):
            let planner = AbstractConnectionPlanner(reader: reader, query: query)
            if let select = try planner.select() { return .select(select) }
            let refusal = try signInDemand(toReadAnyOf: query.parts.map(\.entity), reader.caller)
            if let refusal { throw refusal }
            return .constant(Array((try planner.empty().constant ?? "null").utf8))
        case .create, .update, .delete, .restore, .createMany, .updateMany, .deleteMany, .upsert, .permit,
            .lock, .find, .taken, .vacant, .tied, .reread, .call:
            throw .unplannable("a change within a query")
        }
    }

    /// To anonymous callers what they could never read is refused, as signing in may help; to others it is empty.
    func signInDemand(toRead name: String, _ caller: CallerShape) throws(QueryError) -> QueryError? {
        let entity = try schema.required(name)
        guard !caller.isAuthenticated, caller.fold(entity.access.read) == .literal(.boolean(false))
        else { return nil }
        return QueryError(.unauthenticated, "Sign in to read \(Naming.words(entity.plural)).")
    }

    /// Signing in may help where it is asked for each of the entities.
    func signInDemand(
        toReadAnyOf names: [String],
        _ caller: CallerShape
    ) throws(QueryError) -> QueryError? {
        let refusals = try names.map { name throws(QueryError) in try signInDemand(toRead: name, caller) }
        return refusals.contains(nil) ? nil : refusals.first ?? nil
    }

    private static func joined(_ selects: [SelectSQL]) -> String {
        if selects.count == 1 { return selects[0].sql }
        return "select " + selects.map { "(\($0.sql))" }.joined(separator: ", ")
    }

    // MARK: - Mutations

    /// The steps of all roots in their order; every refusal is reported.
    private func planMutation(
        _ operation: Operation,
        _ caller: CallerShape,
        _ isRowByRow: Bool,
        _ isPart: Bool,
        _ isHooked: Bool
    ) throws(QueryFailure) -> Plan {
        var mutation = MutationPlanner(
            schema: schema,
            caller: caller,
            style: operation.style,
            limits: limits,
            changeLimits: changeLimits,
            isRowByRow: isRowByRow,
            isPart: isPart,
            isHooked: isHooked
        )
        var errors: [QueryError] = []
        for root in operation.roots {
            do {
                try mutation.add(root, withVersion: operation.returnsVersion)
            } catch {
                errors += error.errors.map { $0.located(in: root.key) }
            }
        }
        guard errors.isEmpty else { throw QueryFailure(errors) }
        return mutation.plan(of: operation, by: self)
    }

    private func reader(_ operation: Operation, _ caller: CallerShape, _ scope: StatementScope) -> ReadPlanner
    {
        ReadPlanner(schema: schema, caller: caller, style: operation.style, limits: limits, scope: scope)
    }
}

extension QueryError {
    /// The error with the root it happened in.
    func located(in root: String) -> QueryError {
        var error = self
        error.root = error.root ?? root
        return error
    }
}
