import PlumblineTrials
import Testing

@testable import PlumblineGraphQL

@Suite("Hostile documents")
struct HostileDocumentTests {
    @Test(
        "Nesting beyond the limit is refused, however it is made",
        arguments: [
            String(repeating: "{a", count: 100_000),
            "{a(b:" + String(repeating: "[", count: 100_000),
            "{a(b:" + String(repeating: "{c:", count: 100_000),
            "query($a:" + String(repeating: "[", count: 100_000),
        ]
    )
    func nesting(document: String) throws {
        let error = try #require(throws: GraphQLError.self) {
            try ExecutableDocument(parsing: document, limits: ParserLimits(tokens: 1_000_000))
        }
        #expect(
            error.message == "Syntax Error: Document is nested more than 64 levels deep. Parsing aborted."
        )
    }

    @Test("The deepest allowed document is parsed")
    func deepest() throws {
        let document = String(repeating: "{a", count: 64) + String(repeating: "}", count: 64)
        #expect(throws: Never.self) { try ExecutableDocument(parsing: document) }
    }

    @Test("Too many tokens are refused before the rest is read")
    func tokens() throws {
        let document = "{" + String(repeating: "a ", count: 20_000)
        let error = try #require(throws: GraphQLError.self) { try ExecutableDocument(parsing: document) }
        #expect(error.message == "Syntax Error: Document contains more than 15000 tokens. Parsing aborted.")
    }

    @Test("A document of 100 MB is refused unread")
    func size() throws {
        let document = [UInt8](repeating: UInt8(ascii: " "), count: 100_000_000)
        let error = try #require(throws: GraphQLError.self) { try ExecutableDocument(parsing: document) }
        #expect(error.message == "Syntax Error: Document is larger than 1048576 bytes. Parsing aborted.")
    }

    @Test(
        "In a tool, chains of fragments may be as long as a file",
        arguments: ["{ __schema { types { ...F0 } } }", "subscription { ...F0 }"]
    )
    func fragments(operation: String) throws {
        let types = try TypeSystem(parsing: Array("type Query { a: Int } type Subscription { a: Int }".utf8))
        let (open, close) = (String(repeating: "...{", count: 60), String(repeating: "}", count: 60))
        let type = operation.contains("__schema") ? "__Type" : "Subscription"
        let fragments = (0..<2_000).map { "fragment F\($0) on \(type) { \(open)...F\($0 + 1)\(close) }" }
        let text = "\(operation) \(fragments.joined(separator: " ")) fragment F2000 on \(type) { __typename }"
        let document = try ExecutableDocument(parsing: Array(text.utf8), limits: .typeSystem)
        let errors = types.validate(document, options: ValidationOptions(guardRails: .none))
        let message = "The operation has more than 500 levels of fragments, fragments included."
        #expect(errors.map(\.message).contains(message), "\(errors)")
    }

    @Test(
        "Random bytes and mutated documents and schemas are taken or refused; what is parsed prints to the same again"
    )
    func fuzz() throws {
        let seeds = [
            #"query Q($a: [Int!]! = [1] @d) { x: y(b: {c: "\u{41}\uD83D\uDE00"}, d: E) { ...F ... on T { z } } }"#,
            "fragment F on T @f(a: -1.5e-3) { e(s: \"\"\"\n  a\n   \\\"\"\" b\n\"\"\") } # é😀",
            """
            schema @a { query: Q } extend schema { mutation: Q } scalar S @specifiedBy(url: "u")
            "d" type Q implements N & M @b(c: 1) { "e" f(g: I! = {a: [1]}): [U!] @deprecated } union U = Q
            extend interface N implements M { f: E } enum E { A B @c } extend input I @oneOf { a: [I] = [] }
            directive @a(b: Int = 1) repeatable on SCHEMA | FIELD
            """,
        ].map { Array($0.utf8) }
        var random = SplitMix64(state: 42)
        for round in 0..<Trials.count(20_000, full: 1_000_000) {
            var bytes = seeds[round % seeds.count]
            if round % 10 == 0 { bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) } }
            for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
            guard let document = try? ExecutableDocument(parsing: bytes) else { continue }
            _ = try? TypeSystem(parsing: bytes)
            let printed = Printer.print(document)
            #expect(Printer.print(try ExecutableDocument(parsing: printed)) == printed)
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let alphabet = Array("{}()[]:!$@=\"\\#.,|& \n\raqu0-e\u{E9}".utf8)
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
        case 1 where place < bytes.count: bytes.remove(at: place)
        default:
            let end = Int.random(in: place...bytes.count, using: &random)
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
    }
}

/// A generator with a fixed seed, so that a failure comes again.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
