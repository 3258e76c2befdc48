import PlumblineSchema
import PlumblineSpec
import Testing

@Suite("Queries and mutations of a service's own, in the spec")
struct OperationDiagnosticTests {
    private static let entities = """
        entities:
          Book:
            fields:
              title: text
            access: { read: everyone }

        """

    private func read(_ operations: String) -> (schema: Schema?, messages: [String]) {
        let result = SpecReader.read(
            [SpecFile(path: "a.yaml", text: Self.entities + operations)],
            name: "test"
        )
        return (result.schema, result.diagnostics.map(\.message))
    }

    @Test("Arguments are typed fields, and who may call is an expression over them")
    func whole() throws {
        let (schema, messages) = read(
            """
            mutations:
              lend_book:
                doc: Lends a book.
                arguments:
                  book: { doc: Which one., to: Book }
                  days: { type: integer, min: 1, max: 30 }
                  until: { type: timestamp, optional: true }
                rules:
                  odd: { check: days > 1, message: Longer. }
                returns: Book
                access: book.title != 'rare'
            queries:
              last_book: { returns: Book, access: everyone }
            """
        )
        #expect(messages == [])
        let operations = try #require(schema?.operations)
        #expect(operations.map(\.apiName) == ["lastBook", "lendBook"])
        #expect(operations.map(\.kind) == [.query, .mutation])
        #expect(operations[1].arguments.fields.map(\.apiName) == ["bookId", "days", "until"])
        #expect(operations[1].arguments.rules.map(\.name) == ["odd"])
        #expect(operations[1].arguments.access.create.paths == [FieldPath(["book"], "title")])
    }

    @Test("An interface or a union may be answered, another trait may not")
    func abstractResults() throws {
        let types = """
            traits:
              Shelved: { interface: true, fields: { place: text } }
              Plain: { fields: { note: text } }
            unions:
              Finding: { of: [Book] }
            """
        func queries(_ text: String) -> (schema: Schema?, messages: [String]) {
            read(types + "\nqueries: " + text)
        }
        let (schema, messages) = queries(
            "{ a: { returns: Shelved, access: everyone }, b: { returns: Finding, access: everyone } }"
        )
        #expect(messages == [])
        let operations = try #require(schema?.operations)
        #expect(operations.map(\.result) == ["Shelved", "Finding"])
        // No entity has the trait, so that there is nothing to answer.
        #expect(schema?.offeredOperations.map(\.name) == ["b"])
        #expect(schema?.entityOperations == [])
        #expect(
            queries("{ a: { returns: Plain, access: everyone } }").messages == [
                "There is no entity 'Plain', and no interface or union."
            ]
        )
        #expect(
            queries("{ finding: { returns: Book, access: everyone } }").messages == [
                "The APIs or Swift have a name for 'finding' already: 'finding' or 'Finding'."
            ]
        )
    }

    @Test(
        "What is wrong is said",
        arguments: [
            ("x: { access: everyone }", "The mutation 'x' has no 'returns'."),
            ("x: { returns: Book }", "The mutation 'x' has no 'access'."),
            ("x: { returns: Bok, access: everyone }", "There is no entity 'Bok', and no interface or union."),
            (
                "a_1: { returns: Book, access: everyone }\n  a1: { returns: Book, access: everyone }",
                "In the APIs, 'a1' and 'a_1' would both be called 'a1'."
            ),
            (
                "list_books: { returns: Book, access: everyone }",
                "The APIs or Swift have a name for 'list_books' already: 'listBooks' or 'ListBooks'."
            ),
            (
                "book_update: { returns: Book, access: everyone }",
                "The APIs or Swift have a name for 'book_update' already: 'bookUpdate' or 'BookUpdate'."
            ),
            (
                "create_book: { returns: Book, access: everyone }",
                "The APIs or Swift have a name for 'create_book' already: 'createBook' or 'CreateBook'."
            ),
            (
                "restore_book: { returns: Book, access: everyone }",
                "The APIs or Swift have a name for 'restore_book' already: 'restoreBook' or 'RestoreBook'."
            ),
            (
                "x: { returns: Book, access: everyone, arguments: { a: { to: Book }, a_id: uuid } }",
                "The name 'aId' in the APIs is taken by the field 'a'."
            ),
            (
                "x: { returns: Book, access: everyone, arguments: { a: { type: text, deprecated: Gone. } } }",
                "The argument 'a' is stored nowhere, so it can have no 'deprecated'."
            ),
            (
                "x: { returns: Book, access: everyone, arguments: { a: { to: Book, on_delete: cascade } } }",
                "The argument 'a' is stored nowhere, so it can have no 'on_delete'."
            ),
            (
                "x: { returns: Book, access: everyone, arguments: { a: text }, rules: { r: { unique: [a], message: M. } } }",
                "The arguments of a query or mutation are in no table, so that a rule about them can only be a check."
            ),
        ]
    )
    func mistakes(mutation: String, message: String) {
        #expect(read("mutations:\n  " + mutation).messages.contains(message))
    }
}
