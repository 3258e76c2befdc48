import PlumblineSchema
import PlumblineSpec
import Testing

@Suite("Generated and computed fields, sequences and traits")
struct DerivedFieldTests {
    private func entity(_ fields: String) throws -> Entity {
        let spec = "sequences: { number: { start: 100 } }\nentities:\n  Note:\n    fields:\n" + fields
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        #expect(result.diagnostics.map(\.description) == [])
        return try #require(result.schema?.entity("Note"))
    }

    @Test("A generated field is never given, and has a column")
    func generated() throws {
        let note = try entity(
            """
                  a: integer
                  b: { type: bigint, generated: a * 2 }
            """
        )
        let field = try #require(note.field("b"))
        let product = Expression.binary(.multiply, .field("a"), .literal(.integer(2)))
        #expect(field.derivation == .generated(product))
        #expect(!field.isCreatable && !field.isUpdatable)
        #expect(note.storedFields.map(\.name) == ["id", "a", "b"])
    }

    @Test("A computed field is null where what it reads can be, and has no column")
    func computed() throws {
        let note = try entity(
            """
                  a: { type: integer, optional: true }
                  parent: { to: Note, optional: true }
                  b: { type: boolean, computed: a is null }
                  c: { type: integer, computed: a + 1 }
                  d: { type: text, computed: "'x'" }
                  e: { type: text, computed: parent.d_stored }
                  f: { type: text, computed: { sql: "upper(this.d_stored)" } }
                  d_stored: text
            """
        )
        #expect(note.fields.filter { !$0.isStored }.map(\.isOptional) == [false, true, false, true, true])
        #expect(note.storedFields.map(\.name) == ["id", "a", "parent", "d_stored"])
    }

    @Test(
        "A field in Swift lists what it is computed from, may be null, and is neither filtered nor ordered by"
    )
    func swift() throws {
        let note = try entity(
            """
                  a: text
                  price: Money
                  b: { type: text, optional: true, computed: { swift: [a, price.amount, id] } }
                  c: { type: json, computed: { swift: [a] } }
            """
        )
        #expect(note.field("b")?.derivation == .swift(["a", "price_amount", "id"]))
        #expect(note.fields.filter { !$0.isStored }.map(\.isOptional) == [true, false])
        #expect(note.field("b")?.isFilterable == false && note.field("b")?.isOrderable == false)
    }

    @Test("What Swift cannot compute is told at its place")
    func wrongSources() {
        let mistake = DiagnosticCase(
            "fields in Swift",
            fields: """
                a: text
                b: { type: text, computed: a }
                c: { type: text, computed: { swift: [] } }
                d: { type: text, computed: { swift: [a, x, a, b] } }
                e: { type: text, computed: { swift: [a], sql: this.a } }
                f: { type: range, of: date, computed: { swift: [a] } }
                g: { type: text, max_length: 4, computed: { swift: [a] } }
                h: { type: text, generated: d }
                """,
            report: """
                a.yaml:15:24: error: 'swift' lists the fields that 'c' is computed from, and here is none. [PL0142]
                      c: { type: text, computed: { swift: [] } }
                                       ^~~~~~~~
                fix: List at least one, such as the key: 'swift: [id]'.
                a.yaml:16:47: error: Note has no field 'x'. [PL0303]
                      d: { type: text, computed: { swift: [a, x, a, b] } }
                                                              ^
                fix: Did you mean 'a'?
                a.yaml:16:50: error: 'a' is listed twice. [PL0203]
                      d: { type: text, computed: { swift: [a, x, a, b] } }
                                                                 ^
                fix: Remove one.
                a.yaml:16:53: error: 'd' cannot be computed from 'b', which is computed itself. [PL0142]
                      d: { type: text, computed: { swift: [a, x, a, b] } }
                                                                    ^
                fix: List stored fields; the rest Swift can read for itself.
                a.yaml:17:36: error: The computation of the field 'e' has both 'sql' and 'swift'. [PL0104]
                      e: { type: text, computed: { swift: [a], sql: this.a } }
                                                   ^~~~~
                fix: Write an SQL expression under 'sql', or list under 'swift' the fields that Swift needs.
                a.yaml:18:35: error: Swift computes no field of the type range. [PL0142]
                      f: { type: range, of: date, computed: { swift: [a] } }
                                                  ^~~~~~~~
                fix: Compute each end in a field of its own.
                a.yaml:19:24: error: The field 'g' has both 'computed' and 'max_length'. [PL0104]
                      g: { type: text, max_length: 4, computed: { swift: [a] } }
                                       ^~~~~~~~~~
                fix: Remove it: a computed field is not stored.
                a.yaml:20:35: error: 'd' is computed when it is read, so no expression can use it. [PL0503]
                      h: { type: text, generated: d }
                                                  ^
                """
        )
        #expect(mistake.found == mistake.report)
    }

