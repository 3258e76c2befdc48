import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("Rows by key")
struct NodeTests {
    @Test("`node` finds a row of the types that the fragments name, in fragments within fragments, too")
    func fragments() async throws {
        try await RunningServer.reference { server in
            let document = """
                query ($id: ID!) {
                  node(id: $id) { ...Anything }
                }
                fragment Anything on Node {
                  __typename key: id
                  ... on Node { ... on Provider { name } ...Bookable }
                  id
                }
                fragment Bookable on Service { name provider { name ... on Node { id } } }
                """
            let service = try await server.graphQL(document, variables: #"{"id":"\#(Fixture.service)"}"#)
            #expect(
                service.text == """
                    {"data":{"node":{"__typename":"Service","key":"\(Fixture.service)","name":"Treatment",\
                    "provider":{"name":"Novak Physiotherapy","id":"\(Fixture.provider)"},"id":"\(Fixture.service)"}}}
                    """
            )
            let provider = try await server.graphQL(document, variables: #"{"id":"\#(Fixture.provider)"}"#)
            #expect(provider.json.data.node.name.string == "Novak Physiotherapy", "\(provider.text)")
            let user = try await server.graphQL(
                document,
                variables: #"{"id":"\#(Fixture.ada)"}"#,
                token: try await server.signIn("omar")
            )
            #expect(user.text == #"{"data":{"node":null}}"#, "No fragment asks for users.")
        }
    }

    @Test("Without fragments `node` finds a row of any type, and null for one that the caller may not read")
    func anyType() async throws {
        try await RunningServer.reference { server in
            let ada = try await server.signIn("ada")
            let document = "query ($id: ID!) { node(id: $id) { __typename id } }"
            func typeName(_ id: String, _ token: String?) async throws -> String {
                try await server.graphQL(document, variables: #"{"id":"\#(id)"}"#, token: token).text
            }
            #expect(
                try await typeName(Fixture.adasAppointment, ada)
                    == #"{"data":{"node":{"__typename":"Appointment","id":"\#(Fixture.adasAppointment)"}}}"#
            )
            let nothing = #"{"data":{"node":null}}"#
            #expect(try await typeName(Fixture.bensAppointment, ada) == nothing)
            #expect(try await typeName(Fixture.adasAppointment, nil) == nothing)
            #expect(try await typeName("00000000-0000-7000-8000-00000000ffff", ada) == nothing)
            for odd in ["", "User:", "User:\(Fixture.ada)", "nonsense", "é,~", "1"] {
                #expect(try await typeName(odd, ada) == nothing, "\(odd)")
            }
        }
    }

    @Test("`nodes` answers in the order of the ids, twice for an id given twice, null for what is not there")
    func order() async throws {
        try await RunningServer.reference { server in
            let ids = [
                Fixture.otherService, Fixture.provider, "nonsense", Fixture.bensAppointment,
                Fixture.otherService,
            ]
            let document = """
                query ($ids: [ID!]!) {
                  nodes(ids: $ids) { ... on Service { name } ... on Provider { name zone: timeZone } ... on Appointment { id } }
                }
                """
            let list = ids.map { #""\#($0)""# }.joined(separator: ",")
            let ada = try await server.signIn("ada")
            let answer = try await server.graphQL(document, variables: #"{"ids":[\#(list)]}"#, token: ada)
            #expect(
                answer.text
                    == #"{"data":{"nodes":[{"name":"Check-up"},{"name":"Novak Physiotherapy","zone":"Europe/Vienna"},null,null,{"name":"Check-up"}]}}"#
            )
            let none = try await server.graphQL(document, variables: #"{"ids":[]}"#)
            #expect(none.text == #"{"data":{"nodes":[]}}"#)
            let one = try await server.graphQL(
                #"query ($id: ID!) { nodes(ids: [$id, "x"]) { __typename } }"#,
                variables: #"{"id":"\#(Fixture.provider)"}"#
            )
            #expect(one.text == #"{"data":{"nodes":[{"__typename":"Provider"},null]}}"#)
            let many = Array(repeating: #""x""#, count: 101).joined(separator: ",")
            let refused = try await server.graphQL("{ nodes(ids: [\(many)]) { id } }")
            #expect(refused.json.errors[0].message.string == "`ids` must not have more than 100 ids.")
            #expect(refused.json.errors[0].extensions.code.string == "BAD_USER_INPUT")
        }
    }

    @Test(
        "Keys that are no UUIDs are addressed by their type",
        arguments: [
            ("Country:AT", #"{"name":"Austria"}"#), ("Customer:1", #"{"id":"1"}"#),
            ("Stock:a~1b,north,2026-11-21", #"{"count":3}"#),
            ("AT", "null"), ("country:AT", "null"), ("Customer:one", "null"),
            ("Customer:99999999999", "null"),
            ("Stock:a,b,north,2026-11-21", "null"), ("Stock:a~1b,east,2026-11-21", "null"),
            ("Wish:1,x", "null"),
        ]
    )
    func otherKeys(id: String, json: String) async throws {
        let seed = """
            insert into countries (code, name) values ('AT', 'Austria');
            insert into customers (name, country) values ('Ada', 'AT');
            insert into stocks (label, region, day, count) values ('a,b', 'north', '2026-11-21', 3);
            """
        try await RunningServer.with(spec: Repository.path("Tests/EndToEnd/Keys"), seed: seed) { server in
            let fragments =
                "... on Country { name } ... on Customer { id } ... on Stock { count } ... on Wish { isPrivate }"
            let variables = #"{"id":"\#(id)"}"#
            let one = try await server.graphQL(
                "query ($id: ID!) { node(id: $id) { \(fragments) } }",
                variables: variables
            )
            #expect(one.text == #"{"data":{"node":\#(json)}}"#)
            let many = try await server.graphQL(
                "query ($id: ID!) { nodes(ids: [$id]) { \(fragments) } }",
                variables: variables
            )
            #expect(many.text == #"{"data":{"nodes":[\#(json)]}}"#)
        }
    }

    @Test("A row is found by what is unique, as far as the caller may read the row and the values")
    func uniqueKeys() async throws {
        try await RunningServer.reference { server in
            let omar = try await server.signIn("omar")
            let ada = try await server.signIn("ada")
            let byEmail = #"{ userByEmail(email: "ben@example.org") { fullName } }"#
            #expect(
                try await server.graphQL(byEmail, token: omar).text
                    == #"{"data":{"userByEmail":{"fullName":"Ben Client"}}}"#
            )
            #expect(try await server.graphQL(byEmail, token: ada).text == #"{"data":{"userByEmail":null}}"#)
            #expect(
                try await server.graphQL(byEmail).json.errors[0].extensions.code.string == "UNAUTHENTICATED"
            )
            let composite = """
                query ($p: ID!) {
                  serviceByProviderAndName(providerId: $p, name: "Treatment") { id }
                  other: serviceByProviderAndName(providerId: $p, name: "treatment") { id }
                  providerByUser(userId: "\(Fixture.nora)") { name }
                }
                """
            let answer = try await server.graphQL(composite, variables: #"{"p":"\#(Fixture.provider)"}"#)
            #expect(
                answer.text == """
                    {"data":{"serviceByProviderAndName":{"id":"\(Fixture.service)"},"other":null,\
                    "providerByUser":{"name":"Novak Physiotherapy"}}}
                    """
            )
        }
    }
}
