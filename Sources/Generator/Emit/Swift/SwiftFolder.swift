public import Foundation

/// The folder of the generated files, which nobody else writes to.
public struct SwiftFolder {
    private let url: URL

    /// - Parameter url: Where it is, or will be.
    public init(_ url: URL) {
        self.url = url
    }

    /// Makes the folder hold these files and no other Swift files.
    ///
    /// A file that is right already is not touched, so that nothing is compiled again for it.
    ///
    /// - Parameter files: The texts by the names of the files.
    /// - Throws: An error of the file system.
    public func write(_ files: [String: String]) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            let file = url.appendingPathComponent(name)
            let bytes = Data(text.utf8)
            if (try? Data(contentsOf: file)) == bytes { continue }
            try bytes.write(to: file, options: .atomic)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: url.path) {
            guard name.hasSuffix(".swift"), files[name] == nil else { continue }
            try FileManager.default.removeItem(at: url.appendingPathComponent(name))
        }
    }
}
