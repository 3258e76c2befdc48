import Testing

@testable import PlumblineServer

@Suite("When memory is given back")
struct MemoryKeeperTests {
    @Test(
        "A rush is over when half of its connections are gone, if there were many",
        arguments: [(63, 0, false), (64, 33, false), (64, 32, true), (1_000, 600, false), (1_000, 16, true)]
    )
    func rush(most: Int, open: Int, isOver: Bool) {
        #expect(MemoryKeeper.isOver(most: most, open: open) == isOver)
    }

    @Test("The most connections since the last question are known, also those that came and went between two")
    func peak() {
        let connections = Connections(most: 2)
        #expect((0..<3).map { _ in connections.open() } == [true, true, false])
        for _ in 0..<3 { connections.close() }
        let first = connections.sincePeak()
        #expect((first.open, first.most) == (0, 3))
        #expect(connections.open())
        let second = connections.sincePeak()
        #expect((second.open, second.most) == (1, 1))
        connections.close()
        let third = connections.sincePeak()
        #expect((third.open, third.most) == (0, 1))
    }
}
