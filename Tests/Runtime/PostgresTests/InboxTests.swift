import NIOCore
import NIOEmbedded
import Testing

@testable import PlumblinePostgres

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@Suite("The door to the reactor")
struct InboxTests {
    private let inbox = Inbox(queueLimit: 100)
    private let loop = EmbeddedEventLoop()

    private func submit(_ count: Int, on other: EmbeddedEventLoop? = nil) {
        for _ in 0..<count {
            let work = Work(.flight(.read("select 1")), timeout: nil, queueTimeout: .seconds(1))
            work.completion = .eventLoop(other ?? loop) { _ in }
            _ = inbox.submit(work)
        }
    }

    /// How often the bell was rung since this was last asked.
    private func rings(_ bell: WakeUp) -> UInt64 {
        var count: UInt64 = 0
        return read(bell.descriptor, &count, 8) == 8 ? count : 0
    }

    @Test("What an event loop submits in one turn rings once, when it is over, for a sleeping reader only")
    func turns() throws {
        let bell = try inbox.open()
        var commands: [Inbox.Command] = []
        inbox.take(into: &commands)
        submit(3)
        #expect(rings(bell) == 0)
        loop.run()
        #expect(rings(bell) == 1)
        submit(1)
        loop.run()
        #expect(rings(bell) == 0)
        inbox.take(into: &commands)
        #expect(commands.count == 4)
        inbox.take(into: &commands)
        submit(1)
        loop.run()
        #expect(rings(bell) == 1)
    }

    @Test("What one event loop submits does not wait for another's turn to end")
    func otherLoops() throws {
        let bell = try inbox.open()
        var commands: [Inbox.Command] = []
        inbox.take(into: &commands)
        submit(1)
        #expect(rings(bell) == 0)
        submit(1, on: EmbeddedEventLoop())
        #expect(rings(bell) == 1)
        loop.run()
        #expect(rings(bell) == 0)
    }

    @Test("Much work is not kept until the turn is over, and neither is a command that is none")
    func impatience() throws {
        let bell = try inbox.open()
        var commands: [Inbox.Command] = []
        inbox.take(into: &commands)
        submit(20)
        #expect(rings(bell) == 1)
        loop.run()
        #expect(rings(bell) == 0)
        inbox.take(into: &commands)
        inbox.take(into: &commands)
        submit(1)
        inbox.post(.shutdown(graceful: true))
        #expect(rings(bell) == 1)
        loop.run()
        #expect(rings(bell) == 0)
    }
}
