public import NIOCore
import PlumblinePostgres

/// What an operation gave: the JSON of the response's `data`, still where PostgreSQL's client received it.
public struct QueryOutput: Sendable {
    private let plan: Plan
    private let results: [PostgresResult]

    init(plan: Plan, results: [PostgresResult]) {
        self.plan = plan
        self.results = results
    }

    /// Writes the JSON; the only copy that is made of it.
    public func write(to buffer: inout ByteBuffer) {
        for member in plan.members {
            buffer.writeBytes(member.opening)
            write(member.content, to: &buffer)
        }
        buffer.writeStaticString(plan.members.isEmpty ? "{}" : "}")
    }

    /// Writes the JSON of one root alone, such as the object that a REST response consists of.
    public func write(root key: String, to buffer: inout ByteBuffer) {
        for member in plan.members where member.key == key { write(member.content, to: &buffer) }
    }

    private func write(_ content: Plan.Content, to buffer: inout ByteBuffer) {
        switch content {
        case .constant(let bytes): buffer.writeBytes(bytes)
        case .column(let place):
            withValue(at: place) { bytes in
                _ = bytes.map { buffer.writeBytes($0) } ?? buffer.writeStaticString("null")
            }
        }
    }

    /// The JSON in a buffer of its own.
    public var json: ByteBuffer {
        var buffer = ByteBuffer()
        write(to: &buffer)
        return buffer
    }

    /// The version of the row, if the operation asked for it and there is a row that has one.
    public var version: Int64? {
        plan.version.flatMap { place in
            withValue(at: place) { bytes in bytes.flatMap { Int64(String(decoding: $0, as: UTF8.self)) } }
        }
    }

    /// Whether that root is null: there is no such row, or none that the caller may read.
    public func isNull(root key: String) -> Bool {
        plan.members.contains { member in
            guard member.key == key else { return false }
            return switch member.content {
            case .constant: member.content == .null
            case .column(let place): withValue(at: place) { $0 == nil }
            }
        }
    }

    private func withValue<R>(at place: Plan.Place, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
        guard place.step < results.count else { return body(nil) }
        return results[place.step].withBytes(row: 0, column: place.column, body)
    }
}
