/// The text of one file, known to be fit for a YAML parser, and its lines.
///
/// A class, so that the lines are made once, and only for a file that something is told about or that is formatted.
final class SourceText {
    /// The greatest size of a file, in bytes.
    static let sizeLimit = 4 << 20
    /// How much of a long line an excerpt shows, in Unicode scalars.
    private static let excerptWidth = 160

    let path: String
    let text: String
    /// What the bytes tell at a glance.
    let survey: ByteSurvey

    /// The lines by their Unicode scalars, without what ends them.
    private(set) lazy var lines: [[Unicode.Scalar]] =
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
            Array($0.last == "\r" ? $0.dropLast() : $0)
        }

    /// Reads a file's bytes; reports and returns nil if they are no text that a spec may be written in.
    init?(_ file: SpecFile, reporter: Reporter) {
        guard file.bytes.count <= Self.sizeLimit else {
            reporter.error(
                .fileTooLarge,
                file: file.path,
                "The file has \(file.bytes.count) bytes; a spec file has at most 4 MiB.",
                fix: "Split it: entities of one spec may stand in several files."
            )
            return nil
        }
        guard !file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
            reporter.error(
                .byteOrderMark,
                file: file.path,
                "The file begins with a byte order mark.",
                fix: "Save it as UTF-8 without a byte order mark."
            )
            return nil
        }
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            reporter.error(
                .notText,
                file: file.path,
                "The file is not valid UTF-8; line \(Self.firstInvalidLine(file.bytes)) is the first that is not.",
                fix: "Save it as UTF-8."
            )
            return nil
        }
        path = file.path
        self.text = text
        survey = ByteSurvey(file.bytes)
        reporter.add(self)
        guard survey.isPlain || reportForbiddenCharacters(to: reporter) else { return nil }
    }

    /// The line, and below it a caret under the place.
    func excerpt(at place: Place) -> String? {
        guard lines.indices.contains(place.line - 1) else { return nil }
        let line = lines[place.line - 1]
        let column = min(place.column - 1, line.count)
        let start = column > Self.excerptWidth ? column - Self.excerptWidth / 2 : 0
        let end = min(line.count, start + Self.excerptWidth)
        let underlined = max(1, min(place.length, end - column))
        var shown = String.UnicodeScalarView()
        // A character that cannot be seen would move the caret away from its place.
        shown.append(contentsOf: line[start..<end].map { Self.isForbidden($0) ? " " : $0 })
        let caret = String(repeating: " ", count: column - start) + "^"
        return "\(String(shown))\n\(caret)\(String(repeating: "~", count: underlined - 1))"
    }

    /// Reports the first character of each line that no spec may hold.
    private func reportForbiddenCharacters(to reporter: Reporter) -> Bool {
        var isFit = true
        for (index, line) in lines.enumerated() {
            guard let column = line.firstIndex(where: Self.isForbidden) else { continue }
            isFit = false
            let place = Place(file: path, line: index + 1, column: column + 1, length: 1)
            if line[column] == "\t" {
                reporter.error(.tab, at: place, "A tab stands here.", fix: "Use spaces.")
            } else {
                let number = String(line[column].value, radix: 16, uppercase: true)
                let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
                reporter.error(
                    .notText,
                    at: place,
                    "The character U+\(padded) stands here.",
                    fix: "Remove it."
                )
            }
        }
        return isFit
    }

    /// Whether a character may not stand in a spec: control characters, and what only YAML takes for a line break,
    /// so that editors and diagnostics would count lines differently.
    static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    private static func firstInvalidLine(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        return index + 1
    }
}

/// What the bytes of a text tell at a glance, so that most texts need no second one.
struct ByteSurvey {
    /// Whether there are but characters that ASCII prints, and line ends.
    private(set) var isPlain = true
    private(set) var lineCount = 1
    /// Whether the sign of a tag occurs, of whatever it is a part.
    private(set) var hasTagSign = false
    /// Whether the sign of an anchor occurs, of whatever it is a part.
    private(set) var hasAnchorSign = false

    init(_ bytes: [UInt8]) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x0A {
                lineCount += 1
            } else if byte < 0x20 || byte >= 0x7F {
                isPlain = false
            } else if byte == 0x21 {
                hasTagSign = true
            } else if byte == 0x26 {
                hasAnchorSign = true
            }
            index += 1
        }
    }
}
