import PlumblineQuery
import PlumblineSchema

/// Reckons what an operation costs, from its fields and their types.
struct CostEstimator {
    private let types: TypeSystem
    private let collector: FieldCollector
    private let entities: Set<String>
    private let roots: RootFields
    private let conditions: ConditionPrices
    private let weights: CostWeights
    private let limits: PageLimits

    /// - Parameter variables: Coerced; their shape decides, not their values.
    init(_ prepared: PreparedOperation, variables: InputValue, weights: CostWeights, limits: PageLimits) {
        types = prepared.api.types
        collector = FieldCollector(document: prepared.document, types: types, variables: variables)
        let schema = prepared.api.schema
        entities = Set(schema.entities.map(\.name))
        conditions = ConditionPrices(
            inputs: InputResolver(types: types, document: prepared.document, variables: variables),
            entities: entities.union(schema.abstractTypes.map(\.name)),
            weights: weights
        )
        roots = prepared.api.roots
        self.weights = weights
        self.limits = limits
    }

    /// The cost of all root fields.
    func cost(of operation: OperationDefinition) -> OperationCost {
        guard let root = types.rootType(of: operation.kind) else { return OperationCost() }
        let roots = operation.kind == .mutation ? roots.mutations : roots.queries
        var total = OperationCost()
        for field in collector.collect([operation.selections], of: root.name) {
            guard let definition = root.fields[field.name] else { continue }
            if case .custom(let call)? = roots[field.name]?.action {
                total.add(cost(of: field, definition, calling: call))
                continue
            }
            total.add(cost(of: field, definition))
            if operation.kind == .mutation { total.add(changes(field, definition)) }
        }
        return total
    }

    /// Of a row that the service's own code answers, whatever its arguments are called.
    private func cost(
        of field: CollectedField,
        _ definition: FieldDefinition,
        calling call: CustomOperation
    ) -> OperationCost {
        guard let type = types[definition.type] else { return OperationCost() }
        var cost = OperationCost(weights.row + (call.kind == .mutation ? weights.change : 0))
        cost.add(members(of: field, type))
        return cost
    }

    private func cost(of field: CollectedField, _ definition: FieldDefinition) -> OperationCost {
        guard let type = types[definition.type], type.isComposite else { return OperationCost() }
        // Each type that the rows of a page may be of is asked by itself.
        let parts = OperationCost.Size.number(rowTypes(of: type))
        var asked = OperationCost()
        asked.add(conditions.cost(of: field, definition), times: parts)
        var cost = asked
        let size = size(of: field, definition) ?? .number(1)
        if definition.arguments["first"] == nil {
            var row = OperationCost(entities.contains(type.name) || type.isAbstract ? weights.row : 0)
            row.add(members(of: field, type))
            cost.add(row, times: size)
        } else {
            let (once, perRow) = shares(field, type, asked)
            cost.add(OperationCost(weights.page), times: parts)
            cost.add(once)
            cost.add(perRow, times: size)
            // What is left out is read as well.
            let most = limits.maximumOffset ?? .max
            var skipped = OperationCost()
            skipped.add(OperationCost(weights.row), times: parts)
            cost.add(skipped, times: number(["offset"], of: field, atMost: most, else: 0))
        }
        return cost
    }

    /// How many types the rows of a page may be of.
    private func rowTypes(of page: TypeDefinition) -> Int {
        page.fields["nodes"].flatMap { types[$0.type] }.map { types.possibleTypes(of: $0).count } ?? 1
    }

