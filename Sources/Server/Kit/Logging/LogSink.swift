import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Takes the finished lines of a log.
public protocol LogSink: Sendable {
    /// Writes one line, which ends with a line break. Lines of several threads never mix.
    func write(_ line: [UInt8])
}

/// Writes lines to a file descriptor, each with one `write(2)` unless the system takes less.
public final class FileDescriptorSink: LogSink {
    /// The standard output of the process.
    public static let standardOutput = FileDescriptorSink(STDOUT_FILENO)

    private let descriptor: CInt
    private let lock = Mutex(())

    /// Creates a sink. The descriptor stays the caller's to close.
    public init(_ descriptor: CInt) {
        self.descriptor = descriptor
    }

    /// Writes one line. When the reader is gone, or the disk is full, the line is lost: a server does not
    /// stop for its log.
    public func write(_ line: [UInt8]) {
        lock.withLock { _ in
            line.withUnsafeBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty, let count = writeSome(UnsafeRawBufferPointer(rebasing: rest)) {
                    rest = rest.dropFirst(count)
                }
            }
        }
    }

    /// Writes as much as the system takes; `nil` when it will never take more.
    private func writeSome(_ bytes: UnsafeRawBufferPointer) -> Int? {
        #if canImport(Darwin)
        let count = Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
        let count = Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
        let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
        if count >= 0 { return count }
        switch errno {
        case EINTR: return 0
        case EAGAIN:
            // The descriptor is non-blocking and its pipe is full: wait until the reader has read.
            var readiness = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            return poll(&readiness, 1, -1) >= 0 || errno == EINTR ? 0 : nil
        default: return nil
        }
    }
}
