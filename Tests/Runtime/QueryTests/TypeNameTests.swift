import Foundation
import PlumblineGraphQL
import PlumblineSchema
import PlumblineTestSupport
import Testing

@testable import PlumblineSpec

@Suite("The names of the types of GraphQL")
struct TypeNameTests {
    /// The names of all types of a schema, in their order.
    private static func names(_ schema: Schema) -> [String] {
        GraphQLAPI(schema: schema).types.sdl.matches(
            of: /(?m)^(?:type|interface|union|enum|input|scalar) (\w+)/
        )
        .map { String($0.1) }
    }

    @Test(
        "Entities whose names differ by a word have no type in common, or are refused",
        arguments: [
            "Group", "List", "Item", "Number", "Link", "Set", "Field", "Key", "Keys", "Batch", "Many",
            "Numeric", "Groups",
            "Update", "UpdateItem", "Edge", "Order",
        ]
    )
    func distinct(word: String) throws {
        let access = "{ read: everyone, create: everyone, update: everyone, delete: everyone }"
        let spec = """
            entities:
              User: { fields: { name: { type: text, unique: true }, size: integer }, access: \(access) }
              User\(word):
                fields: { name: { type: text, unique: true }, size: integer, user: { to: User, inverse: others } }
                access: \(access)
              Room:
                fields: { user: { to: User, inverse: rooms }, other: { to: User\(word), inverse: rooms } }
                access: \(access)
              Street: { fields: { name: text }, access: \(access) }
              Person:
                fields: { street: { to: Street, inverse: people }, size: integer }
                access: \(access)
            """
        guard let schema = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test").schema else {
            return
        }
        let names = Self.names(schema)
        #expect(names.count > 60)
        #expect(Set(names).count == names.count)
    }

    @Test("The check of names knows all types that are made", arguments: ["spec", "Tests/Generator/Specs"])
    func known(folder: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            .standardized
        let files = try SpecDirectory.load(root.appending(path: folder), relativeTo: root)
        let schema = try #require(SpecReader.read(files, name: "test").schema)
        var known = ReservedNames.types
        for entity in schema.entities {
            known.formUnion([entity.name] + ReservedNames.generatedTypes(of: entity.name))
        }
        for type in schema.enums {
            known.formUnion([type.name] + ReservedNames.generatedTypes(ofEnum: type.name))
        }
        for type in schema.objects {
            known.formUnion([type.name] + ReservedNames.generatedTypes(ofObject: type.name))
        }
        for type in schema.abstractTypes {
            known.formUnion([type.name] + ReservedNames.generatedTypes(ofAbstract: type.name))
        }
        #expect(Set(Self.names(schema)).subtracting(known) == [])
    }
}
