public import NIOCore
package import PlumblinePostgres

/// What an operation gave: the JSON of the response's `data`, still where PostgreSQL's client received it.
public struct QueryOutput: Sendable {
    private let members: [Plan.Member]
    private let versionPlace: Plan.Place?
    private let results: [PostgresResult]
    /// The errors of members that are null for want of a right, while the others are answered.
    public let refusals: [QueryError]
    /// Whether something in it is left to the service's own code.
    let hasGaps: Bool
    /// What stands in the place of columns: those in which that was done, or all of an answer that was kept.
    private var filled: [Plan.Place: [UInt8]] = [:]
    /// Whether this was answered before, to a request with the same idempotency key.
    public let isReplayed: Bool
    /// Fields that the service's own code could not answer. Where null may not stand, it is for the protocol to say
    /// what becomes of what is around it.
    public internal(set) var failures: [FieldFailure] = []

    /// - Parameters:
    ///   - plan: What was run.
    ///   - results: What came of each of its steps.
    package init(plan: Plan, results: [PostgresResult]) {
        hasGaps = plan.hasGaps
        members = plan.members
        refusals = plan.refusals
        versionPlace = plan.version
        self.results = results
        isReplayed = false
    }

    /// The output that a mutation had.
    ///
    /// - Parameters:
    ///   - parts: The JSON of each root, as `parts` gave it then.
    ///   - version: The version of its row.
    ///   - roots: The roots of the mutation.
    init(replaying parts: [[UInt8]?], version: Int64?, of roots: [Root]) {
        var members: [Plan.Member] = []
        for (index, root) in roots.enumerated() {
            members.append(root.key, .column(.init(step: index, column: 0)))
        }
        for (index, part) in parts.enumerated() { filled[.init(step: index, column: 0)] = part }
        let versionPlace = Plan.Place(step: parts.count, column: 0)
        filled[versionPlace] = version.map { Array(String($0).utf8) }
        self.versionPlace = versionPlace
        self.members = members
        results = []
        refusals = []
        hasGaps = parts.contains { $0?.contains(Gap.opening) ?? false }
        isReplayed = true
    }

    /// The outputs of the roots of one operation, each of which was run by a plan of its own.
    init(joining outputs: [QueryOutput]) {
        var members: [Plan.Member] = []
        var results: [PostgresResult] = []
        for output in outputs {
            for member in output.members {
                members.append(member.key, member.content.moved(by: results.count))
            }
            results += output.results
        }
        self.members = members
        self.results = results
        refusals = outputs.flatMap(\.refusals)
        failures = outputs.flatMap(\.failures)
        hasGaps = outputs.contains(where: \.hasGaps)
        versionPlace = outputs.count == 1 ? outputs[0].versionPlace : nil
        isReplayed = false
    }

    /// How many bytes the JSON has.
    package var byteCount: Int {
        members.reduce(members.isEmpty ? 2 : 1) { count, member in
            let value =
                switch member.content {
                case .constant(let bytes): bytes.count
                case .column(let place): withValue(at: place) { $0?.count ?? "null".utf8.count }
                }
            return count + member.opening.count + value
        }
    }

    /// Writes the JSON; the only copy that is made of it.
    public func write(to buffer: inout ByteBuffer) {
        for member in members {
            buffer.writeBytes(member.opening)
            write(member.content, to: &buffer)
        }
        buffer.writeStaticString(members.isEmpty ? "{}" : "}")
    }

    /// Writes the JSON of one root alone, such as the object that a REST response consists of.
    public func write(root key: String, to buffer: inout ByteBuffer) {
        for member in members where member.key == key { write(member.content, to: &buffer) }
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

    /// The JSON of one member.
    struct Column {
        let key: String
        let place: Plan.Place
        let bytes: [UInt8]
    }

    /// The JSON of each member that has some.
    var columns: [Column] {
        members.compactMap { member in
            guard case .column(let place) = member.content else { return nil }
            return withValue(at: place) {
                $0.map { Column(key: member.key, place: place, bytes: [UInt8]($0)) }
            }
        }
    }

    /// The JSON of every member in order, with its gaps; nil for null.
    var parts: [String?] {
        members.map { member in
            switch member.content {
            case .null: nil
            case .constant(let bytes): String(decoding: bytes, as: UTF8.self)
            case .column(let place):
                withValue(at: place) { $0.map { String(decoding: $0, as: UTF8.self) } }
            }
        }
    }

    /// Gives a member other JSON.
    mutating func replace(_ place: Plan.Place, with bytes: [UInt8]) {
        filled[place] = bytes
    }

    /// The JSON in a buffer of its own.
    public var json: ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: byteCount)
        write(to: &buffer)
        return buffer
    }

    /// The version of the row, if the operation asked for it and there is a row that has one.
    public var version: Int64? {
        versionPlace.flatMap { place in
            withValue(at: place) { bytes in bytes.flatMap { Int64(String(decoding: $0, as: UTF8.self)) } }
        }
    }

    /// Whether that root is null: there is no such row, or none that the caller may read.
    public func isNull(root key: String) -> Bool {
        members.contains { member in
            guard member.key == key else { return false }
            return switch member.content {
            case .constant: member.content == .null
            case .column(let place): withValue(at: place) { $0 == nil }
            }
        }
    }

    private func withValue<R>(at place: Plan.Place, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
        if let bytes = filled[place] { return bytes.withUnsafeBytes { body($0) } }
        guard place.step < results.count else { return body(nil) }
        return results[place.step].withBytes(row: 0, column: place.column, body)
    }
}

extension Plan.Content {
    /// The content when so many results come before those of its plan.
    fileprivate func moved(by steps: Int) -> Plan.Content {
        switch self {
        case .constant: self
        case .column(let place): .column(.init(step: place.step + steps, column: place.column))
        }
    }
}
