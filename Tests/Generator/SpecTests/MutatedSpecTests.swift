import PlumblineSpec
import PlumblineTrials
import Testing

@Suite("Specs that were damaged")
struct MutatedSpecTests {
    @Test(
        "Every one is read to an end, with a schema or an error",
        arguments: 0..<UInt64(Trials.count(8, full: 200))
    )
    func mutations(seed: UInt64) throws {
        var damage = try SpecDamage(seed: seed)
        for _ in 0..<60 {
            let result = SpecReader.read(damage.next(), name: "test")
            let isBroken = result.diagnostics.contains { $0.severity == .error }
            #expect((result.schema == nil) == isBroken)
            #expect(result.diagnostics.allSatisfy { $0.message.hasSuffix(".") })
        }
    }
}
