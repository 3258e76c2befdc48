import PlumblineQuery

/// A node of PostgreSQL's plan of a statement, as `explain (format json)` tells it (PostgreSQL 15, "EXPLAIN").
struct QueryPlanNode {
    /// What really happened, where the statement was run.
    struct Actual {
        /// Rows of one loop, on average.
        var rows: Double
        /// How often it was run.
        var loops: Double
        /// Milliseconds of all loops, with the nodes below.
        var time: Double
        /// Milliseconds without the nodes below.
        var ownTime: Double
        /// Rows of all loops that conditions threw away.
        var removed: Double
        /// Pages of 8 KiB that were looked at, with the nodes below.
        var pages: Double
    }

    /// The type, such as `Seq Scan`.
    var type: String
    /// The type with its manner, such as `Index Only Scan Backward`, `Hash Left Join`.
    var title: String
    /// The table, if it scans one.
    var table: String?
    /// The table's name in the statement.
    var alias: String?
    /// The index, if it uses one.
    var index: String?
    /// The name of the part of a statement that it begins, such as `SubPlan 1`.
    var part: String?
    /// The rows that PostgreSQL expects in one loop.
    var estimatedRows: Double
    /// What PostgreSQL thinks that it costs, with the nodes below.
    var cost: Double
    /// Its conditions and orders: PostgreSQL's word and the SQL.
    var details: [(label: String, text: String)]
    /// What really happened, if it was run.
    var actual: Actual?
    /// Kilobytes that did not fit into memory and went to a file.
    var spilled: Int
    /// Rows that an index-only scan had to look up in the table all the same.
    var heapFetches: Double
    /// Whether what reads it may have enough before it ends, as a limit has.
    var mayStopEarly: Bool
    /// The nodes that it reads.
    var children: [QueryPlanNode]

    /// The node and all below it.
    var all: [QueryPlanNode] { [self] + children.flatMap(\.all) }

    /// The condition that rows are thrown away by.
    var filter: String? { details.first { $0.label == "Filter" }?.text }

    /// Reads one node of the JSON.
    ///
    /// - Parameters:
    ///   - processes: How many processes run it side by side; their times are not added up.
    ///   - mayStopEarly: Whether what reads it may have enough before it ends.
    ///   - queries: The times of the WITH queries that it may read, by their `part`.
    init(
        _ json: InputValue,
        processes: Double = 1,
        mayStopEarly: Bool = false,
        queries: [String: Double] = [:]
    ) {
        type = json.text("Node Type") ?? "?"
        title = Self.title(type, json)
        table = json.text("Relation Name")
        alias = json.text("Alias")
        index = json.text("Index Name")
        part = json.text("Subplan Name")
        estimatedRows = json.number("Plan Rows")
        cost = json.number("Total Cost")
        details = Self.labels.compactMap { label in json.texts(label).map { (label, $0) } }
        let isOnDisk = json.text("Sort Space Type") == "Disk"
        spilled = Int(isOnDisk ? json.number("Sort Space Used") : json.number("Disk Usage"))
        heapFetches = json.number("Heap Fetches")
        let isGather = type.hasPrefix("Gather")
        let inner = isGather ? json.number("Workers Launched") + 1 : processes
        let stops = Self.stops(type, json) || mayStopEarly && !Self.reading.contains(type)
        var queries = queries
        children = json.list("Plans").map { child in
            let stops = stops || ["SubPlan", "InitPlan"].contains(child.text("Parent Relationship"))
            let node = QueryPlanNode(child, processes: inner, mayStopEarly: stops, queries: queries)
            // They come before the nodes that read them.
            if node.isQuery, let part = node.part { queries[part] = node.actual?.time }
            return node
        }
        // A window that has numbered enough rows stops, and PostgreSQL expects all of them all the same.
        let isWindow = type == "Subquery Scan" && children.first?.type == "WindowAgg"
        let numbers = isWindow ? children.first?.details : details
        self.mayStopEarly = mayStopEarly || numbers?.contains { $0.label == Self.runCondition } == true
        guard json["Actual Loops"] != nil else { return }
        let loops = json.number("Actual Loops")
        let time = json.number("Actual Total Time") * loops / max(1, processes)
        // A WITH query runs while it is read, so its time is in that of its reader.
        let query = json.text("CTE Name").flatMap { queries[Self.queryMark + $0] } ?? 0
        let below = children.filter { !$0.isQuery }.reduce(query) { $0 + ($1.actual?.time ?? 0) }
        actual = Actual(
            rows: json.number("Actual Rows"),
            loops: loops,
            time: time,
            ownTime: max(0, time - below),
            removed: loops * Self.removals.reduce(0) { $0 + json.number($1) },
            pages: json.number("Shared Hit Blocks") + json.number("Shared Read Blocks")
        )
    }

    private static let queryMark = "CTE "
    /// Whether it is a query of a WITH.
    private var isQuery: Bool { part?.hasPrefix(Self.queryMark) == true }

    private static let runCondition = "Run Condition"
    private static let labels = [
        "Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond", "Join Filter", "Filter", "Sort Key",
        "Group Key", "TID Cond", runCondition, "One-Time Filter", "Order By",
    ]
    private static let removals = [
        "Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck",
    ]

    /// What reads all before it gives anything.
    private static let reading: Set = ["Sort", "Aggregate", "Hash"]

    /// Whether it does not always read to the end. A limit that gave less than was expected has done so.
    private static func stops(_ type: String, _ json: InputValue) -> Bool {
        switch type {
        case "Merge Join": true
        case "WindowAgg": json[runCondition] != nil
        case "Limit": json["Actual Rows"] == nil || json.number("Actual Rows") >= json.number("Plan Rows")
        default: false
        }
    }

    /// As PostgreSQL's own text has it.
    private static func title(_ type: String, _ json: InputValue) -> String {
        var title = type
        switch type {
        case "Aggregate":
            let names = ["Sorted": "GroupAggregate", "Hashed": "HashAggregate", "Mixed": "MixedAggregate"]
            title = json.text("Strategy").flatMap { names[$0] } ?? type
        case "Nested Loop", "Hash Join", "Merge Join":
            let kind = json.text("Join Type") ?? "Inner"
            let stem = type.hasSuffix(" Join") ? String(type.dropLast(5)) : type
            if kind != "Inner" { title = "\(stem) \(kind) Join" }
        case "ModifyTable": title = json.text("Operation") ?? type
        default: break
        }
        if json.text("Scan Direction") == "Backward" { title += " Backward" }
        if json["Parallel Aware"] == .boolean(true) { title = "Parallel \(title)" }
        return title
    }
}

// What is read of the JSON of plans.
extension InputValue {
    func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }

    /// A number; 0 where there is none.
    func number(_ name: String) -> Double {
        switch self[name] {
        case .integer(let number): Double(number)
        case .number(let text): Double(text) ?? 0
        default: 0
        }
    }

    /// One text or several.
    func texts(_ name: String) -> String? {
        switch self[name] {
        case .string(let text): text
        case .list(let parts):
            parts.compactMap { if case .string(let text) = $0 { text } else { nil } }.joined(separator: ", ")
        default: nil
        }
    }

    func list(_ name: String) -> [InputValue] {
        if case .list(let values)? = self[name] { values } else { [] }
    }
}
