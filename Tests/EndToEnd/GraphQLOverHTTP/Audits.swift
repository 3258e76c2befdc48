import Foundation
import PlumblineServerTestSupport

/// One audit of GraphQL over HTTP, with the identifier that the public suite `graphql-http` gives it.
struct Audit: Sendable {
    /// What is looked at in the answer.
    enum Demand: Sendable {
        case status(ClosedRange<Int>)
        case contentType(String)
        case utf8
        case noErrors
        case noData
    }

    var id: String
    var method = "POST"
    var accept: String?
    var contentType: String? = "application/json"
    /// Of the URL.
    var parameters: [URLQueryItem] = []
    var body: String?
    var demands: [Demand]

    /// What the answer does not meet.
    func failures(on server: RunningServer) async throws -> [String] {
        var url = URLComponents()
        url.path = "/graphql"
        if !parameters.isEmpty { url.queryItems = parameters }
        var headers: [String: String] = [:]
        headers["Accept"] = accept ?? "*/*"
        headers["Content-Type"] = contentType ?? "text/plain;charset=UTF-8"
        let answer = try await server.send(method, url.string ?? "", headers: headers, body: body)
        return demands.filter { !isMet($0, by: answer) }.map {
            "\(id): \($0), but \(answer.status) \(answer.text)"
        }
    }

    private func isMet(_ demand: Demand, by answer: HTTPAnswer) -> Bool {
        switch demand {
        case .status(let range): range.contains(answer.status)
        case .contentType(let type): answer.fields["content-type"]?.contains(type) == true
        case .utf8: String(validating: answer.body, as: UTF8.self) != nil
        case .noErrors: answer.json.errors == .null
        case .noData: answer.json.data == .null && !answer.text.contains("\"data\"")
        }
    }
}

extension Audit {
    private static let newer = "application/graphql-response+json"
    private static let older = "application/json"
    private static let typename = #"{"query":"{ __typename }"}"#
    private static let notJSON = #"{ "not a JSON"#
    private static let unknownField = #"{"query":"{ 8f31403dfe404bccbb0e835f2629c6a7 }"}"#
    private static let wrongVariable =
        #"{"query":"query CoerceFailure($id: ID!){ __typename }","variables":{"id":null}}"#
    private static let typeByName = "query Type($name: String!) { __type(name: $name) { name } }"
    private static let typeByNameBody = #"{"query":"\#(typeByName)","variables":{"name":"sometype"}}"#

    static let all: [Audit] = [mediaTypes, methods, parameters, nulls, [noQuery], wrongParameters, failures]
        .flatMap { $0 }

    private static let mediaTypes: [Audit] = [
        Audit(id: "22EB", accept: newer, body: typename, demands: [.status(200...200), .contentType(newer)]),
        Audit(id: "4655", accept: older, body: typename, demands: [.status(200...200), .contentType(older)]),
        Audit(id: "47DE", accept: "*/*", body: typename, demands: [.status(200...200), .contentType(older)]),
        Audit(id: "80D8", body: typename, demands: [.status(200...200), .contentType(older)]),
        Audit(id: "82A3", body: typename, demands: [.status(200...200), .utf8]),
        Audit(
            id: "BF61",
            contentType: "application/json; charset=utf-8",
            body: #"{"query":"{ __type(name: \"Run🏃Swim🏊\") { name } }"}"#,
            demands: [.status(200...200)]
        ),
        Audit(id: "78D5", body: typename, demands: [.status(200...200)]),
    ]

    private static let methods: [Audit] = [
        Audit(id: "2C94", body: typename, demands: [.status(200...200)]),
        Audit(
            id: "5A70",
            method: "GET",
            parameters: [.init(name: "query", value: "{ __typename }")],
            demands: [.status(200...200)]
        ),
        Audit(
            id: "9C48",
            method: "GET",
            accept: newer,
            parameters: [.init(name: "query", value: "mutation { __typename }")],
            demands: [.status(400...499)]
        ),
        Audit(id: "9ABE", contentType: nil, body: typename, demands: [.status(400...499)]),
        Audit(id: "03D4", body: typename, demands: [.status(200...200)]),
        Audit(id: "A5BF", demands: [.status(400...400)]),
    ]

