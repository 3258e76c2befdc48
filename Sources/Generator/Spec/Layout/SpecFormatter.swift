/// The canonical layout of spec files, so that reviews show what changed and nothing else.
///
/// Only layout changes: blank lines, indentation, quotes and line breaks. Comments, values and the order of
/// everything stay. What is laid out already stays as it is, to the byte.
public enum SpecFormatter {
    /// Lays a file out.
    ///
    /// - Returns: The file's text in canonical layout; or nil and what is wrong with a file that is no YAML a spec may
    ///   be written in.
    /// - Throws: `LayoutFailure` for a file whose meaning the layout would change, or which has no layout that lasts.
    public static func format(_ file: SpecFile) throws -> (text: String?, diagnostics: [Diagnostic]) {
        let reporter = Reporter()
        guard let original = LaidOutText(file, reporter: reporter) else {
            return (nil, reporter.sortedDiagnostics())
        }
        var layout = original
        for _ in 0..<roundLimit {
            var printer = LayoutPrinter(layout)
            let text = printer.print()
            // A person's words are at stake: what is written must say the same as what was read.
            let written = LaidOutText(SpecFile(path: file.path, text: text), reporter: Reporter())
            guard let written, written.says(theSameAs: original) else { break }
            if text == layout.source.text { return (text, []) }
            layout = written
        }
        throw LayoutFailure(path: file.path)
    }

    /// How often a file is laid out until nothing changes. Where a dash alone and the list below it part, a comment or
    /// a blank line between them may find its place in the second round only.
    private static let roundLimit = 8
}

/// A file cannot be laid out without changing what it says; it is left as it is.
public struct LayoutFailure: Error, CustomStringConvertible {
    /// The file's path.
    public let path: String

    /// A sentence with the next step.
    public var description: String {
        "\(path) cannot be laid out without changing what it says. Bring its comments and quotes into a simpler form."
    }
}

/// A file's nodes and comments, with what tells where they end.
struct LaidOutText {
    let source: SourceText
    let root: SpecNode?
    let comments: [Comment]

    init?(_ file: SpecFile, reporter: Reporter) {
        guard let source = SourceText(file, reporter: reporter) else { return nil }
        let (root, isYAML) = Composer(source: source, reporter: reporter).compose()
        guard isYAML || root != nil else { return nil }
        self.source = source
        self.root = root
        comments = CommentFinder(source: source, root: root).comments()
    }

    func says(theSameAs other: LaidOutText) -> Bool {
        let isSame =
            switch (root, other.root) {
            case (let mine?, let theirs?): mine.says(theSameAs: theirs)
            case (nil, nil): true
            default: false
            }
        return isSame && comments.map(\.text) == other.comments.map(\.text)
    }
}

extension SpecNode {
    /// Whether both mean the same, wherever they stand. A plain word is not the same as a quoted one.
    fileprivate func says(theSameAs other: SpecNode) -> Bool {
        switch (content, other.content) {
        case (.scalar(let mine, let style), .scalar(let theirs, let otherStyle)):
            mine == theirs && (style == .plain) == (otherStyle == .plain)
        case (.sequence(let mine), .sequence(let theirs)):
            mine.count == theirs.count && zip(mine, theirs).allSatisfy { $0.says(theSameAs: $1) }
        case (.mapping(let mine), .mapping(let theirs)):
            mine.count == theirs.count
                && zip(mine, theirs).allSatisfy {
                    $0.key.value == $1.key.value && $0.value.says(theSameAs: $1.value)
                }
        default: false
        }
    }
}
