// swift-tools-version: 6.2
import PackageDescription

// A package as a user of Plumbline has it. The tests copy it out of the checkout, give it a spec, and put the path of
// the checkout in.
let package = Package(
    name: "library",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "plumbline", path: "CHECKOUT")],
    targets: [
        .target(
            name: "Model",
            dependencies: [
                .product(name: "PlumblineData", package: "plumbline"),
                .product(name: "PlumblineSchema", package: "plumbline"),
            ],
            path: "Sources/Generated",
            exclude: [
                "client", "docs", "json-schema.json", "language.schema.json", "openapi.json",
                "schema.graphql", "schema.sql", "spec/migrations",
            ],
            swiftSettings: [.treatAllWarnings(as: .error), .defaultIsolation(MainActor.self)],
            plugins: [.plugin(name: "PlumblineBuild", package: "plumbline")]
        ),
        .executableTarget(
            name: "model-server",
            dependencies: [
                "Model",
                .product(name: "PlumblineData", package: "plumbline"),
                .product(name: "PlumblineServer", package: "plumbline"),
            ],
            path: "Sources/Server",
            swiftSettings: [.treatAllWarnings(as: .error)]
        ),
    ]
)