    private static let parameters: [Audit] =
        [
            Audit(id: "34A2", accept: newer, body: typename, demands: [.status(200...200)]),
            Audit(id: "13EE", accept: older, body: typename, demands: [.status(200...200), .noErrors]),
            Audit(id: "8161", accept: newer, body: named, demands: [.status(200...200)]),
            Audit(id: "B8B3", accept: older, body: named, demands: [.status(200...200), .noErrors]),
            Audit(id: "2EA1", accept: newer, body: typeByNameBody, demands: [.status(200...200)]),
            Audit(id: "28B9", accept: older, body: typeByNameBody, demands: [.status(200...200), .noErrors]),
            Audit(
                id: "D6D5",
                method: "GET",
                accept: newer,
                parameters: typeByNameURL,
                demands: [.status(200...200), .noErrors]
            ),
            Audit(
                id: "6A70",
                method: "GET",
                accept: older,
                parameters: typeByNameURL,
                demands: [.status(200...200), .noErrors]
            ),
            Audit(id: "428F", accept: newer, body: extended, demands: [.status(200...200)]),
            Audit(id: "1B7A", accept: older, body: extended, demands: [.status(200...200), .noErrors]),
        ]

    private static let nulls: [Audit] = ["variables", "operationName", "extensions"].enumerated()
        .flatMap { index, name -> [Audit] in
            let body = #"{"query":"{ __typename }","\#(name)":null}"#
            let demands: [Demand] = [.status(200...200), .noErrors]
            return [
                Audit(id: "94B\(index)", accept: newer, body: body, demands: demands),
                Audit(id: "022\(index)", accept: older, body: body, demands: demands),
            ]
        }

    private static let named = #"{"operationName":"Query","query":"query Query { __typename }"}"#
    private static let extended = #"{"query":"{ __typename }","extensions":{"some":"value"}}"#
    private static let typeByNameURL = [
        URLQueryItem(name: "query", value: typeByName),
        URLQueryItem(name: "variables", value: #"{"name":"sometype"}"#),
    ]

    private static let noQuery =
        Audit(
            id: "423L",
            accept: newer,
            body: #"{"notquery":"{ __typename }"}"#,
            demands: [.status(400...400)]
        )

    /// Each parameter with values of the wrong kinds.
    private static let wrongParameters: [Audit] =
        [("LKJ", "query"), ("6C0", "operationName"), ("476", "variables"), ("58B", "extensions")]
        .flatMap { id, name -> [Audit] in
            let isMap = name == "variables" || name == "extensions"
            let values = [isMap ? #""string""# : #"{"obj":"ect"}"#, "0", "false", #"["array"]"#]
            let query = name == "query" ? "" : #""query":"{ __typename }","#
            return values.enumerated().map { index, value in
                Audit(
                    id: "\(id)\(index)",
                    body: "{\(query)\"\(name)\":\(value)}",
                    demands: [.status(400...400)]
                )
            }
        }

    private static let failures: [Audit] = [
        Audit(id: "B6DC", accept: older, body: notJSON, demands: [.status(200...599)]),
        Audit(id: "BCF8", accept: older, body: notJSON, demands: [.status(400...400)]),
        Audit(id: "B7N8", accept: newer, body: notJSON, demands: [.status(400...400)]),
        Audit(id: "8764", body: #"{"qeury":"{ __typename }"}"#, demands: [.status(400...599)]),
        Audit(id: "3E3A", body: #"{"qeury":"{ __typename }"}"#, demands: [.status(400...400)]),
        Audit(id: "572B", accept: older, body: #"{"query":"{"}"#, demands: [.status(200...200)]),
        Audit(id: "FDE2", accept: older, body: unknownField, demands: [.status(200...200)]),
        Audit(id: "7B9B", accept: older, body: wrongVariable, demands: [.status(200...200)]),
        Audit(id: "865D", accept: newer, body: #"{"query":"{"}"#, demands: [.status(400...599)]),
        Audit(id: "556A", accept: newer, body: #"{"query":"{"}"#, demands: [.status(400...400)]),
        Audit(id: "D586", accept: newer, body: #"{"query":"{"}"#, demands: [.noData]),
        Audit(id: "51FE", accept: newer, body: unknownField, demands: [.status(400...599)]),
        Audit(id: "74FF", accept: newer, body: unknownField, demands: [.status(400...400)]),
        Audit(id: "5E5B", accept: newer, body: unknownField, demands: [.noData]),
        Audit(id: "86EE", accept: newer, body: wrongVariable, demands: [.status(400...400)]),
    ]
}
