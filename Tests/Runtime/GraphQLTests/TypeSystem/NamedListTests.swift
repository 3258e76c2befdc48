import Testing

@testable import PlumblineGraphQL

@Suite("Lists of named things")
struct NamedListTests {
    private struct Thing: Named, Equatable {
        let name: String
        let number: Int
    }

    @Test("Each is found by its name, the first of two that share one", arguments: [0, 1, 8, 9, 100, 5_000])
    func names(count: Int) {
        let things = (0..<count).map { Thing(name: "thing\($0)", number: $0) }
        let list = NamedList(things + things.map { Thing(name: $0.name, number: -1) })
        #expect(Array(list) == things)
        for thing in things {
            #expect(list[thing.name] == thing)
            #expect(list.position(of: thing.name) == thing.number)
            // Whether it is looked for before its place or behind it.
            #expect(list.position(of: thing.name, from: count / 2) == thing.number)
        }
        #expect(list["thing\(count)"] == nil)
        #expect(list.position(of: "", from: count) == nil)
    }
}
