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
        var environment = environment
        if let given { environment[SettingsTable.databaseURL.description.name] = given }
        var reader = await SettingsReader(environment: environment, directory: directory, logger: logger)
        let need = "name a database, as postgres://user:password@host/database"
        guard let url = await reader.secret(SettingsTable.databaseURL, need: need), reader.problems.isEmpty
        else {
            throw SettingsError(problems: reader.problems)
        }
        return url
    }
}
