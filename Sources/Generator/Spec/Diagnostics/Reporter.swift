/// Collects what is found while one spec is read.
///
/// A class, because every step reports to the same list; it never leaves the call that reads the spec.
final class Reporter {
    private var sources: [String: SourceText] = [:]
    private var diagnostics: [Diagnostic] = []

    /// Makes the lines of a file known for excerpts.
    func add(_ source: SourceText) {
        sources[source.path] = source
    }

    func source(_ path: String) -> SourceText? {
        sources[path]
    }

    func error(_ code: DiagnosticCode, at place: Place, _ message: String, fix: String? = nil) {
        report(.error, code, at: place, message, fix: fix)
    }

    func warning(_ code: DiagnosticCode, at place: Place, _ message: String, fix: String? = nil) {
        report(.warning, code, at: place, message, fix: fix)
    }

    private func report(
        _ severity: Diagnostic.Severity,
        _ code: DiagnosticCode,
        at place: Place,
        _ message: String,
        fix: String?
    ) {
        diagnostics.append(
            Diagnostic(
                severity: severity,
                code: code.rawValue,
                file: place.file,
                line: place.line,
                column: place.column,
                message: message,
                excerpt: sources[place.file]?.excerpt(at: place),
                fix: fix
            )
        )
    }

    /// Reports about a file as a whole.
    func error(_ code: DiagnosticCode, file: String, _ message: String, fix: String? = nil) {
        diagnostics.append(
            Diagnostic(
                severity: .error,
                code: code.rawValue,
                file: file,
                line: 0,
                column: 0,
                message: message,
                excerpt: nil,
                fix: fix
            )
        )
    }

    /// Everything found so far, each thing once, in the order of the files' text.
    func sortedDiagnostics() -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return diagnostics.filter { seen.insert($0).inserted }.sorted {
            ($0.file, $0.line, $0.column, $0.code, $0.message)
                < ($1.file, $1.line, $1.column, $1.code, $1.message)
        }
    }
}
