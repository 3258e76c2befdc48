import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A private PostgreSQL cluster in a temporary directory, reachable through a Unix socket only.
///
/// Run as root it belongs to the user `postgres` or, where there is none, `nobody`; PostgreSQL refuses root.
public actor TestCluster {
    /// The connection string of its superuser.
    public nonisolated let url: String

    private let directory: String
    private let encryptedPort: Int?
    private let owner: String?
    private let binaries: String
    private var isRunning = false

    /// Creates and starts a cluster. Whoever starts one calls `stop()`.
    ///
    /// - Parameter encryptedPort: A port on loopback where it speaks TLS, with a certificate for `localhost` that
    ///   `certificate` names; nil for the socket alone.
    public static func start(encryptedPort: Int? = nil) async throws -> TestCluster {
        let cluster = try TestCluster(encryptedPort: encryptedPort)
        try await cluster.create()
        if encryptedPort != nil { try await cluster.makeCertificate() }
        try await cluster.resume()
        return cluster
    }

    /// The file with the certificate of a cluster that speaks TLS; it is its own root.
    public nonisolated var certificate: String { "\(directory)/server.crt" }

    private init(encryptedPort: Int?) throws {
        self.encryptedPort = encryptedPort
        // Socket paths hold 107 bytes, so the directory is a short one.
        var template = Array("/tmp/pltest.XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw TestFailure("mkdtemp failed") }
        directory = String(cString: made)
        owner = geteuid() == 0 ? (getpwnam("postgres") != nil ? "postgres" : "nobody") : nil
        binaries = try Self.findBinaries()
        let user = owner ?? String(cString: getpwuid(geteuid()).pointee.pw_name)
        url = "postgresql:///postgres?host=\(directory)&port=\(encryptedPort ?? 5432)&user=\(user)"
    }

    private static func findBinaries() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        if let named = environment["PLUMBLINE_TEST_PGBIN"] { return named }
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newest = versions.compactMap(Int.init).max()
        guard let newest else { throw TestFailure("No PostgreSQL found; set PLUMBLINE_TEST_PGBIN.") }
        return "/usr/lib/postgresql/\(newest)/bin"
    }

    private func create() async throws {
        if let owner { try await ChildProcess.run("/bin/chown", [owner, directory]) }
        try await run(
            "initdb",
            ["-D", "\(directory)/data", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        )
    }

    private func makeCertificate() async throws {
        let key = "\(directory)/server.key"
        try await ChildProcess.run(
            "/usr/bin/openssl",
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
                + ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]
        )
        try await ChildProcess.run("/bin/chmod", ["600", key])
        if let owner { try await ChildProcess.run("/bin/chown", [owner, key, certificate]) }
    }

    /// Starts it again after a stop.
    public func resume() async throws {
        var options = "-k \(directory) -c fsync=off -c max_connections=200"
        if let encryptedPort {
            options += " -c listen_addresses=localhost -p \(encryptedPort) -c ssl=on"
            options += " -c ssl_cert_file=\(certificate) -c ssl_key_file=\(directory)/server.key"
        } else {
            options += " -c listen_addresses="
        }
        try await run(
            "pg_ctl",
            ["-D", "\(directory)/data", "-l", "\(directory)/log", "-o", options, "-w", "start"]
        )
        isRunning = true
    }

    /// Stops it the way an administrator does: clients are told, nothing is lost.
    public func interrupt(immediate: Bool = false) async throws {
        try await run(
            "pg_ctl",
            ["-D", "\(directory)/data", "-m", immediate ? "immediate" : "fast", "-w", "stop"]
        )
        isRunning = false
    }

    /// Lets none of its processes go on, as on a machine that hangs.
    public func pause() async throws { try signal(SIGSTOP) }

    /// Lets them go on.
    public func unpause() async throws { try signal(SIGCONT) }

    private func signal(_ number: Int32) throws {
        let file = try String(contentsOfFile: "\(directory)/data/postmaster.pid", encoding: .utf8)
        guard let line = file.split(separator: "\n").first, let postmaster = pid_t(line), postmaster > 1
        else {
            throw TestFailure("The cluster has no process.")
        }
        // The processes of connections are children of the postmaster, each with a session of its own.
        kill(postmaster, number)
        for child in try children(of: postmaster) { kill(child, number) }
    }

    private func children(of parent: pid_t) throws -> [pid_t] {
        let path = "/proc/\(parent)/task/\(parent)/children"
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: " ").compactMap {
            pid_t($0)
        }
    }

    /// Stops it and removes all traces.
    public func stop() async {
        if isRunning { try? await interrupt(immediate: true) }
        try? FileManager.default.removeItem(atPath: directory)
    }

    private func run(_ tool: String, _ arguments: [String]) async throws {
        let command = ["\(binaries)/\(tool)"] + arguments
        if let owner {
            try await ChildProcess.run("/sbin/runuser", ["-u", owner, "--"] + command)
        } else {
            try await ChildProcess.run(command[0], Array(command.dropFirst()))
        }
    }

    // MARK: The shared one

    /// The cluster of `PLUMBLINE_TEST_DATABASE_URL`, or one that this process starts once and stops at its end.
    public static func sharedURL() async throws -> String {
        if let url = ProcessInfo.processInfo.environment["PLUMBLINE_TEST_DATABASE_URL"] { return url }
        return try await shared.value.url
    }

    private static let shared = Task {
        let cluster = try await TestCluster.start()
        let (directory, owner, binaries) = (cluster.directory, cluster.owner, cluster.binaries)
        AtExit.add {
            let stop = ["\(binaries)/pg_ctl", "-D", "\(directory)/data", "-m", "immediate", "-w", "stop"]
            let command = owner.map { ["/sbin/runuser", "-u", $0, "--"] + stop } ?? stop
            ChildProcess.runBlocking(command[0], Array(command.dropFirst()))
            try? FileManager.default.removeItem(atPath: directory)
        }
        return cluster
    }
}

/// A sentence about why a test cannot be set up.
public struct TestFailure: Error, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// - Parameter description: The sentence.
    public init(_ description: String) { self.description = description }
}
