import PlumblineSchema

extension String {
    /// Whether there is a line feed in it.
    var hasLineFeed: Bool { !isMadeOfBytes { $0 != 0x0A } }

    /// Whether it has more than so many characters, which are counted only where its bytes leave that open.
    func isLonger(than width: Int) -> Bool {
        utf8.count > width && count > width
    }
}

extension Unicode.Scalar {
    /// Whether it is a control character: one of the general category Cc, which has these for good (Unicode 16.0,
    /// section 23.1).
    var isControl: Bool { value < 0x20 || value >= 0x7F && value <= 0x9F }
}
