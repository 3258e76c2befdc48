import PlumblineIdentity
import Testing

@Suite("The throttle of sign-ins")
struct SignInThrottleTests {
    @Test("doubles the delay with every failure, up to five minutes")
    func growth() {
        var throttle = SignInThrottle()
        var now: Int64 = 1_000
        var waits: [Int] = []
        for _ in 0..<16 {
            if let wait = throttle.begin(username: "ann", address: "a", now: now) {
                waits.append(wait)
                now += Int64(wait)
                #expect(throttle.begin(username: "ann", address: "a", now: now) == nil)
            }
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
    }

    @Test("slows down one address that tries many names, and no other address")
    func manyNames() {
        var throttle = SignInThrottle()
        for number in 0..<50 {
            #expect(throttle.begin(username: "user\(number)", address: "a", now: 0) == nil)
        }
        #expect(throttle.begin(username: "ann", address: "a", now: 0) == 1)
        #expect(throttle.begin(username: "ann", address: "b", now: 0) == nil)
    }

    @Test("forgets the failures of a user who succeeds, and everything after a quiet quarter of an hour")
    func forgetting() {
        var throttle = SignInThrottle()
        for _ in 0..<5 { #expect(throttle.begin(username: "ann", address: "a", now: 0) == nil) }
        #expect(throttle.begin(username: "ann", address: "a", now: 0) == 1)
        throttle.succeed(username: "ann", address: "a")
        for _ in 0..<5 { #expect(throttle.begin(username: "ann", address: "a", now: 1) == nil) }
        #expect(throttle.begin(username: "ann", address: "a", now: 1) == 1)
        for _ in 0..<5 { #expect(throttle.begin(username: "ann", address: "a", now: 901) == nil) }
    }

    @Test("does not count an attempt that was never judged")
    func withdrawal() {
        var throttle = SignInThrottle()
        for _ in 0..<500 {
            #expect(throttle.begin(username: "ann", address: "a", now: 0) == nil)
            throttle.withdraw(username: "ann", address: "a")
        }
    }

    @Test("does not count success against an address that many people share")
    func sharedAddress() {
        var throttle = SignInThrottle()
        for number in 0..<500 {
            #expect(throttle.begin(username: "user\(number)", address: "a", now: 0) == nil)
            throttle.succeed(username: "user\(number)", address: "a")
        }
    }
}
