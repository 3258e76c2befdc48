import PlumblineSchema
import Testing

@Suite("Text that is put together")
struct TextBufferTests {
    private static let pieces = [
        "", "a", "fifteen letters", "more than fifteen letters", "ä€😀",
        String(repeating: "long ", count: 500),
    ]

    @Test("Pieces stand one behind the other, whatever their length", arguments: pieces, pieces)
    func together(first: String, second: String) {
        var buffer = TextBuffer()
        buffer += first
        buffer += second
        buffer.indent(by: 3)
        buffer += first
        let text = first + second + "   " + first
        #expect(String(buffer) == text)
        #expect(buffer.count == text.utf8.count)
        #expect(Array(buffer.bytes) == Array(text.utf8))
        #expect(buffer.isEmpty == false)
        #expect(String(joining: first, second, "   ", first) == text)
    }

    @Test("What was taken back is written over")
    func cut() {
        var buffer = TextBuffer()
        #expect(buffer.isEmpty)
        buffer += "key: a value that does not fit"
        buffer.cut(to: 5)
        buffer += "it"
        #expect(String(buffer) == "key: it")
        buffer.cut(to: 100)
        #expect(String(buffer) == "key: it")
    }

    @Test(
        "A string of JSON is that of a value of JSON",
        arguments: pieces + [
            "\"", "\\", "ends in a quote\"", "\u{0}\u{1F}\u{7F}", "a\nb\tc\rd", "e\u{301}\u{2028}",
        ]
    )
    func json(text: String) {
        var buffer = TextBuffer()
        buffer += "before "
        buffer.appendJSON(text)
        var bytes: [UInt8] = []
        JSONValue.append(text, to: &bytes)
        #expect(String(buffer) == "before " + String(decoding: bytes, as: UTF8.self))
    }

    @Test("Room is counted in characters, from a place on", arguments: [(3, true), (4, false)])
    func length(width: Int, isLonger: Bool) {
        var buffer = TextBuffer()
        buffer += "so far "
        let start = buffer.count
        buffer += "e\u{301}ä😀z"
        #expect(buffer.isLonger(than: width, from: start) == isLonger)
    }
}
