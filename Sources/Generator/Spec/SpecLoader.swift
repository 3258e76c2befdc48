public import Foundation

/// Reads spec files from disk, and after each what it includes.
public struct SpecLoader {
    /// The folder that included files lie in.
    private let folder: [String]
    private var files: [SpecFile] = []
    private var seen: Set<String> = []

    /// Reads files and what they include, each once.
    ///
    /// What an `include` does not lead to is left out here, and told by ``SpecReader``.
    ///
    /// - Parameters:
    ///   - specs: The files of the spec's folder, with the paths they are told by.
    ///   - folder: The folder that included files lie in, at any depth.
    /// - Throws: An error of the file system.
    public static func load(_ specs: [(path: String, url: URL)], below folder: URL) throws -> [SpecFile] {
        var loader = SpecLoader(folder: folder)
        // A file of the spec's folder is never an included one, whatever includes it.
        loader.seen = Set(specs.map(\.path))
        for spec in specs {
            let file = SpecFile(path: spec.path, bytes: Array(try Data(contentsOf: spec.url)))
            try loader.add(file, from: spec.url.absoluteURL, host: spec.path)
        }
        return loader.files
    }

    private init(folder: URL) {
        self.folder = folder.standardizedFileURL.pathComponents
    }

    private mutating func add(_ file: SpecFile, from url: URL, host: String) throws {
        files.append(file)
        for include in SpecReader.includes(of: file) {
            guard let path = IncludePath.joined(include, to: file.path),
                // By the paths alone: a link to the spec's folder is a part of the folder that it is in.
                let target = IncludePath.joined(include, to: url.path).map(URL.init(fileURLWithPath:)),
                target.pathComponents.starts(with: folder),
                FileManager.default.isReadableFile(atPath: target.path),
                !FileManager.default.isDirectory(target.path), seen.insert(path).inserted
            else { continue }
            let bytes = Array(try Data(contentsOf: target))
            try add(SpecFile(path: path, bytes: bytes, host: host), from: target, host: host)
        }
    }
}

extension FileManager {
    /// Whether a folder is there, whatever its name ends with.
    func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }
}
