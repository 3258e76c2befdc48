// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "plumbline",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PlumblineSchema", targets: ["PlumblineSchema"]),
        .library(name: "PlumblinePostgres", targets: ["PlumblinePostgres"]),
        .library(name: "PlumblineServer", targets: ["PlumblineServer"]),
        .executable(name: "plumbline", targets: ["plumbline"]),
        .plugin(name: "PlumblineBuild", targets: ["PlumblineBuild"]),
        .plugin(name: "PlumblineCommand", targets: ["PlumblineCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
    ],
    targets: [
        // MARK: Generator
        .target(
            name: "PlumblineSpec",
            dependencies: ["PlumblineSchema", .product(name: "Yams", package: "Yams")],
            path: "Sources/Generator/Spec"
        ),
        .target(name: "PlumblineEmit", dependencies: ["PlumblineSchema"], path: "Sources/Generator/Emit"),
        .target(
            name: "PlumblineMigrate",
            dependencies: ["PlumblineSchema", "PlumblineEmit"],
            path: "Sources/Generator/Migrate"
        ),
        .executableTarget(
            name: "plumbline-generate",
            dependencies: ["PlumblineSpec", "PlumblineEmit"],
            path: "Sources/Generator/Tool"
        ),
        .executableTarget(
            name: "plumbline",
            dependencies: [
                "PlumblineSpec", "PlumblineEmit", "PlumblineMigrate", "PlumblineServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/Generator/CLI"
        ),
        .plugin(
            name: "PlumblineBuild",
            capability: .buildTool(),
            dependencies: ["plumbline-generate"]
        ),
        .plugin(
            name: "PlumblineCommand",
            capability: .command(
                intent: .custom(verb: "plumbline", description: "Writes what the spec says into the tree."),
                permissions: [
                    .writeToPackageDirectory(reason: "Writes the snapshots and migrations of the spec.")
                ]
            ),
            dependencies: ["plumbline"]
        ),

        // MARK: Runtime
        .systemLibrary(
            name: "CPlumblineLibPQ",
            path: "Sources/Runtime/CLibPQ",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        .target(name: "PlumblineSchema", path: "Sources/Runtime/Schema"),
        .target(
            name: "PlumblinePostgres",
            dependencies: [
                "CPlumblineLibPQ",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Runtime/Postgres"
        ),
        .target(
            name: "PlumblineQuery",
            dependencies: [
                "PlumblineSchema", "PlumblinePostgres",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Sources/Runtime/Query"
        ),
        .target(
            name: "PlumblineGraphQL",
            dependencies: ["PlumblineSchema", "PlumblineQuery"],
            path: "Sources/Runtime/GraphQL"
        ),
        .target(
            name: "PlumblineSecrets",
            dependencies: [.product(name: "Subprocess", package: "swift-subprocess")],
            path: "Sources/Runtime/Secrets"
        ),
        .target(
            name: "PlumblineIdentity",
            dependencies: [
                "PlumblineSecrets",
                .product(name: "JWTKit", package: "jwt-kit"),
            ],
            path: "Sources/Runtime/Identity"
        ),

        // MARK: Server
        .target(
            name: "PlumblineServer",
            dependencies: [
                "PlumblineGraphQL", "PlumblineIdentity", "PlumblinePostgres", "PlumblineQuery",
                "PlumblineSchema", "PlumblineSecrets",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Server/Kit"
        ),
    ]
)

// One list of settings for every Swift target, so that none is forgotten.
for target in package.targets where ![.plugin, .system].contains(target.type) {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),  // SE-0335
        .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
        .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
        .enableUpcomingFeature("InferIsolatedConformances"),  // SE-0470
        .enableUpcomingFeature("ImmutableWeakCaptures"),  // SE-0481
    ]
}
