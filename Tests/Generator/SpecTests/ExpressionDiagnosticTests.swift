import PlumblineSpec
import Testing

@Suite("Expressions that have no meaning")
struct ExpressionDiagnosticTests {
    @Test("A mistake is told at its place", arguments: cases)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    static let cases = [
        DiagnosticCase(
            "operators of other languages",
            check: "size == 1",
            report: """
                a.yaml:23:28: error: The language has no '=='. [PL0501]
                      fits: { check: "size == 1", message: It fits. }
                                           ^~
                fix: Write '='.
                """
        ),
        DiagnosticCase(
            "a text without an end",
            check: "note = 'x",
            report: """
                a.yaml:23:30: error: The text that begins here has no end. [PL0501]
                      fits: { check: "note = 'x", message: It fits. }
                                             ^~
                fix: Close it with a single quote.
                """
        ),
        DiagnosticCase(
            "a bracket without an end",
            check: "(size > 1",
            report: """
                a.yaml:23:32: error: Expected ')', but here is the end. [PL0501]
                      fits: { check: "(size > 1", message: It fits. }
                                               ^
                """
        ),
        DiagnosticCase(
            "a chain of comparisons",
            check: "1 < size < 3",
            report: """
                a.yaml:23:32: error: Comparisons cannot be chained. [PL0501]
                      fits: { check: "1 < size < 3", message: It fits. }
                                               ^
                fix: Write two of them with 'and' between.
                """
        ),
        DiagnosticCase(
            "a number with leading zeros",
            check: "size = 012",
            report: """
                a.yaml:23:30: error: The number '012' begins with a zero. [PL0501]
                      fits: { check: "size = 012", message: It fits. }
                                             ^~~
                fix: Leave the leading zeros out.
                """
        ),
        DiagnosticCase(
            "a number that is too great",
            check: "size = 99999999999999999999",
            report: """
                a.yaml:23:30: error: The number '99999999999999999999' is greater than 9223372036854775807, the greatest there is. [PL0501]
                      fits: { check: "size = 99999999999999999999", message: It fits. }
                                             ^~~~~~~~~~~~~~~~~~~~
                """
        ),
        DiagnosticCase(
            "two expressions",
            check: "size > 1 size < 3",
            report: """
                a.yaml:23:32: error: Expected the end, or an operator such as 'and', but here is 'size'. [PL0501]
                      fits: { check: "size > 1 size < 3", message: It fits. }
                                               ^~~~
                """
        ),
        DiagnosticCase(
            "nothing",
            check: "",
            report: """
                a.yaml:23:22: error: The expression is empty. [PL0501]
                      fits: { check: "", message: It fits. }
                                     ^~
                """
        ),
        DiagnosticCase(
            "a comparison with null",
            check: "note = null",
            report: """
                a.yaml:23:23: error: A comparison with null is neither true nor false. [PL0502]
                      fits: { check: "note = null", message: It fits. }
                                      ^~~~~~~~~~~
                fix: Write 'is null'.
                """
        ),
        DiagnosticCase(
            "a comparison of different types",
            check: "note > 1 or starts_at = day or size = price",
            report: """
                a.yaml:23:23: error: '>' compares a text with a whole number. [PL0502]
                      fits: { check: "note > 1 or starts_at = day or size = price", message: It fits. }
                                      ^~~~~~~~
                a.yaml:23:35: error: '=' compares a timestamp with a date. [PL0502]
                      fits: { check: "note > 1 or starts_at = day or size = price", message: It fits. }
                                                  ^~~~~~~~~~~~~~~
                a.yaml:23:54: error: '=' compares a whole number with a decimal number. [PL0502]
                      fits: { check: "note > 1 or starts_at = day or size = price", message: It fits. }
                                                                     ^~~~~~~~~~~~
                """
        ),
        DiagnosticCase(
            "an order of enum values",
            check: "mood > good",
            report: """
                a.yaml:23:23: error: '>' cannot compare a value of Mood. [PL0502]
                      fits: { check: "mood > good", message: It fits. }
                                      ^~~~~~~~~~~
                """
        ),
        DiagnosticCase(
            "a quoted value of an enum",
            check: "mood = 'good'",
            report: """
                a.yaml:23:23: error: '=' compares a value of Mood with a text. [PL0502]
                      fits: { check: "mood = 'good'", message: It fits. }
                                      ^~~~~~~~~~~~~
                fix: Write a value of an enum without quotes: good.
                """
        ),
        DiagnosticCase(
            "an unknown value of an enum",
            check: "mood in [good, bat]",
            report: """
                a.yaml:23:38: error: 'bat' is neither a value of Mood nor a field of Visit. [PL0304]
                      fits: { check: "mood in [good, bat]", message: It fits. }
                                                     ^~~
                fix: Did you mean 'bad'?
                """
        ),
        DiagnosticCase(
            "an unknown field",
            check: "sise > 1",
            report: """
                a.yaml:23:23: error: Visit has no field 'sise'. [PL0303]
                      fits: { check: "sise > 1", message: It fits. }
                                      ^~~~
                fix: Did you mean 'size'?
                """
        ),
        DiagnosticCase(
            "the column of a relation",
            check: "host_id = id",
            report: """
                a.yaml:23:23: error: Visit has no field 'host_id'. [PL0303]
                      fits: { check: "host_id = id", message: It fits. }
                                      ^~~~~~~
                fix: The relation is called 'host'; its value is the key.
                """
        ),
        DiagnosticCase(
            "an unknown function",
            check: "lenght(note) > 1",
            report: """
                a.yaml:23:23: error: There is no function 'lenght'. [PL0306]
                      fits: { check: "lenght(note) > 1", message: It fits. }
                                      ^~~~~~
                fix: Did you mean 'length'?
                """
        ),
        DiagnosticCase(
            "a wrong argument",
            check: "length(size) > 1 and length() > 1",
            report: """
                a.yaml:23:30: error: Expected a text, but 'size' is a whole number. [PL0502]
                      fits: { check: "length(size) > 1 and length() > 1", message: It fits. }
                                             ^~~~
                a.yaml:23:44: error: length() takes one value, but here are 0. [PL0502]
                      fits: { check: "length(size) > 1 and length() > 1", message: It fits. }
                                                           ^~~~~~~~
                """
        ),
        DiagnosticCase(
            "a sum of a time and a number",
            check: "ends_at = starts_at + 5",
            report: """
                a.yaml:23:33: error: '+' has no meaning for a timestamp and a whole number. [PL0502]
                      fits: { check: "ends_at = starts_at + 5", message: It fits. }
                                                ^~~~~~~~~~~~~
                fix: Say the unit: minutes(…), hours(…) or days(…).
                """
        ),
        DiagnosticCase(
            "hours added to a date",
            check: "day = day + hours(1)",
            report: """
                a.yaml:23:29: error: '+' has no meaning for a date and a duration. [PL0502]
                      fits: { check: "day = day + hours(1)", message: It fits. }
                                            ^~~~~~~~~~~~~~
                fix: Only days(…) can move a date.
                """
        ),
        DiagnosticCase(
            "a division by zero",
            check: "size / 0 = 1",
            report: """
                a.yaml:23:30: error: Nothing can be divided by zero. [PL0502]
                      fits: { check: "size / 0 = 1", message: It fits. }
                                             ^
                """
        ),
        DiagnosticCase(
            "a path beyond a value",
            read: "size.x = 1",
            report: """
                a.yaml:22:22: error: 'size' is no relation of Visit, so nothing can follow it. [PL0502]
                    access: { read: "size.x = 1" }
                                     ^~~~
                """
        ),
        DiagnosticCase(
            "a list with a field",
            check: "size in [1, size]",
            report: """
                a.yaml:23:35: error: A list holds constants, but 'size' is none. [PL0502]
                      fits: { check: "size in [1, size]", message: It fits. }
                                                  ^~~~
                fix: Write comparisons with 'or' between.
                """
        ),
        DiagnosticCase(
            "a position in a block scalar",
            entity: """
                access:
                  read: |
                    role(admin)
                      or host.nam = 'x'
                """,
            report: """
                a.yaml:25:19: error: User has no field 'nam'. [PL0303]
                          or host.nam = 'x'
                                  ^~~
                fix: Did you mean 'name'?
                """
        ),
        DiagnosticCase(
            "a position behind an escape",
            entity: "access: { read: 'note = ''it''''s'' or nte = note' }",
            report: """
                a.yaml:22:44: error: Visit has no field 'nte'. [PL0303]
                    access: { read: 'note = ''it''''s'' or nte = note' }
                                                           ^~~
                fix: Did you mean 'note'?
                """
        ),
    ]
}
