import Foundation
import PlumblineSchema
import PlumblineServerTestSupport
import PlumblineTestSupport

/// A well-known database, in its original form and as a spec that keeps its tables under their own names.
struct SampleDatabase: Sendable {
    /// The folder of the spec, beside this file.
    let folder: String
    /// The script of the original in the folder of test data.
    let script: String

    static let chinook = SampleDatabase(folder: "Chinook", script: "chinook.sql")
    static let northwind = SampleDatabase(folder: "Northwind", script: "northwind.sql")

    /// The folder that `PLUMBLINE_TEST_DATA` names; nil where there is none.
    static let data = ProcessInfo.processInfo.environment["PLUMBLINE_TEST_DATA"].flatMap {
        $0.isEmpty ? nil : $0
    }

    /// Lends a server of the spec, over a database with all rows of the original, which stands beside it in the
    /// schema `original`.
    func with(_ body: @escaping @Sendable (RunningServer) async throws -> Void) async throws {
        let spec = Repository.path("Tests/EndToEnd/Ports/\(folder)")
        let copies = try Self.copies(of: Repository.schema(spec))
        let seed = """
            create schema original;
            set search_path to original;
            \(try original())
            \(Self.answer)
            set search_path to public;
            \(copies)
            """
        try await RunningServer.with(spec: spec, seed: seed, body)
    }

    /// Runs a query that means the original tables.
    private static let answer = """
        create function original.answer(query text) returns text
            language plpgsql set search_path = original
        as $$
        declare answer text;
        begin
            execute 'select (' || query || ')::text' into answer;
            return answer;
        end;
        $$;
        """

    /// The original's statements, without those that make a database of their own or set up a session.
    private func original() throws -> String {
        let text = try String(contentsOfFile: "\(Self.data ?? "")/\(script)", encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = lines.firstIndex { $0.hasPrefix("\\c ") }.map { $0 + 1 } ?? 0
        return lines[start...].filter { !$0.hasPrefix("SET ") }.joined(separator: "\n")
    }

    /// Copies every row, those of tables that are pointed at before those that point.
    private static func copies(of schema: Schema) -> String {
        var waiting = schema.entities
        var statements: [String] = []
        while let next = waiting.firstIndex(where: { entity in
            let targets = Set(entity.fields.compactMap(\.reference?.target))
            return !waiting.contains { $0.name != entity.name && targets.contains($0.name) }
        }) {
            let entity = waiting.remove(at: next)
            let table = SQLIdentifier.quoted(entity.table)
            let columns = SQLIdentifier.list(entity.fields.map(\.column))
            statements.append("insert into \(table) (\(columns)) select \(columns) from original.\(table);")
            for field in entity.fields where field.managed == .identity {
                let column = SQLIdentifier.quoted(field.column)
                statements.append(
                    """
                    select setval(pg_get_serial_sequence('\(entity.table)', '\(field.column)'), max(\(column)))
                    from \(table);
                    """
                )
            }
        }
        return statements.joined(separator: "\n")
    }
}

extension RunningServer {
    /// What a query over the original tables gives, as JSON.
    func original(_ sql: String) async throws -> JSONNode {
        let text = try await database.scalar("select original.answer(\(SQLLiteral.quoted(sql)))")
        return try JSONDecoder().decode(JSONNode.self, from: Data((text ?? "null").utf8))
    }
}
