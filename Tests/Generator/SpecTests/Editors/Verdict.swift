import PlumblineSchema

@testable import PlumblineSpec

/// What the reader and the schema for editors say of one file, and whether that is the same.
struct Verdict {
    /// What reading by shape alone reports, with codes of `shape`.
    let mistakes: [Diagnostic]
    /// What the schema refuses.
    let problems: [String]
    /// The codes of all errors that the reader finds.
    let codes: Set<String>

    /// The codes that are about the shape of what is said.
    static let shape: Set<DiagnosticCode> = [
        .wrongKind,  // A list, a mapping or a single value where another is expected.
        .unknownKey,  // The schema has all keys there are.
        .missingKey,  // It says which are required.
        .conflictingKeys,  // And which exclude each other.
        .wrongValue,  // Numbers, booleans and fixed words.
    ]

    /// The codes that can be told by the look of a single word too, so that the schema may refuse such a file.
    static let look: Set<DiagnosticCode> = [
        .nameForm,  // Names have a pattern.
        .nameLength,  // And a greatest length.
        .unknownType,  // The language's types are in lower case, all others in PascalCase.
        .unknownEntity,  // As are the names of entities.
        .unknownName,  // And those of traits.
        .constraintMisfit,  // Lengths, counts and digits have limits.
        .wrongDataClass,  // A time for which something is kept has a form, which is looked at after all else.
        .unknownField,  // A row's fields are looked up before their values are looked at.
        .wrongRow,  // As is whether somebody gives them.
        .wrongArgument,  // An argument has no retention, whatever it looks like.
    ]

    init(_ text: String, _ value: JSONValue, by schema: JSONSchemaEvaluator) {
        let file = SpecFile(path: "a.yaml", text: text)
        let reporter = Reporter()
        _ = SyntaxReader(reporter: reporter).read([file])
        let shape = Set(Self.shape.map(\.rawValue))
        mistakes = reporter.sortedDiagnostics().filter { shape.contains($0.code) }
        problems = schema.problems(of: value)
        let isRead = mistakes.isEmpty && !problems.isEmpty
        let all = isRead ? SpecReader.read([file], name: "test").diagnostics : mistakes
        codes = Set(all.filter { $0.severity == .error }.map(\.code))
    }

    /// Why the two do not agree; nil if they do.
    var disagreement: String? {
        if !mistakes.isEmpty, problems.isEmpty {
            return "The schema takes what the reader refuses: \(mistakes.map(\.message))"
        }
        let known = Set(Self.shape.union(Self.look).map(\.rawValue))
        if !problems.isEmpty, codes.isDisjoint(with: known) {
            return "The schema refuses what the reader takes, which finds \(codes.sorted()): \(problems)"
        }
        return nil
    }
}
