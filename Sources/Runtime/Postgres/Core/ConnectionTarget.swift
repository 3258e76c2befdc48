import CPlumblineLibPQ

/// The parts of a connection string, and what we add to them.
struct ConnectionTarget: Sendable {
    /// What the string says itself; contains the password.
    private let given: [String: String]

    init(url: String) throws {
        guard !url.isEmpty, !url.containsNUL, let options = PQconninfoParse(url, nil) else {
            // libpq's own message quotes the string, password and all.
            throw PostgresError(
                .invalidConfiguration,
                "The database URL cannot be read; it has the form postgresql://user@host:port/database."
            )
        }
        defer { PQconninfoFree(options) }
        var given: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                given[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        self.given = given
    }

    /// Host and database, for people.
    var place: String {
        "\(host.isEmpty ? "local socket" : host)/\(given["dbname"] ?? "")"
    }

    private var host: String {
        given["host"] ?? given["hostaddr"] ?? Environment.value("PGHOST") ?? Environment.value("PGHOSTADDR")
            ?? ""
    }

    /// Whether no byte leaves this machine. With several hosts, all of them have to be here.
    private var isLocal: Bool {
        let names = (given["host"] ?? Environment.value("PGHOST") ?? "").split(separator: ",")
        let addresses = (given["hostaddr"] ?? Environment.value("PGHOSTADDR") ?? "").split(separator: ",")
        return (addresses.isEmpty ? names : addresses).allSatisfy(Self.isLocal)
    }

    private static func isLocal(_ host: Substring) -> Bool {
        if host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1" { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
    }

    /// What libpq is given, in libpq's names.
    func parameters(
        statementTimeout: Duration,
        connectTimeout: Duration
    ) -> [(name: String, value: String)] {
        var all = Self.defaults.merging(given) { _, said in said }
        all["connect_timeout"] = given["connect_timeout"] ?? String(max(2, connectTimeout.components.seconds))
        if given["sslmode"] == nil {
            // On loopback nobody listens in, so encryption is used only where the server insists.
            all["sslmode"] = isLocal ? "allow" : "verify-full"
        }
        if all["sslmode"] == "verify-full", given["sslrootcert"] == nil, let roots = Self.systemRoots {
            all["sslrootcert"] = roots
        }
        all["client_encoding"] = "UTF8"
        all["options"] = sessionOptions(statementTimeout: statementTimeout)
        return all.map { (name: $0.key, value: $0.value) }.sorted { $0.name < $1.name }
    }

    // A peer that is gone without a word is noticed within about half a minute. GSS would cost a round trip.
    private static let defaults = [
        "application_name": "plumbline",
        "gssencmode": "disable",
        "keepalives_idle": "15",
        "keepalives_interval": "5",
        "keepalives_count": "3",
        "tcp_user_timeout": "20000",
    ]

    /// libpq 15 knows no `sslrootcert=system`, so the usual places are tried.
    private static let systemRoots: String? = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
    ].first(where: Environment.canRead)

    /// A later option wins: the URL may set its own timeout, but not the forms in which we read values.
    private func sessionOptions(statementTimeout: Duration) -> String {
        [
            "-c statement_timeout=\(statementTimeout.wholeMilliseconds)",
            // Pages in pages look expensive to the planner and are short: compiling them takes longer than running them.
            "-c jit=off",
            given["options"] ?? "",
            "-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c bytea_output=hex",
            "-c standard_conforming_strings=on -c extra_float_digits=1",
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
