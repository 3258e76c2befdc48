import Testing

@testable import PlumblineGraphQL

@Suite("Guard rails")
struct GuardRailTests {
    @Test(
        "An operation beyond a limit is refused by name",
        arguments: [
            (
                "{ dog " + String(repeating: "{ mother ", count: 20) + "{ name }"
                    + String(repeating: "}", count: 21),
                "The operation has more than 20 levels of fields, fragments included. (1:1)"
            ),
            (
                "query Q { dog {" + (0...100).map { "a\($0): name " }.joined() + "} }",
                "Operation \"Q\" has more than 100 aliases, fragments included. (1:1)"
            ),
            (
                "{" + String(repeating: "dog { name } ", count: 51) + "}",
                "The operation has more than 50 root fields, fragments included. (1:1)"
            ),
            (
                "{ dog {" + String(repeating: "name @skip(if: true) ", count: 51) + "} }",
                "The operation has more than 50 directives, fragments included. (1:1)"
            ),
        ]
    )
    func limit(document: String, expected: String) throws {
        #expect(try PetTypes.errors(document) == [expected])
    }

    @Test("Fragments that double at every level are counted, not written out")
    func doubling() throws {
        let fragments = (0..<30).map { level in
            "fragment F\(level) on Dog { mother { ...F\(level + 1) } mother { ...F\(level + 1) } } "
        }
        let document = "{ dog { ...F0 } } " + fragments.joined() + "fragment F30 on Dog { name }"
        let errors = try PetTypes.errors(document)
        #expect(errors.contains("The operation has more than 2000 fields, fragments included. (1:1)"))
    }

    @Test("Operations are few, as each is checked with all fragments")
    func operations() throws {
        let document = (0...50).map { "query Q\($0) { dog { name } } " }.joined()
        let errors = try PetTypes.errors(document)
        #expect(errors.count == 1)
        #expect(errors[0].hasPrefix("The document has more than 50 operations."), "\(errors)")
    }

    @Test("Introspection does not go around in circles")
    func introspection() throws {
        let document = "{ __type(name: \"Dog\") { fields { type { fields { type { fields { name } } } } } } }"
        #expect(try PetTypes.errors(document) == ["Maximum introspection depth exceeded (1:3)"])
    }
}

@Suite("Hostile mistakes")
struct HostileMistakeTests {
    @Test(
        "Thousands of mistakes in a large document are told in reasonable work",
        arguments: [
            // Places far from the start, all of one error.
            "#" + String(repeating: "x", count: 900_000) + "\n{ needs("
                + String(repeating: "one: 1 ", count: 4_000) + ") }",
            // A name that would be long to compare with others.
            "{ " + String(repeating: "d", count: 1_000_000) + " }",
            // More unknown names than are ever told.
            "{ " + (0..<14_000).map { "dg\($0) " }.joined() + "}",
            // One fragment that much is said of, asked for by every operation, with variables that there are not.
            (0..<50).map { "query Q\($0) { ...F } " }.joined() + "fragment F on Query { "
                + (0..<2_000).map { "needs(one: $x\($0)) " }.joined() + "}",
            // A fragment of introspection that many fields lead to.
            "{ __schema {" + String(repeating: "...F ", count: 1_500) + "} } fragment F on __Schema { "
                + String(repeating: "description ", count: 7_000) + "}",
            // A long chain of fragments that closes in many places.
            "{ ...F0 } "
                + (0..<900).map { "fragment F\($0) on Query { ...F\($0 + 1) } " }.joined()
                + "fragment F900 on Query { " + String(repeating: "...F0 ", count: 3_000) + "}",
        ]
    )
    func many(document: String) throws {
        #expect(try !PetTypes.errors(document).isEmpty)
    }
}
