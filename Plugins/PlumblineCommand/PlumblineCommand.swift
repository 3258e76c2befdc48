import Foundation
import PackagePlugin

/// `swift package plumbline …`: the command `plumbline`, built from the package's own dependency, in the package's
/// folder.
///
/// It is built when it is asked for. As a dependency of this plugin it would be built with every build of a package
/// that holds the plugin, and all that it links a second time, because plugins' tools are built apart.
///
/// Commands that write ask for `--allow-writing-to-package-directory`.
@main
struct PlumblineCommand: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) throws {
        guard let executable = try build() else { return }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = context.package.directoryURL
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 {
            // What is wrong has been said by the command itself.
            Diagnostics.error("plumbline ended with code \(process.terminationStatus).")
        }
    }

    /// The executable; nil after a report.
    private func build() throws -> URL? {
        let result = try packageManager.build(.product("plumbline"), parameters: .init())
        let executable = result.builtArtifacts.first {
            $0.kind == .executable && $0.url.lastPathComponent == "plumbline"
        }
        guard result.succeeded, let executable else {
            Diagnostics.error("plumbline could not be built:\n\(result.logText)")
            return nil
        }
        return executable.url
    }
}
