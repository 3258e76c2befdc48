/// Writes PostgreSQL's plan for people: numbers in columns, and the nodes as a tree behind them.
struct PlanTree {
    let plan: QueryPlan
    let findings: [PlanFinding]
    let colour: Bool
    /// How long a line of a condition may be.
    var width = 240

    /// The tree, and under it what is worth a look.
    var text: String {
        let nodes = lines(plan.root)
        let isMeasured = plan.root.actual != nil
        let header = isMeasured ? ["ms", "own ms", "rows", "expected", "loops", "pages"] : ["cost", "rows"]
        let cells = nodes.map { $0.node.map { isMeasured ? Self.measures($0) : Self.estimates($0) } }
        let widths = header.indices.map { column in
            ([header[column]] + cells.compactMap { $0?[column] }).map(\.count).max() ?? 0
        }
        func row(_ cells: [String]) -> String {
            zip(cells, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(
                separator: "  "
            )
        }
        let empty = String(repeating: " ", count: widths.reduce(0, +) + 2 * (widths.count - 1))
        let body = zip(nodes, cells).map { line, cells in
            let text = "\(cells.map(row) ?? empty)  \(line.text)"
            return Terminal.painted(text, line.style, colour)
        }
        return ([Terminal.painted(row(header), .faint, colour)] + body + times + advice).joined(
            separator: "\n"
        )
    }

    // MARK: - Lines

    private struct Line {
        var node: QueryPlanNode?
        var text: String
        var style: Terminal.Style?
    }

    private func lines(_ root: QueryPlanNode) -> [Line] {
        var lines: [Line] = []
        let advices = advices
        var number = 0
        func add(_ node: QueryPlanNode, _ branch: String, _ trunk: String) {
            let marks = findings.filter { $0.node == number }.compactMap { finding in
                advices.firstIndex(of: finding.advice).map { " (\($0 + 1))" }
            }
            number += 1
            let text = branch + Self.words(node) + marks.joined()
            lines.append(Line(node: node, text: text, style: marks.isEmpty ? nil : .warning))
            let below = trunk + (node.children.isEmpty ? "  " : "│ ")
            for detail in node.details {
                let text = "\(below)  \(detail.label): \(detail.text)"
                let short = text.count > width ? text.prefix(width - 1) + "…" : Substring(text)
                lines.append(Line(text: String(short), style: .faint))
            }
            for (index, child) in node.children.enumerated() {
                let isLast = index == node.children.count - 1
                add(child, trunk + (isLast ? "└─ " : "├─ "), trunk + (isLast ? "   " : "│  "))
            }
        }
        add(root, "", "")
        return lines
    }

    private static func words(_ node: QueryPlanNode) -> String {
        var words = (node.part.map { "\($0): " } ?? "") + node.title
        if let index = node.index { words += " using \(index)" }
        if let table = node.table ?? node.alias { words += " on \(table)" }
        if let alias = node.alias, let table = node.table, alias != table { words += " \(alias)" }
        return words
    }

    // MARK: - Numbers

    private static func estimates(_ node: QueryPlanNode) -> [String] {
        [PlanFinding.count(node.cost), PlanFinding.count(node.estimatedRows)]
    }

    private static func measures(_ node: QueryPlanNode) -> [String] {
        guard let actual = node.actual else { return ["", "", "", "", "", ""] }
        guard actual.loops > 0 else {
            return ["never run", "", "", PlanFinding.count(node.estimatedRows), "0", ""]
        }
        return [
            milliseconds(actual.time), milliseconds(actual.ownTime), PlanFinding.count(actual.rows),
            PlanFinding.count(node.estimatedRows), PlanFinding.count(actual.loops),
            PlanFinding.count(actual.pages),
        ]
    }

    private static func milliseconds(_ time: Double) -> String {
        let hundredths = Int(min(time, 1e12) * 100 + 0.5)
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    private var times: [String] {
        guard let execution = plan.executionTime else { return [] }
        let planning = plan.planningTime.map { ", planned in \(Self.milliseconds($0)) ms" } ?? ""
        return ["", "Run in \(Self.milliseconds(execution)) ms\(planning)."]
    }

    /// What is said, each thing once.
    private var advices: [String] {
        findings.reduce(into: []) { advices, finding in
            if !advices.contains(finding.advice) { advices.append(finding.advice) }
        }
    }

    private var advice: [String] {
        guard !findings.isEmpty else { return [] }
        return [""]
            + advices.enumerated().map { index, advice in
                Terminal.painted("(\(index + 1)) \(advice)", .warning, colour)
            }
    }
}
