import ArgumentParser
import Foundation
import PlumblineGraphQL
import PlumblineSchema

struct GraphQLDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract:
            "Says what an edit changes for clients: breaking, dangerous and safe, by schema coordinate.",
        discussion: """
            OLD and NEW are two SDL files, or two spec folders. Of specs the changes of the REST interface and of the \
            database stand in the same report: what a migration would do, or why there can be none.

            Breaking: operations that were valid are refused, or answer what their types did not allow. Dangerous: \
            they stay valid, but may answer or do what their authors did not think of, as a new value of an enum.

            Exits with 1 when something is breaking.
            """
    )

    @Argument(help: "What clients know: an SDL file or a spec folder.")
    var old: String

    @Argument(help: "What they will get.")
    var new: String

    @Option(help: "How to print the changes.")
    var format = CheckCommand.Format.text

    func run() throws {
        let report: ChangeReport
        switch (try Side(old), try Side(new)) {
        case (.types(let old), .types(let new)): report = ChangeReport(old: old, new: new)
        case (.spec(let old), .spec(let new)): report = try ChangeReport(old: old, new: new)
        case (.types(let old), .spec(let new)): report = ChangeReport(old: old, new: TypeSystem(schema: new))
        case (.spec(let old), .types(let new)): report = ChangeReport(old: TypeSystem(schema: old), new: new)
        }
        switch format {
        case .text: print(report.text)
        case .json: try JSONOutput.print(report)
        }
        if report.isBreaking { throw ExitCode.findings }
    }

    /// One of the two that are compared.
    private enum Side {
        case types(TypeSystem)
        case spec(Schema)

        init(_ path: String) throws {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw CommandFailure("There is no file or folder \(path).")
            }
            if isFolder.boolValue {
                self = .spec(try SpecOptions.parse(["--spec=\(path)"]).schema())
                return
            }
            let text = try Data(contentsOf: URL(filePath: path))
            do {
                self = .types(try TypeSystem(parsing: Array(text)))
            } catch {
                throw CommandFailure(
                    error.errors.map { error in
                        let place = error.locations.first.map { ":\($0.line):\($0.column)" } ?? ""
                        return "\(path)\(place): error: \(error.message)"
                    }.joined(separator: "\n")
                )
            }
        }
    }
}
