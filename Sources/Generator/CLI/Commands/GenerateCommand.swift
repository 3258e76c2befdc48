import ArgumentParser
import Foundation
import PlumblineClient
import PlumblineEmit
import PlumblineGraphQL
import PlumblineSchema
import PlumblineServer
import PlumblineSpec

struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes the snapshots of the spec: SQL, the APIs, JSON Schema, the client, documents.",
        discussion: """
            The snapshots are committed, so that a review shows what a change of the spec does to the database and \
            the APIs, and that editors know the language. Swift code is no snapshot: every build makes it anew.

            With --check nothing is written; the difference is printed and the exit code is 1 if there is one. Run \
            that in continuous integration.
            """
    )

    @OptionGroup var spec: SpecOptions

    @Option(help: ArgumentHelp("Where the snapshots are.", valueName: "dir"))
    var output = "Sources/Generated"

    @Option(
        help: ArgumentHelp(
            "Write the Swift there too, as the build plugin does; for builds that cannot run it.",
            valueName: "dir"
        )
    )
    var swift: String?

    @Flag(help: "Write nothing; print how the snapshots differ from the spec.")
    var check = false

    func validate() throws {
        guard !check || swift == nil else {
            throw ValidationError("--check is about snapshots; Swift is none.")
        }
    }

    func run() throws {
        MemoryPolicy.keepBlocks()
        let specs = try spec.files()
        let sql = SQLEmitter(try spec.schema(of: specs))
        let snapshots = Snapshots(of: sql)
        if check {
            try report(snapshots.files)
        } else {
            try write(snapshots.files)
            if let swift { try writeSwift(SwiftEmitter(sql), of: specs, to: swift) }
        }
    }

    private func writeSwift(_ emitter: SwiftEmitter, of specs: [SpecFile], to folder: String) throws {
        do {
            try SwiftFolder(URL(filePath: folder)).write(try emitter.files(of: specs.hosts))
        } catch let problem as SwiftEmitter.NameProblem {
            throw CommandFailure(problem.message)
        } catch {
            throw CommandFailure("\(folder) cannot be written: \(error.localizedDescription)")
        }
    }

    private func report(_ files: [Snapshots.File]) throws {
        var differs = false
        for file in files {
            let (old, text) = (read(file.name) ?? "", file.text())
            if text == old { continue }
            differs = true
            let path = "\(output)/\(file.name)"
            print(
                UnifiedDiff(from: old, to: text).text(
                    oldName: path,
                    newName: "\(path) (from the spec)",
                    colour: Terminal.showsColour
                ),
                terminator: ""
            )
        }
        guard !differs else {
            Terminal.complain(
                "error: The snapshots in \(output) are not what the spec says. Run 'plumbline generate' and commit them."
            )
            throw ExitCode.findings
        }
    }

    private func write(_ files: [Snapshots.File]) throws {
        var differs = false
        do {
            for file in files {
                let text = file.text()
                if text == read(file.name) { continue }
                differs = true
                let place = URL(filePath: "\(output)/\(file.name)")
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try Data(text.utf8).write(to: place, options: .atomic)
                print("wrote \(output)/\(file.name)")
            }
        } catch {
            throw CommandFailure("\(output) cannot be written: \(error.localizedDescription)")
        }
        if !differs { print("The snapshots in \(output) are what the spec says.") }
    }

    private func read(_ name: String) -> String? {
        FileManager.default.contents(atPath: "\(output)/\(name)").map { String(decoding: $0, as: UTF8.self) }
    }
}

/// What is committed of a spec, in the order in which it is shown.
struct Snapshots {
    struct File {
        let name: String
        /// Makes the text. It is not kept: those of a thousand entities have 55 MB.
        let text: () -> String
    }

    let files: [File]

    init(of sql: SQLEmitter) {
        let schema = sql.schema
        files =
            [
                File(name: "schema.sql") { sql.schemaSQL() },
                File(name: "schema.graphql") { TypeSystem(schema: schema).sdl },
                File(name: "openapi.json") { OpenAPIDocument(schema: schema).text },
                File(name: "json-schema.json") { JSONSchemaDocument(schema: schema).text },
                File(name: "language.schema.json") { LanguageSchema.text },
                File(name: "docs/model.md") { ModelDocument(schema).dictionary },
                File(name: "docs/diagram.md") { ModelDocument(schema).diagram },
            ] + ClientEmitter(schema).files().map { file in File(name: "client/\(file.name)") { file.text } }
    }
}
