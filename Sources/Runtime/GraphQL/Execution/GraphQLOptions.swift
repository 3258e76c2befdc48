/// How a service answers.
public struct GraphQLOptions: Sendable, Hashable {
    /// Whether clients may read the schema, and get guesses at misspelt names.
    public var allowsIntrospection: Bool
    /// What an operation may cost; nil for any.
    public var maximumCost: Int?
    /// What the parts of an operation cost.
    public var weights: CostWeights

    /// Options for public use.
    public init(
        allowsIntrospection: Bool = false,
        maximumCost: Int? = 100_000,
        weights: CostWeights = CostWeights()
    ) {
        self.allowsIntrospection = allowsIntrospection
        self.maximumCost = maximumCost
        self.weights = weights
    }

    /// Whoever may not read the schema is not told everything that is wrong with a guess at it either.
    var validation: ValidationOptions {
        ValidationOptions(suggestsNames: allowsIntrospection, maximumErrors: allowsIntrospection ? 100 : 5)
    }
}
