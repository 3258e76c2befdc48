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
            .sorted { a, b in
                a.distance == b.distance ? isNaturallyBefore(a.name, b.name) : a.distance < b.distance
            }
            .map(\.name)
    }

    /// ` Did you mean the field "a", "b", or "c"?` with at most five names; empty without one.
    static func sentence(_ names: [String], _ kind: String = "") -> String {
        if names.isEmpty { return "" }
        let quoted = names.prefix(5).map { "\"\($0)\"" }
        return " Did you mean \(kind.isEmpty ? "" : kind + " ")\(list(quoted, "or"))?"
    }

    /// `a`, `a and b`, `a, b, and c`.
    static func list(_ items: [String], _ conjunction: String) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        if items.count == 2 { return "\(items[0]) \(conjunction) \(last)" }
        return items.dropLast().joined(separator: ", ") + ", \(conjunction) \(last)"
    }

    /// The sentence about a name that is unknown.
    static func sentence(
        for name: String,
        among candidates: some Sequence<String>,
        _ kind: String = ""
    ) -> String {
        sentence(near(name, among: candidates), kind)
    }

    /// Names in the order in which people put them: `A2` before `A10`.
    static func isNaturallyBefore(_ a: String, _ b: String) -> Bool {
        var (a, b) = (a.utf8[...], b.utf8[...])
        while let first = a.first, let second = b.first {
            if first.isDigit, second.isDigit {
                let (left, right) = (number(&a), number(&b))
                if left.count != right.count { return left.count < right.count }
                if !left.elementsEqual(right) { return left.lexicographicallyPrecedes(right) }
            } else if first != second {
                return first < second
            } else {
                a.removeFirst()
                b.removeFirst()
            }
        }
        return a.count < b.count
    }

    /// Takes the digits away from the front; without zeroes before them.
    private static func number(_ text: inout Substring.UTF8View) -> Substring.UTF8View {
        let digits = text.prefix(while: \.isDigit)
        text = text.dropFirst(digits.count)
        return digits.drop { $0 == UInt8(ascii: "0") }
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
