import Foundation

/// What the tool is asked to do.
struct Arguments {
    /// The folder that the Swift files go to; all in it that no spec file accounts for is removed.
    var output: URL
    /// The directory that diagnostics and origins are told relative to.
    var root = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    /// The folder that included files lie in; the root unless it is said.
    var folder: URL?
    /// The service's name.
    var name = "service"
    /// The module that the files are compiled into.
    var module: String?
    /// The spec files, in the order of what they declare.
    var files: [URL] = []

    static let usage = """
        usage: plumbline-generate --output DIR [--root DIR] [--folder DIR] [--name NAME] [--module NAME] FILE...
        """

    /// Reads a command line without the program's name.
    init(_ words: some Sequence<String>) throws(Problem) {
        var output: String?
        var rest = words.makeIterator()
        while let word = rest.next() {
            guard word.hasPrefix("--") else {
                files.append(URL(fileURLWithPath: word))
                continue
            }
            guard let value = rest.next() else { throw Problem("\(word) needs a value.\n\(Self.usage)") }
            switch word {
            case "--output": output = value
            case "--root": root = URL(fileURLWithPath: value)
            case "--folder": folder = URL(fileURLWithPath: value)
            case "--name": name = value
            case "--module": module = value
            default: throw Problem("There is no option \(word).\n\(Self.usage)")
            }
        }
        guard let output else { throw Problem("--output is missing.\n\(Self.usage)") }
        self.output = URL(fileURLWithPath: output)
    }
}

/// Why the tool cannot do what it is asked to, apart from what is wrong in the spec.
struct Problem: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
