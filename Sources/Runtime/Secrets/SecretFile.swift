import Dispatch

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A secret read from a file.
struct SecretFile: Sendable {
    /// The longest file accepted, in bytes: a key or a URL is far below, a wrong path often above.
    static let maximumSize = 65_536

    /// The bytes without the last line break.
    let content: Secret
    /// Whether users other than the owner and the group may read the file.
    let isWorldReadable: Bool

    /// Reads a file on a thread of Dispatch, because a network file system may take its time.
    static func read(path: String, setting: String) async throws(SecretError) -> SecretFile {
        let result = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    returning: Result { () throws(SecretError) in
                        try readBlocking(path: path, setting: setting)
                    }
                )
            }
        }
        return try result.get()
    }

    private static func readBlocking(path: String, setting: String) throws(SecretError) -> SecretFile {
        func failure(_ reason: String) -> SecretError {
            SecretError(setting: setting, reason: "the file '\(path)' \(reason)")
        }
        // Without O_NONBLOCK, opening a named pipe would wait for its other end.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw failure("cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }

        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw failure("is not a regular file")
        }
        guard status.st_size <= maximumSize else {
            throw failure("is longer than \(maximumSize) bytes, which no secret is")
        }
        guard let content = readBytes(descriptor) else {
            throw failure("cannot be read: \(String(cString: strerror(errno)))")
        }
        guard !content.isEmpty else { throw failure("is empty") }
        return SecretFile(content: content, isWorldReadable: status.st_mode & S_IROTH != 0)
    }

    private static func readBytes(_ descriptor: CInt) -> Secret? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: maximumSize, alignment: 1)
        defer {
            eraseMemory(buffer)
            buffer.deallocate()
        }
        var count = 0
        while count < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
            let received = readAgain(descriptor, rest)
            if received < 0 { return nil }
            if received == 0 { break }
            count += received
        }
        return Secret(bytes: withoutLastLineBreak(UnsafeRawBufferPointer(rebasing: buffer[..<count])))
    }

    private static func withoutLastLineBreak(_ bytes: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>
    {
        var content = bytes[...]
        if content.last == UInt8(ascii: "\n") {
            content.removeLast()
            if content.last == UInt8(ascii: "\r") { content.removeLast() }
        }
        return content
    }
}

/// `read(2)`, begun again when a signal interrupts it.
private func readAgain(_ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count >= 0 || errno != EINTR { return count }
    }
}
