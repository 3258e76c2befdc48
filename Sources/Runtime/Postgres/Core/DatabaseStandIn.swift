import CPlumblineLibPQ

/// Stands where the reactor's thread does, for a client that is not run: takes what was sent, and answers it on the
/// event loops that asked. So the way of a request can be measured without a database, and the same way each time.
package struct DatabaseStandIn {
    private let inbox: Inbox
    private var commands: [Inbox.Command] = []
    private var answers = AnswerBatch()

    /// - Parameter client: A client that nobody runs.
    package init(for client: PostgresClient) {
        inbox = client.inbox
    }

    /// Forgets what was sent, and tells how many flights it was.
    package mutating func drain() -> Int {
        inbox.take(into: &commands)
        return commands.count
    }

    /// Answers what was sent: every statement has the same result.
    package mutating func answer(with result: PostgresResult) {
        inbox.take(into: &commands)
        for case .submit(let work) in commands {
            guard case .flight(let flight) = work.payload, let completion = work.completion else { continue }
            answers.add(completion, .success(Array(repeating: result, count: flight.steps.count)))
        }
        answers.deliver()
    }
}

extension PostgresResult {
    /// A result of one row of texts, in libpq's memory as one that a server sent.
    ///
    /// - Throws: `PostgresError` if there is no memory for it.
    package convenience init(row values: [String]) throws {
        guard let pointer = PQmakeEmptyPGresult(nil, PGRES_TUPLES_OK) else { throw Self.noMemory }
        guard Self.fill(pointer, with: values) else {
            PQclear(pointer)
            throw Self.noMemory
        }
        self.init(owning: pointer)
    }

    private static func fill(_ result: OpaquePointer, with values: [String]) -> Bool {
        "value".withCString { name in
            let column = PGresAttDesc(
                name: UnsafeMutablePointer(mutating: name),  // libpq copies it
                tableid: 0,
                columnid: 0,
                format: 0,
                typid: 25,  // text
                typlen: -1,
                atttypmod: -1
            )
            var columns = Array(repeating: column, count: values.count)
            guard PQsetResultAttrs(result, Int32(columns.count), &columns) != 0 else { return false }
            return values.enumerated().allSatisfy { index, value in
                value.withCString { bytes in
                    let bytes = UnsafeMutablePointer(mutating: bytes)  // copied, too
                    return PQsetvalue(result, 0, Int32(index), bytes, Int32(value.utf8.count)) != 0
                }
            }
        }
    }

    private static var noMemory: PostgresError { PostgresError(.server, "There is no memory for a result.") }
}
