import PlumblineEmit
import PlumblineSpec

/// The reader of specs, the emitters and the formatter, with bytes that claim to be a spec.
public enum SpecSubject {
    /// What is wrong with how the bytes are dealt with; nil if nothing is.
    ///
    /// Any file must be read to an end, and what is accepted must be printable and have one layout.
    public static func fault(in bytes: [UInt8]) -> String? {
        let file = SpecFile(path: "fuzz.yaml", bytes: bytes)
        let result = SpecReader.read([file], name: "fuzz")
        let isBroken = result.diagnostics.contains { $0.severity == .error }
        if (result.schema == nil) != isBroken { return "a schema in spite of errors, or none without one" }
        if let schema = result.schema {
            _ = SQLEmitter(schema).schemaSQL()
            _ = SwiftEmitter(schema, module: "Fuzz").source(forSpec: file.path)
        }
        guard let (text, _) = try? SpecFormatter.format(file), let text else { return nil }
        let again = try? SpecFormatter.format(SpecFile(path: file.path, text: text))
        return again?.text == text ? nil : "a second layout that differs from the first"
    }
}
