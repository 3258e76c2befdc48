import PlumblineQuery

/// Reckons what PostgreSQL may have to do for the conditions and orders of a list, beside reading its rows.
///
/// What they say belongs to the shape of a request, so that this is known for a plan; only `offset` is told by each
/// request.
final class ConditionPrices {
    private let inputs: InputResolver
    private let entities: Set<String>
    private let weights: CostWeights
    /// By where they stand: fields are met once for each type that they may be of.
    private var known: [Int: OperationCost] = [:]
    /// The operation is refused when it is spent, so that no more than that is looked at.
    private let budget = ConditionBudget()

    init(inputs: InputResolver, entities: Set<String>, weights: CostWeights) {
        self.inputs = inputs
        self.entities = entities
        self.weights = weights
    }

    /// Comparisons that an index of the values does not serve: of parts of a text, of its letters in either case, of items.
    private static let scanned: [String: Set<String>] = [
        "StringFilter": ["contains", "endsWith", "ieq", "icontains", "istartsWith", "iendsWith"],
        "IPAddressFilter": items,
    ]
    private static let items: Set = ["contains", "containedBy", "overlaps", "within"]

    /// What a type of conditions or orders is about.
    private enum Subject {
        /// One row of an entity.
        case row
        /// The many rows that point at one.
        case rows
        case json
        case other
    }

    /// What a field's arguments ask for.
    func cost(of field: CollectedField, _ definition: FieldDefinition) -> OperationCost {
        var cost = OperationCost()
        for argument in field.arguments {
            guard let type = definition.arguments[argument.name.text]?.type else { continue }
            switch argument.name.text {
            case "filter", "having", "by", "orderBy":
                cost.add(price(of: argument, type))
            case "distinctOn": cost.add(OperationCost(weights.aggregate))
            case "search": cost.add(OperationCost(weights.search))
            default: continue
            }
        }
        return cost
    }

    private func price(of argument: Argument, _ type: TypeReference) -> OperationCost {
        if let price = known[argument.name.offset] { return price }
        guard !budget.isSpent else { return .tooMuch }
        guard let tree = try? inputs.resolve(argument, as: type) else { return OperationCost() }
        guard budget.spend(on: tree) else { return .tooMuch }
        let price = price(of: tree, type.name)
        known[argument.name.offset] = price
        return price
    }

    private func price(of tree: InputTree, _ type: String) -> OperationCost {
        var cost = OperationCost()
        switch tree {
        case .null: break
        case .leaf: cost.add(OperationCost(weights.condition))
        case .list(let items):
            for item in items { cost.add(price(of: item, type)) }
        case .object(let members):
            for member in members { cost.add(price(of: member, type)) }
        }
        return cost
    }

    /// A to-one relation is a join; of a to-many one all rows may be read, for each row that is asked about.
    private func price(of member: InputTree.Member, _ type: String) -> OperationCost {
        guard case .input(let fields, _)? = inputs.types[type]?.kind, let field = fields[member.name] else {
            return OperationCost()
        }
        let inner = price(of: member.value, field.type.name)
        switch subject(of: type) {
        case .rows:
            var each = OperationCost(weights.row)
            each.add(inner)
            var cost = OperationCost()
            cost.add(each, times: .number(weights.join))
            return cost
        case .row:
            guard !["and", "or", "not"].contains(member.name), case .row = subject(of: field.type.name) else {
                return inner
            }
            var cost = OperationCost(weights.join)
            cost.add(inner)
            return cost
        case .json where member.name == "at": return inner
        case .json: return OperationCost(weights.scan)
        case .other: return isScanned(member.name, of: type) ? OperationCost(weights.scan) : inner
        }
    }

    private func isScanned(_ comparison: String, of type: String) -> Bool {
        if type == "JSONMemberFilter" { return comparison != "path" }
        let scanned = type.hasSuffix("ListFilter") ? Self.items : Self.scanned[type] ?? []
        return scanned.contains(comparison)
    }

    private func subject(of type: String) -> Subject {
        func isOfEntity(_ suffix: String) -> Bool {
            type.hasSuffix(suffix) && entities.contains(String(type.dropLast(suffix.count)))
        }
        if isOfEntity("Filter") || isOfEntity("Order") || isOfEntity("NumericOrder") { return .row }
        if isOfEntity("ManyFilter") || isOfEntity("ManyOrder") { return .rows }
        return type == "JSONFilter" ? .json : .other
    }
}
