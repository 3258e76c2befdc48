/// Follows all ways through a pattern at once, so that no text takes more than its length times the pattern's.
struct PatternMatcher: Sendable {
    /// How many steps a pattern may have.
    static let limit = 2_000

    private enum Step: Sendable {
        /// Takes one scalar.
        case take(PatternSet)
        /// Goes on at both places.
        case fork(Int, Int)
        /// Goes on elsewhere.
        case jump(Int)
    }

    private var steps: [Step] = []

    /// Nil if the pattern is too large.
    init?(_ node: PatternNode) {
        guard add(node) else { return nil }
    }

    func matches(_ text: String) -> Bool {
        var places = Places(count: steps.count + 1)
        follow(from: 0, into: &places)
        for scalar in text.unicodeScalars {
            var next = Places(count: steps.count + 1)
            for place in places.list {
                if case .take(let set) = steps[place], set.contains(scalar) {
                    follow(from: place + 1, into: &next)
                }
            }
            guard !next.list.isEmpty || next.isAtEnd else { return false }
            places = next
        }
        return places.isAtEnd
    }

    /// The places where the next scalar is awaited, each once.
    private struct Places {
        var list: [Int] = []
        var seen: [Bool]

        init(count: Int) {
            seen = Array(repeating: false, count: count)
        }

        /// Whether the pattern may end here.
        var isAtEnd: Bool { seen[seen.count - 1] }
    }

    private func follow(from start: Int, into places: inout Places) {
        var waiting = [start]
        while let place = waiting.popLast() {
            guard !places.seen[place] else { continue }
            places.seen[place] = true
            guard place < steps.count else { continue }
            switch steps[place] {
            case .take: places.list.append(place)
            case .jump(let target): waiting.append(target)
            case .fork(let first, let second): waiting += [second, first]
            }
        }
    }

    // MARK: - Building

    private mutating func add(_ node: PatternNode) -> Bool {
        guard steps.count < Self.limit else { return false }
        switch node {
        case .one(let set):
            steps.append(.take(set))
            return true
        case .sequence(let parts): return parts.allSatisfy { add($0) }
        case .choice(let branches): return add(choice: branches[...])
        case .repeated(let part, let least, let most): return add(part, least: least, most: most)
        }
    }

    private mutating func add(choice branches: ArraySlice<PatternNode>) -> Bool {
        guard let first = branches.first else { return true }
        guard branches.count > 1 else { return add(first) }
        let fork = reserve()
        guard add(first) else { return false }
        let exit = reserve()
        steps[fork] = .fork(fork + 1, steps.count)
        guard add(choice: branches.dropFirst()) else { return false }
        steps[exit] = .jump(steps.count)
        return true
    }

    private mutating func add(_ part: PatternNode, least: Int, most: Int?) -> Bool {
        for _ in 0..<least where !add(part) { return false }
        guard let most else {
            let fork = reserve()
            guard add(part) else { return false }
            steps.append(.jump(fork))
            steps[fork] = .fork(fork + 1, steps.count)
            return true
        }
        var forks: [Int] = []
        for _ in least..<most {
            forks.append(reserve())
            guard add(part) else { return false }
        }
        for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
        return true
    }

    /// A step that is filled in when its targets are known.
    private mutating func reserve() -> Int {
        steps.append(.jump(0))
        return steps.count - 1
    }
}
