public import Hummingbird
import Logging
public import PlumblineData
public import PlumblineSchema

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension BackendServer {
    /// The whole `main` of a service: reads the settings, serves, and ends the process with a code that says why.
    ///
    /// Exit codes: 0 after an orderly stop, 78 (`EX_CONFIG`) for wrong settings, 69 (`EX_UNAVAILABLE`) when the server
    /// could not start or go on.
    /// - Parameters:
    ///   - schema: What is served.
    ///   - fingerprint: The fingerprint of the schema.
    ///   - hooks: What happens before and after changes.
    ///   - operations: What answers the spec's own queries and mutations, and computes fields.
    ///   - routes: Adds routes of your own.
    public static func main(
        schema: Schema,
        fingerprint: String,
        hooks: Hooks = Hooks(),
        operations: Operations = Operations(),
        routes: @escaping @Sendable (Router<BasicRequestContext>) -> Void = { _ in }
    ) async {
        LoggingSystem.bootstrap { label in JSONLogHandler(label: label, level: .info) }
        var logger = Logger(label: schema.name)
        do {
            let settings = try await ServerSettings.load(logger: logger)
            logger.logLevel = settings.logLevel
            let server = BackendServer(
                schema: schema,
                fingerprint: fingerprint,
                settings: settings,
                logger: logger,
                hooks: hooks,
                operations: operations,
                routes: routes
            )
            try await server.run { [logger] port in
                logger.notice(
                    "serving",
                    metadata: ["host": .string(settings.host), "port": .stringConvertible(port)]
                )
            }
        } catch let error as SettingsError {
            complain(
                "The settings are not right:\n\(error.description)\n'plumbline config' lists every setting."
            )
            exit(78)
        } catch let error as UnservableSchema {
            complain(error.description)
            exit(78)
        } catch {
            logger.critical("the server stopped", metadata: ["error": .string(String(reflecting: error))])
            complain("The server could not start or go on; the log says why.")
            exit(69)
        }
    }

    private static func complain(_ text: String) {
        let line = text + "\n"
        _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    }
}
