import PlumblineSpec
import Testing

/// A spec with a mistake, and what its author is told about it.
struct DiagnosticCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let spec: String
    let report: String

    init(_ description: String, spec: String, report: String) {
        testDescription = description
        self.spec = spec
        self.report = report
    }

    /// What the reader says about the spec, and that it made a schema if it ought not to have.
    var found: String {
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        let reports = result.diagnostics.map(\.description)
        let isBroken = result.diagnostics.contains { $0.severity == .error }
        return (reports + (isBroken == (result.schema == nil) ? [] : ["schema: \(result.schema != nil)"]))
            .joined(separator: "\n")
    }
}
