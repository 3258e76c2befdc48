import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport

/// A package outside the checkout, made of the folder `Package` and a spec, that depends on the checkout by its path.
///
/// All of them are built into one scratch folder, one after the other, so that what they depend on is compiled once.
struct TestPackage {
    /// Its folder. The last part of the name is the package's identity.
    let folder: URL

    /// Lends the folder of a package that is not made yet.
    static func withFolder<R>(_ name: String, _ body: (TestPackage) async throws -> R) async throws -> R {
        let outside = FileManager.default.temporaryDirectory.appending(
            path: "plumbline-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(
            at: outside.appending(path: name),
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(at: outside) }
        return try await body(TestPackage(folder: outside.appending(path: name)))
    }

    /// Lends a package with a copy of a folder of spec files.
    static func with<R>(spec: String, _ body: (TestPackage) async throws -> R) async throws -> R {
        try await withFolder("library") { package in
            try FileManager.default.removeItem(at: package.folder)
            try copy("Tests/Builds/Package", to: package.folder)
            try copy(spec, to: package.folder.appending(path: "spec"))
            try FileManager.default.createSymbolicLink(
                atPath: package.folder.appending(path: "Sources/Generated/spec").path,
                withDestinationPath: "../../spec"
            )
            let manifest = try package.text("Package.swift")
            try package.write(manifest.replacing("CHECKOUT", with: Repository.path("")), to: "Package.swift")
            return try await body(package)
        }
    }

    private static func copy(_ path: String, to url: URL) throws {
        try FileManager.default.copyItem(at: URL(filePath: Repository.path(path)), to: url)
    }

    // MARK: Files

    func write(_ text: String, to path: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    /// Puts a file of the checkout in the place of one of the package's.
    func take(_ path: String, to place: String) throws {
        try write(String(contentsOfFile: Repository.path(path), encoding: .utf8), to: place)
    }

    func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    /// Replaces a text that is there in a file.
    func edit(_ path: String, _ old: String, to new: String) throws {
        let before = try text(path)
        guard before.contains(old) else { throw TestFailure("\(path) has no \(old)") }
        try write(before.replacing(old, with: new), to: path)
    }

    func move(_ path: String, to other: String) throws {
        try FileManager.default.moveItem(
            at: folder.appending(path: path),
            to: folder.appending(path: other)
        )
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(at: folder.appending(path: path))
    }

    // MARK: Programs

    /// Builds all of it, as `swift build` alone does. It gives way to the tests that run meanwhile, as all that
    /// `swift` is asked for here.
    func build() async throws -> Program.Run {
        try await swift("build")
    }

    /// Runs a command plugin, as `swift package` does.
    func runCommand(_ arguments: String...) async throws -> Program.Run {
        try await swift("package", options: ["--allow-writing-to-package-directory"], arguments)
    }

    private func swift(_ command: String, options: [String] = [], _ arguments: [String] = []) async throws
        -> Program.Run
    {
        try await Program(
            URL(filePath: "/usr/bin/env"),
            ["nice", "-n", "10", "swift", command, "--scratch-path", Self.scratch.path] + options + arguments,
            in: folder,
            environment: ProcessInfo.processInfo.environment
        ).run()
    }

    /// Runs the `plumbline` of this checkout in the package's folder.
    func plumbline(_ arguments: String..., environment: [String: String] = [:]) async throws -> Program.Run {
        try await plumbline(arguments: arguments, environment: environment)
    }

    /// Runs the `plumbline` of this checkout in the package's folder.
    func plumbline(
        arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> Program.Run {
        try await Program(Self.plumbline, arguments, in: folder, environment: environment).run()
    }

    /// The `plumbline` of this checkout. The test bundle and the executables are built into one folder.
    static let plumbline = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "plumbline")

    // MARK: What a build leaves

    static let scratch = URL(
        filePath: ProcessInfo.processInfo.environment["PLUMBLINE_TEST_SCRATCH"]
            ?? Repository.path(".build/test-packages")
    )

    /// The server of the package.
    static let server = scratch.appending(path: "debug/model-server")

    private static let generated = scratch.appending(
        path: "plugins/outputs/library/Model/destination/PlumblineBuild/Generated"
    )

    /// The names of the generated Swift files.
    func generatedFiles() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: Self.generated.path))
    }

    /// The text of a generated Swift file.
    func generatedText(_ name: String) throws -> String {
        try String(contentsOf: Self.generated.appending(path: name), encoding: .utf8)
    }

    /// When a generated Swift file was last written.
    func writingTime(_ name: String) throws -> Date? {
        let path = Self.generated.appending(path: name).path
        return try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }

    /// Whether the compiled module knows a name.
    func moduleKnows(_ name: String) throws -> Bool {
        let module = try Data(
            contentsOf: Self.scratch.appending(path: "debug/Modules/Model.swiftmodule")
        )
        return module.range(of: Data(name.utf8)) != nil
    }
}
