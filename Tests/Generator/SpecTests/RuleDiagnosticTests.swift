import PlumblineSpec
import Testing

@Suite("Rules and indexes")
struct RuleDiagnosticTests {
    @Test("A mistake is told at its place", arguments: cases)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    static let cases = [
        DiagnosticCase(
            "a rule without a message",
            entity: """
                rules:
                  fits: { check: size > 1 }
                """,
            report: """
                a.yaml:23:7: error: The rule 'fits' has no 'message'. [PL0103]
                      fits: { check: size > 1 }
                      ^~~~
                fix: Say as a sentence what a client is told when it is broken.
                """
        ),
        DiagnosticCase(
            "a rule with an empty message",
            entity: """
                rules:
                  fits: { check: size > 1, message: '' }
                """,
            report: """
                a.yaml:23:41: error: The message of 'fits' is empty. [PL0601]
                      fits: { check: size > 1, message: '' }
                                                        ^~
                fix: Say as a sentence what a client is told when it is broken.
                """
        ),
        DiagnosticCase(
            "a rule that demands nothing",
            entity: """
                rules:
                  fits: { message: It fits. }
                """,
            report: """
                a.yaml:23:7: error: The rule 'fits' has no 'check', 'unique' or 'no_overlap'. [PL0103]
                      fits: { message: It fits. }
                      ^~~~
                fix: Say one of 'check', 'unique' and 'no_overlap'.
                """
        ),
        DiagnosticCase(
            "a rule that demands two things",
            entity: """
                rules:
                  fits: { check: size > 1, unique: [size], message: It fits. }
                """,
            report: """
                a.yaml:23:32: error: The rule 'fits' has both 'check' and 'unique'. [PL0104]
                      fits: { check: size > 1, unique: [size], message: It fits. }
                                               ^~~~~~
                fix: Say one of 'check', 'unique' and 'no_overlap'.
                """
        ),
        DiagnosticCase(
            "a code that is none",
            entity: """
                rules:
                  fits: { check: size > 1, message: It fits., code: slot-taken }
                """,
            report: """
                a.yaml:23:57: error: The code of a rule is written in SCREAMING_SNAKE_CASE, in ASCII letters and digits; 'slot-taken' is not. [PL0201]
                      fits: { check: size > 1, message: It fits., code: slot-taken }
                                                                        ^~~~~~~~~~
                fix: Write 'SLOT_TAKEN'.
                """
        ),
        DiagnosticCase(
            "a code that the APIs use",
            entity: """
                rules:
                  fits: { check: size > 1, message: It fits., code: NOT_FOUND }
                """,
            report: """
                a.yaml:23:57: error: The code 'NOT_FOUND' has a meaning of its own in the APIs. [PL0204]
                      fits: { check: size > 1, message: It fits., code: NOT_FOUND }
                                                                        ^~~~~~~~~
                fix: Choose a code that says what this rule is about.
                """
        ),
        DiagnosticCase(
            "an unknown field of a unique rule",
            entity: """
                rules:
                  fits: { unique: [host_id, sise], message: It fits. }
                """,
            report: """
                a.yaml:23:24: error: Visit has no field 'host_id'. [PL0303]
                      fits: { unique: [host_id, sise], message: It fits. }
                                       ^~~~~~~
                fix: The relation is called 'host'.
                a.yaml:23:33: error: Visit has no field 'sise'. [PL0303]
                      fits: { unique: [host_id, sise], message: It fits. }
                                                ^~~~
                fix: Did you mean 'size'?
                """
        ),
        DiagnosticCase(
            "a field twice",
            entity: """
                rules:
                  fits: { unique: [size, size], message: It fits. }
                """,
            report: """
                a.yaml:23:30: error: A unique rule lists 'size' twice. [PL0203]
                      fits: { unique: [size, size], message: It fits. }
                                             ^~~~
                fix: Remove one of them.
                """
        ),
        DiagnosticCase(
            "an overlap of numbers",
            entity: """
                rules:
                  fits: { no_overlap: [size, ends_at], message: It fits. }
                """,
            report: """
                a.yaml:23:28: error: 'no_overlap' is about timestamps or dates, but 'size' has the type integer. [PL0601]
                      fits: { no_overlap: [size, ends_at], message: It fits. }
                                           ^~~~
                """
        ),
        DiagnosticCase(
            "an overlap of mixed types",
            entity: """
                rules:
                  fits: { no_overlap: [starts_at, day], message: It fits. }
                """,
            report: """
                a.yaml:23:39: error: Both ends of a range have the same type. [PL0601]
                      fits: { no_overlap: [starts_at, day], message: It fits. }
                                                      ^~~
                """
        ),
        DiagnosticCase(
            "an overlap of one field",
            entity: """
                rules:
                  fits: { no_overlap: [starts_at], message: It fits. }
                """,
            report: """
                a.yaml:23:28: error: 'no_overlap' lists a range, or a start and an end, but 'starts_at' has the type timestamp. [PL0601]
                      fits: { no_overlap: [starts_at], message: It fits. }
                                           ^~~~~~~~~
                fix: Name the field of the other end too.
                """
        ),
        DiagnosticCase(
            "an overlap without an order",
            entity: """
                rules:
                  fits: { no_overlap: [starts_at, ends_at], message: It fits. }
                """,
            report: """
                a.yaml:23:15: error: No rule says that 'ends_at' is after 'starts_at', so that there may be ranges that cannot be compared. [PL0601]
                      fits: { no_overlap: [starts_at, ends_at], message: It fits. }
                              ^~~~~~~~~~
                fix: Add a rule with 'check: ends_at > starts_at'.
                """
        ),
        DiagnosticCase(
            "a check that crosses a relation",
            check: "host.name = 'x'",
            report: """
                a.yaml:23:23: error: A check cannot cross a relation. [PL0503]
                      fits: { check: "host.name = 'x'", message: It fits. }
                                      ^~~~~~~~~
                fix: Only the form 'relation.field = field' may cross one.
                """
        ),
        DiagnosticCase(
            "a check of an enum across a relation",
            check: "host.role = admin",
            report: """
                a.yaml:23:23: error: A check cannot cross a relation. [PL0503]
                      fits: { check: "host.role = admin", message: It fits. }
                                      ^~~~~~~~~
                fix: Only the form 'relation.field = field' may cross one.
                """
        ),
        DiagnosticCase(
            "a check on the caller and the time",
            check: "host = me or starts_at > now()",
            report: """
                a.yaml:23:30: error: A check cannot use 'me'. [PL0503]
                      fits: { check: "host = me or starts_at > now()", message: It fits. }
                                             ^~
                a.yaml:23:48: error: A check cannot depend on the time. [PL0503]
                      fits: { check: "host = me or starts_at > now()", message: It fits. }
                                                               ^~~~~
                """
        ),
        DiagnosticCase(
            "an index of a JSON field",
            entity: """
                indexes:
                  - { fields: [data] }
                """,
            report: """
                a.yaml:23:20: error: An index of the kind btree cannot hold JSON. [PL0602]
                      - { fields: [data] }
                                   ^~~~
                fix: Say 'using: gin'.
                """
        ),
        DiagnosticCase(
            "an index of nothing",
            entity: """
                indexes:
                  - { fields: [] }
                """,
            report: """
                a.yaml:23:11: error: An index lists at least one field. [PL0602]
                      - { fields: [] }
                          ^~~~~~
                """
        ),
        DiagnosticCase(
            "an index twice",
            entity: """
                indexes:
                  - { fields: [size] }
                  - { fields: [size] }
                """,
            report: """
                a.yaml:24:9: error: The index at a.yaml:23 is over the same fields. [PL0602]
                      - { fields: [size] }
                        ^
                fix: Keep one of them, or give one a name of its own with 'name:'.
                """
        ),
        DiagnosticCase(
            "a condition that moves a timestamp",
            entity: """
                indexes:
                  - { fields: [size], when: starts_at + hours(1) > ends_at }
                """,
            report: """
                a.yaml:23:33: error: A condition cannot move a timestamp: PostgreSQL keeps no index by it. [PL0503]
                      - { fields: [size], when: starts_at + hours(1) > ends_at }
                                                ^~~~~~~~~~~~~~~~~~~~
                fix: Compare the difference of two timestamps with a duration.
                """
        ),
        DiagnosticCase(
            "a condition on the caller",
            entity: """
                indexes:
                  - { fields: [size], when: host = me }
                """,
            report: """
                a.yaml:23:40: error: A condition cannot use 'me'. [PL0503]
                      - { fields: [size], when: host = me }
                                                       ^~
                """
        ),
    ]
}
