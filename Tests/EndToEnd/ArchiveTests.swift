import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("An archive that is searched, and grows old")
struct ArchiveTests {
    private static let articles = """
        insert into articles (headline, body) values
            ('Flood in the valley', 'The river rose by two metres.'),
            ('Rivers of the world', null),
            ('Election', 'Nobody won; the mayor stays.');
        create schema staff;
        create table staff.writers (id uuid primary key, name text not null);
        insert into staff.writers values ('\(ada)', 'Ada');
        """

    private static let ada = "00000000-0000-7000-8000-0000000000aa"

    private func withArchive<R: Sendable>(
        _ body: @escaping @Sendable (RunningServer) async throws -> R
    ) async throws -> R {
        try await RunningServer.with(
            spec: Repository.path("Tests/EndToEnd/Archive"),
            seed: Self.articles,
            body
        )
    }

    @Test("Lists find rows by words, in GraphQL and in REST alike")
    func search() async throws {
        let searches: [(words: String, found: [String])] = [
            ("river", ["Flood in the valley", "Rivers of the world"]),
            ("\"two metres\"", ["Flood in the valley"]),
            ("flood or mayor", ["Election", "Flood in the valley"]),
            ("river -world", ["Flood in the valley"]),
            ("valley mayor", []),
            ("'; drop table articles; --", []),
            ("", []),
        ]
        try await withArchive { server in
            for (words, found) in searches {
                let json = String(decoding: try JSONEncoder().encode(words), as: UTF8.self)
                let page = try await server.graphQL(
                    "query($words: String) { articles(search: $words, orderBy: [{headline: ASC}]) { nodes { headline } } }",
                    variables: #"{"words":\#(json)}"#
                )
                let nodes = page.json.data.articles.nodes.elements
                #expect(nodes.map(\.headline.string) == found, "\(words): \(page.text)")

                let query = words.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                let list = try await server.send("GET", "/api/v1/articles?search=\(query)&orderBy=headline")
                #expect(list.json.items.elements.map(\.headline.string) == found, "\(list.text)")
            }
            let all = try await server.graphQL(
                "{ articles(search: null, filter: {headline: {startsWith: \"E\"}}) { totalCount } }"
            )
            #expect(all.json.data.articles.totalCount.integer == 1)
        }
    }

    @Test(
        "What is found is ordered by how well it fits, paged by cursors, and by nulls and an offset in REST"
    )
    func orders() async throws {
        try await withArchive { server in
            let query = """
                query ($words: String, $after: String) {
                  articles(search: $words, orderBy: [{searchRank: DESC}, {headline: ASC}], first: 1, after: $after) {
                    nodes { headline } pageInfo { hasNextPage endCursor }
                  }
                }
                """
            let first = try await server.graphQL(query, variables: #"{"words":"river"}"#)
            #expect(
                first.json.data.articles.nodes[0].headline.string == "Flood in the valley",
                "\(first.text)"
            )
            let cursor = try #require(first.json.data.articles.pageInfo.endCursor.string)
            let second = try await server.graphQL(
                query,
                variables: #"{"words":"river","after":"\#(cursor)"}"#
            )
            #expect(
                second.json.data.articles.nodes[0].headline.string == "Rivers of the world",
                "\(second.text)"
            )
            let none = try await server.graphQL(query, variables: "{}")
            #expect(none.json.errors[0].message.string == #"An order by "searchRank" needs "search"."#)
            let list = try await server.send(
                "GET",
                "/api/v1/articles?orderBy=body.nullsFirst&offset=1&first=1&headline.icontains=E"
            )
            #expect(list.json.items.elements.map(\.headline.string) == ["Election"], "\(list.text)")
        }
    }

    @Test("A table that others keep is served, joined and written, and may lose rows that are pointed at")
    func unmanaged() async throws {
        try await withArchive { server in
            let article = try await server.graphQL(
                "mutation { createArticle(input: {headline: \"Zoo\", authorId: \"\(Self.ada)\"}) { id author { name } } }"
            )
            #expect(article.json.data.createArticle.author.name.string == "Ada", "\(article.text)")
            let key = try #require(article.json.data.createArticle.id.string)

            let made = try await server.graphQL("mutation { createAuthor(input: {name: \"Ben\"}) { id } }")
            let ben = try #require(made.json.data.createAuthor.id.string, "\(made.text)")
            let photo = try await server.graphQL(
                """
                mutation { createPhoto(input: {articleId: "\(key)", photographerId: "\(ben)", caption: "Ape"}) { id } }
                """
            )
            #expect(photo.json.data.createPhoto.id.string != nil, "\(photo.text)")
            let again = try await server.send(
                "POST",
                "/api/v1/photos",
                body: #"{"articleId": "\#(key)", "photographerId": "\#(ben)", "caption": "Ape"}"#
            )
            #expect(again.status == 409, "A constraint in another schema keeps its meaning: \(again.text)")

            let query = """
                { authors(orderBy: [{name: ASC}]) { nodes { name articles { totalCount } photos { nodes { caption } } } }
                  photos { nodes { caption article { headline author { name } } photographer { name } } } }
                """
            let all = try await server.graphQL(query)
            #expect(all.json.data.authors.nodes[0].articles.totalCount.integer == 1, "\(all.text)")
            #expect(all.json.data.authors.nodes[1].photos.nodes[0].caption.string == "Ape")
            #expect(all.json.data.photos.nodes[0].article.author.name.string == "Ada")

            try await server.database.run(script: "delete from staff.writers")
            let orphan = try await server.graphQL(query)
            #expect(orphan.json.data.photos.nodes[0].caption.string == "Ape", "\(orphan.text)")
            #expect(orphan.json.data.photos.nodes[0].photographer == .null)
            #expect(orphan.json.errors == .null)
            let table = "select to_regclass('media.photos') is not null and to_regclass('photos') is null"
            #expect(try await server.database.scalar("select (\(table))::text") == "true")
        }
    }

    @Test("Introspection and OpenAPI say what is deprecated, and what to use instead")
    func deprecation() async throws {
        try await withArchive { server in
            let types = try await server.graphQL(
                """
                {
                  article: __type(name: "Article") { fields(includeDeprecated: true) { name deprecationReason } }
                  input: __type(name: "CreateArticleInput") {
                    inputFields(includeDeprecated: true) { name deprecationReason }
                  }
                  edition: __type(name: "Edition") { enumValues(includeDeprecated: true) { name deprecationReason } }
                  query: __type(name: "Query") { fields(includeDeprecated: true) { name deprecationReason } }
                }
                """
            )
            func reason(_ type: String, _ list: String, _ name: String) -> String? {
                let members = types.json.data[dynamicMember: type][dynamicMember: list].elements
                return members.first { $0.name.string == name }?.deprecationReason.string
            }
            let byline = "Use author. May be removed after 2027-12-31."
            #expect(reason("article", "fields", "byline") == byline)
            #expect(reason("article", "fields", "headline") == nil)
            #expect(reason("input", "inputFields", "byline") == byline)
            #expect(reason("edition", "enumValues", "EVENING") == "Use MORNING. Deprecated since 1950.")
            #expect(reason("query", "fields", "letters") == "Readers write elsewhere now.")

            let document = try await server.send("GET", "/openapi.json").json
            let article = document.components.schemas.Article.properties
            let letters = document.paths[dynamicMember: "/api/v1/letters"]
            #expect(article.byline.deprecated == .boolean(true))
            #expect(article.headline.deprecated != .boolean(true))
            #expect(letters.get.deprecated == .boolean(true))
        }
    }
}
