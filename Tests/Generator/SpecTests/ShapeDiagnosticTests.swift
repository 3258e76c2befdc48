import PlumblineSpec
import Testing

@Suite("The shape of a spec")
struct ShapeDiagnosticTests {
    @Test("A mistake is told at its place", arguments: cases)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    static let cases = [
        DiagnosticCase(
            "an unknown key at the top",
            spec: """
                entitys:
                  A: { fields: { n: text } }
                """,
            report: """
                a.yaml:1:1: error: A spec file has no key 'entitys'. [PL0102]
                entitys:
                ^~~~~~~
                fix: Did you mean 'entities'?
                """
        ),
        DiagnosticCase(
            "an unknown key of a field",
            fields: """
                n: { type: text, requird: true }
                m: { type: text, required: true }
                """,
            report: """
                a.yaml:13:24: error: The field 'n' has no key 'requird'. [PL0102]
                      n: { type: text, requird: true }
                                       ^~~~~~~
                fix: It may have these keys: doc, type, storage, of, precision, scale, min_items, max_items, unique_items, normalize, min_length, max_length, min, max, one_of, format, pattern, example, transitions, initial, generated, computed, pii, secret, encrypted, optional, unique, default, preset, column, access, retention, deprecated, renamed_from.
                a.yaml:14:24: error: The field 'm' has no key 'required'. [PL0102]
                      m: { type: text, required: true }
                                       ^~~~~~~~
                fix: A field is required unless it says 'optional: true'.
                """
        ),
        DiagnosticCase(
            "a list where a mapping stands",
            spec: "entities: [A]",
            report: """
                a.yaml:1:11: error: 'entities' is a mapping, but here is a list. [PL0101]
                entities: [A]
                          ^
                """
        ),
        DiagnosticCase(
            "nothing where a type stands",
            fields: """
                n:
                m: { type: }
                """,
            report: """
                a.yaml:13:7: error: The field 'n' needs a mapping of keys, but here is nothing. [PL0101]
                      n:
                      ^
                fix: It may have these keys: type, to.
                a.yaml:14:12: error: 'type' is a single value, but here is nothing. [PL0101]
                      m: { type: }
                           ^~~~
                """
        ),
        DiagnosticCase(
            "a boolean of YAML 1.1",
            fields: "n: { type: text, optional: yes }",
            report: """
                a.yaml:13:34: error: 'optional' is true or false, not 'yes'. [PL0105]
                      n: { type: text, optional: yes }
                                                 ^~~
                """
        ),
        DiagnosticCase(
            "a number that is none",
            fields: "n: { type: integer, min: 1_000 }",
            report: """
                a.yaml:13:32: error: 'min' is a number, such as 5 or 0.25, not '1_000'. [PL0105]
                      n: { type: integer, min: 1_000 }
                                               ^~~~~
                """
        ),
        DiagnosticCase(
            "a field without a type",
            fields: "n: { doc: Nothing. }",
            report: """
                a.yaml:13:7: error: The field 'n' has no 'type'. [PL0103]
                      n: { doc: Nothing. }
                      ^
                fix: Say 'type:' for a value, or 'to:' for a relation to an entity.
                """
        ),
        DiagnosticCase(
            "a field with type and relation",
            fields: "n: { type: text, to: User }",
            report: """
                a.yaml:13:24: error: The field 'n' has both 'type' and 'to'. [PL0104]
                      n: { type: text, to: User }
                                       ^~
                fix: Keep 'to' for a relation, 'type' for a value.
                """
        ),
        DiagnosticCase(
            "keys of a relation on a value",
            fields: "n: { type: text, on_delete: cascade }",
            report: """
                a.yaml:13:24: error: The field 'n' has no key 'on_delete'. [PL0102]
                      n: { type: text, on_delete: cascade }
                                       ^~~~~~~~~
                fix: It may have these keys: doc, type, storage, of, precision, scale, min_items, max_items, unique_items, normalize, min_length, max_length, min, max, one_of, format, pattern, example, transitions, initial, generated, computed, pii, secret, encrypted, optional, unique, default, preset, column, access, retention, deprecated, renamed_from.
                """
        ),
        DiagnosticCase(
            "an entity without fields",
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
                  Empty: { doc: Nothing. }
                """,
            report: """
                a.yaml:11:3: error: The entity 'Empty' has no 'fields'. [PL0103]
                  Empty: { doc: Nothing. }
                  ^~~~~
                fix: List what it stores under 'fields'.
                """
        ),
        DiagnosticCase(
            "a list where an expression stands",
            entity: "access: { read: [role] }",
            report: """
                a.yaml:22:21: error: 'read' is an expression, but here is a list. [PL0101]
                    access: { read: [role] }
                                    ^
                fix: Write the expression in quotes.
                """
        ),
        DiagnosticCase(
            "an enum without values",
            spec: """
                principal: { entity: User, sign_in: [name], password: secret, role: role }
                enums:
                  Role: { values: { admin, staff } }
                  Mood: { values: {} }
                entities:
                  User:
                    fields:
                      name: { type: text, unique: true }
                      secret: password
                      role: Role
                """,
            report: """
                a.yaml:4:3: error: The enum 'Mood' has no 'values'. [PL0103]
                  Mood: { values: {} }
                  ^~~~
                fix: List at least one value under 'values'.
                """
        ),
        DiagnosticCase(
            "no entity at all",
            spec: """
                enums:
                  Mood: { values: { good } }
                """,
            report: """
                a.yaml: error: The spec has no entities. [PL0103]
                fix: List what the service stores under 'entities:' in a .yaml file.
                """
        ),
    ]
}
