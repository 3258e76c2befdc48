package import PlumblineQuery

/// A plan with what it costs.
package struct PlannedOperation: Sendable {
    /// What is sent.
    package let plan: Plan
    private let cost: OperationCost

    fileprivate init(plan: Plan, cost: OperationCost) {
        self.plan = plan
        self.cost = cost
    }

    /// The cost of a request, in rows.
    /// - Parameter variables: Coerced, of the shape that the plan was made for.
    package func cost(_ variables: InputValue) -> Int { cost.total(variables) }
}

extension PreparedOperation {
    /// The operation's name, if it has one.
    package var name: String? { operation.name?.text }

    /// Lowers and plans the operation, unless it costs too much: both cost too.
    ///
    /// - Parameter variables: Coerced.
    package func plan(
        _ variables: InputValue,
        for caller: CallerShape,
        by planner: Planner,
        options: GraphQLOptions
    ) throws(GraphQLErrors) -> Result<PlannedOperation, QueryFailure> {
        var cost = self.cost(variables, options.weights, planner.limits)
        try options.refuse(cost: cost.total(variables))
        let lowered = try lower(variables)
        cost.add(OperationCost(options.weights.change * lowered.nestedRows))
        try options.refuse(cost: cost.total(variables))
        do throws(QueryFailure) {
            return .success(PlannedOperation(plan: try planner.plan(lowered, for: caller), cost: cost))
        } catch {
            return .failure(error)
        }
    }
}

extension GraphQLOptions {
    /// - Throws: The refusal of what costs more than is allowed.
    package func refuse(cost: Int) throws(GraphQLErrors) {
        guard let maximumCost, cost > maximumCost else { return }
        throw GraphQLErrors([.tooCostly(cost, limit: maximumCost)])
    }
}
