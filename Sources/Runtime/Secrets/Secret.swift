/// A value that must never be read by accident: a password, a signing key, a database URL.
///
/// However it is printed (interpolated, dumped, mirrored, logged as metadata), it reads `<secret>`.
/// It has no `Codable` or `Hashable` conformance. Its bytes are overwritten when the last copy goes.
public struct Secret: Sendable {
    private let storage: Storage

    /// Copies bytes into memory of its own. The caller's copy stays the caller's to erase.
    public init(bytes: some Collection<UInt8>) {
        storage = Storage(bytes)
    }

    /// Copies the UTF-8 bytes of a text, as they are: no Unicode normalisation.
    public init(_ text: String) {
        self.init(bytes: text.utf8)
    }

    /// The number of bytes held.
    public var count: Int { storage.bytes.count }

    /// Whether no bytes are held.
    public var isEmpty: Bool { storage.bytes.isEmpty }

    /// Lends the bytes to `body`. The pointer is valid only inside it.
    public func reveal<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(storage.bytes))
    }

    /// Lends the bytes to `body` as text, for an interface that takes nothing else.
    ///
    /// Swift gives no way to overwrite a `String`, so this copy is freed but not erased.
    /// Bytes that are not UTF-8 are replaced by U+FFFD.
    public func revealText<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(String(decoding: storage.bytes, as: UTF8.self))
    }
}

extension Secret: Equatable {
    /// Compares in a time that depends on the lengths only.
    public static func == (left: Secret, right: Secret) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (a, b) in zip(left.storage.bytes, right.storage.bytes) { difference |= a ^ b }
        return difference == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<secret>`.
    public var description: String { "<secret>" }

    /// Always `<secret>`.
    public var debugDescription: String { "<secret>" }

    /// A mirror without children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Owns the bytes of one secret and overwrites them at the end.
///
/// `@unchecked Sendable`: the memory is written in `init` only, before any other thread can see the
/// object, and in `deinit`, when no other reference is left. In between it is only read.
private final class Storage: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer

    init(_ source: some Collection<UInt8>) {
        bytes = .allocate(byteCount: source.count, alignment: 1)
        bytes.copyBytes(from: source)
    }

    deinit {
        eraseMemory(bytes)
        bytes.deallocate()
    }
}
