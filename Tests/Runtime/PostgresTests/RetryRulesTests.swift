import Testing

@testable import PlumblinePostgres

@Suite("Retry rules")
struct RetryRulesTests {
    private let rules = RetryRules(limit: 3)

    @Test(
        "What the server undid for another's sake is sent again, what is the statement's own fault is not",
        arguments: [
            ("40001", true, false, RetryRules.Decision.sendAgain(pause: true)),
            ("40P01", false, false, .sendAgain(pause: true)),
            ("26000", true, false, .sendAgain(pause: false)),
            ("26000", false, false, .fail),
            ("0A000", true, false, .sendAgain(pause: false)),
            ("0A000", false, false, .fail),
            ("57014", true, true, .sendAgain(pause: false)),
            ("57014", true, false, .fail),
            ("23505", true, true, .fail),
        ]
    )
    func decisions(sqlState: String, wasCached: Bool, strayCancel: Bool, expected: RetryRules.Decision) {
        let decision = rules.decide(
            sqlState: sqlState,
            attempts: 0,
            wasCached: wasCached,
            strayCancel: strayCancel
        )
        #expect(decision == expected)
    }

    @Test("Attempts are bounded")
    func bound() {
        #expect(rules.decide(sqlState: "40001", attempts: 3, wasCached: true, strayCancel: false) == .fail)
    }

    @Test(
        "Pauses double up to a bound and lie in its upper half",
        arguments: [(0, 50), (1, 100), (5, 1600), (40, 2000)]
    )
    func backoff(attempt: Int, milliseconds: Int) {
        let backoff = Backoff(first: .milliseconds(50), most: .seconds(2))
        let bound = Duration.milliseconds(milliseconds)
        #expect(backoff.bound(attempt: attempt) == bound)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<100 {
            let pause = backoff.pause(attempt: attempt, using: &random)
            #expect(pause >= bound / 2 && pause <= bound)
        }
    }
}
