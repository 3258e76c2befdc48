/// Something to tell the author of a spec, with the place it is about.
public struct Diagnostic: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable {
        /// The spec has no meaning as it stands.
        case error
        /// The spec can be used, but is probably not what its author means.
        case warning
    }

    /// How bad it is.
    public var severity: Severity
    /// What kind of mistake it is: `PL` and four digits, which never change their meaning.
    public var code: String
    /// The file's path as it was given.
    public var file: String
    /// The line, from 1; 0 when the diagnostic is about the file as a whole.
    public var line: Int
    /// The column in Unicode scalars, from 1; 0 when the diagnostic is about the file as a whole.
    public var column: Int
    /// What is wrong, as a sentence.
    public var message: String
    /// The line of the spec, and below it a caret at the column; nil when there is no line to show.
    public var excerpt: String?
    /// What to do about it, as a sentence.
    public var fix: String?
}

extension Diagnostic: CustomStringConvertible {
    /// The form that compilers use, so that SwiftPM and editors find the place:
    /// `path:line:column: error: sentence`, then the excerpt, then the fix.
    public var description: String {
        let place = line > 0 ? "\(file):\(line):\(column)" : file
        var lines = ["\(place): \(severity.rawValue): \(message) [\(code)]"]
        if let excerpt { lines.append(excerpt) }
        if let fix { lines.append("fix: \(fix)") }
        return lines.joined(separator: "\n")
    }
}
