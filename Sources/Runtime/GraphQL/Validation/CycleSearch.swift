/// A depth-first search for cycles, with its own stack: a chain can be as long as a document.
struct CycleSearch {
    /// A step from one node to another, as it is told.
    struct Step {
        var target: String
        var label: String
        var offset: Int
    }

    private struct Frame {
        var node: String
        var steps: ArraySlice<Step>
    }

    /// A few cycles can share thousands of steps, so no more than these are written down.
    private static let mostSteps = 100_000

    /// Each cycle as the steps that it consists of, the last of which closes it.
    private(set) var cycles: [[Step]] = []

    private let limit: Int
    private var stepsInCycles = 0
    private var visited: Set<String> = []

    /// - Parameter limit: After so many cycles no more are looked for.
    init(limit: Int) {
        self.limit = limit
    }

    private var isFull: Bool { cycles.count > limit || stepsInCycles > Self.mostSteps }

    /// Follows all that a node leads to.
    /// - Parameter steps: The steps from a node; nil if there is no such node.
    mutating func visit(_ start: String, steps: (String) -> [Step]?) {
        guard !visited.contains(start), let first = steps(start) else { return }
        visited.insert(start)
        var stack = [Frame(node: start, steps: first[...])]
        var path: [Step] = []
        var depths = [start: 0]
        while let frame = stack.last, !isFull {
            guard let step = frame.steps.first else {
                stack.removeLast()
                depths[frame.node] = nil
                if !path.isEmpty { path.removeLast() }
                continue
            }
            stack[stack.count - 1].steps.removeFirst()
            if let depth = depths[step.target] {
                cycles.append(path[depth...] + [step])
                stepsInCycles += path.count - depth + 1
            } else if !visited.contains(step.target), let inner = steps(step.target) {
                visited.insert(step.target)
                depths[step.target] = stack.count
                path.append(step)
                stack.append(Frame(node: step.target, steps: inner[...]))
            }
        }
    }
}
