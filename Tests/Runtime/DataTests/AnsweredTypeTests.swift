import Foundation
import NIOCore
import NIOPosix
import PlumblineData
import PlumblineGraphQL
import PlumblineQuery
import PlumblineReference
import PlumblineSpec
import PlumblineTestSupport
import Testing

/// What would be generated for the operations that `AnsweredTypeTests` adds to the reference application's spec.
private struct BestMatch: OperationInput {
    typealias Row = Match
    var words: String

    static var operation: CustomOperation { AnsweredTypeTests.operation("best_match") }
}

private struct OpenMatch: OperationInput {
    typealias Row = Match
    var words: String

    static var operation: CustomOperation { AnsweredTypeTests.operation("open_match") }
}

private struct HiddenMatch: OperationInput {
    typealias Row = Match
    var words: String

    static var operation: CustomOperation { AnsweredTypeTests.operation("hidden_match") }
}

private struct TouchMatch: OperationInput {
    typealias Row = Match
    var words: String

    static var operation: CustomOperation { AnsweredTypeTests.operation("touch_match") }
}

private enum Match: AbstractModel {
    case appointment(Appointment)
    case service(Service)
    case provider(Provider)

    static func row(of value: Self) -> any EntityModel {
        switch value {
        case .appointment(let row): row
        case .service(let row): row
        case .provider(let row): row
        }
    }
}

private struct Matching {
    func bestMatch(_ input: BestMatch, _ context: OperationContext) async throws -> Match? {
        let all = context.database.unrestricted
        if let service = try await all.first(Service.where { $0.name == input.words }) {
            return .service(service)
        }
        return try await all.first(Appointment.where { $0.notes == input.words }).map { .appointment($0) }
    }

    func touchMatch(_ input: TouchMatch, _ context: OperationContext) async throws -> Match? {
        let all = context.database.unrestricted
        if input.words == "provider" { return try await all.first(Provider.all).map { .provider($0) } }
        let rows = Appointment.where { $0.notes == input.words }
        guard let row = try await all.first(rows) else { return nil }
        return .appointment(try await all.update(row) { $0.notes = .set("touched") })
    }
}

