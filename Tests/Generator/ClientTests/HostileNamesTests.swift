import Foundation
import PlumblineClient
import PlumblineSchema
import PlumblineServerTestSupport
import PlumblineSpec
import Testing

@Suite("A client of any names and texts")
struct HostileNamesTests {
    private static let spec = #"""
        enums:
          Role: { doc: "*/ alert(1) //", values: { default: "*/ evil", new: , null_value: } }

        entities:
          Class:
            doc: "*/ throw 1 /* \u2028 throw 2"
            fields:
              constructor: { type: text, doc: "`${throw_3}`" }
              function: { type: bigint, optional: true }
              then: { type: Role, default: default }
              has_own: boolean
            rules:
              in_quotes:
                check: "constructor != '\"; throw 4; //' and function < 10"
                message: "\"; throw 5; </script> \\ \u2028 ${6}"
                code: CODE
            access: { read: everyone, create: everyone }
          Promise:
            plural: graphql
            fields: { await: { to: Class } }
            access: { read: everyone }
          Partial:
            fields: { string: text }
            access: { read: everyone, update: everyone, delete: everyone }
        """#

    static func schema() throws -> Schema {
        let result = SpecReader.read([SpecFile(path: "spec/hostile.yaml", text: spec)], name: "hostile")
        return try #require(result.schema, "\(result.diagnostics)")
    }

    private static let script = #"""
        import { createClient, validators } from "./client.js"
        const input = { constructor: "\"; throw 4; //", hasOwn: true }
        const [found, ...others] = validators.Class.create({ ...input, function: 2n ** 62n })
        console.log(JSON.stringify([found.fields, found.code, others.length]))
        console.log(found.message === "\"; throw 5; </script> \\ \u2028 ${6}")
        console.log(validators.Class.create({ constructor: "a", hasOwn: true }).length)
        console.log(validators.Class.create({ hasOwn: true })[0].code)
        console.log(Object.keys(createClient()).sort().join())
        """#

    @Test(
        "Keywords, names of the language and texts that would end a comment or a script are only names and texts"
    )
    func hostile() throws {
        let files = ClientEmitter(try Self.schema()).files()
        let types = try #require(files.first { $0.name == "client.d.ts" }).text
        #expect(types.contains("/** * / alert(1) //"))
        #expect(!types.unicodeScalars.contains("\u{2028}"))
        guard Node.isAvailable else { return }
        let lines = try Node.run(Self.script, beside: files)
        #expect(
            lines == [
                #"[["constructor","function"],"CODE",0]"#, "true", "0", "REQUIRED",
                "classes,graphql,graphql_,partials",
            ]
        )
    }

    @Test("The same spec gives the same bytes, and every file ends in a line feed")
    func deterministic() throws {
        let schema = try Repository.schema(Repository.path("spec"))
        let files = ClientEmitter(schema).files()
        #expect(files == ClientEmitter(schema).files())
        #expect(files.allSatisfy { $0.text.hasSuffix("\n") && !$0.text.hasSuffix("\n\n") })
    }
}
