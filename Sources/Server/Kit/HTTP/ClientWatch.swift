import NIOCore

/// How long a client may take. Its connection is closed when it takes longer.
struct ClientPatience: Sendable {
    /// To send the next request, or to take more of an answer.
    var idle: TimeAmount
    /// To send a request, from its head to its end; longer by a millisecond for each byte that has come.
    var request: TimeAmount

    /// As long as there are connections enough. A proxy in front keeps its own for a minute, and should be the one that
    /// closes them.
    static let usual = ClientPatience(idle: .seconds(75), request: .seconds(60))
    /// When they become few.
    static let crowded = ClientPatience(idle: .seconds(5), request: .seconds(10))

    /// To take what is left of an answer when the server ends.
    static let farewell = TimeAmount.seconds(10)

    /// How often to look.
    static let interval = TimeAmount.seconds(5)
}

/// What a client does with its time: a value that is told what happens, and when.
struct ClientWatch {
    /// What a client has to take of an answer within the idle time, in bytes.
    private static let progress = 16_384

    private var lastActivity: NIODeadline
    private var requestBegan: NIODeadline?
    private var received = 0
    private var untaken: Int?

    init(now: NIODeadline) {
        lastActivity = now
    }

    /// So many bytes came, and the rest of a request has yet to come or not.
    mutating func received(_ bytes: Int, isIncomplete: Bool, now: NIODeadline) {
        lastActivity = now
        guard isIncomplete else { return requestBegan = nil }
        if requestBegan == nil {
            requestBegan = now
            received = 0
        }
        received += bytes
    }

    /// An answer was written.
    mutating func answered(now: NIODeadline) {
        lastActivity = now
        untaken = nil
    }

    /// So many bytes of the last answer have not been taken.
    mutating func sees(untaken left: Int, now: NIODeadline) {
        if let untaken, untaken - left < Self.progress { return }
        if untaken != nil { lastActivity = now }
        untaken = left
    }

    /// Whether the client has taken too long.
    /// - Parameter awaitsUs: Whether a whole request has come that is not answered.
    func isOverdue(_ patience: ClientPatience, awaitsUs: Bool, now: NIODeadline) -> Bool {
        if let requestBegan {
            return now - requestBegan >= patience.request + .milliseconds(Int64(received))
        }
        return !awaitsUs && now - lastActivity >= patience.idle
    }
}
