/// Isolated to the main actor, as everything in this target that does not say otherwise.
final class Shelf {
    var books: [Book] = []

    var labels: [String] { books.map { "\($0.order) \($0.title) \($0.where == .none ? "-" : "+")" } }
}

/// What is generated serves every other isolation too.
actor Desk {
    private var tasks: Set<Task> = []

    func take(_ task: Task) {
        tasks.insert(task)
    }

    func mistakes(in loan: Loan.Create) -> [String] {
        loan.validate().map(\.code)
    }
}
