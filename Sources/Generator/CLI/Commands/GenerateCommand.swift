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
        let specs = try spec.files()
        let sql = SQLEmitter(try spec.schema(of: specs))
        let snapshots = Snapshots(of: sql)
        let changed = snapshots.files.filter { $0.text != read($0.name) }
        if check {
            try report(changed)
        } else {
            try write(changed)
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

    private func report(_ changed: [Snapshots.File]) throws {
        for file in changed {
            let path = "\(output)/\(file.name)"
            let difference = UnifiedDiff(from: read(file.name) ?? "", to: file.text)
            print(
                difference.text(
                    oldName: path,
                    newName: "\(path) (from the spec)",
                    colour: Terminal.showsColour
                ),
                terminator: ""
            )
        }
        guard changed.isEmpty else {
            Terminal.complain(
                "error: The snapshots in \(output) are not what the spec says. Run 'plumbline generate' and commit them."
            )
            throw ExitCode.findings
        }
    }

    private func write(_ changed: [Snapshots.File]) throws {
        do {
            for file in changed {
                let place = URL(filePath: "\(output)/\(file.name)")
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try Data(file.text.utf8).write(to: place, options: .atomic)
                print("wrote \(output)/\(file.name)")
            }
        } catch {
            throw CommandFailure("\(output) cannot be written: \(error.localizedDescription)")
        }
        if changed.isEmpty { print("The snapshots in \(output) are what the spec says.") }
    }

    private func read(_ name: String) -> String? {
        FileManager.default.contents(atPath: "\(output)/\(name)").map { String(decoding: $0, as: UTF8.self) }
    }
}

/// What is committed of a spec, in the order in which it is shown.
struct Snapshots {
    struct File {
        let name: String
        let text: String
    }

    let files: [File]

    init(of sql: SQLEmitter) {
        let schema = sql.schema
        var files = [
            File(name: "schema.sql", text: sql.schemaSQL()),
            File(name: "schema.graphql", text: TypeSystem(schema: schema).sdl),
            File(name: "openapi.json", text: OpenAPIDocument(schema: schema).text),
            File(name: "json-schema.json", text: JSONSchemaDocument(schema: schema).text),
            File(name: "language.schema.json", text: LanguageSchema.text),
            File(name: "docs/model.md", text: ModelDocument(schema).dictionary),
            File(name: "docs/diagram.md", text: ModelDocument(schema).diagram),
        ]
        files += ClientEmitter(schema).files().map { File(name: "client/\($0.name)", text: $0.text) }
        self.files = files
    }
}
