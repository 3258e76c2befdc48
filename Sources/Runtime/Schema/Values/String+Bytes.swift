extension String {
    /// Whether each byte of its UTF-8 is such a one.
    ///
    /// A loop over `utf8` itself takes ten times as long where it is not optimised, and the build plugin's tool is
    /// not in any debug build.
    package func isMadeOfBytes(_ isFit: (UInt8) -> Bool) -> Bool {
        var text = self
        return text.withUTF8 { bytes in
            guard var byte = bytes.baseAddress else { return true }
            let end = byte + bytes.count
            while byte < end {
                if !isFit(byte.pointee) { return false }
                byte += 1
            }
            return true
        }
    }
}
