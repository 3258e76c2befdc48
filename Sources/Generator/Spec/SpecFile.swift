public import PlumblineSchema

/// One YAML file of a spec, in memory.
public struct SpecFile: Sendable, Hashable {
    /// The path that diagnostics and origins show, relative to the package, with `/`.
    public var path: String
    /// The file's bytes; they should be UTF-8.
    public var bytes: [UInt8]
    /// The path of the file in the spec's folder that includes this one, itself or through others; nil for a file that
    /// is in the folder. Its Swift holds what this one declares.
    public var host: String?

    /// Creates a file.
    public init(path: String, bytes: [UInt8], host: String? = nil) {
        self.path = path
        self.bytes = bytes
        self.host = host
    }

    /// Creates a file from its text.
    public init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }
}

extension [SpecFile] {
    /// The files of the spec's folder, each with those that it includes, itself or through others.
    public var hosts: [(path: String, included: [String])] {
        let included = Dictionary(grouping: self) { $0.host }
        return (included[nil] ?? []).map { ($0.path, (included[$0.path] ?? []).map(\.path)) }
    }
}

/// What a spec says, and what is wrong with it.
public struct SpecResult: Sendable {
    /// The checked schema; nil when a diagnostic is an error.
    public var schema: Schema?
    /// Everything that was found, sorted by file, line and column.
    public var diagnostics: [Diagnostic]
}