    @Test("A text's default is the text, or an expression that is marked as one")
    func textDefaults() throws {
        let note = try entity(
            """
                  a: { type: text, default: now }
                  b: { type: text, default: { expression: lower(a) } }
                  n: { type: bigint, default: next(number) }
                  u: { type: uuid, default: uuid_v4() }
            """
        )
        #expect(note.field("a")?.defaultValue == .literal(.text("now")))
        #expect(note.field("b")?.defaultValue == .call(.lower, [.field("a")]))
        #expect(note.field("n")?.defaultValue == .call(.next, [.literal(.text("number"))]))
        #expect(note.field("u")?.defaultValue == .call(.uuidV4, []))
    }

    @Test("A trait's fields, rules and rights are those of the entities that use it, and keep its place")
    func traits() throws {
        let traits = """
            traits:
              Counted:
                traits: [version]
                fields: { count: { type: integer, default: 0 } }
                rules: { count_is_positive: { check: count >= 0, message: Not below nothing. } }
                indexes: [{ fields: [count] }]
                access: { read: everyone }
            """
        let note = """
            entities:
              Note:
                traits: [Counted, version]
                fields: { title: text }
            """
        let files = [SpecFile(path: "a.yaml", text: note), SpecFile(path: "b.yaml", text: traits)]
        let result = SpecReader.read(files, name: "test")
        #expect(result.diagnostics.map(\.description) == [])
        let entity = try #require(result.schema?.entity("Note"))
        #expect(entity.fields.map(\.name) == ["id", "title", "count", "version"])
        #expect(entity.field("count")?.origin == Origin("b.yaml", 4))
        #expect(entity.rules.map(\.constraint) == ["notes_count_is_positive"])
        #expect(entity.indexes.map(\.name) == ["notes_count_idx"])
        #expect(entity.access.read == .literal(.boolean(true)))
        #expect(entity.access.create == .literal(.boolean(false)))
    }

    @Test("A mistake is told at its place", arguments: mistakes)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    static let mistakes = [
        DiagnosticCase(
            "a generated field that depends on more than the row",
            fields: """
                a: { type: timestamp, generated: now() }
                b: { type: timestamp, generated: a + days(1) }
                c: timestamp
                d: { type: timestamp, generated: c + days(1) }
                """,
            report: """
                a.yaml:13:40: error: A generated value cannot depend on the time. [PL0503]
                      a: { type: timestamp, generated: now() }
                                                       ^~~~~
                a.yaml:14:40: error: 'a' is generated as well, and PostgreSQL generates no column from another such one. [PL0503]
                      b: { type: timestamp, generated: a + days(1) }
                                                       ^
                fix: Write out what 'a' is generated from.
                a.yaml:16:40: error: A generated value cannot move a timestamp: PostgreSQL keeps no index by it. [PL0503]
                      d: { type: timestamp, generated: c + days(1) }
                                                       ^~~~~~~~~~~
                fix: Compare the difference of two timestamps with a duration.
                """
        ),
        DiagnosticCase(
            "a value from two places",
            fields: """
                a: { type: integer, default: 1, generated: 2 }
                b: { type: integer, optional: true, computed: 2 }
                """,
            report: """
                a.yaml:13:39: error: The field 'a' has both 'default' and 'generated'. [PL0104]
                      a: { type: integer, default: 1, generated: 2 }
                                                      ^~~~~~~~~
                fix: Keep one of them.
                a.yaml:14:27: error: The field 'b' has both 'computed' and 'optional'. [PL0104]
                      b: { type: integer, optional: true, computed: 2 }
                                          ^~~~~~~~
                fix: Remove it: what is computed is null where it must be.
                """
        ),
        DiagnosticCase(
            "a computed field in a rule, and SQL that is not one expression",
            fields: """
                a: { type: integer, computed: 1 }
                b: { type: integer, default: a }
                c: { type: integer, computed: { sql: "1) from users; --" } }
                """,
            report: """
                a.yaml:14:36: error: 'a' is computed when it is read, so no expression can use it. [PL0503]
                      b: { type: integer, default: a }
                                                   ^
                a.yaml:15:44: error: The SQL of a computed field is one expression, but a bracket is closed that is not open. [PL0430]
                      c: { type: integer, computed: { sql: "1) from users; --" } }
                                                           ^~~~~~~~~~~~~~~~~~~
                fix: Write an expression over the row 'this', such as 'this.first_name || this.last_name'.
                """
        ),
        DiagnosticCase(
            "a sequence that nobody declares, and a needless mark",
            fields: """
                a: { type: bigint, default: next(numbers) }
                b: { type: bigint, default: { expression: 1 } }
                """,
            report: """
                a.yaml:13:40: error: There is no sequence 'numbers'. [PL0306]
                      a: { type: bigint, default: next(numbers) }
                                                       ^~~~~~~
                fix: Declare it in one file under 'sequences:'.
                a.yaml:14:49: error: Only a text's default is marked as an expression, since otherwise it is the text itself. [PL0403]
                      b: { type: bigint, default: { expression: 1 } }
                                                                ^
                fix: Write 'default: 1'.
                """
        ),
    ]
}
