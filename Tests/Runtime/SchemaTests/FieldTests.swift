import Foundation
import PlumblineSchema
import Testing

@Suite("Fields")
struct FieldTests {
    private let field = Field(name: "starts_at", type: .timestamp, origin: Origin("spec/a.yaml", 4))

    @Test("A copy that is changed leaves the field as it was")
    func copies() {
        var copy = field
        copy.isOptional = true
        copy.constraints.minLength = 3
        #expect(!field.isOptional && field.constraints.minLength == nil)
        #expect(copy.isOptional && copy.constraints.minLength == 3)
        #expect(copy != field)
        copy.isOptional = false
        copy.constraints = .none
        #expect(copy == field && copy.hashValue == field.hashValue)
    }

    @Test("The name in the APIs follows the name, and says that a relation's value is a key")
    func names() {
        var copy = field
        #expect(copy.apiName == "startsAt")
        copy.name = "held_by"
        #expect(copy.apiName == "heldBy")
        copy.reference = Reference(target: "Person", onDelete: .cascade)
        #expect(copy.apiName == "heldById" && copy.relationAPIName == "heldBy")
        #expect(field.apiName == "startsAt")
    }

    @Test("The stored form brings back the field")
    func stored() throws {
        let coder = JSONEncoder()
        coder.outputFormatting = .sortedKeys
        let stored = try coder.encode(field)
        #expect(String(decoding: stored, as: UTF8.self).contains(#""column":"starts_at""#))
        #expect(try JSONDecoder().decode(Field.self, from: stored) == field)
    }
}
