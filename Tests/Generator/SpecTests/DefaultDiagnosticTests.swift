import PlumblineSpec
import Testing

@Suite("Defaults")
struct DefaultDiagnosticTests {
    @Test("A mistake is told at its place", arguments: cases)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    static let cases = [
        DiagnosticCase(
            "a value that the enum lacks",
            fields: "n: { type: Mood, default: god }",
            report: """
                a.yaml:13:33: error: 'god' is neither a value of Mood nor a field of Note. [PL0304]
                      n: { type: Mood, default: god }
                                                ^~~
                fix: Did you mean 'good'?
                """
        ),
        DiagnosticCase(
            "a number that breaks the field's range",
            fields: "n: { type: integer, min: 1, default: 0 }",
            report: """
                a.yaml:13:44: error: The default is less than the field's least value, 1. [PL0403]
                      n: { type: integer, min: 1, default: 0 }
                                                           ^
                """
        ),
        DiagnosticCase(
            "a text that breaks the field's length",
            fields: "n: { type: text, min_length: 3, default: ab }",
            report: """
                a.yaml:13:48: error: The default has 2 characters, but the field at least 3. [PL0403]
                      n: { type: text, min_length: 3, default: ab }
                                                               ^~
                """
        ),
        DiagnosticCase(
            "a value of another type",
            fields: """
                n: { type: date, default: now() }
                m: { type: integer, default: 1.5 }
                """,
            report: """
                a.yaml:13:33: error: Expected a date, but 'now()' is a timestamp. [PL0502]
                      n: { type: date, default: now() }
                                                ^~~~~
                a.yaml:14:36: error: Expected a whole number, but '1.5' is a decimal number. [PL0502]
                      m: { type: integer, default: 1.5 }
                                                   ^~~
                """
        ),
        DiagnosticCase(
            "a text of another format",
            fields: "n: { type: text, format: slug, default: A B }",
            report: """
                a.yaml:13:47: error: The default does not have the field's format, 'slug'. [PL0403]
                      n: { type: text, format: slug, default: A B }
                                                              ^~~
                """
        ),
        DiagnosticCase(
            "a circle",
            fields: """
                n: { type: integer, default: m + 1 }
                m: { type: integer, default: n - 1 }
                """,
            report: """
                a.yaml:13:36: error: Defaults go round in a circle: 'n' needs 'm' needs 'n'. [PL0405]
                      n: { type: integer, default: m + 1 }
                                                   ^~~~~
                """
        ),
        DiagnosticCase(
            "a field that nothing can give",
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
                      n: { type: text, access: { write: nobody } }
                      m: { type: text, default: x, access: { write: nobody } }
                    access: { create: everyone }
                """,
            report: """
                a.yaml:13:7: error: Nobody can give 'n', and it has no default, so that no row could be made. [PL0403]
                      n: { type: text, access: { write: nobody } }
                      ^
                fix: Give it a default, make it optional, or let a role write it.
                """
        ),
        DiagnosticCase(
            "a day as a constant",
            fields: "n: { type: date, default: 2026-01-31 }",
            report: """
                a.yaml:13:33: error: The language has no constants of the type date. [PL0403]
                      n: { type: date, default: 2026-01-31 }
                                                ^~~~~~~~~~
                fix: Write an expression over now() or other fields, or leave the default out.
                """
        ),
        DiagnosticCase(
            "a password with a default",
            fields: "n: { type: password, default: secret }",
            report: """
                a.yaml:13:37: error: A field of the type password has no default. [PL0403]
                      n: { type: password, default: secret }
                                                    ^~~~~~
                fix: Remove it.
                """
        ),
        DiagnosticCase(
            "the caller where no caller fits",
            fields: """
                n: { type: uuid, default: me }
                m: { type: boolean, default: role(admin) }
                """,
            report: """
                a.yaml:13:33: error: Expected a UUID, but 'me' is a key of User. [PL0502]
                      n: { type: uuid, default: me }
                                                ^~
                a.yaml:14:36: error: A default cannot depend on the caller's roles. [PL0503]
                      m: { type: boolean, default: role(admin) }
                                                   ^~~~~~~~~~~
                """
        ),
    ]
}
