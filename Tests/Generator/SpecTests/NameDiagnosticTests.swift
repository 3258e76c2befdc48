import PlumblineSpec
import Testing

@Suite("Names")
struct NameDiagnosticTests {
    @Test("A mistake is told at its place", arguments: cases)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    @Test(
        "Words that entities have in their names are in none of those that are made for another",
        arguments: ["Group", "List", "Item", "Number", "Link", "Set", "Field", "Total", "Change", "Type"]
    )
    func words(word: String) {
        let spec = """
            entities:
              User: { fields: { name: text }, access: { read: everyone } }
              User\(word): { fields: { user: { to: User, inverse: others } }, access: { read: everyone } }
            """
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        #expect(result.diagnostics.map(\.message) == [])
    }

    static let cases = [
        DiagnosticCase(
            "two types that are made for different declarations",
            spec: """
                types:
                  FilmLink: { fields: { address: text } }
                enums:
                  FilmMany: { values: { few, more } }
                entities:
                  Film: { fields: { title: text }, access: { read: everyone } }
                  Play: { fields: { title: text }, access: { read: everyone } }
                  PlayNumeric: { fields: { n: integer }, access: { read: everyone } }
                  CreatePlay: { fields: { n: integer }, access: { read: everyone } }
                """,
            report: """
                a.yaml:2:3: error: GraphQL would have two types 'FilmLinkInput', one of them for Film, the other for FilmLink. [PL0205]
                  FilmLink: { fields: { address: text } }
                  ^~~~~~~~
                fix: Choose another name.
                a.yaml:4:3: error: GraphQL would have two types 'FilmManyFilter', one of them for Film, the other for FilmMany. [PL0205]
                  FilmMany: { values: { few, more } }
                  ^~~~~~~~
                fix: Choose another name.
                a.yaml:8:3: error: GraphQL would have two types 'PlayNumericOrder', one of them for Play, the other for PlayNumeric. [PL0205]
                  PlayNumeric: { fields: { n: integer }, access: { read: everyone } }
                  ^~~~~~~~~~~
                fix: Choose another name.
                """
        ),
        DiagnosticCase(
            "roots of GraphQL that are made for rules, beside a query, an entity and each other",
            spec: """
                entities:
                  Book:
                    fields:
                      isbn: { type: text, unique: true }
                      a: text
                      b: text
                      a_and_b: { type: text, unique: true }
                      room: text
                      from: date
                      until: date
                    rules:
                      both: { unique: [a, b], message: There is one. }
                      apart: { no_overlap: [from, until], per: [room], message: Taken. }
                      forward: { check: until > from, message: It goes on. }
                      of_two: { no_overlap: [from, until], per: [a, b], message: Taken. }
                      of_one: { no_overlap: [from, until], per: [a_and_b], message: Taken. }
                      of_two_again: { no_overlap: [from, until], per: [a, b], message: Taken. }
                    access: { read: everyone, gaps: everyone }
                  BookGap:
                    fields: { n: integer }
                    access: { read: everyone }
                queries:
                  book_by_isbn: { returns: Book, access: everyone }
                """,
            report: """
                a.yaml:4:7: error: The query root of GraphQL would have a field 'bookByIsbn' for the rule 'isbn_is_unique' of Book, but the name is taken by the query 'book_by_isbn'. [PL0205]
                      isbn: { type: text, unique: true }
                      ^~~~
                fix: Choose another name for one of the fields, the query, the list or the entity that it is made of.
                a.yaml:12:7: error: The query root of GraphQL would have a field 'bookByAAndB' for the rule 'both' of Book, but the name is taken by the rule 'a_and_b_is_unique' of Book. [PL0205]
                      both: { unique: [a, b], message: There is one. }
                      ^~~~
                fix: Choose another name for one of the fields, the query, the list or the entity that it is made of.
                a.yaml:13:7: error: The query root of GraphQL would have a field 'bookGaps' for the rule 'apart' of Book, but the name is taken by BookGap. [PL0205]
                      apart: { no_overlap: [from, until], per: [room], message: Taken. }
                      ^~~~~
                fix: Choose another name for one of the fields, the query, the list or the entity that it is made of.
                a.yaml:16:7: error: The query root of GraphQL would have a field 'bookGapsByAAndB' for the rule 'of_one' of Book, but the name is taken by the rule 'of_two' of Book. [PL0205]
                      of_one: { no_overlap: [from, until], per: [a_and_b], message: Taken. }
                      ^~~~~~
                fix: Choose another name for one of the fields, the query, the list or the entity that it is made of.
                """
        ),
        DiagnosticCase(
            "a field that is not in snake case",
            fields: "startsAt: timestamp",
            report: """
                a.yaml:13:7: error: The name of a field is written in snake_case, in ASCII letters and digits; 'startsAt' is not. [PL0201]
                      startsAt: timestamp
                      ^~~~~~~~
                fix: Write 'starts_at'.
                """
        ),
        DiagnosticCase(
            "a field that begins with an underscore",
            fields: "_hidden: text",
            report: """
                a.yaml:13:7: error: The name of a field is written in snake_case, in ASCII letters and digits; '_hidden' is not. [PL0201]
                      _hidden: text
                      ^~~~~~~
                fix: Write 'hidden'.
                """
        ),
        DiagnosticCase(
            "an entity that is not in Pascal case",
            spec: """
                entities:
                  log_entry: { fields: { n: text } }
                """,
            report: """
                a.yaml:2:3: error: The name of an entity is written in PascalCase, in ASCII letters and digits; 'log_entry' is not. [PL0201]
                  log_entry: { fields: { n: text } }
                  ^~~~~~~~~
                fix: Write 'LogEntry'.
                """
        ),
        DiagnosticCase(
            "a name that is too long for PostgreSQL",
            fields: "abbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb: text",
            report: """
                a.yaml:13:7: error: The name of a field has at most 59 bytes; this has 60. [PL0202]
                      abbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb: text
                      ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                fix: Shorten it: PostgreSQL cuts longer names.
                """
        ),
        DiagnosticCase(
            "a field called as the key",
            fields: "id: uuid",
            report: """
                a.yaml:13:7: error: A field cannot be called 'id': it is what every entity's key is called. [PL0204]
                      id: uuid
                      ^~
                fix: Remove the field, or make it the key with 'key: id'.
                """
        ),
        DiagnosticCase(
            "a field that a trait adds",
            spec: """
                principal: { entity: User, sign_in: [name], password: secret, role: role }
                enums:
                  Role: { values: { admin, staff } }
                  Mood: { values: { good, bad } }
                entities:
                  User:
                    fields:
                      name: { type: text, unique: true }
                      secret: password
                      role: Role
                  Note:
                    fields:
                      version: integer
                    traits: [version]
                """,
            report: """
                a.yaml:13:7: error: A field cannot be called 'version': a trait of the entity adds it already. [PL0204]
                      version: integer
                      ^~~~~~~
                fix: Remove the field, or the trait.
                """
        ),
        DiagnosticCase(
            "a word of the expression language",
            fields: "me: text",
            report: """
                a.yaml:13:7: error: A field cannot be called 'me': it is a word of the expression language. [PL0204]
                      me: text
                      ^~
                """
        ),
        DiagnosticCase(
            "a column of PostgreSQL",
            fields: "xmin: integer",
            report: """
                a.yaml:13:7: error: PostgreSQL gives every table a column 'xmin' of its own. [PL0204]
                      xmin: integer
                      ^~~~
                fix: Say another name for the column with 'column:'.
                """
        ),
        DiagnosticCase(
            "a field and the key of a relation",
            fields: """
                owner: { to: User }
                owner_id: uuid
                """,
            report: """
                a.yaml:14:7: error: The column 'owner_id' is that of 'owner' already. [PL0205]
                      owner_id: uuid
                      ^~~~~~~~
                fix: Say another name with 'column:'.
                a.yaml:14:7: error: The name 'ownerId' in the APIs is taken by the field 'owner'. [PL0205]
                      owner_id: uuid
                      ^~~~~~~~
                fix: Choose another name.
                """
        ),
        DiagnosticCase(
            "two fields that are one in camel case",
            fields: """
                line_1: text
                line1: text
                """,
            report: """
                a.yaml:14:7: error: The name 'line1' in the APIs is taken by the field 'line_1'. [PL0205]
                      line1: text
                      ^~~~~
                fix: Choose another name.
                """
        ),
        DiagnosticCase(
            "two columns",
            fields: """
                one: text
                two: { type: text, column: one }
                """,
            report: """
                a.yaml:14:34: error: The column 'one' is that of 'one' already. [PL0205]
                      two: { type: text, column: one }
                                                 ^~~
                fix: Say another name with 'column:'.
                """
        ),
        DiagnosticCase(
            "a type of GraphQL",
            spec: """
                entities:
                  Query: { fields: { n: text } }
                  __Type: { fields: { n: text } }
                """,
            report: """
                a.yaml:2:3: error: The APIs or Swift have a type 'Query' of their own. [PL0204]
                  Query: { fields: { n: text } }
                  ^~~~~
                fix: Choose another name.
                a.yaml:3:3: error: The name of an entity is written in PascalCase, in ASCII letters and digits; '__Type' is not. [PL0201]
                  __Type: { fields: { n: text } }
                  ^~~~~~
                fix: Write 'Type'.
                """
        ),
        DiagnosticCase(
            "a type that is made for another entity",
            spec: """
                entities:
                  Order: { fields: { n: text } }
                  OrderConnection: { fields: { n: text } }
                """,
            report: """
                a.yaml:3:3: error: GraphQL has a type 'OrderConnection' already: it is made for Order. [PL0205]
                  OrderConnection: { fields: { n: text } }
                  ^~~~~~~~~~~~~~~
                fix: Choose another name.
                """
        ),
        DiagnosticCase(
            "an enum and an entity",
            spec: """
                enums:
                  Mood: { values: { good } }
                entities:
                  Mood: { fields: { n: text } }
                """,
            report: """
                a.yaml:4:3: error: The name 'Mood' is taken already, at a.yaml:2. [PL0203]
                  Mood: { fields: { n: text } }
                  ^~~~
                fix: Types, enums, traits, entities and unions need names of their own.
                """
        ),
        DiagnosticCase(
            "one and many that are one word",
            spec: """
                entities:
                  Sheep: { plural: sheep, fields: { n: text } }
                """,
            report: """
                a.yaml:2:20: error: In the query root of GraphQL, one and many of Sheep would both be called 'sheep'. [PL0205]
                  Sheep: { plural: sheep, fields: { n: text } }
                                   ^~~~~
                fix: Say another plural with 'plural:', or rename the entity.
                """
        ),
        DiagnosticCase(
            "two entities with one table",
            spec: """
                entities:
                  One: { table: rows, fields: { n: text } }
                  Two: { table: rows, fields: { n: text } }
                """,
            report: """
                a.yaml:3:17: error: The table 'rows' is that of One already. [PL0205]
                  Two: { table: rows, fields: { n: text } }
                                ^~~~
                fix: Say another name with 'table:'.
                """
        ),
        DiagnosticCase(
            "two values of an enum that are one in Swift",
            spec: """
                enums:
                  Line: { values: { a_1, a1 } }
                entities:
                  One: { fields: { n: text } }
                """,
            report: """
                a.yaml:2:26: error: In Swift, 'a1' and 'a_1' would both be called 'a1'. [PL0205]
                  Line: { values: { a_1, a1 } }
                                         ^~
                fix: Choose another name.
                """
        ),
        DiagnosticCase(
            "a rule that is called as a constraint of a field",
            entity: """
                rules:
                  mood_enum: { check: size > 1, message: It fits. }
                """,
            report: """
                a.yaml:23:7: error: In the database, the rule 'mood_enum' would be called 'visits_mood_enum', which is taken by a rule of 'mood'. [PL0205]
                      mood_enum: { check: size > 1, message: It fits. }
                      ^~~~~~~~~
                fix: Choose another name.
                """
        ),
    ]
}
