import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport
import PlumblineTrials
import Testing

extension Builds {
    @Suite(
        "The build plugin elsewhere",
        .enabled(if: Trials.isFull, "These builds take minutes; scripts/test --full runs them."),
        .timeLimit(.minutes(30))
    )
    struct PluginTests {
        @Test("Works as a remote dependency, in a folder with spaces, with internal imports by default")
        func remote() async throws {
            try await TestPackage.withFolder("my library") { package in
                try await make(
                    package,
                    dependency: ".package(url: \"file://\(Repository.path(""))\", branch: \"HEAD\")"
                )
                let build = try await build(package, [])
                #expect(build.code == 0, "\(build.output)")
            }
        }

        @Test("Works with the build system that is to come: swiftbuild")
        func swiftBuild() async throws {
            try await TestPackage.withFolder("library") { package in
                try await make(
                    package,
                    dependency: ".package(path: \"\(Repository.path(""))\")"
                )
                let options = ["--build-system", "swiftbuild"]
                let first = try await build(package, options)
                try #require(first.code == 0, "\(first.output)")

                // A new file, a changed one and one that is gone are all seen.
                try package.write(
                    "entities: { Shelf: { fields: { floor: integer, depth: integer } } }\n",
                    to: "Sources/Model/spec/shelves.yaml"
                )
                try package.write(
                    "import PlumblineSchema\n\nlet depth = Shelf.entity.field(\"depth\")\n",
                    to: "Sources/Model/Use.swift"
                )
                let second = try await build(package, options)
                try #require(second.code == 0, "\(second.output)")
                try package.remove("Sources/Model/spec/shelves.yaml")
                let third = try await build(package, options)
                #expect(third.code != 0)
                #expect(third.output.contains("cannot find 'Shelf' in scope"))
            }
        }

        /// A package of one target with a spec in its folder.
        private func make(_ package: TestPackage, dependency: String) async throws {
            for folder in ["Sources/Model/spec"] {
                try FileManager.default.createDirectory(
                    at: package.folder.appending(path: folder),
                    withIntermediateDirectories: true
                )
            }
            try package.write(
                """
                // swift-tools-version: 6.2
                import PackageDescription

                let package = Package(
                    name: "library",
                    platforms: [.macOS(.v15)],
                    dependencies: [\(dependency)],
                    targets: [
                        .target(
                            name: "Model",
                            dependencies: [.product(name: "PlumblineSchema", package: "\(identity)")],
                            swiftSettings: [
                                .treatAllWarnings(as: .error), .defaultIsolation(MainActor.self),
                                .enableUpcomingFeature("InternalImportsByDefault"),
                                .enableUpcomingFeature("MemberImportVisibility"),
                            ],
                            plugins: [.plugin(name: "PlumblineBuild", package: "\(identity)")]
                        )
                    ]
                )

                """,
                to: "Package.swift"
            )
            try package.write("// The models are generated.\n", to: "Sources/Model/Model.swift")
            try package.write(
                "entities: { Book: { fields: { title: text } } }\n",
                to: "Sources/Model/spec/books.yaml"
            )
        }

        /// What SwiftPM calls the checkout: its folder's name.
        private var identity: String {
            URL(filePath: Repository.path("")).lastPathComponent.lowercased()
        }

        private func build(_ package: TestPackage, _ options: [String]) async throws -> Program.Run {
            try await Program(
                URL(filePath: "/usr/bin/env"),
                ["nice", "-n", "10", "swift", "build", "--target", "Model"] + options,
                in: package.folder,
                environment: ProcessInfo.processInfo.environment
            ).run()
        }
    }
}
