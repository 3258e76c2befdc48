import PlumblineSchema
import PlumblineSpec
import Testing

@Suite("Rows that belong to the schema")
struct ReferenceRowTests {
    @Test("A row has a key of its own that never changes, and comes after those it points at")
    func rows() throws {
        let spec = """
            entities:
              City:
                fields:
                  country: { to: Country }
                  name: text
                rows:
                  vienna: { country: austria, name: Vienna }
              Country:
                fields:
                  code: { type: text, unique: true }
                  is_open: { type: boolean, default: true }
                rows:
                  austria: { code: AT }
                  norway: { id: 00000000-0000-7000-8000-00000000000A, code: NO, is_open: false }
            """
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        #expect(result.diagnostics.map(\.description) == [])
        let rows = try #require(result.schema?.rows)
        #expect(rows.map(\.name) == ["austria", "vienna", "norway"])
        // SHA-256 of "Country/austria", with the version 8 and the variant of RFC 9562.
        let key = "498a7722-b9b3-8782-9065-7daeb4a7af5a"
        #expect(rows[0].values.map(\.literal) == [.text(key), .text("AT")])
        #expect(rows[1].values.first { $0.field == "country" }?.literal == .text(key))
        #expect(
            rows[2].values.map(\.literal) == [
                .text("00000000-0000-7000-8000-00000000000a"), .text("NO"), .boolean(false),
            ]
        )
    }

    @Test("A mistake is told at its place", arguments: mistakes)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    static let mistakes = [
        DiagnosticCase(
            "values that fields cannot have",
            entity: """
                rows:
                  a b: { size: 1 }
                  one: { sise: 1 }
                  two: { size: many, mood: good }
                  three: { size: [1], host: hosts }
                """,
            report: """
                a.yaml:23:7: error: The name of a row has letters, digits, '-' and '_' only, at most 59. [PL0201]
                      a b: { size: 1 }
                      ^~~
                a.yaml:24:14: error: Visit has no field 'sise'. [PL0303]
                      one: { sise: 1 }
                             ^~~~
                fix: Did you mean 'size'?
                a.yaml:25:20: error: 'many' is no value of the type integer. [PL0432]
                      two: { size: many, mood: good }
                                   ^~~~
                a.yaml:26:22: error: 'size' is a single value, but here is a list. [PL0101]
                      three: { size: [1], host: hosts }
                                     ^
                a.yaml:26:33: error: User has no row 'hosts'. [PL0306]
                      three: { size: [1], host: hosts }
                                                ^~~~~
                fix: A relation names a row under 'rows' of User.
                """
        ),
        DiagnosticCase(
            "rows that break rules",
            spec: """
                entities:
                  Tariff:
                    fields:
                      name: { type: text, max_length: 3, unique: true }
                      low: integer
                      high: { type: integer, default: low + 1 }
                    rules:
                      ordered: { check: high > low, message: High is above low. }
                    rows:
                      one: { name: long, low: 1, high: 2 }
                      two: { name: two, low: 2, high: 1 }
                      three: { name: two, low: 1, high: 2 }
                      four: { name: fou, low: 1 }
                """,
            report: """
                a.yaml:10:20: error: In the row 'one': Name is longer than 3 characters. [PL0432]
                      one: { name: long, low: 1, high: 2 }
                                   ^~~~
                a.yaml:11:7: error: In the row 'two': High is above low. [PL0432]
                      two: { name: two, low: 2, high: 1 }
                      ^~~
                a.yaml:13:7: error: The row 'four' says no 'high', whose default depends on the row or the caller. [PL0432]
                      four: { name: fou, low: 1 }
                      ^~~~
                """
        ),
        DiagnosticCase(
            "rows that are one, or point at themselves",
            spec: """
                entities:
                  Knot:
                    fields:
                      name: { type: text, unique: true }
                      peer: { to: Knot }
                    rows:
                      a: { name: x, peer: b }
                      b: { name: x, peer: a }
                """,
            report: """
                a.yaml:8:7: error: The row 'b' points at itself, directly or through others, so that it could not be made. [PL0432]
                      b: { name: x, peer: a }
                      ^
                a.yaml:8:7: error: The rows 'a' and 'b' agree in name. That name is already taken. [PL0432]
                      b: { name: x, peer: a }
                      ^
                """
        ),
    ]
}
