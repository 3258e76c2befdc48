import PlumblineSchema
import PlumblineSpec
import Testing

@Suite("What is deprecated or renamed")
struct LifeDiagnosticTests {
    @Test("A mistake is told with what to do", arguments: cases)
    func mistakes(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    static let cases = [
        DiagnosticCase(
            "a word that is no sentence",
            fields: "title: { type: text, deprecated: true }",
            report: """
                a.yaml:13:40: error: 'deprecated' tells users of 'title' what to do. [PL0105]
                      title: { type: text, deprecated: true }
                                                       ^~~~
                fix: Write a sentence, or 'use:', 'since:' and 'remove_after:'.
                """
        ),
        DiagnosticCase(
            "no such field to use instead",
            fields: "title: text\nname: { type: text, deprecated: { use: titel } }",
            report: """
                a.yaml:14:46: error: There is no field 'titel' to use instead. [PL0306]
                      name: { type: text, deprecated: { use: titel } }
                                                             ^~~~~
                fix: Did you mean 'title'?
                """
        ),
        DiagnosticCase(
            "a day that the calendar does not have",
            fields: "name: { type: text, deprecated: { remove_after: 2026-02-30 } }",
            report: """
                a.yaml:13:55: error: 'remove_after' is a day such as 2026-12-31, not '2026-02-30'. [PL0105]
                      name: { type: text, deprecated: { remove_after: 2026-02-30 } }
                                                                      ^~~~~~~~~~
                """
        ),
        DiagnosticCase(
            "two fields with one former name",
            fields:
                "title: { type: text, renamed_from: name }\nlabel: { type: text, renamed_from: name }",
            report: """
                a.yaml:14:42: error: 'title' says that it was 'name' already. [PL0121]
                      label: { type: text, renamed_from: name }
                                                         ^~~~
                fix: Only one of them can have been; remove the other 'renamed_from'.
                """
        ),
    ]

    @Test("What was to be removed is warned of on the day after, and never without a day")
    func removal() {
        let spec = """
            entities:
              Note:
                fields:
                  text: text
                  old: { type: text, deprecated: { remove_after: 2026-06-30 } }
            """
        func codes(_ today: String?) -> [String] {
            let file = SpecFile(path: "a.yaml", text: spec)
            return SpecReader.read([file], name: "test", today: today).diagnostics.map(\.code)
        }
        #expect(codes(nil) == [])
        #expect(codes("2026-06-30") == [])
        #expect(codes("2026-07-01") == ["PL0120"])
    }

    @Test("Entities, fields and values carry what the spec says")
    func model() throws {
        let spec = """
            enums:
              Kind:
                values:
                  short: Under a page.
                  brief: { doc: Old word., deprecated: { use: short }, renamed_from: quick }
            entities:
              Note:
                renamed_from: Memo
                deprecated: Write letters.
                fields:
                  kind: { type: Kind, renamed_from: sort, deprecated: { since: 1.2 } }
            """
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        let schema = try #require(result.schema, "\(result.diagnostics)")
        let note = try #require(schema.entity("Note"))
        #expect(note.renamedFrom == "Memo")
        #expect(note.deprecationReason == "Write letters.")
        let kind = try #require(note.field("kind"))
        #expect(kind.renamedFrom == "sort")
        #expect(kind.deprecationReason == "Deprecated since 1.2.")
        let value = try #require(schema.enumType("Kind")?.value("brief"))
        #expect(value.doc == "Old word.")
        #expect(value.renamedFrom == "quick")
        #expect(value.deprecationReason { $0.uppercased() } == "Use SHORT.")
    }

    @Test("A value object that was renamed is one mistake, however many values it has")
    func renamedObject() {
        let spec = """
            types:
              Seat: { fields: { row: text, number: integer } }
            entities:
              Ticket:
                fields:
                  seat: { type: Seat, renamed_from: place }
            """
        let file = SpecFile(path: "a.yaml", text: spec)
        #expect(SpecReader.read([file], name: "test").diagnostics.map(\.code) == ["PL0104"])
    }
}
