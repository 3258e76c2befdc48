extension SwiftEmitter {
    /// Why a spec file's Swift has no name of its own.
    public struct NameProblem: Error {
        /// What to do, as a sentence.
        public let message: String
    }

    /// The Swift files of a whole spec, by their names.
    ///
    /// - Parameter specs: The spec's files in their order, each with those that it includes, itself or through others.
    public func files(of specs: [(path: String, included: [String])]) throws(NameProblem) -> [String: String]
    {
        var files = [Self.summaryFileName: summary()]
        for (path, included) in specs {
            guard let name = Self.fileName(forSpec: path) else {
                throw NameProblem(
                    message: "Rename \(path): Swift files are named with letters, digits, '_' and '-' only."
                )
            }
            guard files.updateValue(source(forSpec: path, including: included), forKey: name) == nil else {
                throw NameProblem(message: "Rename \(path): another spec file becomes \(name) too.")
            }
        }
        return files
    }
}
