/// The difference of two texts in the form that `diff -u` and code review show.
struct UnifiedDiff {
    /// How many equal lines stand around a change.
    private static let context = 3

    private struct Edit {
        enum Mark: Character {
            case kept = " "
            case removed = "-"
            case added = "+"
        }

        let mark: Mark
        let line: String
    }

    private let edits: [Edit]

    init(from old: String, to new: String) {
        let (before, after) = (Self.lines(of: old), Self.lines(of: new))
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in after.difference(from: before) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var edits: [Edit] = []
        var (index, target) = (0, 0)
        while index < before.count || target < after.count {
            if removed.contains(index) {
                edits.append(Edit(mark: .removed, line: before[index]))
                index += 1
            } else if added.contains(target) {
                edits.append(Edit(mark: .added, line: after[target]))
                target += 1
            } else {
                edits.append(Edit(mark: .kept, line: before[index]))
                (index, target) = (index + 1, target + 1)
            }
        }
        self.edits = edits
    }

    /// Whether the texts are the same.
    var isEmpty: Bool { edits.allSatisfy { $0.mark == .kept } }

    /// The whole difference; empty when the texts are the same.
    ///
    /// - Parameters:
    ///   - oldName: What to call the old text.
    ///   - newName: What to call the new text.
    ///   - colour: Whether to colour it for a terminal.
    func text(oldName: String, newName: String, colour: Bool) -> String {
        guard !isEmpty else { return "" }
        var lines = ["--- \(oldName)", "+++ \(newName)"].map { Terminal.painted($0, .bold, colour) }
        var (oldLine, newLine) = (1, 1)
        var position = 0
        for hunk in hunks() {
            let skipped = hunk.lowerBound - position
            (oldLine, newLine) = (oldLine + skipped, newLine + skipped)
            let part = edits[hunk]
            let (oldCount, newCount) = (part.count { $0.mark != .added }, part.count { $0.mark != .removed })
            let header = "@@ -\(Self.range(oldLine, oldCount)) +\(Self.range(newLine, newCount)) @@"
            lines.append(Terminal.painted(header, .place, colour))
            lines += part.map { Self.show($0, colour) }
            (oldLine, newLine) = (oldLine + oldCount, newLine + newCount)
            position = hunk.upperBound
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The stretches of edits that are shown: changes with their context, run together where they touch.
    private func hunks() -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for (index, edit) in edits.enumerated() where edit.mark != .kept {
            let start = max(0, index - Self.context)
            let end = min(edits.count, index + Self.context + 1)
            if let last = hunks.last, start <= last.upperBound {
                hunks[hunks.count - 1] = last.lowerBound..<end
            } else {
                hunks.append(start..<end)
            }
        }
        return hunks
    }

    /// A range without lines is named by the line before it.
    private static func range(_ start: Int, _ count: Int) -> String {
        count == 0 ? "\(start - 1),0" : "\(start),\(count)"
    }

    private static func show(_ edit: Edit, _ colour: Bool) -> String {
        let text = "\(edit.mark.rawValue)\(edit.line)"
        return switch edit.mark {
        case .kept: text
        case .removed: Terminal.painted(text, .removed, colour)
        case .added: Terminal.painted(text, .added, colour)
        }
    }

    /// The lines; a last one without line break says so, as `diff` does, and so differs from one with it.
    private static func lines(of text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let last = lines.removeLast()
        if !last.isEmpty { lines.append(last + "\n\\ No newline at end of file") }
        return lines
    }
}
