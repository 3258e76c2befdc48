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
        let specs = try SpecLoader.load(
            arguments.files.map { (path(of: $0), $0) },
            below: arguments.folder ?? arguments.root
        )
        let result = SpecReader.read(specs, name: arguments.name)
        guard let schema = result.schema else { return result.diagnostics }
        let files: [String: String]
        do {
            files = try SwiftEmitter(schema, module: arguments.module).files(of: specs.hosts)
        } catch {
            throw Problem(error.message)
        }
        try SwiftFolder(arguments.output).write(files)
        return result.diagnostics
    }

    /// The path below the root, with links followed so that one into the spec does not show; where it leads out of
    /// the root, the path to the link.
    private func path(of file: URL) -> String {
        Self.path(of: file.resolvingSymlinksInPath(), below: arguments.root.resolvingSymlinksInPath())
            ?? Self.path(of: file, below: arguments.root) ?? file.path
    }

    private static func path(of file: URL, below root: URL) -> String? {
        let (parts, rootParts) = (
            file.standardizedFileURL.pathComponents, root.standardizedFileURL.pathComponents
        )
        guard parts.starts(with: rootParts) else { return nil }
        return parts.dropFirst(rootParts.count).joined(separator: "/")
    }
}
