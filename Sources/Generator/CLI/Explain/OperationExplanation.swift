import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema

/// What a server would do for one operation of one caller, made by what the server makes it with.
struct OperationExplanation {
    /// One statement and what is known of it.
    struct Statement {
        let step: PostgresFlight.Step
        let parameters: [ParameterNote]
        let decisions: [AccessDecision]
        /// PostgreSQL's plan, where it was asked.
        var plan: ExplainedPlan?
    }

    let name: String?
    let kind: OperationKind
    let principal: Principal
    /// What it costs, and what a server lets it cost; nil for any cost.
    let cost: Int
    let maximumCost: Int?
    /// What is null for this caller, and why.
    let refusals: [GraphQLError]
    /// Whether code of the service has a part in the answer.
    let callsCode: Bool
    /// In the order in which they are sent.
    var statements: [Statement]

    /// Whether a server refuses it for its cost.
    var isTooCostly: Bool { maximumCost.map { cost > $0 } ?? false }

    /// Parses, validates, lowers, plans and binds an operation.
    ///
    /// - Throws: `GraphQLErrors` with what a client would be told.
    init(
        _ document: [UInt8],
        operationName: String?,
        variables: InputValue?,
        principal: Principal,
        schema: Schema,
        maximumCost: Int?
    ) throws(GraphQLErrors) {
        let operation = try PreparedOperation(
            parsing: document,
            operationName: operationName,
            api: GraphQLAPI(schema: schema)
        )
        let variables = try operation.coerce(variables)
        // What costs too much is planned all the same: its statement says why.
        let result = try operation.plan(
            variables,
            for: CallerShape(principal),
            by: Planner(schema: schema),
            options: GraphQLOptions(allowsIntrospection: true, maximumCost: nil)
        )
        let planned: PlannedOperation
        let steps: [PostgresFlight.Step]
        do throws(QueryFailure) {
            planned = try result.get()
            steps = try planned.plan.bound(variables, as: principal)
        } catch {
            throw GraphQLErrors(error.errors.map { operation.report($0, variables: variables) })
        }
        name = operation.name
        kind = operation.kind
        self.principal = principal
        cost = planned.cost(variables)
        self.maximumCost = maximumCost
        refusals = planned.plan.refusals.map { operation.report($0, variables: variables) }
        callsCode = planned.plan.callsCode
        statements = steps.indices.map { index in
            Statement(
                step: steps[index],
                parameters: planned.plan.notes(on: index),
                decisions: planned.plan.steps[index].decisions
            )
        }
    }
}

/// PostgreSQL's plan of a statement, with what to look at.
struct ExplainedPlan {
    let plan: QueryPlan
    let findings: [PlanFinding]
}
