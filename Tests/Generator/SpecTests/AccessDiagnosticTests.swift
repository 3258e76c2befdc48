import PlumblineSpec
import Testing

@Suite("Access rules and the principal")
struct AccessDiagnosticTests {
    @Test("A mistake is told at its place", arguments: cases)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    static let cases = [
        DiagnosticCase(
            "an unknown role",
            read: "role(admin, stafff)",
            report: """
                a.yaml:22:34: error: There is no role 'stafff'. [PL0305]
                    access: { read: "role(admin, stafff)" }
                                                 ^~~~~~
                fix: Did you mean 'staff'?
                """
        ),
        DiagnosticCase(
            "an access rule that is no boolean",
            read: "host",
            report: """
                a.yaml:22:22: error: Expected a boolean, but 'host' is a key of User. [PL0502]
                    access: { read: "host" }
                                     ^~~~
                """
        ),
        DiagnosticCase(
            "a key of another entity compared with the caller",
            read: "id = me",
            report: """
                a.yaml:22:22: error: '=' compares a key of Visit with a key of User. [PL0502]
                    access: { read: "id = me" }
                                     ^~~~~~~
                """
        ),
        DiagnosticCase(
            "gaps between rows that may overlap",
            entity: "access: { gaps: authenticated }",
            report: """
                a.yaml:22:21: error: Rows of Visit may overlap, so that there is nothing that they leave free. [PL0104]
                    access: { gaps: authenticated }
                                    ^~~~~~~~~~~~~
                fix: Add a rule with 'no_overlap', or remove 'gaps'.
                """
        ),
        DiagnosticCase(
            "a key that is hidden",
            spec: """
                entities:
                  Voucher:
                    key: [code, kind]
                    fields:
                      code: { type: text, secret: true }
                      kind: { type: text, access: { read: nobody } }
                    access: { read: everyone }
                """,
            report: """
                a.yaml:5:7: error: 'code' cannot be part of the key: whoever may read a row sees its key. [PL0620]
                      code: { type: text, secret: true }
                      ^~~~
                fix: Show it to every reader of the row, or identify rows by other fields.
                a.yaml:6:7: error: 'kind' cannot be part of the key: whoever may read a row sees its key. [PL0620]
                      kind: { type: text, access: { read: nobody } }
                      ^~~~
                fix: Show it to every reader of the row, or identify rows by other fields.
                """
        ),
        DiagnosticCase(
            "a search in a secret",
            spec: """
                entities:
                  Voucher:
                    fields:
                      code: { type: text, secret: true }
                    search: { fields: [code] }
                    access: { read: everyone }
                """,
            report: """
                a.yaml:5:24: error: Not every reader of a row may read 'code', but a search would tell what is in it. [PL0630]
                    search: { fields: [code] }
                                       ^~~~
                fix: Leave it out of the search.
                """
        ),
        DiagnosticCase(
            "a write rule that reads the row",
            fields: "n: { type: text, access: { write: n = 'x' } }",
            report: """
                a.yaml:13:41: error: The write rule of a field cannot read fields; it is decided by the caller's role alone. [PL0503]
                      n: { type: text, access: { write: n = 'x' } }
                                                        ^
                fix: Use role(…), authenticated, everyone or nobody.
                """
        ),
        DiagnosticCase(
            "a spec without a principal",
            spec: """
                entities:
                  One:
                    fields: { n: text }
                    access: { read: authenticated }
                """,
            report: """
                a.yaml:4:21: error: 'authenticated' needs to know who signs in, but the spec has no 'principal'. [PL0504]
                    access: { read: authenticated }
                                    ^~~~~~~~~~~~~
                fix: Say in one file which entity signs in, under 'principal:'.
                """
        ),
        DiagnosticCase(
            "a principal that is no entity",
            spec: """
                principal: { entity: Usr, sign_in: [name], password: secret, role: role }
                entities:
                  User:
                    fields: { name: text }
                    access: { read: id = me }
                """,
            report: """
                a.yaml:1:22: error: There is no entity 'Usr'. [PL0302]
                principal: { entity: Usr, sign_in: [name], password: secret, role: role }
                                     ^~~
                fix: Did you mean 'User'?
                """
        ),
        DiagnosticCase(
            "a principal without a password",
            spec: """
                principal: { entity: User, sign_in: [name], role: role }
                enums:
                  Role: { values: { admin, staff } }
                  Mood: { values: { good, bad } }
                entities:
                  User:
                    fields:
                      name: { type: text, unique: true }
                      secret: password
                      role: Role
                """,
            report: """
                a.yaml:1:1: error: The principal has no 'password'. [PL0103]
                principal: { entity: User, sign_in: [name], role: role }
                ^~~~~~~~~
                fix: Name the entity that signs in, and the fields that say who it is.
                """
        ),
        DiagnosticCase(
            "a principal with the wrong fields",
            spec: """
                principal: { entity: User, sign_in: [role], password: name, role: secret }
                enums:
                  Role: { values: { admin, staff } }
                  Mood: { values: { good, bad } }
                entities:
                  User:
                    fields:
                      name: { type: text, unique: true }
                      secret: password
                      role: Role
                """,
            report: """
                a.yaml:1:38: error: The field here has the type text, but 'role' has the type Role. [PL0701]
                principal: { entity: User, sign_in: [role], password: name, role: secret }
                                                     ^~~~
                a.yaml:1:55: error: The field here has the type password, but 'name' has the type text. [PL0701]
                principal: { entity: User, sign_in: [role], password: name, role: secret }
                                                                      ^~~~
                a.yaml:1:67: error: The field here has an enum as its type, but 'secret' has the type password. [PL0701]
                principal: { entity: User, sign_in: [role], password: name, role: secret }
                                                                                  ^~~~~~
                """
        ),
        DiagnosticCase(
            "a sign-in name that two may have",
            spec: """
                principal: { entity: User, sign_in: [name], password: secret, role: role }
                enums:
                  Role: { values: { admin, staff } }
                  Mood: { values: { good, bad } }
                entities:
                  User:
                    fields:
                      name: { type: text }
                      secret: password
                      role: Role
                """,
            report: """
                a.yaml:1:38: error: Two rows could have the same 'name', so nobody can sign in by it. [PL0701]
                principal: { entity: User, sign_in: [name], password: secret, role: role }
                                                     ^~~~
                fix: Add 'unique: true' to the field.
                """
        ),
        DiagnosticCase(
            "a password in an access rule",
            read: "host.secret = 'x'",
            report: """
                a.yaml:22:27: error: 'secret' is a password; no expression can read it. [PL0503]
                    access: { read: "host.secret = 'x'" }
                                          ^~~~~~
                """
        ),
        DiagnosticCase(
            "a scope that is not listed, where none is",
            read: "scope(read:visits)",
            report: """
                a.yaml:22:28: error: There is no scope 'read:visits'. [PL0510]
                    access: { read: "scope(read:visits)" }
                                           ^~~~~~~~~~~
                fix: List it with what it allows under 'scopes:'.
                """
        ),
        DiagnosticCase(
            "a scope that no token could carry",
            spec: """
                scopes: { "read visits": See them. }
                entities:
                  One:
                    fields: { n: text }
                """,
            report: """
                a.yaml:1:11: error: A scope is written as words with ':', '.', '/' or '-' between; 'read visits' is not. [PL0201]
                scopes: { "read visits": See them. }
                          ^~~~~~~~~~~~~
                fix: Write it like 'read:appointments'.
                """
        ),
        DiagnosticCase(
            "an inverse that there is not",
            spec: """
                entities:
                  Visit:
                    fields: { n: text }
                    access: { read: "any(rooms)" }
                  Room:
                    fields: { visit: { to: Visit } }
                    access: { read: "any(visit, n = 'x') or any(rooms)" }
                """,
            report: """
                a.yaml:7:26: error: No relation of another entity is called 'visit' on Room. [PL0303]
                    access: { read: "any(visit, n = 'x') or any(rooms)" }
                                         ^~~~~
                fix: 'visit' leads to one row: write 'visit.field' without any(…).
                a.yaml:7:49: error: No relation of another entity is called 'rooms' on Room. [PL0303]
                    access: { read: "any(visit, n = 'x') or any(rooms)" }
                                                                ^~~~~
                """
        ),
        DiagnosticCase(
            "other rows in a check",
            check: "any(visits)",
            report: """
                a.yaml:23:23: error: A check cannot look at other rows. [PL0503]
                      fits: { check: "any(visits)", message: It fits. }
                                      ^~~~~~~~~~~
                """
        ),
    ]
}
