/// Inputs and directives that lead back to themselves.
extension SchemaValidator {
    /// Defaults that need themselves to be filled in (section 3.10, `InputObjectDefaultValueHasCycle`).
    mutating func checkDefaultCycles(_ inputs: [String]) {
        var search = DefaultCycleSearch(fields: inputFields)
        for input in inputs { search.visit(input, with: ValueNode(.object([]))) }
        for (message, offsets) in search.found { report(message, at: offsets) }
    }

    private var inputFields: [String: [InputValueNode]] {
        nodesOfType.compactMapValues { parts in
            guard case .input = parts.first?.kind else { return nil }
            return parts.flatMap(\.inputFields)
        }
    }

    /// Input objects that no finite value satisfies (section 3.10, `InputObjectHasUnbreakableCycle`).
    mutating func checkFiniteValues(_ inputs: [String]) {
        let fields = inputFields
        var search = UnbreakableCycleSearch(needs: [:])
        for input in inputs {
            let isOneOf = if case .input(_, isOneOf: true)? = types[input]?.kind { true } else { false }
            search.needs[input] = UnbreakableCycleSearch.Need(
                isOneOf: isOneOf,
                isEmpty: fields[input, default: []].isEmpty,
                fields: fields[input, default: []].map { field in
                    (field, Self.target(of: field.type.reference, isOneOf: isOneOf, fields))
                }
            )
        }
        search.removeFinite()
        for input in inputs { search.visit(input) }
        for (message, offsets) in search.found { report(message, at: offsets) }
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

/// Follows defaults through the fields that they leave to further defaults.
private struct DefaultCycleSearch {
    let fields: [String: [InputValueNode]]
    private(set) var found: [(message: String, offsets: [Int])] = []
    private var visited: Set<String> = []
    private var path: [(field: String, offset: Int)] = []
    private var indexOfField: [String: Int] = [:]

    init(fields: [String: [InputValueNode]]) {
        self.fields = fields
    }

    mutating func visit(_ input: String, with value: ValueNode) {
        switch value.kind {
        case .list(let items):
            for item in items { visit(input, with: item) }
        case .object(let given):
            for field in fields[input, default: []] where fields[field.type.reference.name] != nil {
                if let value = given.last(where: { $0.name.text == field.name.text })?.value {
                    visit(field.type.reference.name, with: value)
                } else {
                    visitDefault(of: field, "\(input).\(field.name.text)")
                }
            }
        default:
            break
        }
    }

    private mutating func visitDefault(of field: InputValueNode, _ name: String) {
        guard let value = field.defaultValue else { return }
        if let index = indexOfField[name] {
            let via = path[index...].map(\.field).joined(separator: ", ")
            found.append(
                (
                    "Invalid circular reference. The default value of Input Object field \(name) references itself"
                        + (via.isEmpty ? "." : " via the default values of: \(via)."),
                    path[(index - 1)...].map(\.offset)
                )
            )
            return
        }
        guard visited.insert(name).inserted else { return }
        path.append((name, value.offset))
        indexOfField[name] = path.count
        visit(field.type.reference.name, with: value)
        path.removeLast()
        indexOfField[name] = nil
    }
}

/// Finds input objects that need themselves, whatever is given for them.
private struct UnbreakableCycleSearch {
    struct Need {
        var isOneOf: Bool
        var isEmpty: Bool
        /// Each field, with the input object that it cannot do without.
        var fields: [(field: InputValueNode, target: String?)]
    }

    var needs: [String: Need]
    private(set) var found: [(message: String, offsets: [Int])] = []
    private var visited: Set<String> = []
    private var path: [(field: String, offset: Int)] = []
    private var indexOfType: [String: Int] = [:]

    init(needs: [String: Need]) {
        self.needs = needs
    }

    /// Takes away what has a finite value, until nothing more has.
    mutating func removeFinite() {
        var finite: Set<String> = []
        var count = -1
        while finite.count > count {
            count = finite.count
            for (name, need) in needs where !finite.contains(name) {
                let isOpen: (String?) -> Bool = { target in target.map(finite.contains) ?? true }
                let isFinite =
                    need.isOneOf
                    ? need.isEmpty || need.fields.contains { isOpen($0.target) }
                    : need.fields.allSatisfy { isOpen($0.target) }
                if isFinite { finite.insert(name) }
            }
        }
        needs = needs.filter { !finite.contains($0.key) }
    }

    mutating func visit(_ input: String) {
        guard let need = needs[input], visited.insert(input).inserted else { return }
        indexOfType[input] = path.count
        for (field, target) in need.fields {
            guard let target, needs[target] != nil else { continue }
            path.append(("\(input).\(field.name.text)", field.offset))
            if let index = indexOfType[target] {
                found.append(
                    (
                        "Input Object \(target) cannot be provided a finite value because it references itself"
                            + " through fields: \(path[index...].map(\.field).joined(separator: ", ")).",
                        path[index...].map(\.offset)
                    )
                )
            } else {
                visit(target)
            }
            path.removeLast()
        }
        indexOfType[input] = nil
    }
}
