/// Text that is put together from many pieces, as the bytes of its UTF-8.
///
/// Generators do little else. A `String` takes some 350 instructions for each piece that is appended to it, which was a
/// sixth of their work; an array of bytes takes a fraction of that.
package struct TextBuffer: Sendable {
    /// What is written so far.
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package var count: Int { bytes.count }

    package var isEmpty: Bool { bytes.isEmpty }

    package static func += (buffer: inout TextBuffer, text: String) {
        var text = text
        text.withUTF8 { buffer.bytes.append(contentsOf: $0) }
    }

    package mutating func append(_ byte: UInt8) { bytes.append(byte) }

    /// Appends spaces.
    package mutating func indent(by count: Int) {
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: count))
    }

    /// Appends a text as a string of JSON.
    package mutating func appendJSON(_ text: String) { JSONValue.append(text, to: &bytes) }

    /// Takes back all but the first bytes.
    package mutating func cut(to count: Int) { bytes.removeSubrange(count...) }

    /// Whether what stands behind the first bytes has more than so many characters, which are counted only where the bytes
    /// leave that open.
    package func isLonger(than width: Int, from start: Int) -> Bool {
        bytes.count - start > width && String(decoding: bytes[start...], as: UTF8.self).count > width
    }
}

extension String {
    /// What a buffer holds.
    package init(_ buffer: TextBuffer) {
        self.init(decoding: buffer.bytes, as: UTF8.self)
    }
}
