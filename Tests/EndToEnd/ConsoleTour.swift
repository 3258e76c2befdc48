import Foundation
import PlumblineTestSupport

/// Commands of a document with the answers that it promises: its blocks fenced as `console`.
///
/// A command begins with `$ ` and goes on in lines with `> `; what follows is its answer. `…` in an answer stands for any
/// text within its line.
struct ConsoleTour {
    /// One command and its answer.
    struct Step {
        var command: String
        var answer: [String]
    }

    private(set) var steps: [Step] = []

    /// Reads the blocks under a heading of the second level, and those of documents that build on them.
    init(_ markdown: String, section: String, then documents: [String] = []) throws {
        let sections = markdown.components(separatedBy: "\n## ")
        guard let body = sections.first(where: { $0.hasPrefix(section + "\n") }) else {
            throw TestFailure("There is no section '\(section)'.")
        }
        for document in [body] + documents { readBlocks(document) }
    }

    private mutating func readBlocks(_ markdown: String) {
        var isInBlock = false
        for line in markdown.components(separatedBy: "\n") {
            if line.hasPrefix("```") {
                isInBlock = line == "```console"
            } else if isInBlock {
                read(line)
            }
        }
    }

    private mutating func read(_ line: String) {
        if line.hasPrefix("$ ") {
            steps.append(Step(command: String(line.dropFirst(2)), answer: []))
        } else if let last = steps.indices.last {
            if line.hasPrefix("> "), steps[last].answer.isEmpty {
                steps[last].command += "\n" + line.dropFirst(2)
            } else {
                steps[last].answer.append(line)
            }
        }
    }

    /// Runs all commands in one session of bash.
    /// - Parameters:
    ///   - promised: The base URL that the document names.
    ///   - base: The base URL to use instead.
    /// - Returns: For each step whose answer is another one, what differs.
    func replay(_ promised: String, at base: String) async throws -> [String] {
        let script = steps.map { "\($0.command.replacing(promised, with: base))\nprintf '\\n\\036'\n" }
        let output = try await Bash.run(script.joined()).replacing(base, with: promised)
        let answers = output.components(separatedBy: "\n\u{1e}").dropLast()
        guard answers.count == steps.count else {
            throw TestFailure("Only \(answers.count) of \(steps.count) commands were run; output:\n\(output)")
        }
        return zip(steps, answers).compactMap { step, answer in
            let differences = Self.differences(from: step.answer, to: Self.lines(answer))
            return differences.isEmpty ? nil : (["$ " + step.command] + differences).joined(separator: "\n")
        }
    }

    /// The lines of an answer; header fields end with CR LF, which no reader sees.
    private static func lines(_ text: String) -> [String] {
        var lines = text.replacing("\r\n", with: "\n").components(separatedBy: "\n")
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// The lines that are missing, after `-`, and those that are there instead, after `+`.
    static func differences(from promised: [String], to given: [String]) -> [String] {
        given.difference(from: promised) { matches($1, pattern: $0) }.map { change in
            switch change {
            case .remove(let offset, let line, _): "-\(offset + 1): \(line)"
            case .insert(let offset, let line, _): "+\(offset + 1): \(line)"
            }
        }
    }

    private static func matches(_ line: String, pattern: String) -> Bool {
        let parts = pattern.components(separatedBy: "…")
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return line == pattern }
        guard line.hasPrefix(first), line.hasSuffix(last), line.count >= first.count + last.count else {
            return false
        }
        var rest = line.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() {
            guard let found = rest.range(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}

/// The shell that a reader of the document would use.
private enum Bash {
    /// Runs a script on a thread of its own and returns what it wrote, complaints included.
    static func run(_ script: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try runBlocking(script) }) }
        }
    }

    private static func runBlocking(_ script: String) throws -> String {
        let bash = Process()
        let output = Pipe()
        bash.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        bash.arguments = ["bash", "-c", script]
        bash.standardInput = FileHandle.nullDevice
        bash.standardOutput = output
        bash.standardError = output
        try bash.run()
        let written = try output.fileHandleForReading.readToEnd() ?? Data()
        bash.waitUntilExit()
        return String(decoding: written, as: UTF8.self)
    }
}
