import Foundation
import PlumblineSpec
import PlumblineTrials
import Testing

@Suite("Specs that were damaged")
struct MutatedSpecTests {
    /// SplitMix64 (Steele, Lea and Flood, 2014): the same damage in every run.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let pieces = [
        "", " ", "\n", ":", "- ", "[", "]", "{", "}", "(", ")", "'", "\"", "&a ", "*a", "!!str ", "null",
        "me", "role(",
        " and ", " or ", "not ", "id", "now()", "|", ">-", "0", "-1", "99999999999999999999", "é", "😀", "__",
        "#", ",",
    ]

    @Test(
        "Every one is read to an end, with a schema or an error",
        arguments: 0..<UInt64(Trials.count(8, full: 200))
    )
    func mutations(seed: UInt64) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            .standardized
        let files = try SpecDirectory.load(root.appending(path: "spec"), relativeTo: root)
        try #require(files.count >= 2)
        var generator = Generator(state: seed)
        for _ in 0..<60 {
            var damaged = files
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                damage(&damaged, &generator)
            }
            let result = SpecReader.read(damaged, name: "test")
            let isBroken = result.diagnostics.contains { $0.severity == .error }
            #expect((result.schema == nil) == isBroken)
            #expect(result.diagnostics.allSatisfy { $0.message.hasSuffix(".") })
        }
    }

    private func damage(_ files: inout [SpecFile], _ generator: inout Generator) {
        let file = Int.random(in: files.indices, using: &generator)
        var bytes = files[file].bytes
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, start + Int.random(in: 0...8, using: &generator))
        bytes.replaceSubrange(
            start..<end,
            with: Array((Self.pieces.randomElement(using: &generator) ?? "").utf8)
        )
        files[file].bytes = bytes
    }
}
