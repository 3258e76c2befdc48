import Testing

@testable import PlumblineGraphQL

@Suite("Parsing and printing")
struct PrinterTests {
    @Test("Every construct of an executable document comes back in one form")
    func everything() throws {
        let source = #"""
            query Q($a: [Int!]! = [1, 2] @d, $b: I = {x: {y: null}}) @q { one: two(a: $a, e: RED, f: -1.5e3) {
            ...F @include(if: $b) ... on T @x { c } ... { d } } } # comment
            fragment F on T @f { e(s: "\u{1F600}\uD83D\uDE00\n\"") }, mutation { m }
            subscription S { s }
            """#
        let printed = #"""
            query Q($a: [Int!]! = [1, 2] @d, $b: I = { x: { y: null } }) @q {
              one: two(a: $a, e: RED, f: -1.5e3) {
                ...F @include(if: $b)
                ... on T @x {
                  c
                }
                ... {
                  d
                }
              }
            }

            fragment F on T @f {
              e(s: "😀😀\n\"")
            }

            mutation {
              m
            }

            subscription S {
              s
            }

            """#
        let document = try ExecutableDocument(parsing: source)
        #expect(Printer.print(document) == printed)
        #expect(Printer.print(try ExecutableDocument(parsing: printed)) == printed)
    }

    @Test("Operations, fragments and variables may carry descriptions")
    func descriptions() throws {
        let document = try ExecutableDocument(
            parsing: #""reads" query Q("how many" $n: Int) { a(n: $n) } """ part """ fragment F on T { a }"#
        )
        #expect(document.operations[0].description == "reads")
        #expect(document.operations[0].variables[0].description == "how many")
        #expect(document.fragments[0].description == " part ")
    }

    @Test(
        "A block string loses the indentation that its lines share, and blank lines around it",
        arguments: [
            ("\"\"\"\n    Hello,\n      World!\n\n    Yours,\n  \"\"\"", "Hello,\n  World!\n\nYours,"),
            ("\"\"\"  first\n    second\"\"\"", "  first\nsecond"),
            ("\"\"\"a \\\"\"\" b\"\"\"", "a \"\"\" b"),
            ("\"\"\"\r\n\ta\r\tb\n\"\"\"", "a\nb"),
            ("\"\"\"\"\"\"", ""), ("\"\"\"\n \n\"\"\"", ""),
        ]
    )
    func blockString(source: String, meaning: String) throws {
        var parser = try Parser(source: Array(source.utf8))
        guard case .string(let text, isBlock: true) = try parser.value(isConstant: true).kind else {
            Issue.record("not a block string")
            return
        }
        #expect(text == meaning)
    }
}
