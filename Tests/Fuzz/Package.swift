// swift-tools-version: 6.2
import PackageDescription

// The readers of what others write, under libFuzzer, which needs code of its own in every module; so this is a package
// beside the others, with links to their sources. `Tests/Fuzz/run` builds and runs it.
let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CPlumblineLibPQ", path: "Sources/Runtime/CLibPQ", pkgConfig: "libpq"),
        .target(name: "PlumblineSchema", path: "Sources/Runtime/Schema"),
        .target(
            name: "PlumblineSpec",
            dependencies: ["PlumblineSchema", .product(name: "Yams", package: "Yams")],
            path: "Sources/Generator/Spec"
        ),
        .target(name: "PlumblineEmit", dependencies: ["PlumblineSchema"], path: "Sources/Generator/Emit"),
        .target(
            name: "PlumblinePostgres",
            dependencies: [
                "CPlumblineLibPQ",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Runtime/Postgres"
        ),
        .target(
            name: "PlumblineQuery",
            dependencies: [
                "PlumblineSchema", "PlumblinePostgres", .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Sources/Runtime/Query"
        ),
        .target(
            name: "PlumblineGraphQL",
            dependencies: [
                "PlumblineSchema", "PlumblineQuery", .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Sources/Runtime/GraphQL"
        ),
        .target(
            name: "FuzzSubjects",
            dependencies: [
                "PlumblineEmit", "PlumblineGraphQL", "PlumblinePostgres", "PlumblineQuery", "PlumblineSchema",
                "PlumblineSpec",
            ],
            path: "Subjects",
            exclude: ["ReplayTests.swift"]
        ),
        .target(name: "FuzzDriver", path: "Driver"),
        .executableTarget(
            name: "spec-fuzzer",
            dependencies: ["FuzzDriver", "FuzzSubjects"],
            path: "Spec",
            exclude: ["spec.dict"]
        ),
        .executableTarget(
            name: "graphql-fuzzer",
            dependencies: ["FuzzDriver", "FuzzSubjects"],
            path: "GraphQL",
            exclude: ["graphql.dict"]
        ),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .unsafeFlags(["-sanitize=fuzzer", "-enable-testing"]),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
    ]
    if target.type == .executable {
        target.linkerSettings = [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]
    }
}
