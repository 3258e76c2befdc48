import ArgumentParser
import Foundation
import PlumblineMigrations
import PlumblineSchema
import PlumblineSpec

/// Where the spec is.
struct SpecOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder with the spec's YAML files.", valueName: "dir"))
    var spec = "spec"

    @Option(
        help: ArgumentHelp(
            "The service's name, in /health, OpenAPI and logs; without it the package's.",
            valueName: "name"
        )
    )
    var name: String?

    /// The migrations beside the spec.
    var migrations: MigrationFolder { MigrationFolder(path: "\(spec)/migrations") }

    /// The spec's files; their paths are relative to the current folder.
    func files() throws -> [SpecFile] {
        let root = URL(filePath: FileManager.default.currentDirectoryPath)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: spec, isDirectory: &isFolder), isFolder.boolValue else {
            throw CommandFailure("There is no folder \(spec) here; --spec names another one.")
        }
        let files = try SpecDirectory.load(URL(filePath: spec), relativeTo: root)
        guard !files.isEmpty else {
            throw CommandFailure(
                "There is no YAML file in \(spec); a spec begins with one, such as \(spec)/main.yaml."
            )
        }
        return files
    }

    /// Reads the spec. It may have mistakes, which the result tells; what was to be removed before the day is one.
    func read(_ files: [SpecFile]? = nil, today: String? = nil) throws -> SpecResult {
        let root = URL(filePath: FileManager.default.currentDirectoryPath)
        return SpecReader.read(
            try files ?? self.files(),
            name: name ?? PackageManifest.name(in: root),
            today: today
        )
    }

    /// Reads the spec and complains of what is wrong with it.
    ///
    /// - Throws: `ExitCode.findings` when it has mistakes.
    func schema(of files: [SpecFile]? = nil) throws -> Schema {
        let result = try read(files)
        for diagnostic in result.diagnostics { Terminal.complain(diagnostic.description) }
        guard let schema = result.schema else { throw ExitCode.findings }
        return schema
    }
}

/// Something that could not be done.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The little that is read from a `Package.swift`.
enum PackageManifest {
    /// The package's name, or the folder's where there is no manifest.
    static func name(in folder: URL) -> String {
        let manifest = try? String(contentsOf: folder.appending(path: "Package.swift"), encoding: .utf8)
        let name = manifest?.firstMatch(of: /Package\s*\(\s*name:\s*"([^"]+)"/)?.output.1
        return name.map(String.init) ?? folder.lastPathComponent
    }
}
