/// Where names stand in a list, found by a hash.
///
/// A dictionary's hash withstands keys that somebody chose to collide, and takes longer than all else that is done with a
/// name. Here names are a schema's, and not a caller's: who asks for others finds no more than those.
struct NameIndex: Sendable {
    /// A name's hash and position; -1 where none is.
    private struct Slot {
        var hash: UInt32 = 0
        var position: Int32 = -1
    }

    /// Names, each in the first slot from that of its hash on that was free. At least half of the slots are.
    private var slots: [Slot]

    /// - Parameter room: How many names there are at most.
    init(room: Int) {
        var size = 16
        while size < 2 * room { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
    }

    /// Adds a name that is new.
    mutating func insert(_ name: String, at position: Int) {
        let hash = Self.hash(name)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot].position >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Slot(hash: hash, position: Int32(position))
    }

    /// Where a name stands.
    /// - Parameter isAt: Whether it stands at a position.
    func position(of name: String, isAt: (Int) -> Bool) -> Int? {
        let hash = Self.hash(name)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot].position >= 0 {
            let position = Int(slots[slot].position)
            if slots[slot].hash == hash, isAt(position) { return position }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// FNV-1a of 64 bits, folded.
    private static func hash(_ name: String) -> UInt32 {
        var name = name
        let hash = name.withUTF8 { bytes in
            bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }
        return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
    }
}
