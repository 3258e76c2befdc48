import PlumblineSchema
import PlumblineSpec

/// Small specs, as somebody writes and edits them.
enum Specs {
    static let library = """
        enums:
          Genre:
            values:
              novel: Long prose.
              poetry: Verse.
        entities:
          Author:
            fields:
              name: { type: text, max_length: 80 }
          Book:
            doc: Something to read.
            traits: [version]
            fields:
              author: { to: Author, on_delete: cascade }
              title:
                doc: What the cover says.
                type: text
                min_length: 1
                max_length: 200
              genre: { type: Genre, default: novel }
              pages: { type: integer, optional: true, min: 1 }
            rules:
              title_is_unique:
                unique: [author, title]
                message: The author has a book of that title.
            indexes:
              - { fields: [genre] }
        """

    /// The library's spec with a rule over the values of an enum.
    static let ruled = library.replacing(
        "    rules:\n",
        with:
            "    rules:\n      verse_is_short:\n        check: not (genre = poetry) or pages < 100\n        message: Short.\n"
    )

    /// The library's spec with one place edited.
    static func library(replacing old: String, with new: String) -> String {
        library.replacing(old, with: new)
    }

    static func schema(_ yaml: String) throws -> Schema {
        let result = SpecReader.read([SpecFile(path: "spec/library.yaml", text: yaml)], name: "library")
        guard let schema = result.schema else { throw BrokenSpec(diagnostics: result.diagnostics) }
        return schema
    }

    struct BrokenSpec: Error {
        let diagnostics: [Diagnostic]
    }
}
