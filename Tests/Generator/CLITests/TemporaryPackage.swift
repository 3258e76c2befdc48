import Foundation

/// A folder with a spec in it, in which `plumbline` is run as a person runs it.
struct TemporaryPackage {
    static let spec = """
        entities:
          Lamp:
            fields:
              label: { type: text, max_length: 40 }
            access:
              read: everyone

        """

    let folder: URL

    static func with<R>(_ body: (TemporaryPackage) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "package-\(UUID().uuidString)")
        let package = TemporaryPackage(folder: folder)
        try FileManager.default.createDirectory(
            at: folder.appending(path: "spec"),
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        try package.write(spec, to: "spec/lamps.yaml")
        return try await body(package)
    }

    func write(_ text: String, to path: String) throws {
        try text.write(to: folder.appending(path: path), atomically: true, encoding: .utf8)
    }

    func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    /// Adds a line to the fields of the one entity.
    func addField(_ line: String) throws {
        let path = "spec/lamps.yaml"
        let edited = try text(path).replacing("    access:\n", with: "      \(line)\n    access:\n")
        try write(edited, to: path)
    }

    /// What a run of the command left.
    struct Run {
        let code: Int32
        let output: String
        let complaint: String
    }

    /// Runs `plumbline` in the folder, with no more of the environment than is given.
    func plumbline(_ arguments: String..., environment: [String: String] = [:]) async throws -> Run {
        try await plumbline(arguments: arguments, environment: environment)
    }

    /// Runs `plumbline` in the folder, with no more of the environment than is given.
    func plumbline(
        arguments: [String],
        in path: String = ".",
        environment: [String: String] = [:]
    ) async throws -> Run {
        try await run("plumbline", arguments, in: path, environment: environment)
    }

    /// Runs one of the package's executables in the folder, with no more of the environment than is given.
    func run(
        _ program: String,
        _ arguments: [String],
        in path: String = ".",
        environment: [String: String] = [:]
    ) async throws -> Run {
        let process = Process()
        // The test bundle and the executable are built into the same folder.
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder.appending(path: path)
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
        let (output, complaint) = (folder.appending(path: "stdout"), folder.appending(path: "stderr"))
        for file in [output, complaint] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaint)
        process.standardInput = FileHandle.nullDevice
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in ended.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                ended.resume(throwing: error)
            }
        }
        return Run(code: process.terminationStatus, output: try text("stdout"), complaint: try text("stderr"))
    }
}
