import PlumblineEmit
import PlumblineSchema
import PlumblineSpec
import Testing

@Suite("The documents of a model")
struct ModelDocumentTests {
    private func schema(_ spec: String) throws -> Schema {
        let result = SpecReader.read([SpecFile(path: "spec/a.yaml", text: spec)], name: "shelf")
        return try #require(result.schema, "\(result.diagnostics)")
    }

    @Test("The dictionary says of each entity what it keeps, demands and allows")
    func dictionary() throws {
        let spec = """
            enums:
              Genre: { values: { novel: Long prose., essay: { deprecated: { use: novel } } } }
            entities:
              Author:
                fields:
                  name: { doc: "As *written* | on <b>covers</b>.", type: text, min_length: 1, unique: true }
                access: { read: everyone }
              Book:
                doc: Something to read.
                fields:
                  author: { to: Author, on_delete: cascade }
                  genre: { type: Genre, default: novel }
                  pages: { type: integer, optional: true, min: 1, max: 9999 }
                rules:
                  thick_enough: { check: pages * (2 + 1) > 10 or genre = essay, message: Too thin. }
                indexes:
                  - { fields: [genre, pages], descending: [pages], doc: Browsing. }
            """
        let text = ModelDocument(try schema(spec)).dictionary
        let lines = text.split(separator: "\n").map(String.init)
        let expected = [
            "# The model of shelf",
            "| [Book](#book) | `books` | Something to read. |",
            "| `author` | `author_id` | [Author](#author) |  | on delete `cascade` |  |",
            "| `genre` | `genre` | [Genre](#genre) | `novel` |  |  |",
            "| `pages` | `pages` | integer, optional |  | 1 to 9999 |  |",
            #"| `name` | `name` | text |  | at least 1 characters | As \*written\* \| on &lt;b>covers&lt;/b>. |"#,
            "| `thick_enough` | `pages * (2 + 1) > 10 or genre = essay` | Too thin. | `RULE_BROKEN` |",
            "| `books_genre_pages_idx` | `genre`, `pages` descending | Browsing. |",
            "| [Book](#book).`author`, any number | `books` |",
            "| read | `everyone` |",
            "| `essay` | Deprecated: Use novel. |",
        ]
        for line in expected { #expect(lines.contains(line), "\(line) in \(text)") }
    }

    @Test("The diagram has each entity's columns and each relation's ends")
    func diagram() throws {
        let spec = """
            entities:
              Author:
                fields:
                  name: { type: text, unique: true }
              Book:
                fields:
                  author: { to: Author }
                  price: { type: decimal, precision: 8, scale: 2 }
              Cover:
                fields:
                  book: { to: Book, unique: true }
                  artist: { to: Author, optional: true, inverse: covers }
            """
        #expect(
            ModelDocument(try schema(spec)).diagram == """
                # The relations of shelf

                Made by Plumbline from the spec. Edit the spec, not this file.

                ```mermaid
                erDiagram
                    Author {
                        uuid id PK
                        text name UK
                    }
                    Book {
                        uuid id PK
                        uuid author_id FK
                        decimal price
                    }
                    Cover {
                        uuid id PK
                        uuid book_id FK, UK
                        uuid artist_id FK
                    }
                    Author ||--o{ Book : author
                    Book ||--o| Cover : book
                    Author |o--o{ Cover : artist
                ```

                """
        )
    }

    @Test(
        "An expression is written as the spec writes it, with no bracket too many",
        arguments: [
            "a + b * c > 1", "(a + b) * c > 1", "a - (b - c) = 0", "a - b - c = 0", "not (a > 1 and b > 1)",
            "a > 1 and b > 1 or c > 1", "a > 1 and (b > 1 or c > 1)", "t = 'it''s'", "t in ['x', 'y']",
            "a is not null", "length(trim(t)) < 10", "-a < 3", "f = true",
        ]
    )
    func expressions(text: String) throws {
        let spec = """
            entities:
              Row:
                fields: { a: integer, b: integer, c: integer, t: text, f: boolean }
                rules:
                  holds: { check: "\(text)", message: It holds. }
            """
        let dictionary = ModelDocument(try schema(spec)).dictionary
        #expect(dictionary.contains("| `holds` | `\(text)` | It holds. |"), "\(dictionary)")
    }
}
