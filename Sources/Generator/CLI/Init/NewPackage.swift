import Foundation
import PlumblineEmit
import PlumblineMigrate
import PlumblineMigrations
import PlumblineSchema
import PlumblineSpec

/// A package that `plumbline init` makes: a service that runs at once, to be changed from there.
struct NewPackage {
    let name: String
    let plumbline: PlumblineDependency
    let database: String
    let hasSignIn: Bool

    /// Every file with its path in the package, made from the spec as any later change of it is.
    ///
    /// - Throws: What says that a migration cannot be written.
    func write(to folder: URL) throws {
        let spec = hasSignIn ? InitialSpec.withSignIn : InitialSpec.open
        let file = SpecFile(path: "spec/main.yaml", text: spec)
        guard let schema = SpecReader.read([file], name: name).schema else {
            throw CommandFailure("The name \(name) cannot be that of a service.")
        }
        let snapshots = Snapshots(of: SQLEmitter(schema))
        let written = [
            ("Package.swift", manifest(besides: snapshots)),
            ("README.md", readme),
            (".gitignore", ".build/\n.swiftpm/\n.env\n"),
            ("spec/main.yaml", spec),
            ("Sources/Generated/Generated.swift", InitialSources.model),
            ("Sources/Server/main.swift", InitialSources.server),
        ]
        for (path, text) in written { try Self.write(text, to: folder.appending(path: path)) }
        for file in snapshots.files {
            try Self.write(file.text(), to: folder.appending(path: "Sources/Generated/\(file.name)"))
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: "Sources/Generated/spec").path,
            withDestinationPath: "../../spec"
        )
        try Self.write(secret: settings, to: folder.appending(path: ".env"))
        try writeMigration(of: schema, to: folder)
    }

    private func writeMigration(of schema: Schema, to folder: URL) throws {
        let migrations = MigrationFolder(path: folder.appending(path: "spec/migrations").path)
        let plan = try MigrationPlanner.plan(from: nil, to: schema).get()
        try migrations.append(
            Migration(
                name: try MigrationFolder.name("initial", after: nil),
                parent: nil,
                fingerprint: plan.fingerprint,
                up: plan.upSQL,
                down: plan.downSQL,
                schema: try DatabaseSnapshot(schema).text()
            )
        )
    }

    private static func write(_ text: String, to url: URL) throws {
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url, options: .atomic)
    }

    /// What is in it signs tokens and opens the database, so that nobody else may read it from its first byte on.
    private static func write(secret text: String, to url: URL) throws {
        try Data().write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
        try Data(text.utf8).write(to: url)
    }

    // MARK: Texts

    private func manifest(besides snapshots: Snapshots) -> String {
        let package = Self.literal(plumbline.identity)
        let names = Set(snapshots.files.compactMap { $0.name.split(separator: "/").first.map(String.init) })
        let excluded = (names.sorted() + ["spec/migrations"]).map(Self.literal).joined(separator: ", ")
        return """
            // swift-tools-version: 6.2
            import PackageDescription

            let package = Package(
                name: \(Self.literal(name)),
                platforms: [.macOS(.v15)],
                dependencies: [
                    \(dependency)
                ],
                targets: [
                    // The models. The plugin writes them from spec/ at every build.
                    .target(
                        name: "Model",
                        dependencies: [
                            .product(name: "PlumblineData", package: \(package)),
                            .product(name: "PlumblineSchema", package: \(package)),
                        ],
                        path: "Sources/Generated",
                        exclude: [\(excluded)],
                        plugins: [.plugin(name: "PlumblineBuild", package: \(package))]
                    ),
                    .executableTarget(
                        name: "server",
                        dependencies: [
                            "Model",
                            .product(name: "PlumblineData", package: \(package)),
                            .product(name: "PlumblineServer", package: \(package)),
                        ],
                        path: "Sources/Server"
                    ),
                ]
            )

            """
    }

    private var settings: String {
        var random = SystemRandomNumberGenerator()
        let secret = (0..<48).map { _ in
            String(UInt8.random(in: 0...15, using: &random), radix: 16)
        }.joined()
        return """
            # Settings of this machine, for development; the environment comes first. 'plumbline config' lists them all.
            ENVIRONMENT=development
            DATABASE_URL=\(database)
            JWT_ALGORITHM=HS256
            JWT_SECRET=\(secret)
            SELF_REGISTRATION=\(hasSignIn ? "on" : "off")

            """
    }

    private var readme: String {
        """
        # \(name)

        A backend made from [spec/main.yaml](spec/main.yaml) by Plumbline.

        ```
        createdb \(name)               # once; .env says which database
        plumbline roles | psql         # once, unless who migrates may make roles
        plumbline migrate up           # brings the database to the spec
        swift run server               # http://127.0.0.1:8080/docs
        ```

        After a change of the spec:

        ```
        plumbline check                # says what is wrong with it
        plumbline generate             # renews the snapshots in Sources/Generated, which are committed
        plumbline plan add_something   # writes the migration
        plumbline migrate up
        ```

        `plumbline serve` serves the spec without compiling anything. Without `plumbline` on the path,
        `swift package --allow-writing-to-package-directory plumbline` does the same.

        """
    }

    private var dependency: String {
        switch plumbline {
        case .path(let path):
            ".package(name: \(Self.literal(plumbline.identity)), path: \(Self.literal(path)))"
        case .url(let url): ".package(url: \(Self.literal(url)), from: \"0.1.0\")"
        }
    }

    private static func literal(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
            "\n",
            with: "\\n"
        )
        return "\"\(escaped)\""
    }
}

/// The sources that are no generated ones.
private enum InitialSources {
    static let model = """
        // The module of the models. The build plugin fills it from spec/; this file only gives the target a source of
        // its own, without which SwiftPM would take the folder for empty.

        """

    static let server = """
        import Model
        import PlumblineServer

        await BackendServer.main(schema: SpecSchema.schema, fingerprint: SpecSchema.fingerprint)

        """
}
