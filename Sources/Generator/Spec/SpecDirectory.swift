public import Foundation

/// The files of a spec on disk.
public enum SpecDirectory {
    /// Reads the YAML files (`*.yaml`, `*.yml`) of a directory and those below it, but for `migrations/`, in the order
    /// of their paths, and after each what it includes.
    ///
    /// - Parameters:
    ///   - directory: The spec's directory.
    ///   - root: The directory that the files' paths are told relative to, most often the package's.
    /// - Throws: An error of the file system.
    public static func load(_ directory: URL, relativeTo root: URL) throws -> [SpecFile] {
        // A package's target may hold a link to the spec's directory, which a listing would not follow.
        let names = try FileManager.default.subpathsOfDirectory(
            atPath: directory.resolvingSymlinksInPath().path
        )
        let prefix = path(of: directory, relativeTo: root)
        let base = directory.standardizedFileURL
        let specs = names.filter(isSpec).sorted().map { name in
            (path: prefix.isEmpty ? name : "\(prefix)/\(name)", url: base.appendingPathComponent(name))
        }
        .filter { !FileManager.default.isDirectory($0.url.path) }
        return try SpecLoader.load(specs, below: base.deletingLastPathComponent())
    }

    private static func isSpec(_ name: String) -> Bool {
        let parts = name.split(separator: "/")
        guard let file = parts.last, parts.first != "migrations" else { return false }
        return !file.hasPrefix(".") && (file.hasSuffix(".yaml") || file.hasSuffix(".yml"))
    }

    /// The path without the root's; the whole path for a directory outside the root.
    private static func path(of directory: URL, relativeTo root: URL) -> String {
        let path = directory.standardizedFileURL.pathComponents
        let rootPath = root.standardizedFileURL.pathComponents
        guard path.starts(with: rootPath) else { return directory.standardizedFileURL.path }
        return path.dropFirst(rootPath.count).joined(separator: "/")
    }
}
