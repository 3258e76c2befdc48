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
        var counter = LocationCounter(source: source)
        self = counter.location(of: offset)
    }

    /// The locations of many offsets, in one pass over the source: a hostile document can be at fault in
    /// thousands of places, all of them far from its start.
    static func all(of offsets: some Sequence<Int>, in source: [UInt8]) -> [Int: SourceLocation] {
        var counter = LocationCounter(source: source)
        var locations: [Int: SourceLocation] = [:]
        for offset in Set(offsets).sorted() { locations[offset] = counter.location(of: offset) }
        return locations
    }
}

/// Counts lines and code points from the start of a source onwards.
private struct LocationCounter {
    let source: [UInt8]
    private var index = 0
    private var current = SourceLocation(line: 1, column: 1)

    init(source: [UInt8]) {
        self.source = source
    }

    /// The location of an offset that is not before the one asked for last.
    mutating func location(of offset: Int) -> SourceLocation {
        while index < min(offset, source.count) {
            let byte = source[index]
            index += 1
            let isPair =
                byte == UInt8(ascii: "\r") && index < source.count && source[index] == UInt8(ascii: "\n")
            if byte.isLineEnd, !isPair {
                current = SourceLocation(line: current.line + 1, column: 1)
            } else if byte & 0b1100_0000 != 0b1000_0000 {
                current.column += 1  // A continuation byte belongs to a code point already counted.
            }
        }
        return current
    }
}
