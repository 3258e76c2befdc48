/// Inputs and directives that lead back to themselves.
extension SchemaValidator {
    /// Defaults that need themselves to be filled in (section 3.10, `InputObjectDefaultValueHasCycle`).
    mutating func checkDefaultCycles(_ inputs: [String]) {
        let defaults = InputDefaults(fields: inputFields)
        var search = CycleSearch(limit: Self.mostCycles)
        for input in inputs {
            for step in defaults.steps(from: ValueNode(.object([])), of: input) {
                search.visit(step.target, steps: defaults.steps(from:))
            }
        }
        for cycle in search.cycles {
            guard let field = cycle.last else { continue }
            let via = cycle.dropLast().map(\.label).joined(separator: ", ")
            report(
                "Invalid circular reference. The default value of Input Object field \(field.label) references itself"
                    + (via.isEmpty ? "." : " via the default values of: \(via)."),
                at: [field.offset] + cycle.dropLast().map(\.offset)
            )
        }
    }

    /// Input objects that no finite value satisfies (section 3.10, `InputObjectHasUnbreakableCycle`).
    mutating func checkFiniteValues(_ inputs: [String]) {
        let fields = inputFields
        var needs: [String: InputNeed] = [:]
        for input in inputs {
            let isOneOf = if case .input(_, isOneOf: true)? = types[input]?.kind { true } else { false }
            needs[input] = InputNeed(
                isOneOf: isOneOf,
                fields: fields[input, default: []].map { field in
                    (field, Self.target(of: field.type.reference, isOneOf: isOneOf, fields))
                }
            )
        }
        let infinite = needs.withoutFinite
        var search = CycleSearch(limit: Self.mostCycles)
        for input in inputs {
            search.visit(input) { infinite[$0]?.steps(from: $0) }
        }
        for cycle in search.cycles {
            guard let input = cycle.last?.target else { continue }
            report(
                "Input Object \(input) cannot be provided a finite value because it references itself"
                    + " through fields: \(cycle.map(\.label).joined(separator: ", ")).",
                at: cycle.map(\.offset)
            )
        }
    }

    /// As many as may be reported.
    private static let mostCycles = 1_000

    private var inputFields: [String: [InputValueNode]] {
        nodesOfType.compactMapValues { parts in
            guard case .input = parts.first?.kind else { return nil }
            return parts.flatMap(\.inputFields)
        }
    }

    /// The input object that a field cannot do without.
    private static func target(
        of type: TypeReference,
        isOneOf: Bool,
        _ inputs: [String: [InputValueNode]]
    ) -> String? {
        switch type {
        case .named(let name) where isOneOf && inputs[name] != nil: name
        case .nonNull(.named(let name)) where !isOneOf && inputs[name] != nil: name
        default: nil
        }
    }

    /// A directive is not used to define itself, be it through other directives (section 3.13). Types that its arguments
    /// have may use it: no implementation forbids that, and published schemas do.
    mutating func checkDirectiveCycles(_ directives: [TypeSystemNode]) {
        var uses: [String: Set<String>] = [:]
        for node in directives {
            guard let name = node.name, case .directive(let arguments, _, _) = node.kind else { continue }
            uses[name.text] = Set(arguments.flatMap(\.directives).map(\.name.text))
        }
        for node in directives {
            guard let name = node.name else { continue }
            var seen: Set<String> = []
            var pending = Array(uses[name.text, default: []])
            while let used = pending.popLast(), !seen.contains(name.text) {
                if seen.insert(used).inserted { pending += uses[used, default: []] }
            }
            if seen.contains(name.text) {
                report("Directive \"@\(name.text)\" cannot reference itself.", at: [node.offset])
            }
        }
    }
}

/// How the default of one input field leads to those of others: each stands for members that it leaves out.
private struct InputDefaults {
    private let fields: [String: [InputValueNode]]
    private let nodes: [String: InputValueNode]

    init(fields: [String: [InputValueNode]]) {
        self.fields = fields
        let named = fields.flatMap { input, fields in fields.map { ("\(input).\($0.name.text)", $0) } }
        nodes = Dictionary(named) { first, _ in first }
    }

    /// What the default of a field needs.
    /// - Parameter name: As in `Input.field`.
    func steps(from name: String) -> [CycleSearch.Step]? {
        guard let field = nodes[name], let value = field.defaultValue else { return nil }
        return steps(from: value, of: field.type.reference.name)
    }

    /// The defaults that fill in what a value leaves out.
    func steps(from value: ValueNode, of input: String) -> [CycleSearch.Step] {
        switch value.kind {
        case .list(let items):
            return items.flatMap { steps(from: $0, of: input) }
        case .object(let given):
            return fields[input, default: []].flatMap { field -> [CycleSearch.Step] in
                let type = field.type.reference.name
                guard fields[type] != nil else { return [] }
                if let value = given.last(where: { $0.name.text == field.name.text })?.value {
                    return steps(from: value, of: type)
                }
                guard let offset = field.defaultValue?.offset else { return [] }
                let name = "\(input).\(field.name.text)"
                return [CycleSearch.Step(target: name, label: name, offset: offset)]
            }
        default:
            return []
        }
    }
}

/// What an input object cannot do without.
private struct InputNeed {
    let isOneOf: Bool
    /// Each field, with the input object that it cannot do without.
    let fields: [(field: InputValueNode, target: String?)]

    /// How many of the targets must have a finite value before it has one itself.
    var missing: Int {
        let targets = fields.count { $0.target != nil }
        if isOneOf { return targets == fields.count ? min(targets, 1) : 0 }
        return targets
    }

    func steps(from input: String) -> [CycleSearch.Step] {
        fields.compactMap { field, target in
            target.map {
                CycleSearch.Step(target: $0, label: "\(input).\(field.name.text)", offset: field.offset)
            }
        }
    }
}

extension [String: InputNeed] {
    /// Those that have no finite value: from what needs nothing, all are taken away that need nothing else.
    fileprivate var withoutFinite: Self {
        var missing = mapValues(\.missing)
        var dependents: [String: [String]] = [:]
        for (input, need) in self {
            for target in need.fields.compactMap(\.target) { dependents[target, default: []].append(input) }
        }
        var infinite = self
        var pending = missing.filter { $0.value == 0 }.map(\.key)
        while let finite = pending.popLast() {
            infinite[finite] = nil
            for input in dependents[finite, default: []] {
                missing[input, default: 0] -= 1
                if missing[input] == 0 { pending.append(input) }
            }
        }
        return infinite
    }
}
