import PlumblineGraphQL
import PlumblineMigrate
import PlumblineSchema
import PlumblineServer

/// What an edit changes for clients of GraphQL, for clients of REST, and in the database.
struct ChangeReport {
    struct Section {
        let name: String
        let changes: [SchemaChange]
    }

    let sections: [Section]

    /// What is different between two SDL files.
    init(old: TypeSystem, new: TypeSystem) {
        sections = [Section(name: "GraphQL", changes: old.changes(to: new))]
    }

    /// What is different between two editions of a spec.
    init(old: Schema, new: Schema) throws {
        let types = TypeSystem(schema: old).changes(to: TypeSystem(schema: new))
        let rest = try OpenAPIComparison(
            old: OpenAPIDocument(schema: old).text,
            new: OpenAPIDocument(schema: new).text
        )
        sections = [
            Section(name: "GraphQL", changes: types),
            Section(name: "REST", changes: rest.changes),
            Section(name: "SQL", changes: Self.databaseChanges(from: old, to: new)),
        ]
    }

    var isBreaking: Bool { sections.contains { $0.changes.contains { $0.severity == .breaking } } }

    /// What a migration would do, all of it safe; or why there can be none, which is breaking.
    private static func databaseChanges(from old: Schema, to new: Schema) -> [SchemaChange] {
        switch MigrationPlanner.plan(from: DatabaseSnapshot(old), to: new) {
        case .success(let plan):
            plan.steps.map { step in
                // `add column lamps.colour`
                let object = String(step.summary.drop { $0 != " " }.dropFirst())
                return SchemaChange(.safe, "PLANNED", object, "The migration will \(step.summary).")
            }
        case .failure(let refusals):
            refusals.all.map { refusal in
                let place = refusal.origin.map { "\($0)" } ?? "the spec"
                return SchemaChange(.breaking, "REFUSED", place, "\(refusal.reason) \(refusal.nextStep)")
            }
        }
    }
}

// MARK: For people

extension ChangeReport {
    /// The changes by what they mean, the worst first.
    var text: String {
        let blocks = SchemaChange.Severity.allCases.flatMap { severity in
            sections.compactMap { section -> String? in
                let changes = section.changes.filter { $0.severity == severity }
                guard !changes.isEmpty else { return nil }
                let lines = Terminal.table(changes.map { ["  \($0.coordinate)", $0.message] })
                return "\(section.name): \(changes.count) \(severity.rawValue)\n\(lines)"
            }
        }
        return blocks.isEmpty ? "Nothing changes." : blocks.joined(separator: "\n\n")
    }
}

// MARK: For programs

extension ChangeReport: Encodable {
    private struct Change: Encodable {
        let severity: String
        let kind: String
        let coordinate: String
        let message: String
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(isBreaking, forKey: Key("isBreaking"))
        for section in sections {
            let changes = section.changes.map { change in
                Change(
                    severity: change.severity.rawValue,
                    kind: change.kind,
                    coordinate: change.coordinate,
                    message: change.message
                )
            }
            try container.encode(changes, forKey: Key(section.name.lowercased()))
        }
    }
}
