import Logging
import PlumblineQuery

extension Logger {
    /// Keeps what an operator has to know of a failed request. What a caller did wrong is the caller's business, and
    /// PostgreSQL's words about it hold values of rows: neither is kept.
    func report(_ errors: [QueryError], requestID: String) {
        for error in errors where QueryError.Code.faults.contains(error.code) {
            self.error(
                "a request failed",
                metadata: [
                    "request_id": .string(requestID), "code": .string(error.code.rawValue),
                    "error": .string(error.logDetail ?? error.message),
                ]
            )
        }
    }
}
