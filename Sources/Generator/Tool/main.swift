import Foundation
import PlumblineSpec

// Runs once per build of a target with a spec: reads the spec, writes its Swift.

do {
    let arguments = try Arguments(CommandLine.arguments.dropFirst())
    let generation = Generation(arguments)
    let diagnostics = try generation.run()
    for diagnostic in diagnostics {
        FileHandle.standardError.write(Data("\(diagnostic)\n".utf8))
    }
    exit(diagnostics.contains { $0.severity == .error } ? 1 : 0)
} catch let problem as Problem {
    FileHandle.standardError.write(Data("error: \(problem.message)\n".utf8))
    exit(1)
} catch {
    FileHandle.standardError.write(Data("error: \(error.localizedDescription)\n".utf8))
    exit(1)
}
