import Foundation
import PlumblineServerTestSupport
import Testing

@Suite("The JSON Schema of inputs")
struct JSONSchemaTests {
    @Test("It says of every input what the OpenAPI document says")
    func agrees() throws {
        let schema = try Self.object("json-schema.json")
        #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        let inputs = try #require(schema["$defs"] as? NSDictionary)
        let document = try Self.object("openapi.json")
        let components = try #require((document["components"] as? [String: Any])?["schemas"] as? NSDictionary)
        #expect(inputs["AppointmentCreate"] != nil && inputs["UserReplace"] != nil && inputs["User"] == nil)
        for (name, input) in inputs {
            #expect((input as? NSDictionary) == components[name] as? NSDictionary, "\(name)")
        }
    }

    /// A snapshot, with the schemas that it refers to named alike.
    private static func object(_ name: String) throws -> [String: Any] {
        let text = try Repository.text("Sources/Generated/\(name)")
            .replacing("#/components/schemas/", with: "#/$defs/")
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
