import Foundation
import Logging
import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import PlumblineSpec

/// A document with its variables and an answer: the workloads of the comparison with other servers, by their names
/// there.
struct Workload {
    let document: String
    /// The variables as JSON.
    let variables: String
    /// What the database answers: the JSON of the one root.
    let row: String

    /// A row by its key.
    static let w2 = Workload(
        document: "query W2($id: ID!) { user(id: $id) { id username email fullName role } }",
        variables: #"{"id":"\#(Key.client)"}"#,
        row: #"{"id":"\#(Key.client)","username":"client00042","email":"client00042@example.org","#
            + #""fullName":"Client Number 42","role":"CLIENT"}"#
    )

    /// A page of 20 rows with three relations.
    static let w3 = Workload(
        document: """
            query W3($provider: ID!, $from: DateTime!) {
              appointments(
                first: 20
                filter: { providerId: { eq: $provider }, startsAt: { gte: $from } }
                orderBy: [{ startsAt: ASC }]
              ) {
                nodes {
                  id startsAt endsAt status
                  client { id fullName }
                  service { name durationMinutes }
                  provider { name timeZone }
                }
              }
            }
            """,
        variables: #"{"provider":"\#(Key.provider)","from":"2030-01-07T09:00:00Z"}"#,
        row: #"{"nodes":["#
            + Array(
                repeating: #"{"id":"\#(Key.appointment)","startsAt":"2030-01-07T09:00:00.000Z","#
                    + #""endsAt":"2030-01-07T09:45:00.000Z","status":"CONFIRMED","#
                    + #""client":{"id":"\#(Key.client)","fullName":"Client Number 42"},"#
                    + #""service":{"name":"Treatment","durationMinutes":45},"#
                    + #""provider":{"name":"Provider Number 7","timeZone":"Europe/Vienna"}}"#,
                count: 20
            ).joined(separator: ",") + "]}"
    )

    /// A new row.
    static let w4 = Workload(
        document: """
            mutation W4($input: CreateAppointmentInput!) {
              createAppointment(input: $input) { id startsAt endsAt status }
            }
            """,
        variables: #"{"input":{"providerId":"\#(Key.provider)","serviceId":"\#(Key.service)","#
            + #""clientId":"\#(Key.client)","startsAt":"2030-01-07T09:00:00Z","notes":"The left knee."}}"#,
        row: #"{"id":"\#(Key.appointment)","startsAt":"2030-01-07T09:00:00.000Z","#
            + #""endsAt":"2030-01-07T09:45:00.000Z","status":"PENDING"}"#
    )

    /// The keys of the rows that they are about.
    enum Key {
        static let client = "01890a5d-ac96-774b-bcce-b302099a8057"
        static let provider = "01890a5d-ac96-7d3b-8cce-c302099a8157"
        static let service = "01890a5d-ac96-7f1b-9cce-d302099a8257"
        static let appointment = "01890a5d-ac96-7a0b-acce-e302099a8357"
    }
}

extension Workload {
    /// The body of the request over HTTP.
    var body: String {
        let query = JSONWriter.text(.string(document))
        return #"{"query":\#(query),"variables":\#(variables)}"#
    }

    /// The same as the protocol layer hands it on.
    func request() throws -> GraphQLRequest {
        GraphQLRequest(document: document, variables: try JSONReader.read(Array(variables.utf8)))
    }
}

extension Principal {
    /// Who asks in every benchmark.
    static let admin = Principal(id: "01890a5d-ac96-7c5b-bcce-f302099a8457", roles: ["admin"])
}

extension Schema {
    /// The schema of the comparison.
    static func benchmark() throws -> Schema {
        let root = URL(filePath: FileManager.default.currentDirectoryPath)
        let files = try SpecDirectory.load(root.appending(path: "Benchmarks/spec"), relativeTo: root)
        let result = SpecReader.read(files, name: "benchmark")
        guard let schema = result.schema else {
            throw Mistake("Benchmarks/spec cannot be read: \(result.diagnostics)")
        }
        return schema
    }
}

extension PostgresClient {
    /// A client that is not run, so that what is sent to it stays until ``DatabaseStandIn`` answers.
    static func idle() throws -> PostgresClient {
        let configuration = try PostgresConfiguration(url: "postgresql://localhost/none")
        return PostgresClient(configuration: configuration, logger: .quiet)
    }
}

extension Logger {
    /// As a server logs at the level `warning`, where nothing is wrong.
    static let quiet = {
        var logger = Logger(label: "micro") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .warning
        return logger
    }()
}
