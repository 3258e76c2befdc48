import Foundation
import NIOCore
import NIOPosix
import PlumblineData
import PlumblineEmit
import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import PlumblineSpec
import PlumblineTestSupport
import Synchronization
import Testing

/// What would be generated for the spec of the tests.
private struct Author: EntityModel {
    var id: UUID

    static var entity: Entity { ComputedFieldTests.schema.entities[0] }
    static var schema: Schema { ComputedFieldTests.schema }

    struct GreetingSource: FieldSource {
        typealias Row = Author
        typealias Output = String
        var name: String

        static var field: String { "greeting" }
    }
}

private struct Note: EntityModel {
    var id: UUID

    static var entity: Entity { ComputedFieldTests.schema.entities[1] }
    static var schema: Schema { ComputedFieldTests.schema }

    struct SizeSource: FieldSource {
        typealias Row = Note
        typealias Output = Int64?
        var title: String
        var authorId: UUID

        static var field: String { "size" }
    }

    struct MoodSource: FieldSource {
        typealias Row = Note
        typealias Output = Mood
        var title: String

        static var field: String { "mood" }
    }
}

private enum Mood: String, Sendable, Codable { case good, bad }

@Suite("Fields that a service's own code computes")
struct ComputedFieldTests {
    fileprivate static let schema: Schema = {
        let spec = """
            enums:
              Mood: { values: { good, bad } }
            entities:
              Author:
                fields:
                  name: { type: text, unique: true }
                  greeting: { type: text, computed: { swift: [name] } }
                access: { read: everyone, create: everyone }
              Note:
                fields:
                  author: { to: Author, inverse: notes }
                  title: text
                  size:
                    type: bigint
                    optional: true
                    computed: { swift: [title, author] }
                    access: { read: title != 'secret' }
                  mood: { type: Mood, computed: { swift: [title] } }
                access: { read: everyone }
            unions:
              Anything: { of: [Note, Author], list: anything }
            """
        let result = SpecReader.read([SpecFile(path: "spec/notes.yaml", text: spec)], name: "test")
        return result.schema ?? Schema(name: "none", enums: [], entities: [], principal: nil)
    }()

    /// How many rows each call of a method got.
    private final class Calls: Sendable {
        let counts = Mutex<[String: [Int]]>([:])

        func note(_ field: String, _ count: Int) {
            counts.withLock { $0[field, default: []].append(count) }
        }
    }

    private static func operations(_ calls: Calls = Calls()) -> Operations {
        var operations = Operations()
        operations.compute(Author.GreetingSource.self) { rows, _ in
            calls.note("greeting", rows.count)
            if rows.contains(where: { $0.name == "Rude" }) { throw DatabaseError("RUDE", "No greeting.") }
            return rows.map { "Hello \"\($0.name)\"\u{1}!" }
        }
        operations.compute(Note.SizeSource.self) { rows, context in
            calls.note("size", rows.count)
            if rows.contains(where: { $0.title == "broken" }) {
                throw DatabaseError("BROKEN", "It is broken.")
            }
            if rows.contains(where: { $0.title == "short" }) { return [] }
            return rows.map { $0.title == "none" ? nil : Int64($0.title.utf8.count) + 9_007_199_254_740_993 }
        }
        operations.compute(Note.MoodSource.self) { rows, _ in
            calls.note("mood", rows.count)
            return rows.map { $0.title == "none" ? .bad : .good }
        }
        return operations
    }

