import Foundation
import PlumblineServerTestSupport
import Testing

@Suite("Value objects and transitions in both APIs")
struct ValueObjectTests {
    private static let spec = """
        types:
          Address:
            doc: Where something can be sent.
            fields:
              street: { type: text, max_length: 20 }
              zip: { type: text, optional: true }
              country: CountryCode
        enums:
          State: { values: { packed, sent, lost } }
        entities:
          Parcel:
            fields:
              receiver: { type: Address }
              sender: { type: Address, optional: true }
              state:
                type: State
                default: packed
                transitions: { packed: [sent], sent: [lost] }
            access: { read: everyone, create: everyone, update: everyone }
        """

    private static let storages = ["columns", "jsonb"]

    private func serve(_ storage: String, _ body: @escaping @Sendable (RunningServer) async throws -> Void)
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "spec-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let spec = Self.spec.replacing("type: Address", with: "type: Address, storage: \(storage)")
        try Data(spec.utf8).write(to: folder.appending(path: "parcels.yaml"))
        try await RunningServer.with(spec: folder.path, body)
    }

    @Test("GraphQL gives and takes them as objects, by literals and by variables", arguments: storages)
    func graphQL(storage: String) async throws {
        try await serve(storage) { server in
            let made = try await server.graphQL(
                """
                mutation($receiver: AddressInput!) {
                    a: createParcel(input: {receiver: $receiver, sender: {street: "Mill 1", country: " de "}}) {
                        id receiver { __typename street zip } sender { country }
                    }
                    b: createParcel(input: {receiver: {street: "Low 1", country: "FR"}}) { sender { country } }
                }
                """,
                variables: #"{"receiver": {"street": "High 1", "zip": "1010", "country": "AT"}}"#
            )
            let parcel = made.json.data.a
            #expect(parcel.receiver.__typename == .string("Address"), "\(made.text)")
            #expect(parcel.receiver.zip == .string("1010"))
            #expect(parcel.sender.country == .string("DE"))
            #expect(made.json.data.b.sender == .null)
            let id = try #require(parcel.id.string)

            let changed = try await server.graphQL(
                """
                mutation($id: ID!, $input: UpdateParcelInput!) {
                    updateParcel(id: $id, input: $input) { receiver { street zip } sender { street } }
                }
                """,
                variables:
                    #"{"id": "\#(id)", "input": {"receiver": {"street": "New 1", "country": "AT"}, "sender": null}}"#
            )
            #expect(changed.json.data.updateParcel.receiver.zip == .null, "\(changed.text)")
            #expect(changed.json.data.updateParcel.sender == .null)

            let found = try await server.graphQL(
                #"{ parcels(filter: {receiverCountry: {eq: "AT"}}, orderBy: [{receiverStreet: ASC}]) { nodes { id } } }"#
            )
            #expect(found.json.data.parcels.nodes.elements.map(\.id) == [.string(id)], "\(found.text)")

            let wrong = try await server.graphQL(
                #"mutation { createParcel(input: {receiver: {street: "A very long street, too long", country: "A"}}) { id } }"#
            )
            #expect(
                wrong.json.errors.elements.map(\.extensions.field) == [
                    .list([.string("input"), .string("receiver"), .string("street")]),
                    .list([.string("input"), .string("receiver"), .string("country")]),
                ],
                "\(wrong.text)"
            )
        }
    }

    @Test("REST gives and takes them as objects, and names what is wrong in them", arguments: storages)
    func rest(storage: String) async throws {
        try await serve(storage) { server in
            let body =
                #"{"receiver": {"street": "High 1", "country": "at"}, "sender": {"street": "Mill 1", "country": "DE"}}"#
            let made = try await server.send("POST", "/api/v1/parcels", body: body)
            #expect(made.status == 201, "\(made.text)")
            #expect(made.json.receiver.country == .string("AT"))
            #expect(made.json.receiver.zip == .null)
            let path = "/api/v1/parcels/" + (try #require(made.json.id.string))

            let cleared = try await server.send("PATCH", path, body: #"{"sender": null}"#)
            #expect(cleared.json.sender == .null, "\(cleared.text)")
            let listed = try await server.send("GET", "/api/v1/parcels?receiverCountry=AT")
            #expect(listed.json.items.elements.count == 1)

            let half = try await server.send("PATCH", path, body: #"{"sender": {"zip": "1"}}"#)
            #expect(half.status == 422)
            #expect(
                half.json.errors.elements.map(\.field) == [
                    .string("sender.street"), .string("sender.country"),
                ]
            )
            for method in ["PATCH", "PUT"] {
                let empty = try await server.send(
                    method,
                    path,
                    body: #"{"receiver": {}, "sender": {"zip": null}}"#
                )
                #expect(
                    empty.json.errors.elements.map(\.field) == [
                        .string("receiver.street"), .string("receiver.country"),
                        .string("sender.street"), .string("sender.country"),
                    ],
                    "\(empty.text)"
                )
            }
            let unknown = try await server.send(
                "PATCH",
                path,
                body: #"{"receiver": {"town": "x"}, "sender": 1}"#
            )
            #expect(unknown.status == 422)
            #expect(
                Set(unknown.json.errors.elements.compactMap(\.field.string)) == ["receiver.town", "sender"],
                "\(unknown.text)"
            )
            let missing = try await server.send("PUT", path, body: "{}")
            #expect(missing.json.errors.elements.map(\.field) == [.string("receiver")], "\(missing.text)")
        }
    }

    @Test("A step that a life does not have is a conflict, told by its code and field")
    func transitions() async throws {
        try await serve("columns") { server in
            let made = try await server.send(
                "POST",
                "/api/v1/parcels",
                body: #"{"receiver": {"street": "High 1", "country": "AT"}}"#
            )
            let path = "/api/v1/parcels/" + (try #require(made.json.id.string, "\(made.text)"))
            let skipped = try await server.send("PATCH", path, body: #"{"state": "lost"}"#)
            #expect(skipped.status == 409)
            #expect(skipped.json.code == .string("INVALID_TRANSITION"))
            #expect(skipped.json.errors.elements.map(\.field) == [.string("state")])
            let sent = try await server.send("PATCH", path, body: #"{"state": "sent"}"#)
            #expect(sent.json.state == .string("sent"), "\(sent.text)")
        }
    }
}
