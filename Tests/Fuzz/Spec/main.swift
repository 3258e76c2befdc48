import FuzzDriver
import PlumblineEmit
import PlumblineSpec

// Any file must be read to an end, and what is accepted must be printable and have one layout.

func read(_ bytes: [UInt8]) {
    let file = SpecFile(path: "fuzz.yaml", bytes: bytes)
    let result = SpecReader.read([file], name: "fuzz")
    let isBroken = result.diagnostics.contains { $0.severity == .error }
    precondition((result.schema == nil) == isBroken, "a schema in spite of errors, or none without one")
    if let schema = result.schema {
        _ = SQLEmitter(schema).schemaSQL()
        _ = SwiftEmitter(schema, module: "Fuzz").source(forSpec: file.path)
    }
    guard let (text, _) = try? SpecFormatter.format(file), let text else { return }
    let again = try? SpecFormatter.format(SpecFile(path: file.path, text: text))
    precondition(again?.text == text, "a second layout that differs from the first")
}

fuzz { start, count in
    read(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