@Suite("Queries and mutations of a service's own that answer an interface or a union")
struct AnsweredTypeTests {
    fileprivate static let schema: Schema = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            .standardized
        let files = (try? SpecDirectory.load(root.appending(path: "spec"), relativeTo: root)) ?? []
        let own = SpecFile(
            path: "spec/own.yaml",
            text: """
                unions:
                  Match: { of: [Appointment, Service] }
                  Hidden: { of: [Appointment, User] }
                queries:
                  best_match: { arguments: { words: text }, returns: Match, access: authenticated }
                  open_match: { arguments: { words: text }, returns: Match, access: everyone }
                  hidden_match: { arguments: { words: text }, returns: Hidden, access: everyone }
                mutations:
                  touch_match: { arguments: { words: text }, returns: Match, access: authenticated }
                """
        )
        return SpecReader.read(files + [own], name: "test").schema ?? SpecSchema.schema
    }()

    fileprivate static func operation(_ name: String) -> CustomOperation {
        schema.operations.first { $0.name == name } ?? schema.operations[0]
    }

    private static var operations: Operations {
        var operations = Operations()
        let service = Matching()
        operations.add(BestMatch.self) { try await service.bestMatch($0, $1) }
        operations.add(OpenMatch.self) { try await service.bestMatch(BestMatch(words: $0.words), $1) }
        operations.add(HiddenMatch.self) { try await service.bestMatch(BestMatch(words: $0.words), $1) }
        operations.add(TouchMatch.self) { try await service.touchMatch($0, $1) }
        return operations
    }

    private func answer(_ document: String, as principal: Principal, _ clinic: Clinic) async throws -> String
    {
        let engine = QueryEngine(
            schema: Self.schema,
            client: clinic.client,
            passwordHasher: { $0 },
            resolvers: Self.operations.resolvers
        )
        let service = GraphQLService(engine: engine, options: .init(allowsIntrospection: true))
        return await withCheckedContinuation { continuation in
            let loop = MultiThreadedEventLoopGroup.singleton.any()
            service.answer(GraphQLRequest(document: document), as: principal, on: loop) { reply in
                continuation.resume(returning: String(buffer: reply.body))
            }
        }
    }

    private static let fragment = """
        fragment Row on Match { kind: __typename
          ... on Service { name provider { name } } ... on Appointment { notes client { username } } }
        """

    @Test("The SDL has the union as their type, and REST has none of them")
    func types() {
        let sdl = GraphQLAPI(schema: Self.schema).types.sdl
        #expect(sdl.contains("bestMatch(words: String!): Match\n"))
        #expect(sdl.contains("touchMatch(words: String!): Match!\n"))
        #expect(Self.schema.entityOperations.isEmpty)
    }

    @Test(
        "A query answers a row of either entity with the caller's rights, or null",
        arguments: [
            ("Massage", "ann", #"{"kind":"Service","name":"Massage","provider":{"name":"Practice Novak"}}"#),
            ("hers", "ann", #"{"kind":"Appointment","notes":"hers","client":{"username":"ann"}}"#),
            // Ben may not read her appointment, and is not told that there is one.
            ("hers", "ben", "null"), ("nothing", "ben", "null"),
        ]
    )
    func query(words: String, caller: String, row: String) async throws {
        try await Clinic.with { clinic in
            _ = try await clinic.book(notes: "hers")
            let principal = (caller == "ann" ? clinic.asAnn : clinic.asBen).principal
            let document =
                "{ best: bestMatch(words: \"\(words)\") { ...Row } me { username } } \(Self.fragment)"
            let text = try await answer(document, as: principal, clinic)
            #expect(text == #"{"data":{"best":\#(row),"me":{"username":"\#(caller)"}}}"#)
        }
    }

    @Test(
        "Who is not signed in is told no more of a hidden row than of none",
        arguments: [("Massage", #"{"__typename":"Service"}"#), ("hers", "null"), ("nothing", "null")]
    )
    func anonymous(words: String, row: String) async throws {
        try await Clinic.with { clinic in
            _ = try await clinic.book(notes: "hers")
            let open = try await answer(
                "{ found: openMatch(words: \"\(words)\") { __typename } }",
                as: .anonymous,
                clinic
            )
            #expect(open == #"{"data":{"found":\#(row)}}"#)
            // Where signing in is needed for each, it is asked for whatever is found.
            let hidden = try await answer(
                "{ found: hiddenMatch(words: \"\(words)\") { __typename } }",
                as: .anonymous,
                clinic
            )
            #expect(hidden.contains(#""message":"Sign in to read appointments.""#), "\(hidden)")
            #expect(
                hidden.contains(#""code":"UNAUTHENTICATED""#) && hidden.contains(#""found":null"#),
                "\(hidden)"
            )
        }
    }

    @Test("A row of no fragment is an empty object, and one of another entity is a fault of the service")
    func otherRows() async throws {
        try await Clinic.with { clinic in
            let service = try await answer(
                "{ best: bestMatch(words: \"Massage\") { ... on Appointment { id } } }",
                as: clinic.asAnn.principal,
                clinic
            )
            #expect(service == #"{"data":{"best":{}}}"#)
            let provider = try await answer(
                "mutation { touchMatch(words: \"provider\") { __typename } }",
                as: clinic.asAnn.principal,
                clinic
            )
            #expect(provider.contains(#""code":"INTERNAL""#) && !provider.contains("Provider"), "\(provider)")
        }
    }

    @Test("A mutation is undone where its caller may not read the row, or there is none")
    func mutation() async throws {
        try await Clinic.with { clinic in
            let made = try await clinic.book(notes: "hers")
            let document = "mutation { touchMatch(words: \"hers\") { ...Row } } \(Self.fragment)"
            for words in ["hers", "nothing"] {
                let text = try await answer(
                    document.replacing("hers", with: words),
                    as: clinic.asBen.principal,
                    clinic
                )
                #expect(
                    text.contains(#""message":"You may not read the match that is answered.""#),
                    "\(text)"
                )
                #expect(text.contains(#""code":"FORBIDDEN""#), "\(text)")
            }
            #expect(try await clinic.all.find(Appointment.self, made.id) == made)
            let touched = try await answer(document, as: clinic.asAnn.principal, clinic)
            let row = #"{"kind":"Appointment","notes":"touched","client":{"username":"ann"}}"#
            #expect(touched == #"{"data":{"touchMatch":\#(row)}}"#)
        }
    }
}
