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
            "--folder", target.directoryURL.path,
            "--name", context.package.displayName, "--module", module.moduleName,
        ]
        return [
            .buildCommand(
                displayName: "Generating Swift from the spec of \(target.name)",
                executable: try context.tool(named: "plumbline-generate").url,
                arguments: options + files.map(\.path),
                inputFiles: files + spec.filesBeside(),
                outputFiles: names.map { output.appending(component: $0) }
            )
        ]
    }

    /// The names of the Swift files; nil after a report, where two files would have the same one.
    private func outputNames(of files: [URL], besides module: any SourceModuleTarget) -> [String]? {
        let written = Set(module.sourceFiles(withSuffix: "swift").map(\.url.lastPathComponent))
        var names: Set<String> = [GeneratedFileName.summary]
        var problems: [String] = []
        for file in files {
            let spec = file.lastPathComponent
            guard let name = GeneratedFileName.swift(forSpec: spec) else {
                problems.append(
                    "Rename \(spec): Swift files are named with letters, digits, '_' and '-' only."
                )
                continue
            }
            if written.contains(name) {
                problems.append(
                    "Rename \(spec) or \(name): \(module.moduleName) takes no two files of one name."
                )
            }
            if !names.insert(name).inserted {
                problems.append("Rename \(spec): another spec file becomes \(name) too.")
            }
        }
        problems.forEach { Diagnostics.error($0) }
        return problems.isEmpty ? names.sorted() : nil
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

    /// The YAML files in the target's folder that the spec may include. Which it does the tool finds out; a change of
    /// another one costs a run that writes nothing.
    func filesBeside() -> [URL] {
        let folder = url.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0 != "spec" && !$0.hasPrefix(".") }.sorted().flatMap { name -> [URL] in
            let entry = folder.appending(path: name)
            if isYAML(name) { return [entry] }
            let below = try? FileManager.default.subpathsOfDirectory(
                atPath: entry.resolvingSymlinksInPath().path
            )
            return (below ?? []).filter(isYAML).sorted().map { entry.appending(path: $0) }
        }
    }

    private func isYAML(_ name: String) -> Bool {
        name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    }

    private func isSpec(_ name: String) -> Bool {
        let parts = name.split(separator: "/")
        guard let file = parts.last, parts.first != "migrations", !file.hasPrefix(".") else { return false }
        return isYAML(name)
    }
}
