import PlumblineQuery
import PlumblineSchema
import Synchronization
import Testing

@Suite("Plans are kept by shape, within bounds")
struct PlanCacheTests {
    private func key(_ source: String) -> PlanKey {
        PlanKey(source: source, shape: "", caller: CallerShape(.anonymous))
    }

    @Test("What was not asked for the longest makes room, and hits and misses are counted")
    func leastRecentlyUsed() {
        let cache = PlanCache<Int>(capacity: 3)
        for (value, name) in ["a", "b", "c"].enumerated() { cache.insert(value, for: key(name)) }
        #expect(cache.find(key("a")) == 0)
        cache.insert(3, for: key("d"))
        #expect(cache.find(key("b")) == nil)
        #expect(cache.find(key("c")) == 2)
        cache.insert(4, for: key("e"))
        #expect(cache.find(key("a")) == nil)
        #expect(["c", "d", "e"].map { cache.find(key($0)) } == [2, 3, 4])
        #expect(cache.counts.hits == 5)
        #expect(cache.counts.misses == 2)
    }

    @Test("A cache of any capacity answers as a simple list of recent keys does", arguments: [1, 2, 5])
    func equalsASimpleModel(capacity: Int) {
        let cache = PlanCache<Int>(capacity: capacity)
        var recent: [(name: Int, value: Int)] = []
        var state: UInt64 = 7
        for step in 0..<2_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            let name = Int(state >> 33) % 8
            let expected = recent.firstIndex { $0.name == name }
            #expect(cache.find(key("\(name)")) == expected.map { recent[$0].value })
            let value = expected.map { recent.remove(at: $0).value } ?? step
            if expected == nil { cache.insert(step, for: key("\(name)")) }
            recent.append((name, value))
            if recent.count > capacity { recent.removeFirst() }
        }
    }

    @Test("Entries together weigh no more than is allowed, and one that alone weighs more is not kept")
    func weighs() {
        let cache = LRUCache<Int, Int>(capacity: 100, maximumWeight: 10)
        for number in 1...4 { cache.insert(number, for: number, weight: 3) }
        #expect((1...4).map { cache.find($0) } == [nil, 2, 3, 4])
        cache.insert(5, for: 5, weight: 11)
        #expect(cache.find(5) == nil)
        #expect(cache.find(2) == 2)
        cache.insert(3, for: 3, weight: 10)
        #expect((1...4).map { cache.find($0) } == [nil, nil, 3, nil])
    }

    @Test("A cache by weight answers as a simple list of recent keys does")
    func weighsAsASimpleModel() {
        let cache = LRUCache<Int, Int>(capacity: 5, maximumWeight: 12)
        var recent: [(key: Int, value: Int, weight: Int)] = []
        var state: UInt64 = 11
        for step in 0..<3_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            let (key, weight) = (Int(state >> 33) % 9, Int(state >> 50) % 7)
            let known = recent.firstIndex { $0.key == key }
            #expect(cache.find(key) == known.map { recent[$0].value })
            if let known { recent.append(recent.remove(at: known)) }
            guard step.isMultiple(of: 2) else { continue }
            cache.insert(step, for: key, weight: weight)
            recent.removeAll { $0.key == key }
            recent.append((key, step, weight))
            while recent.count > 5 || recent.map(\.weight).reduce(0, +) > 12 { recent.removeFirst() }
        }
    }
}
