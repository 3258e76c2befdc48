import Foundation
import PlumblineClient
import PlumblineData
import PlumblineReference
import PlumblineSchema
import PlumblineServerTestSupport
import PlumblineSpec
import PlumblineTestSupport
import Testing

/// What would be generated for the operations that `OwnOperationTests` adds to the reference application's spec.
private struct AnnotateAppointment: OperationInput {
    typealias Row = Appointment
    var appointmentId: UUID
    var words: [String]
    var place: Place?
    var days: HalfOpenRange<CivilDate>?
    var status: AppointmentStatus?

    static var operation: CustomOperation { OwnOperationTests.schema.operations[1] }
}

private struct Place: Sendable, Hashable, Codable {
    var street: String
    var floor: Int?
}

private struct FirstAppointment: OperationInput {
    typealias Row = Appointment
    var clientId: UUID
    var after: Date?
    var status: AppointmentStatus?

    static var operation: CustomOperation { OwnOperationTests.schema.operations[0] }
}

@Suite("Queries and mutations of a service's own, in REST, GraphQL and the client")
struct OwnOperationTests {
    fileprivate static let schema: Schema = {
        let own = """
            types:
              Place: { fields: { street: { type: text, max_length: 20 }, floor: { type: integer, optional: true } } }
            mutations:
              annotate_appointment:
                doc: Writes down what was agreed.
                arguments:
                  appointment: { to: Appointment, doc: Which one. }
                  words: { type: array, of: text, max_items: 3 }
                  place: { type: Place, optional: true }
                  days: { type: range, of: date, optional: true }
                  status: { type: AppointmentStatus, optional: true }
                rules:
                  has_words: { check: length(words) > 0, message: Say something. }
                returns: Appointment
                access: appointment.client = me
            queries:
              first_appointment:
                arguments:
                  client: { to: User }
                  after: { type: timestamp, optional: true }
                  status: { type: AppointmentStatus, optional: true }
                returns: Appointment
                access: authenticated
            """
        let root = URL(filePath: Repository.path("."))
        let files = (try? SpecDirectory.load(root.appending(path: "spec"), relativeTo: root)) ?? []
        let result = SpecReader.read(files + [SpecFile(path: "spec/own.yaml", text: own)], name: "own")
        return result.schema ?? SpecSchema.schema
    }()

    private static var operations: Operations {
        var operations = Operations()
        operations.add(AnnotateAppointment.self) { input, context in
            let all = context.database.unrestricted
            guard let row = try await all.find(Appointment.self, input.appointmentId) else { return nil }
            let place = input.place.map { "\($0.street)/\($0.floor ?? 0)" } ?? "-"
            let start = input.days?.start.map { "\($0)" } ?? "-"
            if input.words == ["no"] { throw DatabaseError("NOT_AGREED", "Nothing was agreed.") }
            return try await all.update(row) {
                $0.notes = .set("\(input.words) \(place) \(start) \(input.status?.rawValue ?? "-")")
            }
        }
        operations.add(FirstAppointment.self) { input, context in
            let rows = try await context.database.as(context.principal).fetch(
                Appointment.where { $0.client.id == input.clientId }.order { $0.startsAt }
            )
            return rows.first { row in
                row.startsAt > input.after ?? .distantPast && row.status == input.status ?? row.status
            }
        }
        return operations
    }

    private func serve(_ body: @escaping @Sendable (RunningServer) async throws -> Void) async throws {
        try await RunningServer.with(
            schema: Self.schema,
            operations: Self.operations,
            seed: Fixture.sql,
            body
        )
    }

    @Test("REST asks a query by GET, whose arguments are single values, and answers the row or 404")
    func query() async throws {
        try await serve { server in
            let token = try await server.signIn("ada")
            let path = "/api/v1/first-appointment?clientId=\(Fixture.ada)"
            let found = try await server.send("GET", path + "&status=confirmed", token: token)
            #expect(found.status == 200, "\(found.text)")
            #expect(found.json.id.string == Fixture.adasAppointment)
            #expect(found.fields["etag"] == "\"1\"")
            let late = try await server.send("GET", path + "&after=2031-01-01T00:00:00Z", token: token)
            #expect(late.status == 404, "\(late.text)")
            // A row that the caller may not read is none.
            let foreign = "/api/v1/first-appointment?clientId=\(Fixture.ben)"
            #expect(try await server.send("GET", foreign, token: token).status == 404)
            #expect(try await server.send("GET", path).status == 401)
            let post = try await server.send("POST", "/api/v1/first-appointment", token: token, body: "{}")
            #expect(post.status == 405 && post.fields["allow"] == "GET")
            let wrong = try await server.send("GET", path + "&colour=red&colour=blue", token: token)
            #expect(wrong.status == 400)
            #expect(wrong.json.errors[0].field.string == "colour")
            let missing = try await server.send("GET", "/api/v1/first-appointment?after=x", token: token)
            #expect(missing.status == 422, "\(missing.text)")
            #expect(missing.text.contains("\"field\":\"clientId\",\"code\":\"REQUIRED\""), "\(missing.text)")
            #expect(missing.text.contains("\"field\":\"after\",\"code\":\"INVALID_TYPE\""), "\(missing.text)")
        }
    }

