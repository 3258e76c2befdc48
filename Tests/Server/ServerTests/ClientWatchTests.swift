import NIOCore
import Testing

@testable import PlumblineServer

@Suite("What a client does with its time")
struct ClientWatchTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private let patience = ClientPatience(idle: .seconds(75), request: .seconds(60))

    private func isOverdue(_ watch: ClientWatch, after seconds: Int64, awaitsUs: Bool = false) -> Bool {
        watch.isOverdue(patience, awaitsUs: awaitsUs, now: start + .seconds(seconds))
    }

    @Test("Silence between requests is borne for a while; while the client waits for us, for ever")
    func idle() {
        let watch = ClientWatch(now: start)
        #expect(!isOverdue(watch, after: 74))
        #expect(isOverdue(watch, after: 75))
        #expect(!isOverdue(watch, after: 10_000, awaitsUs: true))
    }

    @Test("A request that comes byte by byte is not borne, however often a byte comes")
    func slowSender() {
        var watch = ClientWatch(now: start)
        for second in stride(from: Int64(0), through: 60, by: 5) {
            watch.received(1, isIncomplete: true, now: start + .seconds(second))
        }
        #expect(isOverdue(watch, after: 61))
        #expect(isOverdue(watch, after: 61, awaitsUs: true))
    }

    @Test("A large body may take longer")
    func largeBody() {
        var watch = ClientWatch(now: start)
        for second in Int64(0)..<100 {
            watch.received(10_000, isIncomplete: true, now: start + .seconds(second))
            #expect(!isOverdue(watch, after: second))
        }
        watch.received(0, isIncomplete: false, now: start + .seconds(100))
        #expect(!isOverdue(watch, after: 10_000, awaitsUs: true))
        #expect(!isOverdue(watch, after: 174))
        #expect(isOverdue(watch, after: 175))
    }

    @Test("Each request has its own time")
    func nextRequest() {
        var watch = ClientWatch(now: start)
        watch.received(5, isIncomplete: true, now: start)
        watch.received(5, isIncomplete: false, now: start + .seconds(50))
        watch.answered(now: start + .seconds(50))
        watch.received(5, isIncomplete: true, now: start + .seconds(55))
        #expect(!isOverdue(watch, after: 100))
        #expect(isOverdue(watch, after: 116))
    }

    @Test("Who takes an answer slowly is borne as long as enough of it goes")
    func slowReader() {
        var watch = ClientWatch(now: start)
        watch.answered(now: start)
        for step in Int64(0)...10 {
            watch.sees(untaken: 1_000_000 - Int(step) * 20_000, now: start + .seconds(step * 60))
        }
        #expect(!isOverdue(watch, after: 600 + 74))
        watch.sees(untaken: 799_000, now: start + .seconds(674))
        #expect(isOverdue(watch, after: 675))
    }
}
