public import Logging
public import PlumblineSecrets

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension ServerSettings {
    /// Reads only the database's URL, for tools that need no other setting.
    ///
    /// - Parameters:
    ///   - given: The URL or a reference to it, before all else.
    ///   - environment: The variables of the process.
    ///   - directory: Where `.env` may stand: the working directory.
    ///   - logger: Told of files that others may read, and of `bws`'s complaints.
    /// - Throws: ``SettingsError`` when it is missing, or its reference leads nowhere.
    public static func databaseURL(
        given: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        directory: String = FileManager.default.currentDirectoryPath,
        logger: Logger
    ) async throws(SettingsError) -> Secret {
        var reader = await toolReader(given, environment, directory, logger)
        let need = "name a database, as postgres://user:password@host/database"
        guard let url = await reader.secret(SettingsTable.databaseURL, need: need), reader.problems.isEmpty
        else {
            throw SettingsError(problems: reader.problems)
        }
        return url
    }

    /// Whether a database is named at all, for tools that can do without one. The parameters are those of
    /// ``databaseURL(given:environment:directory:logger:)``.
    public static func namesDatabase(
        given: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        directory: String = FileManager.default.currentDirectoryPath,
        logger: Logger
    ) async -> Bool {
        var reader = await toolReader(given, environment, directory, logger)
        return reader.value(SettingsTable.databaseURL) != nil
    }

    /// What a server with these settings lets one GraphQL operation cost; `nil` for any cost. The parameters are those
    /// of ``databaseURL(given:environment:directory:logger:)``.
    ///
    /// - Throws: ``SettingsError`` when the setting is none.
    public static func maximumCost(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        directory: String = FileManager.default.currentDirectoryPath,
        logger: Logger
    ) async throws(SettingsError) -> Int? {
        var reader = await toolReader(nil, environment, directory, logger)
        guard let cost = reader.value(SettingsTable.graphQLCost) else {
            throw SettingsError(problems: reader.problems)
        }
        return cost == 0 ? nil : cost
    }

    private static func toolReader(
        _ databaseURL: String?,
        _ environment: [String: String],
        _ directory: String,
        _ logger: Logger
    ) async -> SettingsReader {
        var environment = environment
        if let databaseURL { environment[SettingsTable.databaseURL.description.name] = databaseURL }
        return await SettingsReader(environment: environment, directory: directory, logger: logger)
    }
}