    @Test("REST takes a mutation by POST, with lists, ranges and value objects, under its access and rules")
    func mutation() async throws {
        try await serve { server in
            let token = try await server.signIn("ada")
            let path = "/api/v1/annotate-appointment"
            func body(_ rest: String) -> String {
                "{\"appointmentId\":\"\(Fixture.adasAppointment)\",\(rest)}"
            }
            let whole = body(
                #""words":["a","b"],"place":{"street":"High 1"},"days":{"start":"2031-01-02"},"status":"no_show""#
            )
            let made = try await server.send("POST", path, token: token, body: whole)
            #expect(made.status == 200, "\(made.text)")
            #expect(made.json.notes.string == #"["a", "b"] High 1/0 2031-01-02 no_show"#)
            #expect(made.fields["etag"] == "\"2\"")
            let ben = try await server.signIn("ben")
            #expect(try await server.send("POST", path, token: ben, body: whole).status == 403)
            #expect(try await server.send("POST", path, body: whole).status == 401)
            let ruled = try await server.send("POST", path, token: token, body: body(#""words":[]"#))
            #expect(ruled.status == 422 && ruled.json.detail.string == "Say something.", "\(ruled.text)")
            let wrong = body(#""words":["a"],"place":{"floor":1},"colour":1"#)
            let unknown = try await server.send("POST", path, token: token, body: wrong)
            #expect(unknown.json.errors[0].code.string == "UNKNOWN_FIELD", "\(unknown.text)")
            let half = try await server.send(
                "POST",
                path,
                token: token,
                body: body(#""words":["a"],"place":{"floor":1}"#)
            )
            #expect(half.status == 422, "\(half.text)")
            let own = try await server.send("POST", path, token: token, body: body(#""words":["no"]"#))
            #expect(own.status == 422 && own.json.code.string == "NOT_AGREED", "\(own.text)")
            #expect(try await server.send("GET", path, token: token).fields["allow"] == "POST")
        }
    }

    @Test("GraphQL takes the same arguments, by literals and by variables")
    func graphQL() async throws {
        try await serve { server in
            let token = try await server.signIn("ada")
            let made = try await server.graphQL(
                """
                mutation($place: PlaceInput, $start: Date) {
                    a: annotateAppointment(appointmentId: "\(Fixture.adasAppointment)", words: ["a"], place: $place) { notes }
                    b: annotateAppointment(
                        appointmentId: "\(Fixture.adasAppointment)", words: "b", status: NO_SHOW
                        place: {street: "Low 2", floor: 3}, days: {start: $start}
                    ) { notes }
                }
                """,
                variables: #"{"place": {"street": "High 1"}, "start": "2031-01-02"}"#,
                token: token
            )
            #expect(made.json.data.a.notes.string == #"["a"] High 1/0 - -"#, "\(made.text)")
            #expect(made.json.data.b.notes.string == #"["b"] Low 2/3 2031-01-02 no_show"#)
        }
    }

    @Test("The generated client calls and checks them", .enabled(if: Node.isAvailable, "no node on the path"))
    func client() async throws {
        try await serve { server in
            let script = """
                import { createClient, validators } from "./client.js"
                const api = createClient({ baseURL: "\(server.base)" })
                await api.signIn("ada", "plumbline-demo")
                const first = await api.firstAppointment({ clientId: "\(Fixture.ada)", after: undefined, status: null })
                const input = { appointmentId: first.id, words: ["a"], place: { street: "High 1", floor: 2 } }
                console.log(validators.AnnotateAppointment.check(input).length)
                console.log((await api.annotateAppointment(input)).notes)
                const [{ message }] = validators.AnnotateAppointment.check({ ...input, place: { street: "x".repeat(21) } })
                console.log(message)
                console.log((await api.annotateAppointment({}).catch(error => error)).errors.map(({ field }) => field).join())
                """
            let lines = try await onOwnThread {
                try Node.run(script, beside: ClientEmitter(Self.schema).files())
            }
            #expect(
                lines == [
                    "0", #"["a"] High 1/2 - -"#, "Place street is longer than 20 characters.",
                    "appointmentId,words",
                ]
            )
        }
    }
}
