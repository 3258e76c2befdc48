// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "plumbline",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PlumblineSchema", targets: ["PlumblineSchema"]),
        .library(name: "PlumblinePostgres", targets: ["PlumblinePostgres"]),
        .library(name: "PlumblineData", targets: ["PlumblineData"]),
        .library(name: "PlumblineGraphQL", targets: ["PlumblineGraphQL"]),
        .library(name: "PlumblineServer", targets: ["PlumblineServer"]),
        .executable(name: "plumbline-app", targets: ["plumbline-app"]),
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
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
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
        .target(
            name: "PlumblineClient",
            dependencies: ["PlumblineSchema"],
            path: "Sources/Generator/Client",
            resources: [
                .embedInCode("Runtime/http.d.ts"), .embedInCode("Runtime/http.js"),
                .embedInCode("Runtime/language.js"), .embedInCode("Runtime/validation.js"),
            ]
        ),
        .target(
            name: "PlumblineProve",
            dependencies: [
                "PlumblineClient", "PlumblineEmit", "PlumblinePostgres", "PlumblineQuery", "PlumblineSchema",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Sources/Generator/Prove"
        ),
        .executableTarget(
            name: "plumbline-generate",
            dependencies: ["PlumblineSpec", "PlumblineEmit"],
            path: "Sources/Generator/Tool"
        ),
        .executableTarget(
            name: "plumbline",
            dependencies: [
                "PlumblineClient", "PlumblineSpec", "PlumblineEmit", "PlumblineMigrate",
                "PlumblineMigrations",
                "PlumblineProve", "PlumblineServer",
                "PlumblineGraphQL", "PlumblinePostgres", "PlumblineQuery", "PlumblineSchema",
                "PlumblineSecrets",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Generator/CLI"
        ),
        .plugin(name: "PlumblineBuild", capability: .buildTool(), dependencies: ["plumbline-generate"]),
        .plugin(
            name: "PlumblineCommand",
            capability: .command(
                intent: .custom(verb: "plumbline", description: "Runs plumbline on this package."),
                permissions: [
                    .writeToPackageDirectory(reason: "Writes the snapshots and migrations of the spec.")
                ]
            )
        ),

        // MARK: Runtime
        .systemLibrary(
            name: "CPlumblineLibPQ",
            path: "Sources/Runtime/CLibPQ",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        .systemLibrary(
            name: "CPlumblineArgon2",
            path: "Sources/Runtime/CArgon2",
            pkgConfig: "libargon2",
            providers: [.apt(["libargon2-dev"]), .brew(["argon2"])]
        ),
        .systemLibrary(
            name: "CPlumblineCrypt",
            path: "Sources/Runtime/CCrypt",
            pkgConfig: "libxcrypt",
            providers: [.apt(["libcrypt-dev"]), .brew(["libxcrypt"])]
        ),
        .target(name: "PlumblineSchema", path: "Sources/Runtime/Schema"),
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
            name: "PlumblineMigrations",
            dependencies: [
                "PlumblinePostgres", "PlumblineSchema", .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Runtime/Migrations"
        ),
        .target(
            name: "PlumblineQuery",
            dependencies: [
                "PlumblineSchema", "PlumblinePostgres", .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Sources/Runtime/Query"
        ),
        .target(
            name: "PlumblineData",
            dependencies: [
                "PlumblineSchema", "PlumblineQuery", "PlumblinePostgres",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Sources/Runtime/Data"
        ),
        .target(
            name: "PlumblineGraphQL",
            dependencies: [
                "PlumblineSchema", "PlumblineQuery", .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Sources/Runtime/GraphQL"
        ),
        .target(
            name: "PlumblineSecrets",
            dependencies: [
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Sources/Runtime/Secrets"
        ),
        .target(
            name: "PlumblineIdentity",
            dependencies: [
                "CPlumblineArgon2", "CPlumblineCrypt", "PlumblineSchema", "PlumblineSecrets",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Runtime/Identity"
        ),

        // MARK: Server
        .systemLibrary(
            name: "CPlumblineZlib",
            path: "Sources/Server/CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
        ),
        .systemLibrary(name: "CPlumblineMalloc", path: "Sources/Server/CMalloc"),
        .target(
            name: "PlumblineServer",
            dependencies: [
                "CPlumblineMalloc", "CPlumblineZlib",
                "PlumblineData", "PlumblineGraphQL", "PlumblineIdentity", "PlumblinePostgres",
                "PlumblineQuery", "PlumblineSchema", "PlumblineSecrets",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Server/Kit",
            resources: [.embedInCode("Pages/docs.html")]
        ),

        // MARK: The reference application
        .target(
            name: "PlumblineReference",
            dependencies: ["PlumblineSchema"],
            path: "Sources/Generated",
            exclude: [
                "client", "docs", "json-schema.json", "language.schema.json", "openapi.json",
                "schema.graphql", "schema.sql", "spec/migrations",
            ],
            plugins: ["PlumblineBuild"]
        ),
        .executableTarget(
            name: "plumbline-app",
            dependencies: ["PlumblineReference", "PlumblineServer"],
            path: "Sources/Server/App"
        ),

        // MARK: Benchmarks
        .executableTarget(
            name: "plumbline-micro",
            dependencies: [
                "PlumblineData", "PlumblineGraphQL", "PlumblineIdentity", "PlumblinePostgres", "PlumblineQuery",
                "PlumblineReference", "PlumblineSchema", "PlumblineSecrets", "PlumblineServer", "PlumblineSpec",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            path: "Benchmarks/micro",
            exclude: ["allocations.c", "run", "thresholds.json"]
        ),

        // MARK: Tests
        .target(name: "PlumblineTrials", path: "Tests/Support/Trials"),
        .target(
            name: "PlumblineTestSupport",
            dependencies: ["PlumblinePostgres", .product(name: "Logging", package: "swift-log")],
            path: "Tests/Support/PostgresTestSupport"
        ),
        .target(
            name: "PlumblineServerTestSupport",
            dependencies: [
                "PlumblineClient", "PlumblineData", "PlumblineEmit", "PlumblineSchema", "PlumblineServer",
                "PlumblineSpec",
                "PlumblineTestSupport",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Support/ServerTestSupport"
        ),
        .testTarget(
            name: "PlumblineSpecTests",
            dependencies: ["PlumblineSpec", "PlumblineSchema", "PlumblineTrials"],
            path: "Tests/Generator/SpecTests",
            exclude: ["Diagnostics", "Editors/every-key.yaml"]
        ),
        .testTarget(
            name: "PlumblineEmitTests",
            dependencies: [
                "PlumblineEmit", "PlumblineReference", "PlumblineSchema", "PlumblineSpec",
                "PlumblineTestSupport",
            ],
            path: "Tests/Generator/EmitTests"
        ),
        .testTarget(
            name: "PlumblineClientTests",
            dependencies: [
                "PlumblineClient", "PlumblineSchema", "PlumblineServerTestSupport", "PlumblineSpec",
                "PlumblineTestSupport",
            ],
            path: "Tests/Generator/ClientTests",
            exclude: ["Consumers"]
        ),
        .testTarget(
            name: "PlumblineProveTests",
            dependencies: [
                "PlumblineClient", "PlumblineProve", "PlumblineQuery", "PlumblineSchema",
                "PlumblineServerTestSupport", "PlumblineTestSupport", "PlumblineTrials",
            ],
            path: "Tests/Generator/ProveTests",
            exclude: ["Specs"]
        ),
        .testTarget(
            name: "PlumblineMigrateTests",
            dependencies: [
                "PlumblineEmit", "PlumblineMigrate", "PlumblinePostgres", "PlumblineSchema", "PlumblineSpec",
                "PlumblineTestSupport",
            ],
            path: "Tests/Generator/MigrateTests"
        ),
        .testTarget(
            name: "PlumblineSchemaTests",
            dependencies: ["PlumblineSchema", "PlumblineTrials"],
            path: "Tests/Runtime/SchemaTests"
        ),
        .testTarget(
            name: "PlumblinePostgresTests",
            dependencies: [
                "PlumblinePostgres", "PlumblineTestSupport", .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Runtime/PostgresTests"
        ),
        .testTarget(
            name: "PlumblineMigrationsTests",
            dependencies: [
                "PlumblineMigrations", "PlumblinePostgres", "PlumblineTestSupport",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Runtime/MigrationsTests"
        ),
        .testTarget(
            name: "PlumblineQueryTests",
            dependencies: [
                "PlumblineEmit", "PlumblineGraphQL", "PlumblinePostgres", "PlumblineQuery", "PlumblineSchema",
                "PlumblineSpec", "PlumblineTestSupport", "PlumblineTrials",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Runtime/QueryTests"
        ),
        .testTarget(
            name: "PlumblineDataTests",
            dependencies: [
                "PlumblineData", "PlumblineEmit", "PlumblineGraphQL", "PlumblinePostgres", "PlumblineQuery",
                "PlumblineReference", "PlumblineSchema", "PlumblineSpec", "PlumblineTestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Runtime/DataTests"
        ),
        .executableTarget(
            name: "plumbline-conformance",
            dependencies: [
                "PlumblineGraphQL", "PlumblineQuery",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Tests/Conformance/Execution/Server"
        ),
        .testTarget(
            name: "PlumblineGraphQLTests",
            dependencies: [
                "plumbline-conformance", "PlumblineGraphQL", "PlumblineQuery", "PlumblineSchema",
                "PlumblineTrials",
            ],
            path: "Tests/Runtime/GraphQLTests"
        ),
        .testTarget(
            name: "PlumblineSecretsTests",
            dependencies: [
                "PlumblineSecrets", .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Runtime/SecretsTests"
        ),
        .testTarget(
            name: "PlumblineIdentityTests",
            dependencies: [
                "PlumblineIdentity", "PlumblineSchema", "PlumblineSecrets",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Runtime/IdentityTests"
        ),
        .testTarget(
            name: "PlumblineServerTests",
            dependencies: [
                "PlumblineServer", "PlumblineGraphQL", "PlumblineIdentity", "PlumblineSchema",
                "PlumblineSecrets",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Tests/Server"
        ),
        .testTarget(
            name: "PlumblineCLITests",
            dependencies: [
                "plumbline", "plumbline-generate", "PlumblinePostgres", "PlumblineSchema",
                "PlumblineTestSupport",
            ],
            path: "Tests/Generator/CLITests"
        ),
        .testTarget(
            name: "PlumblineEndToEndTests",
            dependencies: [
                "PlumblineClient", "PlumblineData", "PlumblinePostgres", "PlumblineReference",
                "PlumblineSchema",
                "PlumblineServer", "PlumblineServerTestSupport", "PlumblineSpec", "PlumblineTestSupport",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/EndToEnd",
            exclude: ["Archive", "Clients", "Keys", "Ports/Chinook", "Ports/Northwind", "Reuse", "Sales"]
        ),
        .testTarget(
            name: "PlumblineDifferentialTests",
            dependencies: [
                "PlumblineGraphQL", "PlumblineQuery", "PlumblineSchema", "PlumblineServerTestSupport",
                "PlumblineTestSupport", "PlumblineTrials",
            ],
            path: "Tests/Conformance/Differential",
            exclude: ["Oracle", "Specs"]
        ),
        .testTarget(
            name: "PlumblineFuzzTests",
            dependencies: [
                "PlumblineEmit", "PlumblineGraphQL", "PlumblinePostgres", "PlumblineQuery", "PlumblineSchema",
                "PlumblineSpec",
            ],
            path: "Tests/Fuzz/Subjects"
        ),
        .testTarget(
            name: "PlumblineBuildTests",
            dependencies: [
                "plumbline", "PlumblineServerTestSupport", "PlumblineTestSupport", "PlumblineTrials",
            ],
            path: "Tests/Builds",
            exclude: ["Library", "Package"]
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
