/// Documents that lie in several files and use each other's fragments, as clients keep them.
package struct DocumentFiles {
    /// A file of operations and fragments.
    package struct File: Sendable {
        /// As it is shown.
        package var path: String
        package var source: [UInt8]

        package init(path: String, source: [UInt8]) {
            self.path = path
            self.source = source
        }
    }

    /// A mistake in a file.
    package struct Finding: Sendable {
        package var path: String
        package var error: GraphQLError

        package init(path: String, error: GraphQLError) {
            self.path = path
            self.error = error
        }
    }

    private let files: [(file: File, parsed: Result<ExecutableDocument, GraphQLError>)]
    /// The text of each fragment, and what it spreads.
    private let fragments: [String: (text: ArraySlice<UInt8>, spreads: [String])]

    package init(_ files: [File]) {
        self.files = files.map { file in
            do throws(GraphQLError) {
                return (file, .success(try ExecutableDocument(parsing: file.source, limits: .typeSystem)))
            } catch {
                return (file, .failure(error))
            }
        }
        var fragments: [String: (text: ArraySlice<UInt8>, spreads: [String])] = [:]
        for document in self.files.compactMap({ try? $0.parsed.get() }) {
            let ends = document.definitions.dropFirst().map(\.offset) + [document.source.count]
            for (definition, end) in zip(document.definitions, ends) {
                guard case .fragment(let fragment) = definition else { continue }
                if fragments[fragment.name.text] != nil { continue }
                let text = document.source[fragment.offset..<end]
                fragments[fragment.name.text] = (text, Array(fragment.selections.spreadNames))
            }
        }
        self.fragments = fragments
    }

    /// Every mistake in every file, in the order of the files.
    ///
    /// A file is one document, with the fragments of other files that it leads to. A fragment is used if any file uses
    /// it. How much a document asks for is not judged: the limits are those of a server.
    package func findings(against types: TypeSystem) -> [Finding] {
        let definitions = files.compactMap { try? $0.parsed.get() }.flatMap(\.definitions)
        let used = Set(definitions.flatMap(\.spreadNames))
        return files.flatMap { file, parsed in
            switch parsed {
            case .failure(let error):
                [Finding(path: file.path, error: error)]
            case .success(let document):
                errors(in: document, against: types, used: used).map { Finding(path: file.path, error: $0) }
            }
        }
    }

    private func errors(
        in document: ExecutableDocument,
        against types: TypeSystem,
        used: Set<String>
    ) -> [GraphQLError] {
        var source = document.source
        let end = SourceLocation(of: source.count, in: source)
        for text in borrowed(by: document) { source += [UInt8(ascii: "\n")] + text }
        guard let whole = try? ExecutableDocument(parsing: source, limits: .typeSystem) else { return [] }
        let options = ValidationOptions(guardRails: .none, maximumErrors: 1_000)
        return types.validate(whole, options: options).compactMap { error in
            guard !error.locations.isEmpty else { return error }
            var own = error
            own.locations = error.locations.filter { ($0.line, $0.column) < (end.line, end.column) }
            // What is wrong in a borrowed fragment by itself is told where it stands.
            guard let place = own.locations.first else { return nil }
            guard error.rule == .noUnusedFragments else { return own }
            let fragment = whole.fragments.first { whole.locations(of: [$0.offset]) == [place] }
            return fragment.map { used.contains($0.name.text) } == true ? nil : own
        }
    }

    /// The texts of the fragments that a document leads to and does not have.
    private func borrowed(by document: ExecutableDocument) -> [ArraySlice<UInt8>] {
        var seen = Set(document.fragments.map(\.name.text))
        var pending = document.definitions.flatMap(\.spreadNames)
        var texts: [ArraySlice<UInt8>] = []
        while let name = pending.popLast() {
            guard seen.insert(name).inserted, let fragment = fragments[name] else { continue }
            texts.append(fragment.text)
            pending += fragment.spreads
        }
        return texts
    }
}

extension Definition {
    fileprivate var offset: Int {
        switch self {
        case .operation(let operation): operation.offset
        case .fragment(let fragment): fragment.offset
        case .typeSystem(let node): node.offset
        }
    }

    /// The fragments spread in it.
    fileprivate var spreadNames: [String] {
        switch self {
        case .operation(let operation): Array(operation.selections.spreadNames)
        case .fragment(let fragment): Array(fragment.selections.spreadNames)
        case .typeSystem: []
        }
    }
}
