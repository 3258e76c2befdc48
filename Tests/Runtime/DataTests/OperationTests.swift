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

/// What would be generated for the mutation that `OperationTests` adds to the reference application's spec.
private struct RescheduleAppointment: OperationInput {
    typealias Row = Appointment
    var appointmentId: UUID
    var startsAt: Date

    static var operation: CustomOperation { OperationTests.schema.operations[1] }
}

private struct LastAppointment: OperationInput {
    typealias Row = Appointment
    var clientId: UUID

    static var operation: CustomOperation { OperationTests.schema.operations[0] }
}

/// Clients of whom `lastAppointment` knows nothing, and for whom its SQL fails.
private let noClient = UUID(uuidString: "00000000-0000-0000-0000-000000000001")
private let brokenClient = UUID(uuidString: "00000000-0000-0000-0000-000000000002")

@Suite("Queries and mutations of a service's own")
struct OperationTests {
    fileprivate static let schema: Schema = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            .standardized
        let files = (try? SpecDirectory.load(root.appending(path: "spec"), relativeTo: root)) ?? []
        let own = SpecFile(
            path: "spec/own.yaml",
            text: """
                mutations:
                  reschedule_appointment:
                    doc: Moves an appointment to another time.
                    arguments:
                      appointment: { to: Appointment }
                      starts_at: timestamp
                    returns: Appointment
                    access: appointment.client = me
                queries:
                  last_appointment:
                    arguments: { client: { to: User } }
                    returns: Appointment
                    access: authenticated
                """
        )
        return SpecReader.read(files + [own], name: "test").schema ?? SpecSchema.schema
    }()

    private static var operations: Operations {
        var operations = Operations()
        operations.add(RescheduleAppointment.self) { input, context in
            let all = context.database.unrestricted
            guard let row = try await all.find(Appointment.self, input.appointmentId) else { return nil }
            let length = row.endsAt.timeIntervalSince(row.startsAt)
            return try await all.update(row) {
                $0.startsAt = input.startsAt
                $0.endsAt = input.startsAt.addingTimeInterval(length)
            }
        }
        operations.add(LastAppointment.self) { input, context in
            if input.clientId == noClient { throw DatabaseError("NO_CLIENT", "There is no such client.") }
            if input.clientId == brokenClient {
                try await context.database.unrestricted.sql("select 1 / 0")
            }
            return try await context.database.as(context.principal).first(
                Appointment.where { $0.client.id == input.clientId }.order { $0.startsAt.descending }
            )
        }
        return operations
    }

    /// The response to a request of a principal.
    private func answer(_ document: String, as principal: Principal, _ clinic: Clinic) async throws -> String
    {
        let engine = QueryEngine(
            schema: Self.schema,
            client: clinic.client,
            passwordHasher: { $0 },
            resolvers: Self.operations.resolvers
        )
        let service = GraphQLService(engine: engine, options: .init(allowsIntrospection: true))
        let request = GraphQLRequest(document: document)
        return await withCheckedContinuation { continuation in
            service.answer(request, as: principal, on: MultiThreadedEventLoopGroup.singleton.any()) { reply in
                continuation.resume(returning: String(buffer: reply.body))
            }
        }
    }

    @Test("The SDL has them with their arguments")
    func sdl() {
        let sdl = GraphQLAPI(schema: Self.schema).types.sdl
        #expect(sdl.contains("rescheduleAppointment(appointmentId: ID!, startsAt: DateTime!): Appointment!"))
        #expect(sdl.contains("lastAppointment(clientId: ID!): Appointment\n"))
    }

    @Test("A mutation's row is answered with the caller's rights, beside other changes of one transaction")
    func mutation() async throws {
        try await Clinic.with { clinic in
            let made = try await clinic.book()
            let text = try await answer(
                """
                mutation {
                    moved: rescheduleAppointment(appointmentId: "\(made.id)", startsAt: "2031-01-01T09:00:00Z") {
                        startsAt endsAt client { username }
                    }
                }
                """,
                as: clinic.asAnn.principal,
                clinic
            )
            let times = #""startsAt":"2031-01-01T09:00:00Z","endsAt":"2031-01-01T09:45:00Z""#
            #expect(text == #"{"data":{"moved":{\#(times),"client":{"username":"ann"}}}}"#)
            #expect(try await clinic.all.find(Appointment.self, made.id)?.version == 2)
        }
    }

    @Test("What is wrong with the changes beside a call is told before its code does anything")
    func checkedFirst() async throws {
        try await Clinic.with { clinic in
            let made = try await clinic.book()
            let notes = String(repeating: "n", count: 5_000)
            let text = try await answer(
                """
                mutation {
                    moved: rescheduleAppointment(appointmentId: "\(made.id)", startsAt: "2001-01-01T09:00:00Z") { id }
                    noted: updateAppointment(id: "\(made.id)", input: { notes: "\(notes)" }) { id }
                }
                """,
                as: clinic.asAnn.principal,
                clinic
            )
            #expect(text.contains(#""path":["noted"],"extensions":{"code":"TOO_LONG""#), "\(text)")
            #expect(
                !text.contains(#""path":["moved"],"extensions":{"code":"T"#) && text.contains(#""data":null"#)
            )
        }
    }

    @Test(
        "Who may not call is refused before anything is run, by roles or by the rows that arguments lead to"
    )
    func access() async throws {
        try await Clinic.with { clinic in
            let made = try await clinic.book()
            let document = """
                mutation { rescheduleAppointment(appointmentId: "\(made.id)", startsAt: "2031-01-01T09:00:00Z") { id } }
                """
            let foreign = try await answer(document, as: clinic.asBen.principal, clinic)
            #expect(foreign.contains(#""code":"FORBIDDEN""#), "\(foreign)")
            let nobody = try await answer(document, as: .anonymous, clinic)
            #expect(nobody.contains(#""code":"UNAUTHENTICATED""#), "\(nobody)")
            #expect(try await clinic.all.find(Appointment.self, made.id) == made)
        }
    }

    @Test("A query gives a row or null, among the roots of the spec")
    func query() async throws {
        try await Clinic.with { clinic in
            let document = """
                { last: lastAppointment(clientId: "\(clinic.ann.id)") { notes } me { username } }
                """
            let none = try await answer(document, as: clinic.asAnn.principal, clinic)
            #expect(none == #"{"data":{"last":null,"me":{"username":"ann"}}}"#)
            _ = try await clinic.book(after: 1, notes: "first")
            _ = try await clinic.book(after: 2, notes: "second")
            let last = try await answer(document, as: clinic.asAnn.principal, clinic)
            #expect(last == #"{"data":{"last":{"notes":"second"},"me":{"username":"ann"}}}"#)
        }
    }

    @Test("What a query throws is an error of its field, and the others are answered")
    func failedQuery() async throws {
        try await Clinic.with { clinic in
            _ = try await clinic.book(notes: "hers")
            let text = try await answer(
                """
                {
                    me { username }
                    none: lastAppointment(clientId: "\(noClient?.uuidString ?? "")") { id }
                    broken: lastAppointment(clientId: "\(brokenClient?.uuidString ?? "")") { id }
                    last: lastAppointment(clientId: "\(clinic.ann.id)") { notes }
                }
                """,
                as: clinic.asAnn.principal,
                clinic
            )
            let data = #"{"me":{"username":"ann"},"none":null,"broken":null,"last":{"notes":"hers"}}"#
            #expect(text.hasSuffix(#"],"data":\#(data)}"#), "\(text)")
            #expect(
                text.contains(
                    #"{"message":"There is no such client.","locations":[{"line":3,"column":5}],"path":["none"],"extensions":{"code":"NO_CLIENT"}}"#
                ),
                "\(text)"
            )
            #expect(text.contains(#""path":["broken"],"extensions":{"code":"BAD_USER_INPUT""#), "\(text)")
        }
    }

    @Test("Who may not ask a query is told so at its field, and the others are answered")
    func refusedQuery() async throws {
        try await Clinic.with { clinic in
            let document = """
                {
                    last: lastAppointment(clientId: "\(clinic.ann.id)") { notes }
                    providers { totalCount }
                }
                """
            let text = try await answer(document, as: .anonymous, clinic)
            let error =
                #"{"message":"Sign in to ask for last appointment.","locations":[{"line":2,"column":5}],"#
                + #""path":["last"],"extensions":{"code":"UNAUTHENTICATED"}}"#
            let data = #"{"last":null,"providers":{"totalCount":2}}"#
            #expect(text == #"{"errors":[\#(error)],"data":\#(data)}"#)
        }
    }

    @Test("An operation that nothing answers is known by name")
    func missing() {
        #expect(
            Operations().resolvers.missing(of: Self.schema).map(\.apiName) == [
                "lastAppointment", "rescheduleAppointment",
            ]
        )
        #expect(Self.operations.resolvers.missing(of: Self.schema).isEmpty)
    }
}
