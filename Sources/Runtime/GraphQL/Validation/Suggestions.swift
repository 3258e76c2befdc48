/// What a mistyped name may have meant.
enum Suggestions {
    /// The candidates that are few edits away, nearest first.
    static func near(_ name: String, among candidates: some Sequence<String>) -> [String] {
        let threshold = name.utf8.count * 2 / 5 + 1
        let name = Array(name.utf8)
        return
            candidates.compactMap { candidate -> (distance: Int, name: String)? in
                // Names of very different length are not near, and need not be compared letter by letter.
                guard abs(name.count - candidate.utf8.count) <= threshold else { return nil }
                let distance = distance(name, Array(candidate.utf8))
                return distance <= threshold ? (distance, candidate) : nil
            }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .map(\.name)
    }

    /// ` Did you mean the field "a", "b", or "c"?` with at most five names; empty without one.
    static func sentence(_ names: [String], _ kind: String = "") -> String {
        let quoted = names.prefix(5).map { "\"\($0)\"" }
        guard let last = quoted.last else { return "" }
        let list: String
        switch quoted.count {
        case 1: list = last
        case 2: list = "\(quoted[0]) or \(last)"
        default: list = quoted.dropLast().joined(separator: ", ") + ", or \(last)"
        }
        return " Did you mean \(kind.isEmpty ? "" : kind + " ")\(list)?"
    }

    /// Edits between two names: insert, delete, replace, swap of neighbours; any change of case is one.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        if a == b { return 0 }
        let a = a.map(lowercased)
        let b = b.map(lowercased)
        if a == b { return 1 }
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var beforePrevious: [Int] = []
        var previous = Array(0...b.count)
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                let replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                var cell = min(previous[j] + 1, row[j - 1] + 1, replaced)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    cell = min(cell, beforePrevious[j - 2] + 1)
                }
                row.append(cell)
            }
            (beforePrevious, previous) = (previous, row)
        }
        return previous[b.count]
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
