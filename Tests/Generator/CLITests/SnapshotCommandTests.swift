import Foundation
import Testing

@Suite("Checking a spec and writing its snapshots from the command line")
struct SnapshotCommandTests {
    @Test("The snapshots follow an edit of the spec, and --check tells when they do not")
    func generate() async throws {
        try await TemporaryPackage.with { package in
            #expect(try await package.plumbline("generate", "--check").code == 1)
            #expect(try await package.plumbline("generate").code == 0)
            #expect(try await package.plumbline("generate", "--check").code == 0)

            try package.addField("colour: { type: text, optional: true }")
            let stale = try await package.plumbline("generate", "--check")
            #expect(stale.code == 1)
            #expect(stale.output.contains("--- Sources/Generated/schema.sql\n"))
            #expect(stale.output.contains("\n+    colour text"))
            #expect(stale.output.contains("\n+  colour: String"))
            #expect(!stale.output.contains("\u{1B}"))
            #expect(stale.complaint.contains("Run 'plumbline generate' and commit them."))

            #expect(try await package.plumbline("generate").code == 0)
            #expect(try await package.plumbline("generate", "--check").code == 0)
            #expect(try package.text("Sources/Generated/openapi.json").contains("\"colour\""))
        }
    }

    @Test("Swift is written where it is asked for, the same that the plugin's tool writes")
    func swift() async throws {
        try await TemporaryPackage.with { package in
            try package.write("enums:\n  Colour: { values: { red: , blue: } }\n", to: "spec/colours.yaml")
            #expect(try await package.plumbline("generate", "--name", "same", "--swift", "made").code == 0)
            // What nothing in the spec accounts for goes.
            try package.write("enum Old {}\n", to: "made/Old.swift")
            #expect(try await package.plumbline("generate", "--name", "same", "--swift", "made").code == 0)
            let specs = ["spec/colours.yaml", "spec/lamps.yaml"]
            let tool = try await package.run(
                "plumbline-generate",
                ["--output", "tool", "--name", "same"] + specs
            )
            #expect(tool.code == 0, "\(tool.complaint)")
            for name in ["Colours.swift", "Lamps.swift", "Spec+Schema.swift"] {
                #expect(try package.text("made/\(name)") == package.text("tool/\(name)"), "\(name)")
            }
            #expect(
                !FileManager.default.fileExists(atPath: package.folder.appending(path: "made/Old.swift").path)
            )
        }
    }

    @Test(
        "In the OpenAPI document stands once what several lists take, and every reference leads to something"
    )
    func openAPI() async throws {
        try await TemporaryPackage.with { package in
            let shade = """
                  Shade:
                    fields:
                      label: { type: text, max_length: 9 }
                      note: { type: text, optional: true }
                    access:
                      read: everyone

                """
            try package.write(TemporaryPackage.spec + shade, to: "spec/lamps.yaml")
            #expect(try await package.plumbline("generate").code == 0)
            let text = try package.text("Sources/Generated/openapi.json")
            #expect(text.split(separator: #""name": "label.gte""#).count == 2)
            #expect(text.split(separator: ##""#/components/parameters/text.label.gte""##).count == 3)
            #expect(text.contains(#"{ "name": "note.gte", "in": "query", "schema": { "type": "string" } }"#))

            let document = try JSONSerialization.jsonObject(with: Data(text.utf8))
            for reference in text.matches(of: /"#\/([^"]+)"/).map(\.output.1) {
                let target = reference.split(separator: "/").reduce(document as Any?) { node, key in
                    (node as? [String: Any])?[String(key)]
                }
                #expect(target != nil, "\(reference)")
            }
        }
    }

    @Test("A mistake in the spec is told with its place, by every command that reads it")
    func mistakes() async throws {
        try await TemporaryPackage.with { package in
            try package.addField("colour: { type: txt }")
            let check = try await package.plumbline("check")
            #expect(check.code == 1)
            #expect(check.output.hasPrefix("spec/lamps.yaml:5:"))
            #expect(check.output.contains("text"), "It suggests the type that was meant.")
            for command in ["generate", "plan"] {
                let arguments = command == "plan" ? ["plan", "colour"] : [command]
                let run = try await package.plumbline(arguments: arguments)
                #expect(run.code == 1)
                #expect(run.complaint.hasPrefix("spec/lamps.yaml:5:"))
            }
        }
    }

    @Test("Findings come as JSON for programs")
    func json() async throws {
        try await TemporaryPackage.with { package in
            try package.addField("colour: { type: txt }")
            let run = try await package.plumbline("check", "--format", "json")
            #expect(run.code == 1)
            #expect(run.output.contains("\"file\" : \"spec/lamps.yaml\""))
            #expect(run.output.contains("\"line\" : 5"))
        }
    }

    @Test("A spec is laid out, and --check tells when it is not")
    func format() async throws {
        try await TemporaryPackage.with { package in
            #expect(try await package.plumbline("format", "--check").code == 0)
            try package.write("entities: # all\n    Lamp: {fields: {label: 'text'}}\n", to: "spec/lamps.yaml")
            let check = try await package.plumbline("format", "--check")
            #expect(check.code == 1)
            #expect(check.output.contains("+  Lamp: { fields: { label: \"text\" } }"))
            #expect(try await package.plumbline("format").code == 0)
            #expect(
                try package.text("spec/lamps.yaml")
                    == "entities:  # all\n  Lamp: { fields: { label: \"text\" } }\n"
            )
            try package.write("entities: [\n", to: "spec/lamps.yaml")
            let broken = try await package.plumbline("format")
            #expect(broken.code == 1)
            #expect(broken.complaint.hasPrefix("spec/lamps.yaml:"))
            #expect(try package.text("spec/lamps.yaml") == "entities: [\n")
        }
    }

    @Test("A wrong command line ends with 2 and says how to use it")
    func usage() async throws {
        try await TemporaryPackage.with { package in
            let run = try await package.plumbline("generate", "--chekc")
            #expect(run.code == 2)
            #expect(run.complaint.contains("--check"))
            #expect(try await package.plumbline("plan").code == 2)
        }
    }

    @Test("A folder without a spec ends with 3 and says what is missing")
    func noSpec() async throws {
        try await TemporaryPackage.with { package in
            let run = try await package.plumbline("generate", "--spec", "nowhere")
            #expect(run.code == 3)
            #expect(run.complaint == "error: There is no folder nowhere here; --spec names another one.\n")
        }
    }

    @Test("Help names every command and the exit codes")
    func help() async throws {
        try await TemporaryPackage.with { package in
            let run = try await package.plumbline("--help")
            #expect(run.code == 0)
            for word in [
                "check", "format", "generate", "plan", "migrate", "seed", "serve", "config", "Exit codes",
            ] {
                #expect(run.output.contains(word))
            }
        }
    }

    @Test("Every setting is listed")
    func config() async throws {
        try await TemporaryPackage.with { package in
            let run = try await package.plumbline("config")
            #expect(run.code == 0)
            #expect(run.output.contains("DATABASE_URL\n"))
        }
    }
}
