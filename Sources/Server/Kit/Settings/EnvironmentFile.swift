import Dispatch

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The content of a `.env` file.
///
/// ```
/// # a comment
/// PORT=8080                     # another
/// export HOST='127.0.0.1'
/// JWT_PRIVATE_KEY="-----BEGIN PRIVATE KEY-----
/// …"
/// ```
///
/// A name, `=`, a value, without spaces between. Without quotes a value ends at the end of the line or at
/// ` #`. Quoted values may go over several lines; in double quotes `\n`, `\r`, `\t`, `\"`, `\\` and `\$` are
/// escapes. Nothing is interpolated: `$` is itself. Every mistake is reported with its line, because a
/// setting that is silently passed over would be looked for elsewhere; no value is ever repeated.
struct EnvironmentFile: Sendable, Equatable {
    private(set) var variables: [String: String] = [:]
    private(set) var problems: [SettingProblem] = []

    /// Reads a file on a thread of Dispatch. A file that does not exist is empty.
    static func read(path: String) async -> EnvironmentFile {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: readBlocking(path: path))
            }
        }
    }

    private static func readBlocking(path: String) -> EnvironmentFile {
        guard FileManager.default.fileExists(atPath: path) else { return EnvironmentFile() }
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(validating: data, as: UTF8.self)
        else {
            var file = EnvironmentFile()
            file.problems = [SettingProblem(name: ".env", reason: "the file cannot be read as UTF-8 text")]
            return file
        }
        return EnvironmentFile(text)
    }

    private init() {}

    /// Reads the text of a file.
    init(_ text: String) {
        var scanner = Scanner(text)
        var lines: [String: Int] = [:]
        while let line = scanner.nextLine() {
            do {
                guard let (name, value) = try scanner.assignment() else { continue }
                if let first = lines.updateValue(line, forKey: name) {
                    report("\(name) is set already, in line \(first)", line: line)
                }
                variables[name] = value
            } catch {
                report(error.reason, line: line)
                scanner.skipLine()
            }
        }
    }

    private mutating func report(_ reason: String, line: Int) {
        problems.append(SettingProblem(name: ".env, line \(line)", reason: reason))
    }
}

/// Takes the text of a `.env` file apart.
private struct Scanner {
    private var rest: Substring.UnicodeScalarView
    private var line = 1

    init(_ text: String) {
        rest = Substring(text.replacing("\r\n", with: "\n")).unicodeScalars
    }

    /// The number of the line that begins here; `nil` at the end.
    func nextLine() -> Int? {
        rest.isEmpty ? nil : line
    }

    mutating func skipLine() {
        _ = take { $0 != "\n" }
        _ = next()
    }

    /// Reads one line, or more when a quoted value goes on; `nil` for an empty line or a comment.
    mutating func assignment() throws(SettingRefusal) -> (name: String, value: String)? {
        skipBlanks()
        if rest.isEmpty || rest.first == "\n" || rest.first == "#" {
            skipLine()
            return nil
        }
        var name = take(isOfName)
        if name == "export", rest.first == " " || rest.first == "\t" {
            skipBlanks()
            name = take(isOfName)
        }
        guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else {
            throw SettingRefusal(reason: "a line must begin with the name of a variable")
        }
        guard rest.first == "=" else {
            throw SettingRefusal(reason: "'=' must follow the name \(name) at once")
        }
        _ = next()
        return (name, try value())
    }

    private mutating func value() throws(SettingRefusal) -> String {
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return try unquoted() }
        _ = next()
        let value = try quoted(by: quote)
        skipBlanks()
        guard rest.isEmpty || rest.first == "\n" || rest.first == "#" else {
            throw SettingRefusal(reason: "only a comment may follow the closing quote")
        }
        skipLine()
        return value
    }

    private mutating func unquoted() throws(SettingRefusal) -> String {
        guard rest.first != " ", rest.first != "\t" else {
            skipBlanks()
            if rest.isEmpty || rest.first == "\n" || rest.first == "#" {
                skipLine()
                return ""
            }
            throw SettingRefusal(reason: "no space may follow '='; put a value with spaces in quotes")
        }
        var value = ""
        while let scalar = rest.first, scalar != "\n" {
            if scalar == "#", value.unicodeScalars.last == " " || value.unicodeScalars.last == "\t" { break }
            value.unicodeScalars.append(scalar)
            _ = next()
        }
        skipLine()
        while let last = value.unicodeScalars.last, last == " " || last == "\t" {
            value.unicodeScalars.removeLast()
        }
        return value
    }

    private mutating func quoted(by quote: Unicode.Scalar) throws(SettingRefusal) -> String {
        var value = ""
        while let scalar = next() {
            if scalar == quote { return value }
            if scalar == "\\", quote == "\"" {
                value.unicodeScalars.append(try escape())
            } else {
                value.unicodeScalars.append(scalar)
            }
        }
        throw SettingRefusal(reason: "the value that begins here has no closing quote")
    }

    private mutating func escape() throws(SettingRefusal) -> Unicode.Scalar {
        switch next() {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "\"": return "\""
        case "\\": return "\\"
        case "$": return "$"
        default:
            throw SettingRefusal(
                reason:
                    #"after '\' in double quotes only n, r, t, ", \ and $ are known; single quotes know no escapes"#
            )
        }
    }

    // MARK: Scalars

    private mutating func next() -> Unicode.Scalar? {
        let scalar = rest.popFirst()
        if scalar == "\n" { line += 1 }
        return scalar
    }

    private mutating func take(_ condition: (Unicode.Scalar) -> Bool) -> String {
        let taken = rest.prefix(while: condition)
        rest = rest[taken.endIndex...]
        return String(taken)
    }

    private mutating func skipBlanks() {
        _ = take { $0 == " " || $0 == "\t" }
    }

    private func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }
}
