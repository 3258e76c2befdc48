/// How to reach a database, and the bounds that hold for everything sent to it.
public struct PostgresConfiguration: Sendable {
    /// How many connections are held. At most one fewer than these carry writes and transactions at a time,
    /// so that reads always find one.
    public var connections = 8
    /// How many reads may be on one connection at a time, one running and the rest right behind it. Fewer are when reads
    /// take long, so that none stands behind others while another connection becomes free.
    public var pipelineDepth = 16
    /// How many reads may wait for a connection, where equal ones of a caller count as one, and how many others. Fewer may
    /// when connections become free so slowly that the last one would wait longer than `queueTimeout`. Beyond that whoever
    /// has most waiting is refused at once.
    public var queueLimit = 2_048
    /// How many prepared statements each connection keeps.
    public var preparedStatements = 256
    /// How long one attempt to connect may take. libpq counts whole seconds, at least 2.
    public var connectTimeout: Duration = .seconds(5)
    /// How long a flight may take, from submission to answer; PostgreSQL holds each statement to it too.
    public var statementTimeout: Duration = .seconds(30)
    /// How long a flight may wait for a connection.
    public var queueTimeout: Duration = .seconds(10)
    /// How long a statement may run before reads behind it are moved to another connection, if it then runs much
    /// longer than reads do at the moment.
    public var slowAfter: Duration = .milliseconds(20)
    /// How many times a transaction that PostgreSQL undid for another's sake is run anew.
    public var retries = 5
    /// How long a graceful shutdown waits for what is under way.
    public var shutdownGrace: Duration = .seconds(20)

    private let target: ConnectionTarget

    /// Reads a libpq URL (`postgresql://user@host:port/database?sslmode=…`) or `keyword=value` list
    /// (PostgreSQL, "Connection Strings"). What it leaves out comes from libpq's environment variables.
    ///
    /// Unless it says otherwise with `sslmode`, a server that is not on this machine has to prove its name with
    /// a certificate (`verify-full`).
    ///
    /// - Throws: `PostgresError` with code `.invalidConfiguration`.
    public init(url: String) throws {
        target = try ConnectionTarget(url: url)
    }

    /// What libpq is given, name and value; contains the password.
    func connectionParameters() -> [(name: String, value: String)] {
        target.parameters(statementTimeout: statementTimeout, connectTimeout: connectTimeout)
    }
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where it leads, without user and password.
    public var description: String { "PostgresConfiguration(\(target.place))" }
    /// The same as `description`.
    public var debugDescription: String { description }
    /// No children: reflection would print the password.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
