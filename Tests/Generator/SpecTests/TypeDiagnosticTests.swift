import PlumblineSpec
import Testing

@Suite("Types and the rules on one value")
struct TypeDiagnosticTests {
    @Test("A mistake is told at its place", arguments: cases)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    static let cases = [
        DiagnosticCase(
            "limits of times",
            fields: """
                a: { type: date, min: 2023-02-29 }
                b: { type: date, min: 5, max: 2026-01-01T00:00:00Z }
                c: { type: timestamp, max: 2026-01-01T00:00:00 }
                d: { type: time, min: 09:00:00, max: 08:00:00 }
                e: { type: interval, min: P1M, max: 60 }
                f: { type: boolean, min: 09:00:00 }
                g: { type: range, of: date, min: 2026-01-01 }
                h: { type: integer, max: 2026-01-01 }
                """,
            report: """
                a.yaml:13:29: error: 'min' is a date, such as 2026-11-21, not '2023-02-29'. [PL0105]
                      a: { type: date, min: 2023-02-29 }
                                            ^~~~~~~~~~
                a.yaml:14:29: error: 'min' is a date, such as 2026-11-21, not '5'. [PL0105]
                      b: { type: date, min: 5, max: 2026-01-01T00:00:00Z }
                                            ^
                a.yaml:14:37: error: 'max' is a date, such as 2026-11-21, not '2026-01-01T00:00:00Z'. [PL0105]
                      b: { type: date, min: 5, max: 2026-01-01T00:00:00Z }
                                                    ^~~~~~~~~~~~~~~~~~~~
                a.yaml:15:34: error: 'max' is a time with date and offset, such as 2026-11-21T09:00:00Z, not '2026-01-01T00:00:00'. [PL0105]
                      c: { type: timestamp, max: 2026-01-01T00:00:00 }
                                                 ^~~~~~~~~~~~~~~~~~~
                a.yaml:16:29: error: No value is at least 09:00:00 and at most 08:00:00. [PL0402]
                      d: { type: time, min: 09:00:00, max: 08:00:00 }
                                            ^~~~~~~~
                a.yaml:17:33: error: 'min' is a duration without years and months, such as PT1H30M, not 'P1M'. [PL0105]
                      e: { type: interval, min: P1M, max: 60 }
                                                ^~~
                a.yaml:17:43: error: 'max' is a duration without years and months, such as PT1H30M, not '60'. [PL0105]
                      e: { type: interval, min: P1M, max: 60 }
                                                          ^~
                a.yaml:18:32: error: 'min' does not fit the type boolean. [PL0401]
                      f: { type: boolean, min: 09:00:00 }
                                               ^~~~~~~~
                fix: Remove it.
                a.yaml:19:40: error: 'min' does not fit the type range. [PL0401]
                      g: { type: range, of: date, min: 2026-01-01 }
                                                       ^~~~~~~~~~
                fix: Remove it.
                a.yaml:20:32: error: 'max' is a number, such as 5 or 0.25, not '2026-01-01'. [PL0105]
                      h: { type: integer, max: 2026-01-01 }
                                               ^~~~~~~~~~
                """
        ),
        DiagnosticCase(
            "limits that loosen those of a named type",
            spec: """
                types:
                  Recent: { base: date, min: 2020-01-01 }
                entities:
                  Note:
                    fields:
                      day: { type: Recent, min: 2019-12-31, max: 2030-01-01 }
                """,
            report: """
                a.yaml:6:33: error: A field can tighten the rules of its type, but not loosen them: the type says 2020-01-01. [PL0401]
                      day: { type: Recent, min: 2019-12-31, max: 2030-01-01 }
                                                ^~~~~~~~~~
                fix: Use another type.
                """
        ),
        DiagnosticCase(
            "a misspelt type",
            fields: "n: txet",
            report: """
                a.yaml:13:10: error: There is no type 'txet'. [PL0301]
                      n: txet
                         ^~~~
                fix: Did you mean 'text'?
                """
        ),
        DiagnosticCase(
            "a misspelt type, before where it is stored",
            fields: "n: { type: Adress, storage: jsonb }",
            report: """
                a.yaml:13:18: error: There is no type 'Adress'. [PL0301]
                      n: { type: Adress, storage: jsonb }
                                 ^~~~~~
                fix: The language has: array, bigint, boolean, bytes, citext, date, decimal, float, inet, integer, interval, json, password, range, smallint, text, time, timestamp, uuid.
                """
        ),
        DiagnosticCase(
            "a type of another language",
            fields: """
                n: string
                m: datetime
                """,
            report: """
                a.yaml:13:10: error: There is no type 'string'. [PL0301]
                      n: string
                         ^~~~~~
                fix: Write 'text'.
                a.yaml:14:10: error: There is no type 'datetime'. [PL0301]
                      m: datetime
                         ^~~~~~~~
                fix: Write 'timestamp'.
                """
        ),
        DiagnosticCase(
            "an entity as a type",
            fields: "n: User",
            report: """
                a.yaml:13:10: error: There is no type 'User'. [PL0301]
                      n: User
                         ^~~~
                fix: Write 'to: User' for a relation to that entity.
                """
        ),
        DiagnosticCase(
            "an enum as a relation",
            fields: "n: { to: Mood }",
            report: """
                a.yaml:13:16: error: There is no entity 'Mood'. [PL0302]
                      n: { to: Mood }
                               ^~~~
                fix: Write 'type: Mood' for a value of that type.
                """
        ),
        DiagnosticCase(
            "an unknown entity",
            fields: "n: { to: Usr }",
            report: """
                a.yaml:13:16: error: There is no entity 'Usr'. [PL0302]
                      n: { to: Usr }
                               ^~~
                fix: Did you mean 'User'?
                """
        ),
        DiagnosticCase(
            "an unknown format",
            fields: "n: { type: text, format: emial }",
            report: """
                a.yaml:13:32: error: 'format' cannot be 'emial'. [PL0105]
                      n: { type: text, format: emial }
                                               ^~~~~
                fix: Did you mean 'email'?
                """
        ),
        DiagnosticCase(
            "a length of a number",
            fields: "n: { type: integer, max_length: 4 }",
            report: """
                a.yaml:13:39: error: 'max_length' does not fit the type integer. [PL0401]
                      n: { type: integer, max_length: 4 }
                                                      ^
                fix: Write 'max' for the greatest number.
                """
        ),
        DiagnosticCase(
            "a range of a text",
            fields: "n: { type: text, min: 4 }",
            report: """
                a.yaml:13:29: error: 'min' does not fit the type text. [PL0401]
                      n: { type: text, min: 4 }
                                            ^
                fix: Write 'min_length' for the least length.
                """
        ),
        DiagnosticCase(
            "an empty range",
            fields: """
                n: { type: integer, min: 5, max: 2 }
                m: { type: text, min_length: 5, max_length: 2 }
                """,
            report: """
                a.yaml:13:32: error: No number is at least 5 and at most 2. [PL0402]
                      n: { type: integer, min: 5, max: 2 }
                                               ^
                a.yaml:14:36: error: No text is at least 5 and at most 2 characters long. [PL0402]
                      m: { type: text, min_length: 5, max_length: 2 }
                                                   ^
                """
        ),
        DiagnosticCase(
            "a bound beyond the type",
            fields: "n: { type: integer, max: 3000000000 }",
            report: """
                a.yaml:13:32: error: An integer has 32 bits, so it is from -2147483648 to 2147483647. [PL0401]
                      n: { type: integer, max: 3000000000 }
                                               ^~~~~~~~~~
                fix: Use the type 'bigint'.
                """
        ),
        DiagnosticCase(
            "arrays of nothing, of arrays, and with rules on their items",
            fields: """
                a: array
                b: { type: array, of: array }
                c: { type: array, of: text, max_length: 3 }
                d: { type: array, of: text, min_items: 3, max_items: 2 }
                e: { type: text, max_items: 3 }
                f: { type: array, of: text, unique: true }
                """,
            report: """
                a.yaml:13:10: error: An array says what it holds. [PL0103]
                      a: array
                         ^~~~~
                fix: Add 'of:' and the type of its items.
                a.yaml:14:29: error: An array cannot hold values of the type array. [PL0401]
                      b: { type: array, of: array }
                                            ^~~~~
                fix: Make an entity of what it holds, with a relation to this one.
                a.yaml:15:47: error: 'max_length' does not fit the type array. [PL0401]
                      c: { type: array, of: text, max_length: 3 }
                                                              ^
                fix: Give the items a named type with that rule: 'of: Name'.
                a.yaml:16:46: error: No list has at least 3 and at most 2 items. [PL0402]
                      d: { type: array, of: text, min_items: 3, max_items: 2 }
                                                             ^
                a.yaml:17:35: error: 'max_items' does not fit the type text. [PL0401]
                      e: { type: text, max_items: 3 }
                                                  ^
                fix: Remove it.
                a.yaml:18:7: error: A field of the type array cannot be unique. [PL0401]
                      f: { type: array, of: text, unique: true }
                      ^
                fix: Remove 'unique'.
                """
        ),
        DiagnosticCase(
            "ranges of nothing and of what has no order",
            fields: """
                a: range
                b: { type: range, of: text }
                c: { type: range, of: date, min: 3 }
                d: { type: range, of: date, default: 3 }
                """,
            report: """
                a.yaml:13:10: error: A range says what its ends are. [PL0103]
                      a: range
                         ^~~~~
                fix: Say 'of:' and one of integer, bigint, decimal, timestamp, date.
                a.yaml:14:29: error: A range cannot have ends of the type text. [PL0401]
                      b: { type: range, of: text }
                                            ^~~~
                fix: Say 'of:' and one of integer, bigint, decimal, timestamp, date.
                a.yaml:15:40: error: 'min' does not fit the type range. [PL0401]
                      c: { type: range, of: date, min: 3 }
                                                       ^
                fix: Remove it.
                a.yaml:16:44: error: A field of the type range has no default. [PL0403]
                      d: { type: range, of: date, default: 3 }
                                                           ^
                fix: Remove it.
                """
        ),
        DiagnosticCase(
            "a bound beyond the small type, and a default beyond it",
            fields: """
                n: { type: smallint, min: -40000 }
                m: { type: smallint, default: 40000 }
                """,
            report: """
                a.yaml:13:33: error: A smallint has 16 bits, so it is from -32768 to 32767. [PL0401]
                      n: { type: smallint, min: -40000 }
                                                ^~~~~~
                fix: Use the type 'integer'.
                a.yaml:14:37: error: The default does not fit into 16 bits. [PL0403]
                      m: { type: smallint, default: 40000 }
                                                    ^~~~~
                """
        ),
        DiagnosticCase(
            "a decimal without digits",
            fields: """
                n: decimal
                m: { type: decimal, precision: 4, scale: 5 }
                """,
            report: """
                a.yaml:13:10: error: A decimal says how many digits it has. [PL0103]
                      n: decimal
                         ^~~~~~~
                fix: Add 'precision:' for all its digits and 'scale:' for those after the point.
                a.yaml:14:48: error: The scale of a decimal is from 0 to its precision, 4. [PL0401]
                      m: { type: decimal, precision: 4, scale: 5 }
                                                               ^
                """
        ),
        DiagnosticCase(
            "a field that loosens its type",
            spec: """
                types:
                  Name: { base: text, max_length: 10 }
                entities:
                  One: { fields: { n: { type: Name, max_length: 20 } } }
                """,
            report: """
                a.yaml:4:49: error: A field can tighten the rules of its type, but not loosen them: the type says 10. [PL0401]
                  One: { fields: { n: { type: Name, max_length: 20 } } }
                                                                ^~
                fix: Use another type.
                """
        ),
        DiagnosticCase(
            "a unique field that cannot be compared",
            fields: "n: { type: json, unique: true }",
            report: """
                a.yaml:13:7: error: A field of the type json cannot be unique. [PL0401]
                      n: { type: json, unique: true }
                      ^
                fix: Remove 'unique'.
                """
        ),
        DiagnosticCase(
            "an unknown trait",
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
                      n: text
                    traits: [timestamp]
                """,
            report: """
                a.yaml:14:14: error: There is no trait 'timestamp'. [PL0306]
                    traits: [timestamp]
                             ^~~~~~~~~
                fix: Did you mean 'timestamps'?
                """
        ),
    ]
}
