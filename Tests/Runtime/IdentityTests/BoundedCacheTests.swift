import Testing

@testable import PlumblineIdentity

@Suite("A bounded cache")
struct BoundedCacheTests {
    @Test("never holds more than its capacity, and keeps what is used")
    func bound() {
        var cache = BoundedCache<Int, String>(capacity: 10)
        cache[-1] = "used"
        for key in 0..<1_000 {
            cache[key] = "\(key)"
            #expect(cache[-1] == "used")
        }
        let kept = (0..<1_000).filter { cache[$0] != nil }
        #expect(kept.count <= 10)
        #expect(cache[999] == "999")
    }

    @Test("forgets an entry that is set to nil, in either generation")
    func removal() {
        var cache = BoundedCache<Int, Int>(capacity: 4)
        for key in 0..<3 { cache[key] = key }
        for key in 0..<3 { cache[key] = nil }
        #expect((0..<3).allSatisfy { cache[$0] == nil })
    }
}
