import CPlumblineLibPQ

/// One live connection of libpq and what belongs to it. Used by the reactor's thread only.
final class Link {
    let connection: OpaquePointer
    let descriptor: Int32
    var statements: StatementCache
    /// Prepared statements that nobody uses any more and that are still open at the server.
    var unclosed: [String] = []
    /// The answer to the first message, as far as it has come.
    var reply: ServerReply?
    /// Whether statements were sent that no sync follows yet.
    var needsSync = false
    /// Whether the poller tells when the socket takes more.
    var awaitsWritable = false

    private let tls: OpaquePointer?

    /// Takes a fresh connection over. Nil if libpq refuses to pipeline on it.
    init?(_ connection: OpaquePointer, statementCapacity: Int) {
        self.connection = connection
        descriptor = PQsocket(connection)
        statements = StatementCache(capacity: statementCapacity)
        tls = PQsslInUse(connection) == 1 ? PQsslStruct(connection, "OpenSSL").map(OpaquePointer.init) : nil
        guard descriptor >= 0, PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1
        else {
            return nil
        }
    }

    deinit { PQfinish(connection) }

    var errorMessage: String { String(cString: PQerrorMessage(connection)) }

    /// Whether the server holds no transaction open on it.
    var isOutsideTransaction: Bool { PQtransactionStatus(connection) == PQTRANS_IDLE }

    func prepare(_ sql: String, name: String) -> Bool {
        PQsendPrepare(connection, name, sql, 0, nil) == 1
    }

    /// libpq has no message to close a statement before 17.
    func deallocate(_ name: String) -> Bool {
        PQsendQueryParams(connection, "DEALLOCATE \(name)", 0, nil, nil, nil, nil, 0) == 1
    }

    func execute(
        _ name: String,
        _ values: [PostgresValue],
        binaryResults: Bool,
        using parameters: ParameterBuffer
    ) -> Bool {
        parameters.withParameters(values) { count, pointers, lengths, formats in
            PQsendQueryPrepared(connection, name, count, pointers, lengths, formats, binaryResults ? 1 : 0)
                == 1
        }
    }

    /// Sends texts by the simple protocol, for which the pipeline has to be left; it has to be empty.
    func execute(script: String) -> Bool {
        PQexitPipelineMode(connection) == 1 && PQsendQuery(connection, script) == 1
    }

    func returnToPipeline() -> Bool {
        PQpipelineStatus(connection) != PQ_PIPELINE_OFF || PQenterPipelineMode(connection) == 1
    }

    /// Ends a section; on libpq 15 this sends all that was collected, too.
    func sync() -> Bool { PQpipelineSync(connection) == 1 }

    /// Sends what the socket takes. Nil if the connection is broken, else whether something is left.
    func flush() -> Bool? {
        switch PQflush(connection) {
        case 0: false
        case 1: true
        default: nil
        }
    }

    /// Reads what has come. False if the connection is broken.
    func consume() -> Bool { PQconsumeInput(connection) == 1 }

    /// Whether OpenSSL has bytes that the socket no longer shows. libpq reads at most what fits its buffer, and no
    /// poller would ever tell of the rest. It makes room for 8 KiB, which is what PostgreSQL 15 puts in a record;
    /// poolers and later versions may send records of 16 KiB.
    var hasHiddenInput: Bool {
        tls.map { OpenSSL.pendingBytes($0) > 0 } ?? false
    }

    /// The next result, if it can be had without waiting.
    func nextResult() -> LinkResult {
        guard PQisBusy(connection) == 0 else { return .notYet }
        guard let result = PQgetResult(connection) else { return .end }
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            return .result(PostgresResult(owning: result))
        case PGRES_PIPELINE_SYNC:
            PQclear(result)
            return .sync
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
            return .skipped
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(result)
            return .copy
        default:
            defer { PQclear(result) }
            return .failed(PostgresError(failed: result))
        }
    }
}

/// What libpq gives for one call.
enum LinkResult {
    case notYet
    case result(PostgresResult)
    /// The end of a message's results.
    case end
    case sync
    case skipped
    case copy
    case failed(PostgresError)
}
