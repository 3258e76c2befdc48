import ArgumentParser
import Foundation
import PlumblineGraphQL

struct GraphQLCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says everything that is wrong with a GraphQL schema and the documents for it.",
        discussion: """
            The schema is a file in schema definition language, of any server. Documents are files with operations \
            and fragments, or folders, in which every .graphql and .gql file is read. A file is one document; the \
            fragments of all files are known to each.

            Each finding is path:line:column, a sentence, and the rule that is broken.

            Exits with 1 when there are findings.
            """
    )

    @Option(help: ArgumentHelp("The file with the schema.", valueName: "file"))
    var schema = "Sources/Generated/schema.graphql"

    @Option(help: "How to print findings.")
    var format = CheckCommand.Format.text

    @Argument(help: ArgumentHelp("Files and folders of documents.", valueName: "docs"))
    var documents: [String] = []

    func run() throws {
        let schemaFile = try GraphQLFiles.read(file: schema)
        let documents = try GraphQLFiles.read(documents).filter { $0.path != schema }
        let found = findings(schemaFile, documents)
        switch format {
        case .text: for finding in found { print(text(of: finding, in: [schemaFile] + documents)) }
        case .json: try JSONOutput.print(found.map(Report.init))
        }
        if !found.isEmpty { throw ExitCode.findings }
        if format == .text { print("Nothing is wrong.") }
    }

    private func findings(
        _ schema: DocumentFiles.File,
        _ documents: [DocumentFiles.File]
    ) -> [DocumentFiles.Finding] {
        do throws(GraphQLErrors) {
            let types = try TypeSystem(parsing: schema.source)
            return DocumentFiles(documents).findings(against: types)
        } catch {
            return error.errors.map { DocumentFiles.Finding(path: schema.path, error: $0) }
        }
    }

    /// The form that compilers use, with the line and a caret under the place.
    private func text(of finding: DocumentFiles.Finding, in files: [DocumentFiles.File]) -> String {
        let report = Report(finding)
        guard report.line > 0, let file = files.first(where: { $0.path == finding.path }) else {
            return "\(report.file): error: \(report.message) [\(report.rule)]"
        }
        let lines = String(decoding: file.source, as: UTF8.self).split(
            omittingEmptySubsequences: false,
            whereSeparator: { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        )
        let line = lines.indices.contains(report.line - 1) ? lines[report.line - 1] : ""
        let margin = line.unicodeScalars.prefix(report.column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
        return """
            \(report.file):\(report.line):\(report.column): error: \(report.message) [\(report.rule)]
            \(line)
            \(margin)^
            """
    }

    /// A finding for programs.
    private struct Report: Encodable {
        let file: String
        let line: Int
        let column: Int
        let message: String
        let rule: String

        init(_ finding: DocumentFiles.Finding) {
            file = finding.path
            line = finding.error.locations.first?.line ?? 0
            column = finding.error.locations.first?.column ?? 0
            message = finding.error.message
            rule = finding.error.rule?.rawValue ?? "Syntax"
        }
    }
}

/// The files that a command line names.
private enum GraphQLFiles {
    static func read(file path: String) throws -> DocumentFiles.File {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("There is no file \(path) that can be read.")
        }
        return DocumentFiles.File(path: path, source: Array(data))
    }

    /// Files as they are named, and of folders all that are GraphQL, in the order of their paths.
    static func read(_ paths: [String]) throws -> [DocumentFiles.File] {
        try paths.flatMap { path -> [DocumentFiles.File] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
            else {
                return [try read(file: path)]
            }
            let inside = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
            let names = inside.filter { $0.hasSuffix(".graphql") || $0.hasSuffix(".gql") }.sorted()
            return try names.map { try read(file: path.hasSuffix("/") ? path + $0 : "\(path)/\($0)") }
        }
    }
}
