internal import PlumblineSchema

/// Reads the YAML files of a spec into one checked `Schema`.
///
/// The language is described in `docs/spec-language.md`. Reading is a pure function of the files: it touches no
/// disk, clock or locale, and its work is bounded by the files' size.
public enum SpecReader {
    /// Reads files as one spec.
    ///
    /// All mistakes are reported at once. Where a file is no YAML at all, the others are checked only for what
    /// they can be checked for alone, since a name they miss may stand in the broken file.
    ///
    /// - Parameters:
    ///   - files: The files. Their order is the order of what they declare.
    ///   - name: The service's name.
    ///   - today: A day such as `2026-12-31`; what was to be removed before is warned of. It changes nothing else.
    public static func read(_ files: [SpecFile], name: String, today: String? = nil) -> SpecResult {
        let reporter = Reporter()
        let syntax = SyntaxReader(reporter: reporter).read(files)
        var schema: Schema?
        if let syntax {
            if syntax.entities.isEmpty, reporter.sortedDiagnostics().isEmpty {
                reporter.error(
                    .missingKey,
                    file: files.first?.path ?? "spec",
                    "The spec has no entities.",
                    fix: "List what the service stores under 'entities:' in a .yaml file."
                )
            }
            schema = SchemaBuilder(syntax: syntax, today: today, reporter: reporter).build(name: name)
        }
        let diagnostics = reporter.sortedDiagnostics()
        let isBroken = diagnostics.contains { $0.severity == .error }
        return SpecResult(schema: isBroken ? nil : schema, diagnostics: diagnostics)
    }

    /// The paths under `include`, as the file says them; none where it is no YAML.
    public static func includes(of file: SpecFile) -> [String] {
        // Most files include nothing and need not be read twice.
        guard mentionsIncludes(file.bytes) else { return [] }
        let reporter = Reporter()
        guard let source = SourceText(file, reporter: reporter),
            let root = Composer(source: source, reporter: reporter).compose().0
        else { return [] }
        return SyntaxReader.includes(root).map(\.value)
    }

    private static func mentionsIncludes(_ bytes: [UInt8]) -> Bool {
        let key = Array("include:".utf8)
        var (index, matched) = (0, 0)
        while index < bytes.count, matched < key.count {
            // No later letter of the key is its first, so that a new match begins here or nowhere.
            matched = bytes[index] == key[matched] ? matched + 1 : bytes[index] == key[0] ? 1 : 0
            index += 1
        }
        return matched == key.count
    }
}
