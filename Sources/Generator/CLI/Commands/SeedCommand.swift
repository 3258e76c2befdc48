import ArgumentParser
import Foundation
import PlumblineMigrations
import PlumblinePostgres

struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Runs a file of SQL statements in one transaction.",
        discussion: """
            For demo and reference data. A statement that fails is told by its place in the file, and leaves nothing \
            behind. Commands of psql, such as \\copy, are no SQL.
            """
    )

    @Argument(help: "The file.", completion: .file(extensions: ["sql"]))
    var file: String

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandFailure("There is no file \(file), or it may not be read.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure("\(file) is not text in UTF-8: save it as that.")
        }
        var configuration = try await database.configuration()
        configuration.connections = 2
        configuration.statementTimeout = .seconds(3600)
        try await PostgresClient.withClient(configuration: configuration, logger: DatabaseOptions.logger) {
            client in
            try await client.withConnection { connection in
                try await connection.withTransaction { _ in
                    try await SQLScript(text).run(on: connection, file: file)
                }
            }
        }
        print("ran \(file)")
    }
}
