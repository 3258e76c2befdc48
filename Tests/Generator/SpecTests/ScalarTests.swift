import PlumblineSchema
import PlumblineSpec
import Testing

@Suite("Values as their author wrote them")
struct ScalarTests {
    @Test("Words that YAML 1.1 took for booleans or numbers stay names")
    func words() throws {
        let text = """
            enums:
              Answer: { values: { yes: , no: , on: , off: , y: , n: } }
            entities:
              Note:
                doc: 012
                fields:
                  no: { type: Answer, default: no }
                  on: { type: text, default: 012 }
            """
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: text)], name: "test")
        #expect(result.diagnostics == [])
        let schema = try #require(result.schema)
        #expect(schema.enums[0].values.map(\.name) == ["yes", "no", "on", "off", "y", "n"])
        let note = try #require(schema.entity("Note"))
        #expect(note.doc == "012")
        #expect(note.field("no")?.defaultValue == .literal(.enumeration(type: "Answer", value: "no")))
        #expect(note.field("on")?.defaultValue == .literal(.text("012")))
    }

    @Test("Numbers are those of YAML 1.2", arguments: [("012", 12), ("0x1F", 31), ("0o17", 15), ("-3", -3)])
    func numbers(written: String, value: Int64) throws {
        let text = "entities:\n  Note: { fields: { size: { type: integer, min: \(written) } } }\n"
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: text)], name: "test")
        #expect(
            result.schema?.entity("Note")?.field("size")?.constraints.minimum?.number == ExactDecimal(value)
        )
    }

    @Test("Booleans are those of YAML 1.2", arguments: ["true", "True", "TRUE"])
    func booleans(written: String) throws {
        let text = "entities:\n  Note: { fields: { size: { type: integer, optional: \(written) } } }\n"
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: text)], name: "test")
        #expect(result.schema?.entity("Note")?.field("size")?.isOptional == true)
    }
}
