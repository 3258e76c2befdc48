import PlumblineSpec
import Testing

@Suite("Traits of a spec")
struct TraitDiagnosticTests {
    @Test("A mistake is told at its place", arguments: cases)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    static let cases = [
        DiagnosticCase(
            "two traits with one field, one rule and one right",
            spec: """
                traits:
                  A:
                    fields: { n: integer }
                    rules: { positive: { check: n > 0, message: Positive. } }
                    access: { read: everyone }
                  B:
                    fields: { n: bigint }
                    rules: { positive: { check: n > 1, message: Positive. } }
                    access: { read: nobody }
                entities:
                  Note:
                    traits: [A, B]
                """,
            report: """
                a.yaml:12:17: error: Both the trait 'A' and the trait 'B' say the field 'n'. [PL0110]
                    traits: [A, B]
                                ^
                fix: Remove one of them.
                a.yaml:12:17: error: Both the trait 'A' and the trait 'B' say the rule 'positive'. [PL0110]
                    traits: [A, B]
                                ^
                fix: Remove one of them.
                a.yaml:12:17: error: Both the trait 'A' and the trait 'B' say who may read. [PL0110]
                    traits: [A, B]
                                ^
                fix: Remove one of them.
                """
        ),
        DiagnosticCase(
            "a field of a trait that one of the language adds",
            spec: """
                traits:
                  A:
                    traits: [version]
                    fields: { version: integer }
                entities:
                  Note:
                    traits: [A]
                """,
            report: """
                a.yaml:4:15: error: A field cannot be called 'version': a trait of the entity adds it already. [PL0204]
                    fields: { version: integer }
                              ^~~~~~~
                fix: Remove the field, or the trait.
                """
        ),
        DiagnosticCase(
            "mistakes in a trait that no entity uses",
            spec: """
                traits:
                  A:
                    traits: [Bee]
                    fields: { n: txet }
                    rules: { positive: { check: m > 0, message: Positive. } }
                  Bees:
                    fields: { m: integer }
                entities:
                  Note:
                    traits: [Bees]
                """,
            report: """
                a.yaml:3:14: error: There is no trait 'Bee'. [PL0306]
                    traits: [Bee]
                             ^~~
                fix: Did you mean 'Bees'?
                a.yaml:4:18: error: There is no type 'txet'. [PL0301]
                    fields: { n: txet }
                                 ^~~~
                fix: Did you mean 'text'?
                a.yaml:5:33: error: A has no field 'm'. [PL0303]
                    rules: { positive: { check: m > 0, message: Positive. } }
                                                ^
                """
        ),
    ]
}
