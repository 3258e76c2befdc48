/// One operation that is measured.
struct Benchmark {
    /// How many iterations it can be asked for at most.
    static let mostIterations = 100
    /// How many rounds come before those that count.
    static let roundsToWarmUp = 3
    /// How many rounds there are at most, for operations that need something new in each.
    static let mostRounds = roundsToWarmUp + mostIterations

    /// What it is called, by `run` and in `thresholds.json`.
    let name: String
    /// Makes everything ready that does not belong to the operation, and returns the operation, which is given the
    /// number of the round. It throws when something is not as it should be, so that nothing else is measured.
    let prepare: () throws -> (Int) throws -> Void

    init(_ name: String, _ prepare: @escaping () throws -> (Int) throws -> Void) {
        self.name = name
        self.prepare = prepare
    }

    /// All of them, in the order of a request's path.
    static var all: [Benchmark] { tokens + documents + values + requests }
}
