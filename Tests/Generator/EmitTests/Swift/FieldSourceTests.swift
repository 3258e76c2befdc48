import PlumblineEmit
import PlumblineSchema
import PlumblineSpec
import Testing

@Suite("The Swift of computed fields and of stored value objects")
struct FieldSourceTests {
    private func emitter(_ fields: String) throws -> SwiftEmitter {
        let spec = """
            types:
              Address: { fields: { street: text, country: CountryCode } }
            entities:
              Note:
                fields:
            \(fields)
                access: { read: everyone, create: everyone, update: everyone }
            """
        let result = SpecReader.read([SpecFile(path: "spec/notes.yaml", text: spec)], name: "test")
        #expect(result.diagnostics.map(\.description) == [])
        return SwiftEmitter(try #require(result.schema))
    }

    @Test("A field in Swift has a struct of what it needs, and a method that the service has to write")
    func sources() throws {
        let emitter = try emitter(
            """
                  title: text
                  home: Address
                  label: { type: text, optional: true, computed: { swift: [title, home.street] } }
                  size: { doc: How long it is., type: bigint, computed: { swift: [title] } }
            """
        )
        let source = emitter.source(forSpec: "spec/notes.yaml")
        #expect(
            source.contains(
                """
                nonisolated extension Note {
                    /// What `label` is computed from.
                    public struct LabelSource: FieldSource {
                        public typealias Row = Note
                        public typealias Output = String?
                        public var title: String
                        public var homeStreet: String

                        /// Creates one from all its values.
                        public init(title: String, homeStreet: String) {
                            (self.title, self.homeStreet) = (title, homeStreet)
                        }

                        /// The field.
                        public static var field: String { "label" }
                    }
                }
                """
            ),
            "\(source)"
        )
        #expect(!source.contains("var label: Column<"))
        let summary = emitter.summary()
        #expect(summary.contains("public import PlumblineData"))
        #expect(
            summary.contains(
                """
                public nonisolated protocol SpecOperations: Sendable {
                    /// Computes `label` of each `Note`, in the order of the rows.
                    func noteLabel(_ rows: [Note.LabelSource], _ context: OperationContext) async throws -> [String?]
                    /// How long it is.
                    func noteSize(_ rows: [Note.SizeSource], _ context: OperationContext) async throws -> [Int64]
                }
                """
            ),
            "\(summary)"
        )
        #expect(
            summary.contains(
                "operations.compute(Note.LabelSource.self) { try await service.noteLabel($0, $1) }"
            )
        )
    }

    @Test("How an object is stored changes the tables alone")
    func storage() throws {
        let declarations = try ["columns", "jsonb"].map { storage in
            let emitter = try emitter("      home: { type: Address, storage: \(storage), optional: true }")
            let source = emitter.source(forSpec: "spec/notes.yaml")
            #expect(source.contains("jsonColumn: \"home\"") == (storage == "jsonb"))
            return try #require(source.split(separator: "// MARK: - Tables").first)
        }
        #expect(declarations[0] == declarations[1])
    }
}
