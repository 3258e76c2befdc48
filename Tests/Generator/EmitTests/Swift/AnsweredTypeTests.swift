import PlumblineEmit
import PlumblineSchema
import PlumblineSpec
import Testing

@Suite("The Swift of interfaces and unions that operations answer")
struct AnsweredTypeTests {
    private func emitter(_ queries: String) throws -> SwiftEmitter {
        let spec = """
            traits:
              Shelved: { interface: true, fields: { place: text } }
            entities:
              Row: { doc: Books side by side., traits: [Shelved], access: { read: everyone } }
              Film: { traits: [Shelved], access: { read: everyone } }
              Secret: { traits: [Shelved], access: { read: nobody } }
            unions:
              Finding: { doc: What is found., of: [Film, Row] }
            queries: \(queries)
            """
        let result = SpecReader.read([SpecFile(path: "spec/shelf.yaml", text: spec)], name: "test")
        #expect(result.diagnostics.map(\.description) == [])
        return SwiftEmitter(try #require(result.schema), module: "Shelf")
    }

    @Test("An enum has a case for each entity that can be answered")
    func cases() throws {
        let emitter = try emitter(
            "{ best: { returns: Finding, access: everyone }, next_one: { returns: Shelved, access: everyone } }"
        )
        let source = emitter.source(forSpec: "spec/shelf.yaml")
        #expect(try SwiftFormat.formatted(source) == source)
        #expect(
            source.contains(
                """
                public nonisolated enum Finding: AbstractModel {
                    /// A row of `Film`.
                    case film(Film)
                    /// Books side by side.
                    case row(Row)

                    /// The row that a value holds.
                    public static func row(of value: Self) -> any EntityModel {
                        switch value {
                        case .film(let row): row
                        case .row(let row): row
                        }
                    }
                }
                """
            ),
            "\(source)"
        )
        #expect(source.contains("enum Shelved: AbstractModel {"))
        #expect(!source.contains("Secret)"))
        let summary = emitter.summary()
        #expect(try SwiftFormat.formatted(summary) == summary)
        let requirement = "func best(_ input: Best, _ context: OperationContext) async throws -> Finding?"
        #expect(summary.contains(requirement), "\(summary)")
    }

    @Test("What no operation answers has no Swift")
    func unanswered() throws {
        let source = try emitter("{ best: { returns: Film, access: everyone } }").source(
            forSpec: "spec/shelf.yaml"
        )
        #expect(!source.contains("AbstractModel"))
    }
}
