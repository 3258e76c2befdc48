public import Logging

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Writes each message as one line of JSON, for whatever collects a container's output.
///
/// Members: `time` (RFC 3339, UTC, milliseconds), `level`, `message`, `logger`, `request_id` when there is
/// one, `error` when there is one, `file`, `function`, `line`, then the rest of the metadata by name.
/// Metadata whose name speaks of a secret is `<redacted>`.
public struct JSONLogHandler: LogHandler {
    /// The names under which libraries keep the id of a request.
    private static let requestIDKeys: Set<String> = ["request_id", "request.id", "hb.request.id"]
    private static let reservedNames: Set<String> = [
        "time", "level", "message", "logger", "request_id", "file", "function", "line",
    ]
    private static let timeStyle = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// The least severe messages that are written.
    public var logLevel: Logger.Level
    /// The metadata of every message.
    public var metadata: Logger.Metadata = [:]
    /// Gives metadata of the task that logs.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let sink: any LogSink
    private let now: @Sendable () -> Date

    /// Creates a handler.
    ///
    /// - Parameters:
    ///   - label: The name of the logger.
    ///   - level: The least severe messages that are written.
    ///   - sink: Where lines go.
    ///   - metadataProvider: Gives metadata of the task that logs.
    ///   - now: The clock.
    public init(
        label: String,
        level: Logger.Level,
        sink: any LogSink = FileDescriptorSink.standardOutput,
        metadataProvider: Logger.MetadataProvider? = nil,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.label = label
        self.logLevel = level
        self.sink = sink
        self.metadataProvider = metadataProvider
        self.now = now
    }

    /// One value of the metadata of every message.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        let metadata = merged(event.metadata)
        var line = JSONLine()
        line.add("time", now().formatted(Self.timeStyle))
        line.add("level", event.level.rawValue)
        line.add("message", event.message.description)
        line.add("logger", label)
        if let id = Self.requestIDKeys.lazy.compactMap({ metadata[$0] }).first { line.add("request_id", id) }
        if let error = event.error { line.add("error", "\(error)") }
        line.add("file", event.file)
        line.add("function", event.function)
        line.add("line", event.line)
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) where !Self.requestIDKeys.contains(key) {
            let isTaken = Self.reservedNames.contains(key) || (key == "error" && event.error != nil)
            line.add(isTaken ? "metadata.\(key)" : key, value)
        }
        line.finish()
        sink.write(line.bytes)
    }

    /// What is nearer to the message wins: its own metadata, then the task's, then the logger's.
    private func merged(_ own: Logger.Metadata?) -> Logger.Metadata {
        var result = metadata
        if let provided = metadataProvider?.get() { result.merge(provided) { $1 } }
        if let own { result.merge(own) { $1 } }
        return result
    }
}
