/// A place in a GraphQL document, as clients read it in an error's `locations`.
public struct SourceLocation: Sendable, Hashable {
    /// The line, counted from 1. `\n`, `\r\n` and a lone `\r` end a line.
    public var line: Int

    /// The column, counted from 1 in Unicode code points.
    public var column: Int

    /// A place in a document.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension SourceLocation {
    /// Nodes carry only a byte offset, because a location is needed by errors alone; this counts it out.
    init(of offset: Int, in source: [UInt8]) {
        var line = 1
        var column = 1
        var index = 0
        let end = min(offset, source.count)
        while index < end {
            let byte = source[index]
            index += 1
            let endsLine =
                byte == UInt8(ascii: "\n")
                || (byte == UInt8(ascii: "\r")
                    && !(index < source.count && source[index] == UInt8(ascii: "\n")))
            if endsLine {
                line += 1
                column = 1
            } else if byte & 0b1100_0000 != 0b1000_0000 {
                column += 1  // A continuation byte belongs to a code point already counted.
            }
        }
        self.init(line: line, column: column)
    }
}
