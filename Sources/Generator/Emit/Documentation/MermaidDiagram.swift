import PlumblineSchema

/// The entity-relationship diagram of a schema in Mermaid's language.
struct MermaidDiagram {
    let schema: Schema
    /// The fields that at most one row has for each row it points at, by their entities.
    private let toOne: [String: [String]]

    init(_ schema: Schema) {
        self.schema = schema
        let inverses = schema.entities.flatMap(\.inverses).filter(\.isToOne)
        toOne = Dictionary(grouping: inverses, by: \.entity).mapValues { $0.map(\.field) }
    }

    /// Entities with their columns, then a line for each relation. Names of a spec need no quotes in it.
    var text: String {
        (["erDiagram"] + schema.entities.flatMap(entity) + schema.entities.flatMap(relations))
            .joined(separator: "\n")
    }

    private func entity(_ entity: Entity) -> [String] {
        let unique = Set(
            entity.rules.compactMap { rule in
                if case .unique(let fields, condition: nil) = rule.demand, fields.count == 1 {
                    fields[0]
                } else {
                    nil
                }
            }
        )
        let columns = entity.columns.map { column in
            guard case .field(let field) = column else { return "        jsonb \(column.name)" }
            let keys = [
                entity.isKey(field) ? "PK" : nil, field.reference == nil ? nil : "FK",
                unique.contains(field.name) ? "UK" : nil,
            ].compactMap(\.self)
            return "        \(field.type.specName) \(field.column)"
                + (keys.isEmpty ? "" : " " + keys.joined(separator: ", "))
        }
        return ["    \(entity.name) {"] + columns + ["    }"]
    }

    private func relations(_ entity: Entity) -> [String] {
        entity.fields.compactMap { field in
            guard let target = schema.target(of: field) else { return nil }
            let isToOne = toOne[entity.name]?.contains(field.name) ?? false
            let one = field.isOptional ? "|o" : "||"
            return "    \(target.name) \(one)--\(isToOne ? "o|" : "o{") \(entity.name) : \(field.name)"
        }
    }
}
