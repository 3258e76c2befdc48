/// What `plumbline explain` tells about one kind of mistake: what it means, a spec that makes it, and the right one.
///
/// `docs/diagnostics.md` is made of all pages. Tests read both specs of each, so that no page can be wrong.
public struct DiagnosticPage: Sendable {
    /// The code, such as `PL0301`.
    public let code: String
    /// The mistake in a few words.
    public let title: String
    /// What it means and why it is one, as Markdown.
    public let meaning: String
    /// A spec that makes this mistake and no other.
    public let wrong: String
    /// The spec as it should be.
    public let right: String

    init(_ code: DiagnosticCode, _ title: String, _ meaning: String, wrong: String, right: String) {
        self.code = code.rawValue
        self.title = title
        self.meaning = meaning
        self.wrong = wrong
        self.right = right
    }

    /// Every page, in the order of the codes.
    public static let all =
        (file + shape + life + names + references + fields + valueRules + expressions + rules + reuse + values
        + keys + access + operations + storage + abstractTypes)
        .sorted { $0.code < $1.code }

    /// The page of a code, in either case; nil if there is no such code.
    public static func page(_ code: String) -> DiagnosticPage? {
        all.first { $0.code == code.uppercased() }
    }

    /// The name of the file that the wrong spec is told to stand in.
    public static let path = "spec/main.yaml"

    /// The day on which the examples are read.
    public static let today = "2026-07-01"
}

// MARK: - As Markdown

extension DiagnosticPage {
    /// What an author is told about the wrong spec.
    public var report: String {
        SpecReader.read([SpecFile(path: Self.path, text: wrong)], name: "example", today: Self.today)
            .diagnostics
            .map(\.description).joined(separator: "\n")
    }

    /// The page, under a heading of that level.
    public func markdown(level: Int = 1) -> String {
        """
        \(String(repeating: "#", count: level)) \(code): \(title)

        \(meaning)

        ```yaml
        \(Self.shown(wrong))
        ```

        ```text
        \(Self.shown(report))
        ```

        Right is:

        ```yaml
        \(right)
        ```

        """
    }

    /// The file `docs/diagnostics.md`.
    public static var document: String {
        """
        # Diagnostics

        What Plumbline says about a spec has a code, which never changes its meaning. `plumbline explain PL0301` prints
        the page of a code. Each page shows a spec with the mistake, what is said about it, and the spec as it should be.
        This file is made from those pages, and a test reads every spec in it.

        \(all.map { $0.markdown(level: 2) }.joined(separator: "\n"))
        """
    }

    /// A text as a reader can see it: what is invisible by its code, and the beginning of what is long.
    static func shown(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var head = lines.prefix(longest)
        // Of what repeats itself to the end, one line shows as much as many.
        while lines.count > longest, head.count > 1, head.suffix(2).first == head.last { head.removeLast() }
        let rest = lines.count - head.count
        let visible = head.joined(separator: "\n").unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control where scalar != "\n", .format:
                "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
            default: String(scalar)
            }
        }.joined()
        return rest > 0 ? visible + "\n# … and \(rest) more lines" : visible
    }

    private static let longest = 24
}
