import PlumblineQuery
import Testing

@testable import PlumblineGraphQL

@Suite("Syntax errors")
struct SyntaxErrorTests {
    @Test(
        "A mistake is told in the words of the reference implementation, with its place",
        arguments: [
            ("{", "Syntax Error: Expected Name, found <EOF>. (1:2)"),
            ("{}", "Syntax Error: Expected Name, found \"}\". (1:2)"),
            ("", "Syntax Error: Unexpected <EOF>. (1:1)"),
            ("{ a ", "Syntax Error: Expected Name, found <EOF>. (1:5)"),
            ("query", "Syntax Error: Expected \"{\", found <EOF>. (1:6)"),
            ("{ ...on }", "Syntax Error: Expected Name, found \"}\". (1:9)"),
            ("fragment on on X { a }", "Syntax Error: Unexpected Name \"on\". (1:10)"),
            ("foo", "Syntax Error: Unexpected Name \"foo\". (1:1)"),
            ("{ a() }", "Syntax Error: Expected Name, found \")\". (1:5)"),
            ("{ a(b: $) }", "Syntax Error: Expected Name, found \")\". (1:9)"),
            (
                "query ($a: Int = $b) { a }",
                "Syntax Error: Unexpected variable \"$b\" in constant value. (1:18)"
            ),
            ("{ a(b: 01) }", "Syntax Error: Invalid number, unexpected digit after 0: \"1\". (1:9)"),
            ("{ a(b: 1.) }", "Syntax Error: Invalid number, expected digit but got: \")\". (1:10)"),
            ("{ a(b: 1x) }", "Syntax Error: Invalid number, expected digit but got: \"x\". (1:9)"),
            (
                "{ a(b: .5) }",
                "Syntax Error: Invalid number, expected digit before \".\", did you mean \"0.5\"? (1:8)"
            ),
            ("{ ..a }", "Syntax Error: Unexpected \"..\", did you mean \"...\"? (1:3)"),
            (
                "{ a(b: 'x') }",
                "Syntax Error: Unexpected single quote character ('), did you mean to use a double quote (\")? (1:8)"
            ),
            ("{ a ? }", "Syntax Error: Unexpected character: \"?\". (1:5)"),
            ("{ \u{7} }", "Syntax Error: Unexpected character: U+0007. (1:3)"),
            ("{ a(b: \"x\ny\") }", "Syntax Error: Unterminated string. (1:10)"),
            ("{ a(b: \"\"\"x", "Syntax Error: Unterminated string. (1:12)"),
            (#"{ a(b: "\x") }"#, #"Syntax Error: Invalid character escape sequence: "\x". (1:9)"#),
            (#"{ a(b: "\uD83D") }"#, #"Syntax Error: Invalid Unicode escape sequence: "\uD83D". (1:9)"#),
            (
                #"{ a(b: "\u{110000}") }"#,
                #"Syntax Error: Invalid Unicode escape sequence: "\u{110000}". (1:9)"#
            ),
            (
                "\"d\" { a }",
                "Syntax Error: Unexpected description, descriptions are not supported on shorthand queries. (1:1)"
            ),
            (
                "\"d\" extend type A @a",
                "Syntax Error: Unexpected description, only GraphQL definitions support descriptions. (1:1)"
            ),
            ("extend type A", "Syntax Error: Unexpected <EOF>. (1:14)"),
            ("type A implements { a: Int }", "Syntax Error: Expected Name, found \"{\". (1:19)"),
            ("type A { a }", "Syntax Error: Expected \":\", found \"}\". (1:12)"),
            ("schema {}", "Syntax Error: Expected Name, found \"}\". (1:9)"),
            ("schema @a", "Syntax Error: Expected \"{\", found <EOF>. (1:10)"),
            ("schema { read: A }", "Syntax Error: Unexpected Name \"read\". (1:10)"),
            ("union U = | | A", "Syntax Error: Expected Name, found \"|\". (1:13)"),
            (
                "enum E { true }",
                "Syntax Error: Name \"true\" is reserved and cannot be used for an enum value. (1:10)"
            ),
            ("directive @a on FIELDS", "Syntax Error: Unexpected Name \"FIELDS\". (1:17)"),
            ("input I { a: Int = $b }", "Syntax Error: Unexpected variable \"$b\" in constant value. (1:20)"),
        ]
    )
    func mistake(document: String, expected: String) throws {
        let error = try #require(throws: GraphQLError.self) { try ExecutableDocument(parsing: document) }
        #expect(error.description == expected)
    }

    @Test(
        "Columns count code points, and every kind of line end is one line",
        arguments: [
            ("{ a(b: \"😀é\") ? }", 1, 14), ("{\n ? }", 2, 2), ("{\r\n ? }", 2, 2), ("{\r ? }", 2, 2),
            ("\u{FEFF}{ ? }", 1, 4), ("# 😀\n\n{ ? }", 3, 3),
        ]
    )
    func places(document: String, line: Int, column: Int) throws {
        let error = try #require(throws: GraphQLError.self) { try ExecutableDocument(parsing: document) }
        #expect(error.locations == [SourceLocation(line: line, column: column)])
    }

    @Test("A syntax error carries the code that clients act on")
    func code() throws {
        let error = try #require(throws: GraphQLError.self) { try ExecutableDocument(parsing: "{") }
        #expect(error.extensions == [.init("code", .string("GRAPHQL_PARSE_FAILED"))])
    }

    @Test("Bytes that are not UTF-8 are refused")
    func notUTF8() {
        #expect(throws: GraphQLError.self) { try ExecutableDocument(parsing: [0x7B, 0x61, 0xFF, 0x7D]) }
    }
}
