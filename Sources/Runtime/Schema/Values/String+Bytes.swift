extension String {
    /// The pieces, one behind the other.
    ///
    /// Their room is taken once; interpolation and `+` take some for each piece, which generators feel.
    package init(joining pieces: String...) {
        self = ""
        reserveCapacity(pieces.reduce(0) { $0 + $1.utf8.count })
        for piece in pieces { self += piece }
    }

    /// Whether the character U+0000, which PostgreSQL cannot store, is in it.
    package var containsNUL: Bool { !isMadeOfBytes { $0 != 0 } }

    /// Whether each byte of its UTF-8 is such a one.
    ///
    /// A loop over `utf8` itself takes ten times as long where it is not optimised, and the build plugin's tool is
    /// not in any debug build.
    package func isMadeOfBytes(_ isFit: (UInt8) -> Bool) -> Bool {
        let answer = utf8.withContiguousStorageIfAvailable { bytes in
            guard var byte = bytes.baseAddress else { return true }
            let end = byte + bytes.count
            while byte < end {
                if !isFit(byte.pointee) { return false }
                byte += 1
            }
            return true
        }
        return answer ?? utf8.allSatisfy(isFit)
    }
}
