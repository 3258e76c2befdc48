import Foundation

/// What is called with the bytes; 0 keeps them for the corpus if they reached something new.
public typealias FuzzTarget = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// The driver of libFuzzer (`compiler-rt/lib/fuzzer/FuzzerInterface.h`).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ argumentCount: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ target: FuzzTarget
) -> CInt

/// Calls the target with ever other bytes, as the command line says, and ends the process.
public func fuzz(_ target: FuzzTarget) -> Never {
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    exit(runDriver(&count, &arguments, target))
}

/// Ends the process if there is a fault, which libFuzzer reports with the bytes; else wants the bytes kept.
public func outcome(_ fault: String?) -> CInt {
    if let fault { fatalError(fault) }
    return 0
}
