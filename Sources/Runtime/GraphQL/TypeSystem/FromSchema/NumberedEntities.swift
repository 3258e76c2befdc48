import PlumblineSchema

/// The entities whose rows give sums and averages that others are ordered by.
struct NumberedEntities {
    /// Those that have an input for it: the ones that some inverse gives many rows of, and what these point to.
    private(set) var ordered: Set<String> = []

    /// - Parameter listed: The entities that some inverse gives many rows of.
    init(_ schema: Schema, listed: Set<String>) {
        let targets = Dictionary(
            uniqueKeysWithValues: schema.entities.filter(\.isReadable).map { entity in
                let relations = entity.readableFields.filter { $0.relationAPIName != nil }
                return (entity.name, relations.compactMap { schema.target(of: $0)?.name })
            }
        )
        let withNumbers = schema.entities.filter {
            $0.isReadable && $0.readableFields.contains(where: \.isSummable)
        }
        var sources: [String: [String]] = [:]
        for (source, targets) in targets {
            for target in targets { sources[target, default: []].append(source) }
        }
        // Without a number at its end, no way is offered.
        let leading = Self.reached(from: Set(withNumbers.map(\.name)), sources)
        ordered = Self.reached(
            from: listed.intersection(leading),
            targets.mapValues { $0.filter(leading.contains) }
        )
    }

    private static func reached(from starts: Set<String>, _ steps: [String: [String]]) -> Set<String> {
        var reached = starts
        var waiting = Array(starts)
        while let name = waiting.popLast() {
            for next in steps[name] ?? [] where reached.insert(next).inserted { waiting.append(next) }
        }
        return reached
    }
}

extension Field {
    /// Whether its values can be added, and mean something together; what the server counts does not.
    var isSummable: Bool {
        guard isOrderable, managed == nil, case .number? = AggregateKind(self) else { return false }
        return true
    }
}
