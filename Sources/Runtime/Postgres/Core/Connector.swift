import CPlumblineLibPQ

/// What blocks in libpq, on threads of its own: finding a host, connecting, and asking a server to cancel.
struct Connector: Sendable {
    /// A connection that passes from the thread that made it to the reactor.
    struct Handle: @unchecked Sendable {
        // Sendable, because it is handed over once, through the inbox's lock, and the sender forgets it.
        let pointer: OpaquePointer
    }

    enum Outcome: Sendable {
        case connected(Handle)
        case failed(reason: String)
    }

    let parameters: [(name: String, value: String)]
    let inbox: Inbox

    /// Begins an attempt to connect; the outcome comes through the inbox.
    func connect(slot: Int, generation: UInt64) {
        let started = OSThread.start(name: "pg-connect") { [self] in
            let outcome = open()
            let accepted = inbox.post(.connected(slot: slot, generation: generation, outcome))
            if !accepted { Self.discard(outcome) }
        }
        if !started {
            inbox.post(
                .connected(slot: slot, generation: generation, .failed(reason: "no thread to connect on"))
            )
        }
    }

    /// Begins to ask the server to cancel what runs on a connection.
    func cancel(_ connection: OpaquePointer, slot: Int, generation: UInt64) {
        guard let request = PQgetCancel(connection) else {
            inbox.post(.cancelSent(slot: slot, generation: generation))
            return
        }
        let handle = Handle(pointer: request)
        let inbox = inbox
        let started = OSThread.start(name: "pg-cancel") {
            var reason = [CChar](repeating: 0, count: 256)
            // A refusal leaves the statement running; its deadline, and the grace after it, still hold.
            _ = PQcancel(handle.pointer, &reason, Int32(reason.count))
            PQfreeCancel(handle.pointer)
            inbox.post(.cancelSent(slot: slot, generation: generation))
        }
        if !started {
            PQfreeCancel(request)
            inbox.post(.cancelSent(slot: slot, generation: generation))
        }
    }

    /// Closes a connection that nobody took over.
    static func discard(_ outcome: Outcome) {
        if case .connected(let handle) = outcome { PQfinish(handle.pointer) }
    }

    private func open() -> Outcome {
        OpenSSL.outliveMain()
        let names = CStringArray(parameters.map(\.name))
        let values = CStringArray(parameters.map(\.value))
        guard let connection = PQconnectdbParams(names.pointers, values.pointers, 0) else {
            return .failed(reason: "libpq has no memory")
        }
        // The default prints notices on standard error.
        PQsetNoticeReceiver(connection, { _, _ in }, nil)
        guard PQstatus(connection) == CONNECTION_OK else {
            defer { PQfinish(connection) }
            return .failed(reason: String(cString: PQerrorMessage(connection)).trimmingNewlines)
        }
        guard PQserverVersion(connection) >= 150_000 else {
            defer { PQfinish(connection) }
            return .failed(reason: "the server is older than PostgreSQL 15")
        }
        return .connected(Handle(pointer: connection))
    }
}

/// An array of C strings that ends with nil, as libpq wants it.
final class CStringArray {
    private let storage: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>

    init(_ strings: [String]) {
        storage = .allocate(capacity: strings.count + 1)
        storage.initialize(repeating: nil)
        for (index, string) in strings.enumerated() {
            let bytes = string.utf8CString
            let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count)
            _ = copy.initialize(from: bytes)
            storage[index] = UnsafePointer(copy.baseAddress)
        }
    }

    deinit {
        for pointer in storage { pointer?.deallocate() }
        storage.deallocate()
    }

    var pointers: UnsafePointer<UnsafePointer<CChar>?>? { UnsafePointer(storage.baseAddress) }
}

extension String {
    fileprivate var trimmingNewlines: String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
