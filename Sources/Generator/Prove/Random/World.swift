import PlumblineSchema

/// Random rows of every entity, some of which point at each other.
struct World: Sendable {
    /// A row by the fields' names in the spec.
    typealias Row = [String: Value]

    /// The rows by entity, each as many.
    private(set) var rows: [String: [Row]] = [:]
    private var byKey: [String: [String: Row]] = [:]

    private let schema: Schema

    /// Draws the rows.
    init(schema: Schema, rowsPerEntity: Int, seed: UInt64) {
        self.schema = schema
        var random = RandomValues(schema: schema, seed: seed)
        for entity in schema.entities {
            rows[entity.name] = (0..<rowsPerEntity).map { number in
                var row: Row = [:]
                for column in entity.columns { row.merge(random.values(of: column)) { $1 } }
                // Few keys are pointed at; what points beyond them, or from the last rows, finds nothing.
                if entity.hasManagedKey { row["id"] = .uuid(RandomValues.key(number)) }
                return Self.derived(row, of: entity)
            }
            byKey[entity.name] = rows[entity.name]?.reduce(into: [:]) { result, row in
                if case .uuid(let key) = row["id"] { result[key] = row }
            }
        }
    }

    /// The row with its generated columns; PostgreSQL would refuse a row for which one cannot be calculated, so what that
    /// one reads becomes null.
    private static func derived(_ row: Row, of entity: Entity) -> Row {
        var row = row
        for field in entity.fields {
            guard let generation = field.generation else { continue }
            do {
                row[field.name] = try generation.evaluate { path in row[path.field] ?? .null }
            } catch {
                for path in generation.paths { row[path.field] = .null }
                row[field.name] = .null
            }
        }
        return row
    }

    /// The value at a path from a row; null where a relation leads nowhere.
    func value(at path: FieldPath, from row: Row, of entity: Entity) -> Value {
        var (row, entity) = (row, entity)
        let path = path.shortened
        for relation in path.relations {
            guard let field = entity.field(relation), let target = schema.target(of: field),
                case .uuid(let key) = row[relation], let next = byKey[target.name]?[key]
            else { return .null }
            (row, entity) = (next, target)
        }
        return row[path.field] ?? .null
    }
}
