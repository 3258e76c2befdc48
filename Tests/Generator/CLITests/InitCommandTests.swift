import Foundation
import Testing

@Suite("Making a package from the command line")
struct InitCommandTests {
    @Test(
        "A new package has a spec without a mistake, its snapshots and its first migration",
        arguments: ["--sign-in", "--no-sign-in"]
    )
    func package(signIn: String) async throws {
        try await TemporaryPackage.with { package in
            let run = try await package.plumbline("init", "tasks", "--plumbline", "../plumbline", signIn)
            #expect(run.code == 0, "\(run.complaint)")
            for arguments in [["check"], ["format", "--check"], ["generate", "--check"]] {
                let check = try await package.plumbline(arguments: arguments, in: "tasks")
                #expect(check.code == 0, "\(arguments): \(check.output)")
            }
            let plan = try await package.plumbline(arguments: ["plan", "more"], in: "tasks")
            #expect(plan.output == "Nothing to plan: the spec changes nothing in the database.\n")
            // From the new package, what was ../plumbline is one step further.
            let manifest = try package.text("tasks/Package.swift")
            #expect(manifest.contains(#".package(name: "plumbline", path: "../../plumbline")"#))
            let settings = package.folder.appending(path: "tasks/.env")
            let mode = try FileManager.default.attributesOfItem(atPath: settings.path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }

    @Test("An editor finds the language by the first line of a new spec")
    func editor() async throws {
        try await TemporaryPackage.with { package in
            #expect(try await package.plumbline("init", "tasks", "--plumbline", "/plumbline").code == 0)
            let line = try package.text("tasks/spec/main.yaml").prefix { $0 != "\n" }
            let modeline = "# yaml-language-server: $schema="
            #expect(line.hasPrefix(modeline))
            let schema = try package.text("tasks/spec/\(line.dropFirst(modeline.count))")
            #expect(try await package.plumbline("schema", "language").output == schema)
        }
    }

    @Test("Two packages sign tokens with different secrets")
    func secrets() async throws {
        try await TemporaryPackage.with { package in
            for name in ["one", "two"] {
                #expect(try await package.plumbline("init", name, "--plumbline", "/plumbline").code == 0)
            }
            let secrets = try ["one", "two"].map { name in
                try package.text("\(name)/.env").split(separator: "\n").first { $0.hasPrefix("JWT_SECRET=") }
            }
            #expect(secrets[0] != nil)
            #expect(secrets[0] != secrets[1])
        }
    }

    @Test("An address is named with its identity")
    func address() async throws {
        try await TemporaryPackage.with { package in
            let run = try await package.plumbline(
                "init",
                "tasks",
                "--plumbline",
                "https://example.org/Plumbline-Swift.git"
            )
            #expect(run.code == 0)
            let manifest = try package.text("tasks/Package.swift")
            #expect(
                manifest.contains(#".package(url: "https://example.org/Plumbline-Swift.git", from: "0.1.0")"#)
            )
            #expect(manifest.contains(#".plugin(name: "PlumblineBuild", package: "plumbline-swift")"#))
        }
    }

    @Test("What is there is not touched, and what is missing is asked for")
    func refusals() async throws {
        try await TemporaryPackage.with { package in
            let full = try await package.plumbline("init", ".", "--plumbline", "/plumbline")
            #expect(full.code == 3)
            #expect(full.complaint.contains("is not an empty folder"))
            let nameless = try await package.plumbline("init", "9 lives", "--plumbline", "/plumbline")
            #expect(nameless.code == 3)
            #expect(nameless.complaint.contains("'9 lives' cannot name a package."))
            let homeless = try await package.plumbline("init", "tasks")
            #expect(homeless.code == 2)
            #expect(homeless.complaint.contains("--plumbline"))
            #expect(!FileManager.default.fileExists(atPath: package.folder.appending(path: "tasks").path))
        }
    }
}
