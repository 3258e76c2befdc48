import Foundation
import PackagePlugin

/// Writes the Swift of a target's spec at every build: one file for each YAML file in the target's folder `spec`, and
/// one that sums them up.
@main
struct PlumblineBuild: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        guard let module = target as? any SourceModuleTarget else { return [] }
        let spec = SpecFolder(target: target.directoryURL)
        guard let files = spec.files() else {
            Diagnostics.error(
                "The target \(target.name) has no folder 'spec'. Make \(spec.url.path), or a link of that name to it."
            )
            return []
        }
        guard let names = outputNames(of: files, besides: module) else { return [] }
        let output = context.pluginWorkDirectoryURL.appending(component: "Generated")
        let options = [
            "--output", output.path, "--root", context.package.directoryURL.path,
            "--name", context.package.displayName, "--module", module.moduleName,
        ]
        return [
            .buildCommand(
                displayName: "Generating Swift from the spec of \(target.name)",
                executable: try context.tool(named: "plumbline-generate").url,
                arguments: options + files.map(\.path),
                inputFiles: files,
                outputFiles: names.map { output.appending(component: $0) }
            )
        ]
    }

    /// The names of the Swift files; nil after a report, where two files would have the same one.
    private func outputNames(of files: [URL], besides module: any SourceModuleTarget) -> [String]? {
        let written = Set(module.sourceFiles(withSuffix: "swift").map(\.url.lastPathComponent))
        var names: Set<String> = [GeneratedFileName.summary]
        var isSound = true
        for file in files {
            guard let name = GeneratedFileName.swift(forSpec: file.lastPathComponent) else {
                Diagnostics.error(
                    "Rename this spec file: Swift files are named with letters, digits, '_' and '-' only.",
                    file: file.path
                )
                isSound = false
                continue
            }
            if written.contains(name) {
                Diagnostics.error(
                    "Rename this spec file or \(name): Swift takes no two files of one name in \(module.moduleName).",
                    file: file.path
                )
                isSound = false
            }
            if !names.insert(name).inserted {
                Diagnostics.error("Rename this spec file: another one becomes \(name) too.", file: file.path)
                isSound = false
            }
        }
        return isSound ? names.sorted() : nil
    }
}

/// The folder `spec` of a target, or what a link of that name leads to.
private struct SpecFolder {
    let url: URL

    init(target: URL) {
        url = target.appending(component: "spec")
    }

    /// The YAML files as the target sees them, without migrations, in the order of their paths; nil if there is no
    /// folder.
    func files() -> [URL]? {
        // A listing does not follow a link at its top.
        guard
            let names = try? FileManager.default.subpathsOfDirectory(
                atPath: url.resolvingSymlinksInPath().path
            )
        else { return nil }
        return names.filter(isSpec).sorted().map { url.appending(path: $0) }
    }

    private func isSpec(_ name: String) -> Bool {
        let parts = name.split(separator: "/")
        guard let file = parts.last, parts.first != "migrations", !file.hasPrefix(".") else { return false }
        return file.hasSuffix(".yaml") || file.hasSuffix(".yml")
    }
}
