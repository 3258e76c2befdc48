import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

/// What needs a `swift build`, one after the other.
///
/// The first on a machine compiles all that a server needs, which takes minutes; the others only the package's own.
@Suite("Building packages", .serialized)
enum Builds {}

extension Builds {
    @Suite("A package outside the checkout", .timeLimit(.minutes(20)))
    struct SecondPackageTests {
        @Test("A spec of its own is generated, compiled with warnings as errors, migrated to, and served")
        func whole() async throws {
            try await TestPackage.with(spec: "Tests/Builds/Library/spec") { package in
                try package.take("Tests/Builds/Library/Desk.swift", to: "Sources/Generated/Desk.swift")
                try package.take("Tests/Builds/Library/main.swift", to: "Sources/Server/main.swift")
                let build = try await package.build()
                try #require(build.code == 0, "\(build.output)")
                #expect(
                    try package.generatedFiles() == ["Books.swift", "Loans.swift", "Spec+Schema.swift"]
                )

                try await TestDatabase.with { database in
                    let plan = try await package.plumbline("plan", "initial")
                    #expect(plan.code == 0, "\(plan.output)")
                    try await ServerProcess.with(of: package, database: database) {
                        let migration = try await package.plumbline(
                            "migrate",
                            "up",
                            "--database",
                            database.url
                        )
                        #expect(migration.code == 0, "\(migration.output)")
                        // The compiled fingerprint is the one that the migration left.
                        #expect(try await $0.send("GET", "/ready").status == 200)
                        let book = try await makeBook($0)
                        try await lend(book, $0)
                        try await useOwnCode(book, $0)
                    }
                }

                let command = try await package.runCommand("plumbline", "check")
                #expect(command.code == 0, "\(command.output)")
                #expect(command.output.contains("Nothing is wrong."), "\(command.output)")

                // Otherwise the build above would prove less than it says.
                try package.edit("Sources/Generated/Generated.swift", "//", to: "#warning(\"a warning\")\n//")
                let strict = try await package.build()
                #expect(strict.code != 0)
                #expect(strict.output.contains("error: a warning"))
            }
        }

        /// Makes an author and a book by GraphQL, and reads the book by REST. Returns its key.
        private func makeBook(_ server: ServerProcess) async throws -> String {
            let author = try await server.graphQL(
                #"mutation { createAuthor(input: {name: "Le Guin", class: "SF"}) { id class } }"#
            )
            #expect(author.json.data.createAuthor.class == .string("SF"))
            let key = try #require(author.json.data.createAuthor.id.string, "\(author.text)")

            let book = try await server.graphQL(
                """
                mutation($author: ID!) {
                    createBook(input: {authorId: $author, title: "The Dispossessed", where: SWITCH, group: "novels"}) {
                        id order where author { name history { totalCount } } label isEarly authorName
                    }
                }
                """,
                variables: #"{"author": "\#(key)"}"#
            )
            let made = book.json.data.createBook
            #expect(made.order.integer == 1)
            #expect(made.where == .string("SWITCH"))
            #expect(made.author.name == .string("Le Guin"))
            #expect(made.author.history.totalCount.integer == 1)
            #expect(made.label == .string("#100"))
            #expect(made.isEarly == .boolean(true))
            #expect(made.authorName == .string("Le Guin"))
            let id = try #require(made.id.string, "\(book.text)")

            let read = try await server.send("GET", "/api/v1/books?where=switch&orderBy=-order")
            #expect(read.status == 200)
            #expect(read.json.items[0].id == .string(id))
            #expect(read.json.items[0].group == .string("novels"))
            return id
        }

        /// Runs the package's own hook, mutation and query.
        private func useOwnCode(_ book: String, _ server: ServerProcess) async throws {
            let last = try await server.graphQL("{ lastLoan(bookId: \"\(book)\") { id until } }")
            let loan = try #require(last.json.data.lastLoan.id.string, "\(last.text)")
            #expect(last.json.data.lastLoan.until == .string("2030-01-08T10:00:00Z"))

            let extended = try await server.graphQL(
                "mutation($days: Int!) { extendLoan(loanId: \"\(loan)\", days: $days) { until book { title } } }",
                variables: #"{"days": 2}"#
            )
            #expect(
                extended.json.data.extendLoan.until == .string("2030-01-10T10:00:00Z"),
                "\(extended.text)"
            )
            #expect(extended.json.data.extendLoan.book.title == .string("The Dispossessed"))
            let long = try await server.graphQL(
                "mutation { extendLoan(loanId: \"\(loan)\", days: 31) { id } }"
            )
            #expect(long.json.errors[0].extensions.code == .string("TOO_LARGE"), "\(long.text)")

            for year in 2031...2032 {
                let body =
                    #"{"bookId": "\#(book)", "from": "\#(year)-01-01T10:00:00Z", "days": 7, "operator": "Shevek"}"#
                #expect(try await server.send("POST", "/api/v1/loans", body: body).status == 201)
            }
            let fourth = try await server.send(
                "POST",
                "/api/v1/loans",
                body:
                    #"{"bookId": "\#(book)", "from": "2033-01-01T10:00:00Z", "days": 7, "operator": "Shevek"}"#
            )
            #expect(fourth.json.code == .string("TOO_MANY_LOANS"), "\(fourth.text)")
        }

        /// Lends a book by REST, and is refused what the spec does not allow by both.
        private func lend(_ book: String, _ server: ServerProcess) async throws {
            func loan(_ from: String, days: Int) -> String {
                #"{"bookId": "\#(book)", "from": "\#(from)", "days": \#(days), "operator": "Shevek"}"#
            }
            let lent = try await server.send(
                "POST",
                "/api/v1/loans",
                body: loan("2030-01-01T10:00:00Z", days: 7)
            )
            #expect(lent.status == 201, "\(lent.text)")
            #expect(lent.json.until == .string("2030-01-08T10:00:00Z"))

            let overlap = try await server.send(
                "POST",
                "/api/v1/loans",
                body: loan("2030-01-05T10:00:00Z", days: 7)
            )
            #expect(overlap.status == 409)
            #expect(overlap.json.code == .string("BOOK_LENT"))
            #expect(overlap.text.contains("The book is lent at that time."))

            let endless = try await server.graphQL(
                "mutation($input: CreateLoanInput!) { createLoan(input: $input) { id } }",
                variables: #"{"input": \#(loan("2031-01-01T10:00:00Z", days: 61))}"#
            )
            #expect(endless.json.errors[0].extensions.code == .string("TOO_LARGE"))

            let all = try await server.graphQL(
                "{ books { totalCount nodes { author { class } loans { nodes { from operator internal { totalCount } } } } } }"
            )
            #expect(all.json.data.books.totalCount.integer == 1)
            let loans = all.json.data.books.nodes[0].loans.nodes
            #expect(loans.elements.count == 1, "\(all.text)")
            #expect(loans[0].operator == .string("Shevek"))
        }
    }
}
