import NIOCore
import NIOPosix
import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema
import PlumblineTestSupport
import Testing

/// A library whose entities are of interfaces and of a union, asked by GraphQL.
enum Shelf {
    static let spec = """
        principal: { entity: Member, sign_in: [name], password: password, role: role }
        enums:
          Role: { values: { librarian, reader } }
        traits:
          Timestamped: { interface: true, traits: [timestamps] }
          Catalogued:
            doc: What stands on a shelf.
            interface: true
            list: holdings
            traits: [Timestamped]
            fields:
              title: { type: text, max_length: 80 }
              mark: { type: text, optional: true, access: { read: role(librarian) } }
              keeper: { to: Member, optional: true, on_delete: set_null }
        entities:
          Member:
            fields:
              name: { type: text, unique: true }
              password: password
              role: Role
            access: { read: role(librarian) or id = me }
          Film:
            traits: [Catalogued]
            fields: { size: integer }
            search: { fields: [title] }
            access: { read: everyone, create: role(librarian) }
          Book:
            traits: [Catalogued]
            fields:
              size: { type: decimal, precision: 6, scale: 2, optional: true }
              owner: { to: Member, inverse: owned_books }
            search: { fields: [title] }
            access: { read: role(librarian) or owner = me }
          Remark:
            traits: [Timestamped]
            fields:
              text: text
              film: { to: Film, inverse: remarks }
            access: { read: authenticated }
        unions:
          SearchResult:
            doc: Whatever is found.
            of: [Film, Remark, Book]
            list: search_results
        """

    static let librarian = Principal(id: Clinic.id(1), roles: ["librarian"])
    static let ann = Principal(id: Clinic.id(2), roles: ["reader"])
    static let ben = Principal(id: Clinic.id(3), roles: ["reader"])

    /// Films 11 to 13, remarks 21 and 22, books 31 to 33 of Ann, and 34 of Ben; a book and a film have one key.
    static let seed = """
        insert into members (id, name, password, role) values
            ('\(Clinic.id(1))', 'Lib', 'x', 'librarian'), ('\(Clinic.id(2))', 'Ann', 'x', 'reader'),
            ('\(Clinic.id(3))', 'Ben', 'x', 'reader');
        insert into films (id, title, mark, keeper_id, size, created_at) values
            ('\(Clinic.id(11))', 'Rivers', 'F1', '\(Clinic.id(2))', 90, '2026-01-01T00:00:01Z'),
            ('\(Clinic.id(12))', 'Wells', null, null, 91, '2026-01-01T00:00:02Z'),
            ('\(Clinic.id(13))', 'River and sea', 'F3', null, 92, '2026-01-01T00:00:03Z');
        insert into remarks (id, text, film_id, created_at) values
            ('\(Clinic.id(21))', 'Long', '\(Clinic.id(11))', '2026-01-01T00:00:02Z'),
            ('\(Clinic.id(22))', 'Wet', '\(Clinic.id(11))', '2026-01-01T00:00:04Z');
        insert into books (id, title, mark, keeper_id, size, owner_id, created_at) values
            ('\(Clinic.id(31))', 'Rivers', 'B1', '\(Clinic.id(1))', 1.5, '\(Clinic.id(2))', '2026-01-01T00:00:02Z'),
            ('\(Clinic.id(32))', 'Hills', 'B2', null, null, '\(Clinic.id(2))', '2026-01-01T00:00:05Z'),
            ('\(Clinic.id(13))', 'The sea', 'B3', null, 2, '\(Clinic.id(2))', '2026-01-01T00:00:03Z'),
            ('\(Clinic.id(34))', 'Rivers', 'B4', null, 3, '\(Clinic.id(3))', '2026-01-01T00:00:06Z');
        """

    static func with(_ body: (Backend) async throws -> Void) async throws {
        try await Backend.with(spec: Self.spec, seed: Self.seed, body)
    }

    static func answer(
        _ document: String,
        as principal: Principal,
        _ backend: Backend,
        _ variables: InputValue = .null
    ) async -> String {
        let service = GraphQLService(engine: backend.engine, options: .init(allowsIntrospection: true))
        let request = GraphQLRequest(document: document, variables: variables)
        return await withCheckedContinuation { continuation in
            service.answer(request, as: principal, on: MultiThreadedEventLoopGroup.singleton.any()) { reply in
                continuation.resume(returning: String(buffer: reply.body))
            }
        }
    }

    /// The parsed `data` of an answer without errors.
    static func data(
        _ document: String,
        as principal: Principal,
        _ backend: Backend,
        _ variables: InputValue = .null
    ) async throws -> InputValue {
        let text = await answer(document, as: principal, backend, variables)
        let json = try JSONReader.read(Array(text.utf8), maximumDepth: 20)
        #expect(json["errors"] == nil, "\(text)")
        return json["data"] ?? .null
    }

    static let rows = """
        fragment Rows on SearchResultConnection {
          totalCount
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          edges { cursor node { __typename ... on Node { id } } }
        }
        """

    /// Pages from the front give all rows in order, and so do pages from the back.
    static func expectPages(
        of size: Int,
        in list: String,
        _ fragment: String,
        are rows: [String],
        as caller: Principal,
        _ backend: Backend
    ) async throws {
        for isForward in [true, false] {
            let (count, from) = isForward ? ("first", "after") : ("last", "before")
            let document =
                "query ($at: String) { page: \(list), \(count): \(size), \(from): $at) { ...Rows } } \(fragment)"
            var (found, cursor, pages) = ([String](), InputValue.null, 0)
            while pages <= rows.count {
                let variables = InputValue.object([.init("at", cursor)])
                let page = try await data(document, as: caller, backend, variables)["page"]
                let names = Self.names(page)
                found = isForward ? found + names : names + found
                let info = page?["pageInfo"]
                pages += 1
                #expect(info?[isForward ? "hasPreviousPage" : "hasNextPage"] == .boolean(pages > 1))
                guard info?[isForward ? "hasNextPage" : "hasPreviousPage"] == .boolean(true) else { break }
                cursor = info?[isForward ? "endCursor" : "startCursor"] ?? .null
            }
            #expect(found == rows, "\(count): \(size)")
        }
    }

    static func names(_ page: InputValue?) -> [String] {
        guard case .list(let edges)? = page?["edges"] else { return [] }
        return edges.map { edge in
            guard case .string(let type)? = edge["node"]?["__typename"],
                case .string(let id)? = edge["node"]?["id"]
            else { return "?" }
            return "\(type) \(id.suffix(2))"
        }
    }
}
