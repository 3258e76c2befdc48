import Foundation
import Logging
import PlumblineServer
import PlumblineServerTestSupport
import PlumblineTestSupport
import Synchronization
import Testing

/// What a server of production refuses: the attacks that public scanners try, and some more.
@Suite("GraphQL in production")
struct SecurityTests {
    /// An attack, and what shows that it failed.
    struct Attack: Sendable {
        var name: String
        var document: String
        var variables = "{}"
        /// Part of the message.
        var refusal: String
    }

    private static let attacks = [
        Attack(
            name: "alias bomb",
            document: "{ \(repeated(101) { "a\($0): __typename" }) }",
            refusal: "more than 100 aliases"
        ),
        Attack(
            name: "the same field many times",
            document: "{ \(repeated(500) { _ in "__typename" }) }",
            refusal: "more than 50 root fields"
        ),
        Attack(
            name: "fields below a root",
            document: "{ services { nodes { \(repeated(2_001) { _ in "id" }) } } }",
            refusal: "more than 2000 fields"
        ),
        Attack(
            name: "directives",
            document: "{ __typename \(repeated(51) { _ in "@include(if: true)" }) }",
            refusal: "can only be used once"
        ),
        Attack(
            name: "unknown directives",
            document: "{ __typename @a@b@c@d@e@f@g@h@i@j }",
            refusal: "Unknown directive"
        ),
        Attack(
            name: "fragments in a circle",
            document: "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
            refusal: "Cannot spread fragment \"A\" within itself"
        ),
        Attack(
            name: "fragments that double",
            document: "{ ...F0 } "
                + repeated(30) { "fragment F\($0) on Query { ...F\($0 + 1) ...F\($0 + 1) }" }
                + " fragment F30 on Query { __typename }",
            refusal: "more than 50 root fields"
        ),
        Attack(
            name: "depth",
            document: "{ me " + String(repeating: "{ appointments { nodes { client ", count: 8)
                + "{ id }" + String(repeating: " } } }", count: 8) + " }",
            refusal: "more than 20 levels"
        ),
        Attack(
            name: "lists in lists",
            document:
                "{ users(first: 100) { nodes { appointments(first: 100) { nodes { provider { appointments(first: 100) { totalCount nodes { id } } } } } } } }",
            refusal: "The operation costs"
        ),
        Attack(
            name: "lists in lists by variables",
            document:
                "query ($n: Int) { users(first: $n) { nodes { appointments(first: $n) { nodes { provider { appointments(first: $n) { nodes { id } } } } } } } }",
            variables: #"{"n":100}"#,
            refusal: "The operation costs"
        ),
        Attack(
            name: "tokens",
            document: "{ \(repeated(15_001) { _ in "a" }) }",
            refusal: "Document contains more than 15000 tokens"
        ),
        Attack(
            name: "introspection",
            document: "{ __schema { types { name } } }",
            refusal: "introspection is off"
        ),
        Attack(
            name: "introspection of a type",
            document: "{ ...F } fragment F on Query { __type(name: \"User\") { name } }",
            refusal: "introspection is off"
        ),
        Attack(
            name: "introspection in a circle",
            document: "{ __schema { types { fields { type { fields { type { name } } } } } } }",
            refusal: "introspection is off"
        ),
    ]

    private static func repeated(_ count: Int, _ text: (Int) -> String) -> String {
        (0..<count).map(text).joined(separator: " ")
    }

    private static let strict = ["Accept": "application/graphql-response+json"]
    private static let production = ["ENVIRONMENT": "production"]

    private static func body(_ document: String, _ variables: String = "{}") throws -> String {
        let text = String(decoding: try JSONEncoder().encode(document), as: UTF8.self)
        return #"{"query":\#(text),"variables":\#(variables)}"#
    }

