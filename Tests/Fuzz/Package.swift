// swift-tools-version: 6.2
import PackageDescription

// The spec reader and the emitters under libFuzzer, which needs code of its own in every module; so this is a package
// beside the others, with links to their sources. `Tests/Fuzz/run` builds and runs it.
let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.0")],
    targets: [
        .target(name: "PlumblineSchema", path: "Sources/Runtime/Schema"),
        .target(
            name: "PlumblineSpec",
            dependencies: ["PlumblineSchema", .product(name: "Yams", package: "Yams")],
            path: "Sources/Generator/Spec"
        ),
        .target(name: "PlumblineEmit", dependencies: ["PlumblineSchema"], path: "Sources/Generator/Emit"),
        .executableTarget(
            name: "fuzzer",
            dependencies: ["PlumblineSpec", "PlumblineEmit"],
            path: "Fuzzer",
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]
        ),
    ]
)

for target in package.targets {
    target.swiftSettings = [
        .unsafeFlags(["-sanitize=fuzzer"]),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
    ]
}
