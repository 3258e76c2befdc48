/// Text that is put together from many pieces, as the bytes of its UTF-8.
///
/// Generators do little else. A `String` takes some 350 instructions for each piece that is appended to it, and an array
/// of bytes 150; here a piece is copied into room that stands ready.
package struct TextBuffer: Sendable {
    /// The text, and behind it room for more.
    private var room: [UInt8] = []

    /// How many bytes there are.
    package private(set) var count = 0

    package init() {}

    /// What is written so far.
    package var bytes: ArraySlice<UInt8> { room[..<count] }

    package var isEmpty: Bool { count == 0 }

    package static func += (buffer: inout TextBuffer, text: String) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { buffer.append($0) }
        if isDone == nil { Array(text.utf8).withUnsafeBufferPointer { buffer.append($0) } }
    }

    package mutating func append(_ byte: UInt8) {
        makeRoom(for: 1)
        room[count] = byte
        count += 1
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        makeRoom(for: bytes.count)
        room.withUnsafeMutableBytes { room in
            UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(
                from: UnsafeRawBufferPointer(bytes)
            )
        }
        count += bytes.count
    }

    /// Appends spaces.
    package mutating func indent(by count: Int) {
        makeRoom(for: count)
        for index in self.count..<self.count + count { room[index] = UInt8(ascii: " ") }
        self.count += count
    }

    /// Appends a text as a string of JSON.
    package mutating func appendJSON(_ text: String) {
        guard text.utf8.withContiguousStorageIfAvailable({ appendQuoted($0) }) != true else { return }
        var escaped: [UInt8] = []
        JSONValue.append(text, to: &escaped)
        escaped.withUnsafeBufferPointer { append($0) }
    }

    /// Appends what stands in quotes as it is; nothing, and false, where something has to be escaped.
    private mutating func appendQuoted(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        makeRoom(for: bytes.count + 2)
        let isPlain = room.withUnsafeMutableBufferPointer { room in
            var end = count
            room[end] = UInt8(ascii: "\"")
            for byte in bytes {
                guard byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else {
                    return false
                }
                end += 1
                room[end] = byte
            }
            room[end + 1] = UInt8(ascii: "\"")
            return true
        }
        if isPlain { count += bytes.count + 2 }
        return isPlain
    }

    /// Takes back all but the first bytes.
    package mutating func cut(to count: Int) { self.count = min(count, self.count) }

    /// Whether what stands behind the first bytes has more than so many characters, which are counted only where the bytes
    /// leave that open.
    package func isLonger(than width: Int, from start: Int) -> Bool {
        count - start > width && String(decoding: bytes[start...], as: UTF8.self).count > width
    }

    /// Doubles the room until there is enough. By adding it to itself, since what stands behind the text means nothing:
    /// the plugin's tool runs loops over bytes unoptimised.
    private mutating func makeRoom(for more: Int) {
        if room.isEmpty { room = Self.firstRoom }
        while room.count - count < more { room += room }
    }

    private static let firstRoom = [UInt8](repeating: 0, count: 256)
}

extension String {
    /// What a buffer holds.
    package init(_ buffer: TextBuffer) {
        self.init(decoding: buffer.bytes, as: UTF8.self)
    }
}
