import ArgumentParser
import Foundation
import PlumblineSpec

struct FormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "format",
        abstract: "Lays the spec's files out in the one canonical way.",
        discussion: """
            Indentation, blank lines, quotes and line breaks become the same in every spec. Comments stay, and so do \
            all values and their order.

            With --check nothing is written; the difference is printed and the exit code is 1 if there is one.
            """
    )

    @OptionGroup var spec: SpecOptions

    @Flag(help: "Write nothing; print how the files differ from their canonical layout.")
    var check = false

    func run() throws {
        var (changed, isBroken) = (false, false)
        for file in try spec.files() {
            let (text, diagnostics) = try SpecFormatter.format(file)
            for diagnostic in diagnostics { Terminal.complain(diagnostic.description) }
            isBroken = isBroken || text == nil
            let written = String(decoding: file.bytes, as: UTF8.self)
            guard let text, text != written else { continue }
            changed = true
            try check ? show(file.path, from: written, to: text) : write(text, to: file.path)
        }
        if isBroken || (check && changed) { throw ExitCode.findings }
        if !changed { print("Every file is laid out.") }
    }

    private func show(_ path: String, from written: String, to text: String) {
        let difference = UnifiedDiff(from: written, to: text)
        print(
            difference.text(oldName: path, newName: "\(path) (laid out)", colour: Terminal.showsColour),
            terminator: ""
        )
    }

    private func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure("\(path) cannot be written: \(error.localizedDescription)")
        }
        print("wrote \(path)")
    }
}
