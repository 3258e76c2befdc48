import Foundation
import PlumblineEmit
import PlumblineSpec

// libFuzzer calls `fuzz` with ever other bytes: any file must be read to an end, and what is accepted must be printable
// and have one layout. A failure stops the process, which libFuzzer reports with the bytes.

typealias FuzzTarget = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// The driver of libFuzzer (`compiler-rt/lib/fuzzer/FuzzerInterface.h`).
@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
    _ argumentCount: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ target: FuzzTarget
) -> CInt

func fuzz(_ bytes: [UInt8]) {
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

var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(
    runDriver(&count, &arguments) { start, count in
        fuzz(Array(UnsafeBufferPointer(start: start, count: count)))
        return 0
    }
)
