import NIOCore
import NIOPosix
import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import Testing

/// Orders with their lines: what changes of several rows are tried on, through GraphQL.
enum Shop {
    static let spec = """
        principal: { entity: User, sign_in: [name], password: password, role: role }
        enums:
          Role: { values: { admin, client } }
          State: { values: { draft, sent, paid } }
        entities:
          User:
            fields:
              name: { type: text, unique: true }
              email: { type: citext, optional: true, unique: true }
              password: password
              role: { type: Role, default: client }
            access: { read: everyone, create: role(admin), update: role(admin) or id = me }
          Product:
            fields:
              sku: { type: text, unique: true }
              name: text
            access: { read: everyone, create: authenticated, update: role(admin) }
          Order:
            traits: [version]
            fields:
              owner: { to: User }
              number: { type: integer, min: 1, unique: true }
              note: { type: text, optional: true, max_length: 20 }
              tags: { type: array, of: text, optional: true }
              state:
                type: State
                default: draft
                transitions: { draft: [sent], sent: [paid] }
            access:
              read: role(admin) or owner = me
              create: role(admin) or owner = me
              update: role(admin) or owner = me
              delete: role(admin) or owner = me
          Line:
            traits: [version]
            fields:
              order: { to: Order, on_delete: cascade }
              position: { type: integer, min: 1 }
              text: { type: text, max_length: 20, default: "-" }
              product: { to: Product, optional: true }
              locked: { type: boolean, default: false }
            rules:
              position_is_unique:
                unique: [order, position]
                message: There is a line at that position.
            access:
              read: role(admin) or order.owner = me
              create: role(admin) or order.owner = me
              update: role(admin) or (order.owner = me and not locked)
              delete: role(admin) or (order.owner = me and not locked)
          Badge:
            fields:
              owner: { to: User, unique: true, on_delete: cascade }
              code: { type: text, max_length: 9 }
            access: { read: everyone, create: owner = me, update: owner = me, delete: owner = me }
          Folder:
            traits: [soft_delete]
            fields:
              name: { type: text, unique: true }
              size: { type: integer, default: 0 }
            access: { read: everyone, create: everyone, update: everyone, delete: everyone, restore: role(admin) }
        """

    static let ann = Principal(id: Clinic.id(3), roles: ["client"])
    static let ben = Principal(id: Clinic.id(4), roles: ["client"])
    static let admin = Principal(id: Clinic.id(1), roles: ["admin"])

    /// Ann's order 21 with the lines 31 and 32, Ben's order 22 with the line 33.
    static let seed = """
        insert into users (id, name, email, role, password) values
            ('\(Clinic.id(1))', 'admin', null, 'admin', '-'), ('\(Clinic.id(3))', 'ann', 'Ann@x.org', 'client', '-'),
            ('\(Clinic.id(4))', 'ben', 'ben@x.org', 'client', '-');
        insert into products (id, sku, name) values ('\(Clinic.id(11))', 'A', 'Lamp');
        insert into orders (id, owner_id, number) values
            ('\(Clinic.id(21))', '\(Clinic.id(3))', 1), ('\(Clinic.id(22))', '\(Clinic.id(4))', 2);
        insert into lines (id, order_id, position, text) values
            ('\(Clinic.id(31))', '\(Clinic.id(21))', 1, 'one'), ('\(Clinic.id(32))', '\(Clinic.id(21))', 2, 'two'),
            ('\(Clinic.id(33))', '\(Clinic.id(22))', 1, 'other');

        """

    static func with(
        hooks: ChangeHooks = ChangeHooks(),
        _ more: String = "",
        _ body: (Backend) async throws -> Void
    ) async throws {
        try await Backend.with(spec: spec, seed: seed + more, hooks: hooks, body)
    }
}

extension Backend {
    /// The response to a GraphQL document.
    func graphQL(
        _ document: String,
        as principal: Principal = Shop.ann,
        _ variables: String = "{}"
    ) async throws -> String {
        let service = GraphQLService(engine: engine, options: .init(allowsIntrospection: true))
        let request = GraphQLRequest(
            document: document,
            variables: try JSONReader.read(Array(variables.utf8))
        )
        return await withCheckedContinuation { continuation in
            service.answer(request, as: principal, on: MultiThreadedEventLoopGroup.singleton.any()) { reply in
                continuation.resume(returning: String(buffer: reply.body))
            }
        }
    }

    /// The errors of a response, each as its code and its field, with the words.
    func complaints(
        _ document: String,
        as principal: Principal = Shop.ann,
        _ variables: String = "{}"
    ) async throws -> [String] {
        let text = try await graphQL(document, as: principal, variables)
        let response = try JSONReader.read(Array(text.utf8))
        #expect(response["data"] == .null || response["data"] == nil, "\(text)")
        guard case .list(let errors)? = response["errors"] else { return [] }
        return errors.map { error in
            var words: [String] = []
            if case .string(let code)? = error["extensions"]?["code"] { words.append(code) }
            if case .list(let steps)? = error["extensions"]?["field"] {
                words.append(
                    steps.map { step in
                        switch step {
                        case .integer(let index): "[\(index)]"
                        case .string(let name): name
                        default: "?"
                        }
                    }.joined(separator: ".")
                )
            }
            return words.joined(separator: " ")
        }
    }

    /// Demands the errors of a document, each as its code and its field.
    func expect(
        _ document: String,
        as principal: Principal = Shop.ann,
        _ variables: String = "{}",
        complaints: [String],
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await self.complaints(document, as: principal, variables)
        #expect(found == complaints, sourceLocation: sourceLocation)
    }

    /// Demands the response to a document.
    func expect(
        _ document: String,
        _ variables: String = "{}",
        answer: String,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await graphQL(document, variables)
        #expect(found == answer, sourceLocation: sourceLocation)
    }

    /// All lines as `order:position:text`, in order.
    func lines() async throws -> String? {
        try await scalar(
            """
            select string_agg(o.number || ':' || l.position || ':' || l.text, ' ' order by o.number, l.position)
            from lines l join orders o on o.id = l.order_id
            """
        )
    }
}
