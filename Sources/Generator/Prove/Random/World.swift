import PlumblineSchema

/// Random rows of every entity, some of which point at each other.
struct World: Sendable {
    /// A row by the fields' names in the spec.
    typealias Row = [String: Value]

    /// The rows by entity, each as many.
    private(set) var rows: [String: [Row]] = [:]
    private var byKey: [String: [Value: Row]] = [:]

    private let schema: Schema

    /// Draws the rows.
    /// - Parameter now: The time of the database's transaction, in microseconds since 1970.
    init(schema: Schema, rowsPerEntity: Int, seed: UInt64, now: Int64) {
        self.schema = schema
        var random = RandomValues(schema: schema, seed: seed)
        for entity in schema.entities {
            let count = min(rowsPerEntity, random.keyCount(of: entity))
            rows[entity.name] = (0..<count).map { number in
                var row: Row = [:]
                for column in entity.columns { row.merge(random.values(of: column)) { $1 } }
                // Few keys are pointed at; what points beyond them, or from the last rows, finds nothing.
                if let key = entity.singleKey { row[key.name] = random.key(of: entity, number) }
                return Self.derived(row, of: entity)
            }
            guard let key = entity.singleKey else { continue }
            byKey[entity.name] = rows[entity.name]?.reduce(into: [:]) { result, row in
                if let value = row[key.name] { result[value] = row }
            }
        }
        workOut(now: now)
    }

    /// Adds what Swift works out of the rows; null where it cannot.
    private mutating func workOut(now: Int64) {
        for entity in schema.entities {
            let values = entity.workedOutValues
            guard !values.isEmpty, let known = rows[entity.name] else { continue }
            rows[entity.name] = known.map { row in
                var completed = row
                for value in values {
                    let result = try? value.expression.evaluate(now: now) { path in
                        self.value(at: path, from: row, of: entity)
                    }
                    completed[value.column.name] = result ?? .null
                }
                return completed
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
                let key = row[relation], let next = byKey[target.name]?[key]
            else { return .null }
            (row, entity) = (next, target)
        }
        return row[path.field] ?? .null
    }
}
