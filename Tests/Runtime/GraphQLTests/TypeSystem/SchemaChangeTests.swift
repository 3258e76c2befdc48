import Testing

@testable import PlumblineGraphQL

@Suite("Changes of a schema")
struct SchemaChangeTests {
    /// An edit, and what it changes: `severity KIND coordinate`.
    struct Edit: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let changes: [String]

        init(_ old: String, _ new: String, _ changes: String...) {
            self.old = old
            self.new = new
            self.changes = changes
        }

        var testDescription: String { "\(old) -> \(new)" }
    }

    @Test(
        "Each kind of change is told with what it means and where it is",
        arguments: [
            Edit("type A { x: Int }", "type A { x: Int }"),
            Edit("scalar A", "", "breaking TYPE_REMOVED A"),
            Edit("", "scalar A", "safe TYPE_ADDED A"),
            Edit("scalar A", "enum A { X }", "breaking TYPE_CHANGED_KIND A"),
            Edit(
                "scalar A @specifiedBy(url: \"a\")",
                "scalar A @specifiedBy(url: \"b\")",
                "dangerous SPECIFIED_BY_CHANGED A"
            ),
            Edit(
                "type M { x: Int } schema { query: Query mutation: M }",
                "type M { x: Int } schema { query: Query }",
                "breaking ROOT_TYPE_REMOVED M"
            ),
            Edit(
                "type M { x: Int } schema { query: Query }",
                "type M { x: Int } schema { query: Query mutation: M }",
                "safe ROOT_TYPE_ADDED M"
            ),
            Edit(
                "schema { query: Query } type A { x: Int }",
                "schema { query: A } type A { x: Int }",
                "breaking ROOT_TYPE_CHANGED Query"
            ),
            // Fields
            Edit("type A { x: Int y: Int }", "type A { x: Int }", "breaking FIELD_REMOVED A.y"),
            Edit("type A { x: Int }", "type A { x: Int y: Int }", "safe FIELD_ADDED A.y"),
            Edit("type A { x: Int }", "type A { x: Float }", "breaking FIELD_CHANGED_KIND A.x"),
            Edit("type A { x: Int! }", "type A { x: Int }", "breaking FIELD_CHANGED_KIND A.x"),
            Edit("type A { x: Int }", "type A { x: Int! }", "safe FIELD_CHANGED_KIND_SAFE A.x"),
            Edit("type A { x: [Int] }", "type A { x: [Int!]! }", "safe FIELD_CHANGED_KIND_SAFE A.x"),
            Edit("type A { x: [Int!] }", "type A { x: [Int] }", "breaking FIELD_CHANGED_KIND A.x"),
            Edit("type A { x: Int }", "type A { x: [Int] }", "breaking FIELD_CHANGED_KIND A.x"),
            Edit("interface I { x: Int y: Int }", "interface I { x: Int }", "breaking FIELD_REMOVED I.y"),
            // Interfaces, unions, enums
            Edit(
                "interface I { x: Int } type A implements I { x: Int }",
                "interface I { x: Int } type A { x: Int }",
                "breaking IMPLEMENTED_INTERFACE_REMOVED A"
            ),
            Edit(
                "interface I { x: Int } type A { x: Int }",
                "interface I { x: Int } type A implements I { x: Int }",
                "dangerous IMPLEMENTED_INTERFACE_ADDED A"
            ),
            Edit(
                "type A { x: Int } union U = A | Query",
                "type A { x: Int } union U = A",
                "breaking TYPE_REMOVED_FROM_UNION U"
            ),
            Edit(
                "type A { x: Int } union U = A",
                "type A { x: Int } union U = A | Query",
                "dangerous TYPE_ADDED_TO_UNION U"
            ),
            Edit("enum E { X Y }", "enum E { X }", "breaking VALUE_REMOVED_FROM_ENUM E.Y"),
            Edit("enum E { X }", "enum E { X Y }", "dangerous VALUE_ADDED_TO_ENUM E.Y"),
            // Arguments
            Edit("type A { x(a: Int): Int }", "type A { x: Int }", "breaking ARG_REMOVED A.x(a:)"),
            Edit("type A { x: Int }", "type A { x(a: Int): Int }", "dangerous OPTIONAL_ARG_ADDED A.x(a:)"),
            Edit(
                "type A { x: Int }",
                "type A { x(a: Int! = 1): Int }",
                "dangerous OPTIONAL_ARG_ADDED A.x(a:)"
            ),
            Edit("type A { x: Int }", "type A { x(a: Int!): Int }", "breaking REQUIRED_ARG_ADDED A.x(a:)"),
            Edit(
                "type A { x(a: Int): Int }",
                "type A { x(a: Float): Int }",
                "breaking ARG_CHANGED_KIND A.x(a:)"
            ),
            Edit(
                "type A { x(a: Int): Int }",
                "type A { x(a: Int!): Int }",
                "breaking ARG_CHANGED_KIND A.x(a:)"
            ),
            Edit(
                "type A { x(a: Int!): Int }",
                "type A { x(a: Int): Int }",
                "safe ARG_CHANGED_KIND_SAFE A.x(a:)"
            ),
            Edit(
                "type A { x(a: [Int!]!): Int }",
                "type A { x(a: [Int]): Int }",
                "safe ARG_CHANGED_KIND_SAFE A.x(a:)"
            ),
            Edit(
                "type A { x(a: Int = 1): Int }",
                "type A { x(a: Int = 2): Int }",
                "dangerous ARG_DEFAULT_VALUE_CHANGE A.x(a:)"
            ),
            Edit(
                "type A { x(a: Int = 1): Int }",
                "type A { x(a: Int): Int }",
                "dangerous ARG_DEFAULT_VALUE_REMOVED A.x(a:)"
            ),
            Edit(
                "type A { x(a: Int! = 1): Int }",
                "type A { x(a: Int!): Int }",
                "breaking ARG_DEFAULT_VALUE_REMOVED A.x(a:)"
            ),
            Edit(
                "type A { x(a: Int!): Int }",
                "type A { x(a: Int! = 1): Int }",
                "safe ARG_DEFAULT_VALUE_ADDED A.x(a:)"
            ),
            Edit(
                "type A { x(a: Int): Int }",
                "type A { x(a: Int = 1): Int }",
                "dangerous ARG_DEFAULT_VALUE_ADDED A.x(a:)"
            ),
            // Inputs
            Edit("input I { x: Int y: Int }", "input I { x: Int }", "breaking FIELD_REMOVED I.y"),
            Edit(
                "input I { x: Int }",
                "input I { x: Int y: Int }",
                "dangerous OPTIONAL_INPUT_FIELD_ADDED I.y"
            ),
            Edit(
                "input I { x: Int }",
                "input I { x: Int y: Int! }",
                "breaking REQUIRED_INPUT_FIELD_ADDED I.y"
            ),
            Edit("input I { x: Int }", "input I { x: Int! }", "breaking FIELD_CHANGED_KIND I.x"),
            Edit("input I { x: Int! }", "input I { x: Int }", "safe FIELD_CHANGED_KIND_SAFE I.x"),
            Edit(
                "input I { x: Int = 1 }",
                "input I { x: Int = 2 }",
                "dangerous FIELD_DEFAULT_VALUE_CHANGE I.x"
            ),
            Edit("input I { x: Int }", "input I @oneOf { x: Int }", "breaking ONE_OF_ADDED I"),
            Edit("input I @oneOf { x: Int }", "input I { x: Int }", "safe ONE_OF_REMOVED I"),
            // Directives
            Edit("directive @d on FIELD", "", "breaking DIRECTIVE_REMOVED @d"),
            Edit("", "directive @d on FIELD", "safe DIRECTIVE_ADDED @d"),
            Edit(
                "directive @d(a: Int) on FIELD",
                "directive @d on FIELD",
                "breaking DIRECTIVE_ARG_REMOVED @d(a:)"
            ),
            Edit(
                "directive @d on FIELD",
                "directive @d(a: Int!) on FIELD",
                "breaking REQUIRED_DIRECTIVE_ARG_ADDED @d(a:)"
            ),
            Edit(
                "directive @d on FIELD",
                "directive @d(a: Int) on FIELD",
                "safe OPTIONAL_DIRECTIVE_ARG_ADDED @d(a:)"
            ),
            Edit(
                "directive @d repeatable on FIELD",
                "directive @d on FIELD",
                "breaking DIRECTIVE_REPEATABLE_REMOVED @d"
            ),
            Edit(
                "directive @d on FIELD",
                "directive @d repeatable on FIELD",
                "safe DIRECTIVE_REPEATABLE_ADDED @d"
            ),
            Edit(
                "directive @d on FIELD | QUERY",
                "directive @d on FIELD",
                "breaking DIRECTIVE_LOCATION_REMOVED @d"
            ),
            Edit(
                "directive @d on FIELD",
                "directive @d on FIELD | QUERY",
                "safe DIRECTIVE_LOCATION_ADDED @d"
            ),
            // Words
            Edit("\"a\" type A { x: Int }", "\"b\" type A { x: Int }", "safe DESCRIPTION_CHANGED A"),
            Edit("type A { \"a\" x: Int }", "type A { x: Int }", "safe DESCRIPTION_CHANGED A.x"),
            Edit("type A { x: Int }", "type A { x: Int @deprecated }", "safe DEPRECATION_ADDED A.x"),
            Edit("enum E { X @deprecated Y }", "enum E { X Y }", "safe DEPRECATION_REMOVED E.X"),
            Edit(
                "type A { x(a: Int @deprecated(reason: \"a\")): Int }",
                "type A { x(a: Int @deprecated(reason: \"b\")): Int }",
                "safe DEPRECATION_REASON_CHANGED A.x(a:)"
            ),
        ]
    )
    func change(_ edit: Edit) throws {
        let base = "type Query { q: Int } "
        let old = try TypeSystem(parsing: Array((base + edit.old).utf8))
        let new = try TypeSystem(parsing: Array((base + edit.new).utf8))
        let changes = old.changes(to: new)
        #expect(changes.map { "\($0.severity.rawValue) \($0.kind) \($0.coordinate)" } == edit.changes)
        #expect(changes.allSatisfy { !$0.message.isEmpty })
    }
}
