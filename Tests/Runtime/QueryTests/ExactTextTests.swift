import Testing

@testable import PlumblineQuery

@Suite("Texts that only look alike")
struct ExactTextTests {
    private let composed = "caf\u{E9}"
    private let decomposed = "cafe\u{301}"

    @Test("What Swift calls equal are two documents, two values and two names, as to PostgreSQL")
    func twoOfEach() {
        #expect(composed == decomposed)
        let keys = [composed, decomposed].map { PlanKey(source: $0, shape: "", caller: .anonymous) }
        #expect(Set(keys).count == 2)
        #expect(Set([InputValue.string(composed), .string(decomposed), .string(composed)]).count == 2)
        #expect(InputValue.Member(composed, .null) != InputValue.Member(decomposed, .null))
    }

    @Test("A plan that is kept for one is not found for the other")
    func cache() {
        let plans = PlanCache<Int>(capacity: 4)
        plans.insert(1, for: PlanKey(source: composed, shape: "", caller: .anonymous))
        #expect(plans.find(PlanKey(source: decomposed, shape: "", caller: .anonymous)) == nil)
        #expect(plans.find(PlanKey(source: composed, shape: "", caller: .anonymous)) == 1)
    }
}
