import Foundation
import PlumblineSpec

/// The reference spec with random damage: the same for the same seed.
struct SpecDamage {
    private static let pieces = [
        "", " ", "\n", ":", "- ", "[", "]", "{", "}", "(", ")", "'", "\"", "&a ", "*a", "!!str ", "null",
        "me", "role(",
        " and ", " or ", "not ", "id", "now()", "|", ">-", "0", "-1", "99999999999999999999", "é", "😀", "__",
        "#", " #", ",", "\n  ",
    ]

    private let files: [SpecFile]
    private var random: SplitMix64

    init(seed: UInt64) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            .standardized
        files = try SpecDirectory.load(root.appending(path: "spec"), relativeTo: root)
        random = SplitMix64(state: seed)
    }

    /// The files with up to three places damaged.
    mutating func next() -> [SpecFile] {
        var damaged = files
        for _ in 0..<Int.random(in: 1...3, using: &random) { damage(&damaged) }
        return damaged
    }

    private mutating func damage(_ files: inout [SpecFile]) {
        guard let file = files.indices.randomElement(using: &random) else { return }
        let count = files[file].bytes.count
        let start = Int.random(in: 0..<max(1, count), using: &random)
        let end = min(count, start + Int.random(in: 0...8, using: &random))
        let piece = Self.pieces.randomElement(using: &random) ?? ""
        files[file].bytes.replaceSubrange(min(start, end)..<end, with: Array(piece.utf8))
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
