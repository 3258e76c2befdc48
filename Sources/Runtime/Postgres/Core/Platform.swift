// Everything that talks to the operating system is here: clock, threads, epoll and eventfd.

import CPlumblineLibPQ

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A point on the monotonic clock, in nanoseconds; cheaper to read and compare than `ContinuousClock.Instant`.
struct Moment: Comparable, Hashable, Sendable {
    var nanoseconds: UInt64

    static let never = Moment(nanoseconds: .max)

    static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(nanoseconds: UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec))
    }

    static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    static func + (moment: Moment, duration: Duration) -> Moment {
        let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        return overflow ? .never : Moment(nanoseconds: sum)
    }

    /// Whole milliseconds from here to there, rounded up so that a timer never fires early.
    func milliseconds(until end: Moment) -> Int32 {
        guard end > self else { return 0 }
        return Int32(clamping: (end.nanoseconds - nanoseconds) / 1_000_000 + 1)
    }
}

extension Duration {
    /// Nanoseconds, at least 0, at most about 292 years.
    var wholeNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow
            ? UInt64(Int64.max) : min(product, UInt64(Int64.max)) + UInt64(attoseconds / 1_000_000_000)
    }

    /// Milliseconds for PostgreSQL's settings, at least 1: there, 0 would mean no bound at all.
    var wholeMilliseconds: Int64 {
        Int64(clamping: max(1, min(wholeNanoseconds / 1_000_000, UInt64(Int32.max))))
    }
}

enum Environment {
    static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    static func canRead(_ path: String) -> Bool { access(path, R_OK) == 0 }
}

/// A thread of the operating system, for what blocks.
enum OSThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread that nobody joins. False if the system has none to give.
    static func start(name: String, _ run: @escaping @Sendable () -> Void) -> Bool {
        let body = Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            },
            body.toOpaque()
        )
        guard status == 0 else {
            body.release()
            return false
        }
        pthread_setname_np(thread, String(name.prefix(15)))
        pthread_detach(thread)
        return true
    }
}

/// Wakes a poller from another thread. It counts its rings in 64 bits, so that nobody has to take them off again.
struct WakeUp: Sendable {
    let descriptor: Int32

    init() throws {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else { throw SystemRefusal(call: "eventfd", number: errno) }
    }

    func signal() {
        _ = eventfd_write(descriptor, 1)
    }

    func close() {
        closeDescriptor(descriptor)
    }
}

/// The operating system had no descriptor or thread to give.
struct SystemRefusal: Error, CustomStringConvertible {
    let call: String
    let number: Int32

    var description: String { "\(call) failed: \(String(cString: strerror(number)))" }
}

/// Waits for descriptors (epoll; level-triggered but for bells). Used by one thread.
final class Poller {
    struct Event {
        let token: UInt64
        let isReadable: Bool
        let isWritable: Bool
    }

    private let descriptor: Int32
    private var buffer: [epoll_event]

    init(capacity: Int) throws {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw SystemRefusal(call: "epoll_create1", number: errno) }
        buffer = Array(repeating: epoll_event(), count: max(1, capacity))
    }

    deinit { closeDescriptor(descriptor) }

    func add(_ fd: Int32, token: UInt64) -> Bool {
        control(EPOLL_CTL_ADD, fd, token: token, EPOLLIN.rawValue)
    }

    /// Tells each ring once.
    func add(_ bell: WakeUp, token: UInt64) -> Bool {
        control(EPOLL_CTL_ADD, bell.descriptor, token: token, EPOLLIN.rawValue | EPOLLET.rawValue)
    }

    func watch(_ fd: Int32, token: UInt64, writable: Bool) -> Bool {
        control(EPOLL_CTL_MOD, fd, token: token, EPOLLIN.rawValue | (writable ? EPOLLOUT.rawValue : 0))
    }

    func remove(_ fd: Int32) {
        _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, fd, nil)
    }

    /// Waits at most so many milliseconds, -1 for ever, and hands each event to `body`.
    func wait(milliseconds: Int32, _ body: (Event) -> Void) {
        let count = epoll_wait(descriptor, &buffer, Int32(buffer.count), milliseconds)
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            let bits = buffer[index].events
            let failed = bits & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
            body(
                Event(
                    token: buffer[index].data.u64,
                    isReadable: failed || bits & EPOLLIN.rawValue != 0,
                    isWritable: bits & EPOLLOUT.rawValue != 0
                )
            )
        }
    }

    private func control(_ operation: Int32, _ fd: Int32, token: UInt64, _ events: UInt32) -> Bool {
        var event = epoll_event()
        event.events = events
        event.data.u64 = token
        return epoll_ctl(descriptor, operation, fd, &event) == 0
    }
}

private func closeDescriptor(_ descriptor: Int32) {
    _ = close(descriptor)
}
