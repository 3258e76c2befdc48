import PlumblineSpec
import Testing

@Suite("Relations")
struct RelationDiagnosticTests {
    @Test("A mistake is told at its place", arguments: cases)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    static let cases = [
        DiagnosticCase(
            "two relations to one entity",
            fields: """
                maker: { to: User }
                owner: { to: User }
                """,
            report: """
                a.yaml:14:7: error: Seen from User, this relation would be called 'notes', which is taken by the relation 'maker' of Note. [PL0206]
                      owner: { to: User }
                      ^~~~~
                fix: Say another name with 'inverse:'.
                """
        ),
        DiagnosticCase(
            "an inverse called as a field",
            fields: "owner: { to: User, inverse: role }",
            report: """
                a.yaml:13:35: error: The name 'role' on User is taken by a field of User. [PL0206]
                      owner: { to: User, inverse: role }
                                                  ^~~~
                fix: Choose another name.
                """
        ),
        DiagnosticCase(
            "a required relation set to null",
            fields: "owner: { to: User, on_delete: set_null }",
            report: """
                a.yaml:13:37: error: A required relation cannot be set to null. [PL0404]
                      owner: { to: User, on_delete: set_null }
                                                    ^~~~~~~~
                fix: Add 'optional: true', or choose restrict or cascade.
                """
        ),
        DiagnosticCase(
            "an unknown action",
            fields: "owner: { to: User, on_delete: cascades }",
            report: """
                a.yaml:13:37: error: 'on_delete' is restrict, cascade or set_null, not 'cascades'. [PL0105]
                      owner: { to: User, on_delete: cascades }
                                                    ^~~~~~~~
                fix: Did you mean 'cascade'?
                """
        ),
        DiagnosticCase(
            "a relation named after its column",
            fields: "owner_id: { to: User }",
            report: """
                a.yaml:13:7: warning: The relation 'owner_id' is kept in the column 'owner_id_id'. [PL0207]
                      owner_id: { to: User }
                      ^~~~~~~~
                fix: Name the relation after what it points at: 'owner'.
                """
        ),
    ]
}