    @Test("Bombs, circles and introspection are refused before anything is executed")
    func refusesAttacks() async throws {
        try await RunningServer.reference(settings: Self.production) { server in
            for attack in Self.attacks {
                let body = try Self.body(attack.document, attack.variables)
                let answer = try await server.send("POST", "/graphql", headers: Self.strict, body: body)
                #expect(answer.status == 400, "\(attack.name): \(answer.text.prefix(300))")
                #expect(
                    answer.text.replacing("\\\"", with: "\"").contains(attack.refusal),
                    "\(attack.name): \(answer.text.prefix(300))"
                )
                #expect(answer.json.data == .null, "\(attack.name)")
                #expect(answer.json.errors.elements.count <= 6, "\(attack.name)")
            }
        }
    }

    @Test("No error tells a name that the client did not say")
    func suggestsNothing() async throws {
        let guesses: [(document: String, variables: String)] = [
            ("{ usrs { totalCount } }", "{}"), ("{ users { nodes { fulName } } }", "{}"),
            ("{ users { nodes } }", "{}"), ("{ users(frst: 1) { totalCount } }", "{}"),
            ("{ __schema { directive } }", "{}"),
            ("{ appointments(filter: { statu: { eq: CONFIRMED } }) { totalCount } }", "{}"),
            ("{ appointments(filter: { status: { eq: CONFIRMD } }) { totalCount } }", "{}"),
            ("{ appointments(orderBy: [{ startsAt: ASCE }]) { totalCount } }", "{}"),
            ("{ ...F } fragment F on Usr { id }", "{}"), ("query ($a: Strin) { __typename }", #"{"a":"x"}"#),
            ("{ __typename @includ(if: true) }", "{}"), ("{ __typename @include(i: true) }", "{}"),
            (
                "query ($f: AppointmentFilter) { appointments(filter: $f) { totalCount } }",
                #"{"f":{"statu":{}}}"#
            ),
            (
                "query ($f: AppointmentFilter) { appointments(filter: $f) { totalCount } }",
                #"{"f":{"status":{"eq":"CONFIRMD"}}}"#
            ),
        ]
        try await RunningServer.reference(settings: Self.production) { server in
            for (document, variables) in guesses {
                let body = try Self.body(document, variables)
                let answer = try await server.send("POST", "/graphql", headers: Self.strict, body: body)
                #expect(answer.status == 400, "\(document): \(answer.text)")
                #expect(!answer.text.lowercased().contains("did you mean"), "\(answer.text)")
                for name in ["fullName", "CONFIRMED\\", "DESC"] where !document.contains(name) {
                    #expect(!answer.text.contains(name), "\(answer.text)")
                }
            }
        }
    }

    @Test("What a page of another site can send without asking is refused, and so are changes by GET")
    func refusesForgedRequests() async throws {
        try await RunningServer.reference(settings: Self.production) { server in
            for type in [
                "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x",
            ] {
                for body in ["query=%7B__typename%7D", #"{"query":"{ __typename }"}"#] {
                    let answer = try await server.send(
                        "POST",
                        "/graphql",
                        headers: ["Content-Type": type],
                        body: body
                    )
                    #expect(answer.status == 415, "\(type)")
                    #expect(answer.json.data == .null)
                }
            }
            let token = try await server.signIn("ada")
            let mutation =
                "mutation%7BupdateUser(id:%22\(Fixture.ada)%22,input:%7BfullName:%22Forged%22%7D)%7Bid%7D%7D"
            for method in ["GET", "HEAD", "PUT", "DELETE"] {
                let answer = try await server.send(method, "/graphql?query=\(mutation)", token: token)
                #expect(answer.status == 405, "\(method)")
            }
            let me = try await server.graphQL("{ me { fullName } }", token: token)
            #expect(me.json.data.me.fullName.string == "Ada Client")
        }
    }

    @Test("A batch, a trace, an explorer page: there is none")
    func hasNoExtras() async throws {
        try await RunningServer.reference(settings: Self.production) { server in
            let batch =
                "[" + Array(repeating: #"{"query":"{ __typename }"}"#, count: 10).joined(separator: ",") + "]"
            #expect(try await server.send("POST", "/graphql", body: batch).status == 400)
            let plain = try await server.send(
                "POST",
                "/graphql",
                headers: ["X-Apollo-Tracing": "1", "Apollo-Federation-Include-Trace": "ftv1"],
                body: #"{"query":"{ __typename }","extensions":{"tracing":true}}"#
            )
            #expect(plain.text == #"{"data":{"__typename":"Query"}}"#)
            let page = try await server.send("GET", "/graphql", headers: ["Accept": "text/html"])
            #expect(page.status == 406)
            #expect(!page.text.lowercased().contains("graphiql"))
            let nonsense = try await server.send("POST", "/graphql", body: #"{"query":"qwerty cop { abc }"}"#)
            #expect(nonsense.json.errors[0].extensions.exception == .null)
            #expect(nonsense.json.errors[0].message.string?.hasPrefix("Syntax Error") == true)
        }
    }

    @Test("A fault of ours is told by an id only, under which the log has the cause")
    func masksFaults() async throws {
        let log = RecordedLog()
        try await RunningServer.reference(settings: Self.production, logger: log.logger) { server in
            try await server.database.run(script: "alter table services rename column name to gone")
            let answer = try await server.send(
                "POST",
                "/graphql",
                headers: ["X-Request-Id": "the-request-1"],
                body: #"{"query":"{ services { nodes { name } } }"}"#
            )
            let error = answer.json.errors[0]
            #expect(error.extensions.code.string == "INTERNAL")
            #expect(error.extensions.requestId.string == "the-request-1")
            for word in ["column", "services t", "42703", "select"] { #expect(!answer.text.contains(word)) }
            let lines = log.lines.filter { $0.contains("the-request-1") && $0.contains("INTERNAL") }
            #expect(lines.contains { $0.contains("42703") || $0.contains("does not exist") }, "\(log.lines)")
        }
    }

    @Test("The cost of an operation is told where it is asked for, and where it is too high")
    func tellsCosts() async throws {
        let settings = ["GRAPHQL_MAX_COST": "500"]
        try await RunningServer.reference(settings: settings) { server in
            let asked = try await server.send(
                "POST",
                "/graphql",
                body:
                    #"{"query":"{ services(first: 10) { nodes { provider { name } } } }","extensions":{"cost":true}}"#
            )
            // A page, and ten times a service with its provider.
            #expect(asked.json.extensions.cost.requested.integer == 21, "\(asked.text)")
            #expect(asked.json.extensions.cost.maximum.integer == 500)
            let page =
                "query ($n: Int) { services(first: $n) { nodes { provider { services { nodes { id } } } } } }"
            for (size, isWithin) in [("10", true), ("100", false), ("null", true)] {
                let answer = try await server.graphQL(page, variables: #"{"n":\#(size)}"#)
                #expect((answer.json.errors == .null) == isWithin, "\(answer.text)")
                if !isWithin {
                    #expect(answer.json.errors[0].extensions.code.string == "TOO_COSTLY")
                    #expect(
                        answer.json.errors[0].extensions.cost.requested.integer == 1 + 100 * (1 + 1 + 1 + 20)
                    )
                }
            }
        }
    }
}

/// Keeps what a server logs.
final class RecordedLog: LogSink {
    private let written = Mutex("")

    var lines: [Substring] { written.withLock { $0 }.split(separator: "\n") }

    var logger: Logger { Logger(label: "test") { JSONLogHandler(label: $0, level: .info, sink: self) } }

    func write(_ line: [UInt8]) {
        written.withLock { $0 += String(decoding: line, as: UTF8.self) }
    }
}
