import PlumblineSchema

/// What somebody should look at in a plan, and what to do about it.
struct PlanFinding {
    /// Why a node is marked.
    enum Kind: String {
        /// PostgreSQL expects far fewer or far more rows than there are.
        case misjudged
        /// It reads a table and throws nearly all of it away.
        case wasteful
        /// A sort or a hash did not fit into memory.
        case spilled
        /// An index alone would do, if the table were vacuumed.
        case unvacuumed
        /// Most of the time is spent here.
        case costly
    }

    let kind: Kind
    /// The place of the node among all of the plan, as the tree has them.
    let node: Int
    /// What there is and what to do.
    let advice: String
}

/// Looks for what is worth a look in a plan.
struct PlanReview {
    /// How many times too many or too few rows are misjudged.
    private static let misjudgement = 10.0
    /// Of fewer rows than this nothing is said.
    private static let manyRows = 100.0
    /// A table smaller than this is read faster than an index.
    private static let largeTable = 1_000.0
    /// The share of rows that a scan keeps at most to be called wasteful.
    private static let smallShare = 0.1
    /// The share of rows that are few where they are looked for in an order.
    private static let fewOfOrder = 0.25
    /// The share of the time, or of the cost, that makes a node the costly one.
    private static let largeShare = 0.5
    private static let scans: Set = ["Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"]
    /// Statements faster than this need no advice on their time, in milliseconds.
    private static let slow = 5.0

    let schema: Schema
    /// How many rows PostgreSQL thinks that tables have.
    let tableSizes: [String: Double]

    /// The findings, in the order of the tree.
    func findings(in plan: QueryPlan) -> [PlanFinding] {
        plan.root.all.enumerated().flatMap { number, node in
            let found: [(PlanFinding.Kind, String?)] = [
                (.wasteful, waste(of: node)), (.misjudged, misjudgement(of: node)),
                (.spilled, spill(of: node)), (.unvacuumed, lookups(of: node)),
            ]
            let findings = found.compactMap { kind, advice in
                advice.map { PlanFinding(kind: kind, node: number, advice: $0) }
            }
            if !findings.isEmpty { return findings }
            return share(of: node, in: plan).map { [PlanFinding(kind: .costly, node: number, advice: $0)] }
                ?? []
        }
    }

    private func waste(of node: QueryPlanNode) -> String? {
        guard Self.scans.contains(node.type), let table = node.table, let filter = node.filter,
            let words = node.actual.map({ waste(of: node, on: table, $0) })
                ?? expectedWaste(of: node, on: table)
        else { return nil }
        return "It \(words). \(IndexProposal.remedy(for: filter, table: table, schema: schema))"
    }

    private func waste(of node: QueryPlanNode, on table: String, _ actual: QueryPlanNode.Actual) -> String? {
        let kept = actual.rows * actual.loops
        let read = kept + actual.removed
        guard read >= Self.largeTable, kept <= read * Self.smallShare else { return nil }
        let way = node.index.map { " by \($0)" } ?? ""
        return "read \(PlanFinding.count(read)) rows of \(table)\(way) and kept \(PlanFinding.count(kept))"
    }

    /// What it will be, as far as PostgreSQL's guess at the rows that are kept can be trusted.
    private func expectedWaste(of node: QueryPlanNode, on table: String) -> String? {
        let (kept, all) = (node.estimatedRows, tableSizes[table] ?? 0)
        guard all >= Self.largeTable else { return nil }
        if let index = node.index {
            // Where an index gives nothing but the order, all rows are looked at until there are enough.
            guard kept <= all * Self.fewOfOrder, !node.details.contains(where: { $0.label == "Index Cond" })
            else { return nil }
            return """
                would follow the order of \(index) through up to \(PlanFinding.count(all)) rows of \(table) until its \
                filter has let enough of them pass
                """
        }
        guard node.type == "Seq Scan", kept <= all * Self.smallShare else { return nil }
        return """
            would read about \(PlanFinding.count(all)) rows of \(table) and keep about \(PlanFinding.count(kept))
            """
    }

    /// Where the rows of the nodes below are judged well, and those of this one are not.
    private func misjudgement(of node: QueryPlanNode) -> String? {
        guard Self.isMisjudged(node), let actual = node.actual,
            !node.children.contains(where: Self.isMisjudged)
        else { return nil }
        let words =
            "PostgreSQL expected \(PlanFinding.count(node.estimatedRows)) rows and got \(PlanFinding.count(actual.rows))"
        if node.details.contains(where: { $0.text.contains("ANY ($") }) {
            return """
                \(words), because it takes a list that is worked out for ten values. Where that makes it choose badly, a \
                rule or filter over a field of the row itself is better than one across relations.
                """
        }
        guard let table = node.table else {
            return "\(words), so what is above it was planned for the wrong number. Look at its conditions."
        }
        return """
            \(words): `analyze \(table)` renews what it knows. If that does not help, columns in the condition depend \
            on each other, and `create statistics` tells it.
            """
    }

    private static func isMisjudged(_ node: QueryPlanNode) -> Bool {
        guard let actual = node.actual, actual.loops > 0, node.type != "Limit" else { return false }
        // What may stop before its end gives fewer rows than there are, and nothing is wrong with that.
        let few = node.mayStopEarly ? node.estimatedRows : min(node.estimatedRows, actual.rows)
        let many = node.mayStopEarly ? actual.rows : max(node.estimatedRows, actual.rows)
        return many >= manyRows && many >= max(1, few) * misjudgement
    }

    private func spill(of node: QueryPlanNode) -> String? {
        guard node.spilled > 0 else { return nil }
        return """
            It wrote \(PlanFinding.count(Double(node.spilled))) kB to a file for want of memory: `work_mem` of at least \
            \(node.spilled * 3 / 1024 + 1) MB would hold it, or a smaller page would need less.
            """
    }

    private func lookups(of node: QueryPlanNode) -> String? {
        guard let actual = node.actual, let table = node.table, node.heapFetches >= Self.largeTable,
            node.heapFetches >= actual.rows * actual.loops * Self.largeShare
        else { return nil }
        return """
            The index holds all that is asked for, but \(PlanFinding.count(node.heapFetches)) rows were looked up in the \
            table: `vacuum \(table)` lets it do without.
            """
    }

    private func share(of node: QueryPlanNode, in plan: QueryPlan) -> String? {
        guard let actual = node.actual, let whole = plan.executionTime, whole >= Self.slow,
            actual.ownTime >= whole * Self.largeShare
        else { return nil }
        let percent = "\(min(100, Int(actual.ownTime / whole * 100))) % of the time is spent here"
        return switch node.type {
        case "Sort", "Incremental Sort":
            "\(percent): an index in that order would make the sort needless."
        case "Seq Scan": "\(percent): the whole table is read, because the condition leaves most of it."
        case "Index Scan", "Index Only Scan", "Bitmap Heap Scan":
            "\(percent), in \(PlanFinding.count(actual.loops)) look-ups that gave \(PlanFinding.count(actual.rows * actual.loops)) rows."
        default:
            "\(percent): it handles \(PlanFinding.count(actual.rows * actual.loops)) rows; a smaller page has fewer."
        }
    }
}

extension PlanFinding {
    /// A whole number with its thousands apart.
    static func count(_ number: Double) -> String {
        let digits = String(Int64(number.rounded().clamped(to: 0...1e15)))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        isNaN ? range.lowerBound : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
