import Foundation
import Testing

@Suite("Telling what an edit changes for clients")
struct GraphQLDiffCommandTests {
    private static let edited = """
        entities:
          Lamp:
            fields:
              label: { type: text, max_length: 20 }
              colour: text
            access:
              read: everyone
              create: everyone

        """

    @Test("Of two SDL files, by schema coordinate")
    func files() async throws {
        try await TemporaryPackage.with { package in
            try package.write("type Query { lamp(id: ID!): Int shade: Int }\n", to: "old.graphql")
            try package.write("type Query { lamp(id: ID!, on: Boolean): Int! }\n", to: "new.graphql")
            let run = try await package.plumbline("graphql", "diff", "old.graphql", "new.graphql")
            #expect(run.code == 1)
            #expect(
                run.output == """
                    GraphQL: 1 breaking
                      Query.shade  The field Query.shade was removed.

                    GraphQL: 1 dangerous
                      Query.lamp(on:)  The optional argument Query.lamp(on:) was added.

                    GraphQL: 1 safe
                      Query.lamp  Query.lamp changed its type from Int to Int!.

                    """
            )
            let back = try await package.plumbline("graphql", "diff", "new.graphql", "new.graphql")
            #expect(back.code == 0)
            #expect(back.output == "Nothing changes.\n")
        }
    }

    @Test("Of two specs, with REST and the database in the same report")
    func specs() async throws {
        try await TemporaryPackage.with { package in
            try FileManager.default.createDirectory(
                at: package.folder.appending(path: "next"),
                withIntermediateDirectories: true
            )
            try package.write(Self.edited, to: "next/lamps.yaml")
            let run = try await package.plumbline("graphql", "diff", "spec", "next", "--format", "json")
            #expect(run.code == 1)
            let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
            #expect(report.isBreaking)
            #expect(
                report.graphql.contains(
                    .init(severity: "safe", kind: "FIELD_ADDED", coordinate: "Lamp.colour")
                )
            )
            #expect(
                report.rest.contains(
                    .init(severity: "safe", kind: "PROPERTY_ADDED", coordinate: "Lamp.colour")
                )
            )
            #expect(
                report.rest.contains(
                    .init(severity: "safe", kind: "OPERATION_ADDED", coordinate: "POST /api/v1/lamps")
                )
            )
            // Rows that are there have no colour.
            #expect(report.sql.contains { $0.severity == "breaking" && $0.kind == "REFUSED" })

            let back = try await package.plumbline("graphql", "diff", "next", "spec", "--format", "json")
            let removal = try JSONDecoder().decode(Report.self, from: Data(back.output.utf8))
            for change in [
                Change(severity: "breaking", kind: "OPERATION_REMOVED", coordinate: "POST /api/v1/lamps"),
                Change(severity: "breaking", kind: "PROPERTY_REMOVED", coordinate: "Lamp.colour"),
                Change(
                    severity: "breaking",
                    kind: "PARAMETER_REMOVED",
                    coordinate: "GET /api/v1/lamps?colour"
                ),
            ] {
                #expect(removal.rest.contains(change))
            }
            #expect(!removal.rest.contains { $0.coordinate.hasPrefix("GET /api/v1/lamps?colour.") })
            #expect(removal.graphql.contains { $0.coordinate == "Lamp.colour" && $0.kind == "FIELD_REMOVED" })
        }
    }

    @Test("A field more breaks nothing, and the migration of it is told")
    func addition() async throws {
        try await TemporaryPackage.with { package in
            // A type with words of its own has those of the field instead, in JSON of which each member occurs once.
            try package.addField("watts: { type: bigint, doc: What it takes. }")
            try FileManager.default.copyItem(
                at: package.folder.appending(path: "spec"),
                to: package.folder.appending(path: "old")
            )
            try package.addField("colour: { type: text, optional: true }")
            let run = try await package.plumbline("graphql", "diff", "old", "spec", "--format", "json")
            #expect(run.code == 0, "\(run.output)\(run.complaint)")
            let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
            #expect(!report.isBreaking)
            #expect(
                report.sql.contains(
                    .init(severity: "safe", kind: "PLANNED", coordinate: "column lamps.colour")
                )
            )
            #expect(
                report.rest.contains(
                    .init(severity: "safe", kind: "VALUE_ADDED", coordinate: "GET /api/v1/lamps?orderBy")
                )
            )
        }
    }

    @Test("What cannot be read is told with its place")
    func mistakes() async throws {
        try await TemporaryPackage.with { package in
            try package.write("type Query {\n  lamp: }\n", to: "old.graphql")
            let run = try await package.plumbline("graphql", "diff", "old.graphql", "spec")
            #expect(run.code == 3)
            #expect(run.complaint.hasPrefix("old.graphql:2:9: error: Syntax Error"))
            #expect(try await package.plumbline("graphql", "diff", "none", "spec").code == 3)
            try package.addField("colour: txt")
            #expect(try await package.plumbline("graphql", "diff", "spec", "spec").code == 1)
        }
    }

    private struct Report: Decodable {
        let isBreaking: Bool
        let graphql: [Change]
        let rest: [Change]
        let sql: [Change]
    }

    private struct Change: Decodable, Equatable {
        let severity: String
        let kind: String
        let coordinate: String
    }
}
