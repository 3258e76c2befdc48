import Foundation
import PlumblineEmit
import PlumblineSpec

/// One run: from spec files to Swift files.
struct Generation {
    private let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    /// Writes the Swift of the spec; writes nothing if the spec has errors.
    ///
    /// - Returns: What there is to tell about the spec.
    func run() throws -> [Diagnostic] {
        let specs = try arguments.files.map { file in
            SpecFile(path: path(of: file), bytes: Array(try Data(contentsOf: file)))
        }
        let result = SpecReader.read(specs, name: arguments.name)
        guard let schema = result.schema else { return result.diagnostics }
        let emitter = SwiftEmitter(schema, module: arguments.module)
        var files = [SwiftEmitter.summaryFileName: emitter.summary()]
        for spec in specs {
            guard let name = SwiftEmitter.fileName(forSpec: spec.path) else {
                throw Problem(
                    "Rename \(spec.path): Swift files are named with letters, digits, '_' and '-' only."
                )
            }
            guard files.updateValue(emitter.source(forSpec: spec.path), forKey: name) == nil else {
                throw Problem("Rename \(spec.path): another spec file becomes \(name) too.")
            }
        }
        try OutputFolder(arguments.output).write(files)
        return result.diagnostics
    }

    /// The path below the root, with links followed on both sides, so that a link into the spec does not show.
    private func path(of file: URL) -> String {
        let parts = file.resolvingSymlinksInPath().pathComponents
        let root = arguments.root.resolvingSymlinksInPath().pathComponents
        guard parts.starts(with: root) else { return file.path }
        return parts.dropFirst(root.count).joined(separator: "/")
    }
}
