import PlumblineSchema
import PlumblineSpec
import Testing

/// What is right by itself and means nothing together.
@Suite("Keys of the language that do not go together")
struct CombinationDiagnosticTests {
    @Test(
        "Nothing is quietly left out: the spec is refused with the reason",
        arguments: [
            (
                "A: { key: a, fields: { a: { type: text, encrypted: true } } }",
                "'a' cannot be part of the key: it is encrypted."
            ),
            (
                "A: { managed: false, traits: [history], fields: { a: text } }",
                "The table of A is not managed here, so that nothing writes down its changes."
            ),
            (
                "A: { managed: false, fields: { a: text }, rows: { r: { a: b } } }",
                "The table of A is not managed here, so that it is given no rows."
            ),
            (
                "A: { fields: { a: { type: text, encrypted: true } }, rows: { r: { a: b } } }",
                "'a' is encrypted, so that no row of the spec can say it."
            ),
            (
                "A: { fields: { a: { type: array, of: text } }, rows: { r: { a: [b] } } }",
                "'a' has the type array, so that no row of the spec can say it."
            ),
            (
                "A: { fields: { n: { type: range, of: date, encrypted: true } }, rules: { r: { no_overlap: [n], message: M. } } }",
                "'no_overlap' cannot hold 'n': it is encrypted, and equal values are kept as different ones."
            ),
            (
                "A: { fields: { mood: { type: Mood, encrypted: true, initial: [good], transitions: { good: [bad] } } } }",
                "The field 'mood' has both 'encrypted' and 'transitions'."
            ),
            (
                "A: { fields: { at: { type: timestamp, encrypted: true, preset: now() } } }",
                "The field 'at' has both 'encrypted' and 'preset'."
            ),
            (
                "A: { key: [a, b], traits: [history], fields: { a: text, b: text } }",
                "The history of A tells rows by one value, but its key has several fields."
            ),
            (
                "A: { fields: { price: { type: Money, preset: now() } } }",
                "A field that holds a value object has no 'preset'."
            ),
            (
                "A: { fields: { price: { type: Money, max_items: 3 } } }",
                "Rules on values stand where the value object lists its fields."
            ),
            (
                "A: { table: mood_enum, fields: { mood: Mood } }",
                "In the database, the type of Mood would be called 'mood_enum', which is taken by the table of A."
            ),
        ]
    )
    func refused(entity: String, message: String) {
        let spec = "enums: { Mood: { storage: native, values: { good: , bad: } } }\nentities:\n  \(entity)\n"
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        #expect(result.diagnostics.map(\.message).contains(message), "\(result.diagnostics)")
        #expect(result.schema == nil)
    }

    @Test("The version of PostgreSQL that a spec asks for is part of its schema")
    func postgres() {
        let spec = "postgres: 16\nentities: { A: { fields: { a: text } } }\n"
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        #expect(result.schema?.postgres == 16)
    }
}
