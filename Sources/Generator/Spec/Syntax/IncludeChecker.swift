/// Checks that every `include` leads to a file which is read because of it.
struct IncludeChecker {
    let files: [SpecFile]
    let reporter: Reporter
    /// What each file includes, in the order of the files.
    var includes: [(path: String, words: [Word])] = []

    func report() {
        let hosts = Dictionary(files.map { ($0.path, $0.host) }) { first, _ in first }
        for (path, words) in includes {
            for word in words {
                guard let target = IncludePath.joined(word.value, to: path) else {
                    report(.wrongInclude, word, "'\(word.value)' leads out of the package.")
                    continue
                }
                if target == path || leads(from: target, to: path) {
                    reporter.error(
                        .includeCycle,
                        at: word.place,
                        "'\(word.value)' includes this file in turn.",
                        fix: "Remove one of the includes; all names of a spec are known everywhere."
                    )
                    continue
                }
                switch hosts[target] {
                case nil: report(.missingInclude, word, "There is no file '\(target)' to include.")
                case .some(nil):
                    reporter.error(
                        .wrongInclude,
                        at: word.place,
                        "'\(word.value)' is in the spec's folder, and so a part of the spec anyway.",
                        fix: "Remove it from 'include'."
                    )
                case .some(.some): break
                }
            }
        }
    }

    private func report(_ code: DiagnosticCode, _ word: Word, _ message: String) {
        reporter.error(
            code,
            at: word.place,
            message,
            fix:
                "Included files lie in the folder that holds the spec's folder, or below it, and go by the path from here."
        )
    }

    /// Whether the includes of one file lead to another.
    private func leads(from start: String, to end: String) -> Bool {
        var seen: Set<String> = []
        var waiting = [start]
        while let path = waiting.popLast() {
            guard seen.insert(path).inserted, let words = includes.first(where: { $0.path == path })?.words
            else { continue }
            let targets = words.compactMap { IncludePath.joined($0.value, to: path) }
            if targets.contains(end) { return true }
            waiting += targets
        }
        return false
    }
}
