import Foundation
import PackagePlugin

/// `swift package plumbline …`: the command `plumbline`, built from the package's own dependency, in the package's
/// folder.
///
/// Commands that write ask for `--allow-writing-to-package-directory`.
@main
struct PlumblineCommand: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) throws {
        let process = Process()
        process.executableURL = try context.tool(named: "plumbline").url
        process.arguments = arguments
        process.currentDirectoryURL = context.package.directoryURL
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 {
            // What is wrong has been said by the command itself.
            Diagnostics.error("plumbline ended with code \(process.terminationStatus).")
        }
    }
}
