public import PlumblineSchema

/// Writes a schema as PostgreSQL 15 statements.
///
/// The same schema gives the same bytes: no clock, locale, path or hash order takes part.
public struct SQLEmitter: Sendable {
    /// The schema that is written.
    public let schema: Schema
    /// Who reaches the database.
    public let roles: DatabaseRoles
    /// What rules of agreement point at, by the name of the entity that has it.
    let agreedFields: [String: [AgreedField]]
    /// What belongs to each managed table, which `schema.sql` and the fingerprint have in common.
    private var tables: [Table] = []

    private struct Table {
        let entity: Entity
        let definitions: [SQLObject]
        let foreignKeys: [SQLObject]
    }

    /// Creates an emitter.
    public init(_ schema: Schema) {
        self.schema = schema
        roles = DatabaseRoles(service: schema.name)
        agreedFields = AgreedField.all(in: schema)
        tables = managed.map { entity in
            Table(entity: entity, definitions: definitions(of: entity), foreignKeys: foreignKeys(of: entity))
        }
    }

    /// The same for a service without a name.
    private init(nameless other: SQLEmitter) {
        schema = other.schema
        roles = DatabaseRoles(service: "")
        agreedFields = other.agreedFields
        tables = other.tables
    }

    /// Everything the database needs, in an order in which it can be created: support, types, sequences, tables with
    /// their columns and constraints, indexes and comments, what points from one table to another, rows, and at the end who
    /// may see what.
    public func objects() -> [SQLObject] { objects { $0.definitions + comments(of: $0.entity) } }

    private func objects(of table: (Table) -> [SQLObject]) -> [SQLObject] {
        let parts =
            [supportObjects(), enumTypes(), sequences()] + tables.map(table)
            + tables.map(\.foreignKeys) + [rows(), accessObjects()]
        return Array(parts.joined())
    }

    /// The entities whose tables the spec makes.
    var managed: [Entity] { schema.entities.filter(\.isManaged) }

    /// What belongs to one table, without its foreign keys.
    public func objects(of entity: Entity) -> [SQLObject] { definitions(of: entity) + comments(of: entity) }

    /// The same without descriptions.
    private func definitions(of entity: Entity) -> [SQLObject] {
        let columns = entity.columns.map { column($0, of: entity) }
        let constraints = constraints(of: entity)
        let parts = [
            [table(entity, members: columns + constraints)], columns, constraints, indexes(of: entity),
            transitionTriggers(of: entity), deletionTriggers(of: entity), historyTriggers(of: entity),
        ]
        return Array(parts.joined())
    }

    /// The whole file `schema.sql`.
    public func schemaSQL() -> String {
        var blocks = [header(), supportObjects().map(\.create).joined(separator: "\n\n")]
        let types = enumTypes()
        if !types.isEmpty { blocks.append(block(types)) }
        if !schema.sequences.isEmpty { blocks.append(block(sequences())) }
        for table in tables {
            blocks.append(block(table.definitions + comments(of: table.entity)))
        }
        let foreignKeys = tables.flatMap { $0.foreignKeys }
        if !foreignKeys.isEmpty { blocks.append(block(foreignKeys)) }
        if !schema.rows.isEmpty { blocks.append(block(rows())) }
        blocks.append(accessBlock())
        return blocks.joined(separator: "\n\n") + "\n"
    }

    /// What tells whether a database and a program were made for the same spec: 64 hexadecimal digits in lower case.
    ///
    /// The SHA-256 of every definition in order. Descriptions, line numbers and the names of the roles take no part,
    /// because a database that differs only in them serves just as well.
    public func fingerprint() -> String {
        var definitions = TextBuffer()
        for object in Self(nameless: self).objects(of: { $0.definitions })
        where object.identity.kind != .comment {
            definitions += object.identity.kind.rawValue
            definitions += " "
            definitions += object.identity.name
            definitions += "\n"
            definitions += object.definition
            definitions += "\n"
        }
        return SHA256Digest.hex(of: definitions.bytes)
    }

    /// The access rules, entity by entity under its origin.
    private func accessBlock() -> String {
        var lines: [String] = []
        var previous: Origin?
        for object in accessObjects() {
            if object.origin != previous {
                if previous != nil { lines.append("") }
                lines += object.origin.map { [remark($0.description)] } ?? []
            }
            lines.append(object.create)
            previous = object.origin
        }
        return lines.joined(separator: "\n")
    }

    private func header() -> String {
        let files = Set(schema.entities.map(\.origin.file)).sorted().joined(separator: ", ")
        return remark("Generated by Plumbline from \(files). Edit the spec, not this file.")
    }

    /// Statements with their origin above them; comments on objects follow without a gap.
    private func block(_ objects: [SQLObject]) -> String {
        var lines: [String] = []
        var previous: SQLObject.Kind?
        for object in objects where !object.isPartOfTable {
            let kind = object.identity.kind
            if previous != nil, kind != .comment || previous != .comment { lines.append("") }
            if kind != .comment, let origin = object.origin { lines.append(remark(origin.description)) }
            lines.append(object.create)
            previous = kind
        }
        return lines.joined(separator: "\n")
    }
}

extension SQLEmitter {
    /// The text of an expression over the row of an entity.
    func sql(_ expression: Expression, in entity: Entity) -> String {
        SQLExpressionPrinter(schema: schema, entity: entity, row: "", me: nil).print(expression)
    }

    /// A statement that changes a table.
    func alter(_ entity: Entity, _ action: String) -> String {
        Self.alter(entity.sqlTable, action)
    }

    /// A statement that changes a table, which SQL text names so.
    static func alter(_ sqlTable: String, _ action: String) -> String {
        let table = "alter table \(sqlTable)"
        let isLong = action.hasLineFeed || (table + action).isLonger(than: 108)
        return table + (isLong ? "\n    " : " ") + action + ";"
    }

    /// Columns between parentheses.
    func names(_ columns: [String]) -> String {
        "(\(SQLIdentifier.list(columns)))"
    }

    /// A comment to the end of the line; whatever could end it earlier becomes a space.
    func remark(_ text: String) -> String {
        if text.isMadeOfBytes({ $0 >= 0x20 && $0 < 0x7F }) { return "-- " + text }
        var line = "-- "
        for scalar in text.unicodeScalars { line.unicodeScalars.append(scalar.isControl ? " " : scalar) }
        return line
    }

    /// What indexes hold of fields that the entity has: the column, or what its values are compared by.
    func keys(_ fields: [String], of entity: Entity) -> [String] {
        fields.compactMap { entity.field($0) }.map { field in
            let column = SQLIdentifier.quoted(field.column)
            return field.type == .citext ? "lower(\(column))" : column
        }
    }

    /// The columns of fields that the entity has.
    func columns(_ fields: [String], of entity: Entity) -> [String] {
        fields.compactMap { entity.field($0)?.column }
    }
}