    private func with(
        notes: [String],
        calls: Calls = Calls(),
        _ body: (GraphQLService, QueryEngine) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            try await database.run(script: SQLEmitter(Self.schema).schemaSQL())
            try await database.run(script: "insert into authors (name) values ('Ann'), ('Ben\u{FFFD}')")
            for title in notes {
                let author = "(select id from authors order by name limit 1)"
                try await database.run(
                    script: "insert into notes (author_id, title) values (\(author), '\(title)')"
                )
            }
            try await database.withClient { client in
                let engine = QueryEngine(
                    schema: Self.schema,
                    client: client,
                    passwordHasher: { $0 },
                    resolvers: Self.operations(calls).resolvers
                )
                try await body(
                    GraphQLService(engine: engine, options: .init(allowsIntrospection: true)),
                    engine
                )
            }
        }
    }

    private func answer(
        _ document: String,
        _ service: GraphQLService,
        as principal: Principal = .anonymous,
        once key: String? = nil
    ) async throws -> String {
        var request = GraphQLRequest(document: document)
        request.idempotencyKey = key.map { IdempotencyKey(name: $0, request: []) }
        return await withCheckedContinuation { [request] continuation in
            service.answer(request, as: principal, on: MultiThreadedEventLoopGroup.singleton.any()) {
                reply in
                continuation.resume(returning: String(buffer: reply.body))
            }
        }
    }

    @Test("Every row of a response has its value, wherever it is, and one call for each field gives them")
    func pages() async throws {
        let calls = Calls()
        try await with(notes: ["one", "none", "secret"], calls: calls) { service, _ in
            let text = try await answer(
                """
                {
                    authors(orderBy: [{name: ASC}]) {
                        nodes { greeting notes(orderBy: [{title: ASC}]) { nodes { title size mood } } }
                    }
                    again: authors(first: 1, orderBy: [{name: DESC}]) { edges { node { hi: greeting } } }
                }
                """,
                service
            )
            let notes =
                #"{"title":"none","size":null,"mood":"BAD"},{"title":"one","size":"9007199254740996","mood":"GOOD"},"#
                + #"{"title":"secret","size":null,"mood":"GOOD"}"#
            let ann = #"{"greeting":"Hello \"Ann\"\u0001!","notes":{"nodes":[\#(notes)]}}"#
            let ben = #"{"greeting":"Hello \"Ben\#u{FFFD}\"\u0001!","notes":{"nodes":[]}}"#
            let again = #"{"edges":[{"node":{"hi":"Hello \"Ben\#u{FFFD}\"\u0001!"}}]}"#
            #expect(text == #"{"data":{"authors":{"nodes":[\#(ann),\#(ben)]},"again":\#(again)}}"#)
            // What the caller may not see is not computed.
            #expect(calls.counts.withLock { $0 } == ["greeting": [3], "size": [2], "mood": [3]])
        }
    }

    @Test("A mutation answers it, REST spells it, and what is not selected is not computed")
    func otherPaths() async throws {
        let calls = Calls()
        try await with(notes: [], calls: calls) { service, engine in
            let made = try await answer(
                #"mutation { createAuthor(input: {name: "Cy"}) { name greeting } }"#,
                service
            )
            #expect(made == #"{"data":{"createAuthor":{"name":"Cy","greeting":"Hello \"Cy\"\u0001!"}}}"#)
            let connection = Connection(
                filter: nil,
                order: [],
                page: PlumblineQuery.Page(),
                members: [
                    .nodes(key: "items", Selection([.field(key: "name", field: "name")]))
                ]
            )
            let root = Root(key: "r", action: .connection(entity: "Author", connection))
            let operation = PlumblineQuery.Operation(kind: .query, style: .rest, roots: [root])
            let plan = try engine.planner.plan(operation, for: CallerShape(.anonymous))
            _ = try await engine.execute(
                plan,
                variables: .object([]),
                principal: .anonymous,
                on: MultiThreadedEventLoopGroup.singleton.any()
            )
            #expect(calls.counts.withLock { $0 } == ["greeting": [1]])
        }
    }

    @Test("A change whose REST answer fails is not said to be worth another try")
    func madeButNotAnswered() async throws {
        try await with(notes: []) { service, engine in
            let selection = Selection([.field(key: "greeting", field: "greeting")])
            let name = Assignment(field: "name", value: .constant(.string("Rude")), path: ["name"])
            let create = Create(entity: "Author", assignments: [name], selection: selection)
            let root = Root(key: "r", action: .create(create))
            let operation = PlumblineQuery.Operation(kind: .mutation, style: .rest, roots: [root])
            let plan = try engine.planner.plan(operation, for: CallerShape(.anonymous))
            let failure = await #expect(throws: QueryFailure.self) {
                try await engine.execute(
                    plan,
                    variables: .object([]),
                    principal: .anonymous,
                    on: MultiThreadedEventLoopGroup.singleton.any()
                )
            }
            #expect(failure?.errors.map(\.code) == [.internal])
            #expect(failure?.errors.first?.message.hasPrefix("The change was made") == true)
            #expect(failure?.errors.first?.logDetail == "RUDE: No greeting.")
            let kept = try await answer(#"{ authors(filter: {name: {eq: "Rude"}}) { totalCount } }"#, service)
            #expect(kept == #"{"data":{"authors":{"totalCount":1}}}"#)
        }
    }

    @Test("A change with an idempotency key is made once, and what is computed of it every time")
    func idempotency() async throws {
        let calls = Calls()
        try await with(notes: [], calls: calls) { service, _ in
            let caller = Principal(id: "00000000-0000-7000-8000-000000000001", roles: [])
            func make(_ name: String) async throws -> String {
                let document = #"mutation { a: createAuthor(input: {name: "\#(name)"}) { name greeting } }"#
                return try await answer(document, service, as: caller, once: name)
            }
            let made = #"{"data":{"a":{"name":"Cy","greeting":"Hello \"Cy\"\u0001!"}}}"#
            #expect(try await [make("Cy"), make("Cy")] == [made, made])
            let rude = try await [make("Rude"), make("Rude")]
            #expect(rude[0].contains("No greeting.") && rude[0] == rude[1])
            #expect(calls.counts.withLock { $0 } == ["greeting": [1, 1, 1, 1]])
        }
    }

    @Test(
        "What the code throws is told at its place, and what is wrong with its answer is a fault",
        arguments: [("broken", "BROKEN", "It is broken."), ("short", "INTERNAL", "")]
    )
    func failures(title: String, code: String, message: String) async throws {
        try await with(notes: [title]) { service, _ in
            let text = try await answer("{ notes { nodes { title size mood } } }", service)
            let response = try JSONReader.read(Array(text.utf8))
            #expect(
                JSONWriter.text(response["data"] ?? .null)
                    == #"{"notes":{"nodes":[{"title":"\#(title)","size":null,"mood":"GOOD"}]}}"#
            )
            guard case .list(let errors)? = response["errors"], errors.count == 1 else {
                Issue.record("There is one error: \(text)")
                return
            }
            #expect(JSONWriter.text(errors[0]["path"] ?? .null) == #"["notes","nodes",0,"size"]"#)
            #expect(JSONWriter.text(errors[0]["locations"] ?? .null) == #"[{"line":1,"column":25}]"#)
            #expect(errors[0]["extensions"]?["code"] == .string(code))
            if !message.isEmpty { #expect(errors[0]["message"] == .string(message)) }
        }
    }

    @Test("Rows of a union have theirs, and what fails is told at its place among them")
    func union() async throws {
        try await with(notes: ["broken"]) { service, _ in
            let document = """
                {
                  a: anything(filter: { author: { name: { eq: "Ann" } } }) { nodes { ...Row } }
                  b: anything(filter: { note: {} }) { edges { node { ...Row } } }
                }
                fragment Row on Anything { __typename ... on Author { greeting } ... on Note { size mood } }
                """
            let text = try await answer(document, service)
            let author = #"{"__typename":"Author","greeting":"Hello \"Ann\"\u0001!"}"#
            let note = #"{"__typename":"Note","size":null,"mood":"GOOD"}"#
            let data = #"{"a":{"nodes":[\#(author)]},"b":{"edges":[{"node":\#(note)}]}}"#
            #expect(text.hasSuffix(#"],"data":\#(data)}"#), "\(text)")
            #expect(text.contains(#""path":["b","edges",0,"node","size"]"#), "\(text)")
        }
    }

    @Test("A failure takes along what may not be null around it; a change that was made is not denied")
    func nullPropagation() async throws {
        try await with(notes: ["one"]) { service, _ in
            let made = try await answer(
                """
                mutation {
                    a: createAuthor(input: {name: "Rude"}) { name ...G }
                    b: createAuthor(input: {name: "Cy"}) { name }
                }
                fragment G on Author { hi: greeting }
                """,
                service
            )
            let error = #"{"message":"No greeting.","locations":[{"line":5,"column":24}],"path":["a","hi"],"#
            #expect(made == #"{"errors":[\#(error)"extensions":{"code":"RUDE"}}],"data":null}"#)
            let rude = try await answer(
                #"{ authors(filter: {name: {eq: "Rude"}}) { nodes { id } } }"#,
                service
            )
            let id = try #require(rude.firstMatch(of: /"id":"([^"]+)"/)?.output.1)
            let read = try await answer(
                "{ notes { nodes { title mood } } author(id: \"\(id)\") { name greeting again: greeting } }",
                service
            )
            // Both of its errors leave the author without a value; one is told.
            #expect(
                read.hasSuffix(#""data":{"notes":{"nodes":[{"title":"one","mood":"GOOD"}]},"author":null}}"#)
            )
            #expect(read.contains(#""path":["author","greeting"]"#))
            #expect(!read.contains(#""path":["author","again"]"#))
        }
    }

    @Test("A field that nothing computes is known by name, and left out where no code is")
    func missing() {
        let missing = Operations().resolvers.missingFields(of: Self.schema)
        #expect(missing.map { "\($0.entity).\($0.field)" } == ["Author.greeting", "Note.size", "Note.mood"])
        #expect(Self.operations().resolvers.missingFields(of: Self.schema).isEmpty)
        #expect(Self.schema.withoutOwnCode.entity("Author")?.fields.map(\.name) == ["id", "name"])
        let sdl = GraphQLAPI(schema: Self.schema).types.sdl
        #expect(sdl.contains("greeting: String!"))
        #expect(!sdl.contains("greeting: StringFilter") && !sdl.contains("greeting: OrderDirection"))
    }
}