    /// Of a list in pages: what is told of all its rows, and what of each row of the page.
    /// - Parameter asked: What its conditions cost, which each answer about all rows asks anew.
    private func shares(
        _ field: CollectedField,
        _ type: TypeDefinition,
        _ asked: OperationCost
    ) -> (once: OperationCost, perRow: OperationCost) {
        var (once, perRow) = (OperationCost(), OperationCost())
        guard type.fields["pageInfo"] != nil else {
            perRow.add(OperationCost(weights.row))
            perRow.add(members(of: field, type))
            return (once, perRow)
        }
        for member in collector.collect(field.selectionSets, of: type.name) {
            guard let definition = type.fields[member.name] else { continue }
            switch member.name {
            case "nodes", "edges": perRow.add(cost(of: member, definition))
            case "pageInfo":
                perRow.add(OperationCost(weights.row))
                let flags = collector.collect(member.selectionSets, of: definition.type.name)
                for flag in flags where flag.name.hasPrefix("has") { once.add(asked) }
            default:
                once.add(OperationCost(weights.aggregate), times: .number(rowTypes(of: type)))
                once.add(asked)
                once.add(cost(of: member, definition))
            }
        }
        return (once, perRow)
    }

    /// What stands below a field. Of an abstract type, the dearest of the types that the fragments name.
    private func members(of field: CollectedField, _ type: TypeDefinition) -> OperationCost {
        guard type.isAbstract else { return members(of: field, as: type) }
        let named = collector.objectTypes(in: field.selectionSets, of: type.name).sorted().compactMap {
            types[$0]
        }
        var cost = OperationCost()
        cost.add(dearestOf: ([type] + named).map { members(of: field, as: $0) })
        return cost
    }

    private func members(of field: CollectedField, as type: TypeDefinition) -> OperationCost {
        var total = OperationCost()
        for member in collector.collect(field.selectionSets, of: type.name) {
            if let definition = type.fields[member.name] { total.add(cost(of: member, definition)) }
        }
        return total
    }

    /// What is written: one row, or as many as may be.
    private func changes(_ field: CollectedField, _ definition: FieldDefinition) -> OperationCost {
        var cost = OperationCost()
        cost.add(OperationCost(weights.change), times: size(of: field, definition) ?? .number(1))
        return cost
    }

    // MARK: Sizes

    /// How many rows a field has; nil if it is one.
    private func size(of field: CollectedField, _ definition: FieldDefinition) -> OperationCost.Size? {
        let arguments = definition.arguments
        if arguments["first"] != nil {
            let most = limits.maximumSize ?? .max
            // Where `last` cuts what `first` leaves, the rows of both are read.
            let given = ["first", "last"].compactMap { self.given($0, field) }
            return given.isEmpty
                ? .number(limits.defaultSize ?? most)
                : .sum(given, atMost: most, else: limits.defaultSize ?? most)
        }
        if arguments["atMost"] != nil { return number(["atMost"], of: field, atMost: .max, else: 1) }
        guard definition.type.isList, let list = arguments.first(where: \.type.isList) else { return nil }
        return switch value(of: list.name, field) {
        case .list(let items): .number(items.count)
        case .variable(let name): .elements(of: name)
        default: .number(1)
        }
    }

    private func given(_ argument: String, _ field: CollectedField) -> OperationCost.Given? {
        switch value(of: argument, field) {
        case .int(let text): .number(Int(text) ?? .max)
        case .variable(let name): .variable(name)
        default: nil
        }
    }

    /// What the first of these arguments says that is given.
    private func number(
        _ arguments: [String],
        of field: CollectedField,
        atMost most: Int,
        else usual: Int
    ) -> OperationCost.Size {
        var names: [String] = []
        for argument in arguments {
            switch value(of: argument, field) {
            case .int(let text): return .number(max(0, min(Int(text) ?? most, most)))
            case .variable(let name): names.append(name)
            default: continue
            }
        }
        return names.isEmpty ? .number(usual) : .variables(names, atMost: most, else: usual)
    }

    private func value(of argument: String, _ field: CollectedField) -> ValueNode.Kind? {
        field.arguments.first { $0.name.text == argument }?.value.kind
    }
}

extension TypeReference {
    fileprivate var isList: Bool {
        if case .list = nullable { true } else { false }
    }
}

extension PreparedOperation {
    /// What the operation costs, for all variables of the same shape.
    func cost(_ variables: InputValue, _ weights: CostWeights, _ limits: PageLimits) -> OperationCost {
        CostEstimator(self, variables: variables, weights: weights, limits: limits).cost(of: operation)
    }
}
