import PlumblineQuery
import Testing

@Suite("JSON is read strictly and exactly")
struct JSONReaderTests {
    @Test(
        "A value keeps its kind and its digits",
        arguments: [
            ("null", InputValue.null), (" true\n", .boolean(true)), ("-0", .integer(0)),
            ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number("9223372036854775808")),
            ("1.10", .number("1.10")), ("1E+2", .number("1E+2")),
            (#""a\u00e4\ud83d\ude00\n\/""#, .string("aä😀\n/")), ("[]", .list([])), ("{}", .object([])),
            (
                #"{"a":[1,{"b":null}],"":""}"#,
                .object([
                    .init("a", .list([.integer(1), .object([.init("b", .null)])])), .init("", .string("")),
                ])
            ),
        ]
    )
    func values(text: String, value: InputValue) throws {
        #expect(try JSONReader.read(Array(text.utf8)) == value)
    }

    @Test(
        "What is no JSON is refused at its place",
        arguments: [
            ("", 0), ("nul", 0), ("01", 1), ("1.", 2), ("-", 1), ("[1,]", 3), ("{\"a\":1,}", 7),
            ("{\"a\" 1}", 5),
            ("{\"a\":1,\"a\":2}", 7), ("\"\u{1}\"", 1), (#""\x""#, 3), (#""\ud800""#, 7),
            (#""\udc00\ud800""#, 7),
            ("\"a\\n\u{1}\"", 4), ("\"a\\nb", 5), ("\"a", 2), ("1 2", 2), ("{1:2}", 1), ("NaN", 0),
            ("'a'", 0), ("[1", 2),
        ]
    )
    func mistakes(text: String, offset: Int) throws {
        let error = try #require(throws: JSONError.self) { try JSONReader.read(Array(text.utf8)) }
        #expect(error.offset == offset, "\(error.message)")
    }

    @Test("A second member of a name is found among many, at its place", arguments: [1, 7, 8, 9, 39])
    func duplicates(first: Int) throws {
        let members = (0..<40).map { "\"m\($0)\":0" }
        let text = "{" + members.joined(separator: ",")
        #expect(throws: Never.self) { try JSONReader.read(Array((text + "}").utf8)) }
        let error = try #require(throws: JSONError.self) {
            try JSONReader.read(Array((text + ",\"m\(first)\":0}").utf8))
        }
        #expect(error.offset == text.utf8.count + 1)
    }

    @Test(
        "Escapes may stand anywhere in a string, and between what stands for itself",
        arguments: [
            (#""\na\"b\u00e4""#, "\na\"bä"), (#""ä\n""#, "ä\n"), (#""\\\\""#, "\\\\"), (#""😀\t😀""#, "😀\t😀"),
        ]
    )
    func escapes(text: String, value: String) throws {
        #expect(try JSONReader.read(Array(text.utf8)) == .string(value))
    }

    @Test("Text that is not UTF-8 is refused")
    func encoding() {
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0xC3, 0x22]) }
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test("Nesting is bounded")
    func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONReader.read(nested(64))
        #expect(throws: JSONError.self) { try JSONReader.read(nested(65)) }
        #expect(throws: JSONError.self) { try JSONReader.read(nested(1_000_000)) }
    }

    @Test("What is written is read again as the same value")
    func roundTrip() throws {
        let value = InputValue.object([
            .init("a\"\\\u{0}\u{1F}\n", .list([.number("1.50"), .integer(-3), .boolean(false), .null])),
            .init("é", .string("😀\u{7F}")),
        ])
        #expect(try JSONReader.read(Array(JSONWriter.text(value).utf8)) == value)
    }
}
