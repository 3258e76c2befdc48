import Foundation
import PlumblineSchema
import PlumblineServerTestSupport
import Testing

@Suite("A schema in JSON")
struct StoredSchemaTests {
    @Test(
        "Whatever a spec says is read back as it was",
        arguments: [
            "spec", "Tests/Generator/Specs", "Tests/Generator/ProveTests/Specs", "Tests/EndToEnd/Keys",
            "Tests/EndToEnd/Archive", "Tests/EndToEnd/Ports/Chinook", "Tests/EndToEnd/Ports/Northwind",
        ]
    )
    func readBack(folder: String) throws {
        let schema = try Repository.schema(Repository.path(folder))
        let json = try JSONEncoder().encode(schema)
        #expect(try JSONDecoder().decode(Schema.self, from: json) == schema)
    }
}
