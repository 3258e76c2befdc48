import PlumblineEmit
import PlumblineSchema

/// Plans the renaming of what stays: tables, columns, constraints and indexes by their names, values by their rows.
struct RenamePlanner {
    /// The steps, in the order in which they can be made.
    let steps: [MigrationPlan.Step]
    /// The old schema under the new names: what the steps lead to.
    let schema: Schema

    init(from old: Schema, to new: Schema) {
        let renaming = Renaming(from: old, to: new)
        let kept = renaming.withoutTablesThatOthersKeepNow()
        let named = renaming.named()
        schema = renaming.valued(named)
        let texts = Self.changedTexts(from: kept, to: named)
        steps =
            Self.lostForeignKeys(from: old, to: kept)
            + texts.reversed().map { Self.step("remove", $0.old, up: $0.old.drop, down: $0.old.create) }
            + Self.renamedObjects(from: kept, to: named, in: new)
            + texts.map { Self.step("add", $0.new, up: $0.new.create, down: $0.new.drop) }
            + Self.renamedValues(renaming, from: named, to: schema, in: new)
    }

    /// Foreign keys to tables that others keep now are theirs no longer to bear.
    private static func lostForeignKeys(from old: Schema, to kept: Schema) -> [MigrationPlan.Step] {
        let identities = Set(objects(of: kept).map(\.identity))
        let tables = Set(kept.entities.filter(\.isManaged).map(\.table))
        return objects(of: old).compactMap { object in
            guard object.identity.kind == .foreignKey, !identities.contains(object.identity),
                let table = object.identity.table, tables.contains(table), let drop = object.drop
            else { return nil }
            return step("remove", object, up: drop, down: object.create)
        }
    }

    /// What is made anew because names in it do not follow a renaming: texts of triggers, columns of views, functions
    /// that are called after a table, and policies, which may call them.
    private static func changedTexts(from old: Schema, to named: Schema) -> [SchemaDifference.Change] {
        zip(objects(of: old), objects(of: named)).map { SchemaDifference.Change(old: $0, new: $1) }
            .filter { change in
                switch change.old.identity.kind {
                case .trigger, .view, .policy:
                    change.old.definition != change.new.definition
                        || change.old.identity.name != change.new.identity.name
                case .function: change.old.identity.name != change.new.identity.name
                default: false
                }
            }
    }

    private static func step(_ verb: String, _ object: SQLObject, up: String?, down: String?)
        -> MigrationPlan.Step
    {
        MigrationPlan.Step(
            summary: "\(verb) \(object.words)",
            origin: object.origin,
            up: [up].compactMap(\.self),
            down: [down].compactMap(\.self)
        )
    }

    /// What tables are and have.
    private static func objects(of schema: Schema) -> [SQLObject] {
        SQLEmitter(schema).objects().filter { ![.support, .row].contains($0.identity.kind) }
    }

    // MARK: Objects

    /// The emitter lists what both schemas have in the same order, so that the pairs are what has two names.
    private static func renamedObjects(from old: Schema, to named: Schema, in new: Schema)
        -> [MigrationPlan.Step]
    {
        zip(objects(of: old), objects(of: named)).flatMap { before, after in
            guard let source = old.entities.first(where: { $0.table == before.identity.table }),
                let entity = named.entities.first(where: { $0.table == after.identity.table })
            else { return [MigrationPlan.Step]() }
            if before.identity.kind == .table {
                return [move(source, to: entity, in: named), rename(source, to: entity)].compactMap(\.self)
            }
            guard let up = rename(before, to: after, of: entity),
                let down = rename(after, to: before, of: entity)
            else { return [] }
            let successor = new.entities.first { $0.table == entity.table }
            let field = successor?.fields.first { $0.column == after.identity.name }
            let summary = "rename \(before.words) to \(after.identity.name)"
            return [
                MigrationPlan.Step(
                    summary: summary,
                    origin: field?.origin ?? successor?.origin,
                    up: [up],
                    down: [down]
                )
            ]
        }
    }

    /// The step that moves a table to another database schema, under its old name.
    private static func move(_ old: Entity, to new: Entity, in named: Schema) -> MigrationPlan.Step? {
        guard old.databaseSchema != new.databaseSchema else { return nil }
        let (from, to) = (old.databaseSchema ?? "public", new.databaseSchema ?? "public")
        var moved = old
        moved.databaseSchema = to
        return MigrationPlan.Step(
            summary: "move table \(old.table) to the schema \(to)",
            origin: new.origin,
            up: (new.databaseSchema.map(SQLEmitter(named).databaseSchema) ?? []).map(\.create)
                + ["alter table \(old.sqlTable) set schema \(SQLIdentifier.quoted(to));"],
            down: ["alter table \(moved.sqlTable) set schema \(SQLIdentifier.quoted(from));"]
        )
    }

    /// The step that renames a table which is in its new schema already.
    private static func rename(_ old: Entity, to new: Entity) -> MigrationPlan.Step? {
        guard old.table != new.table else { return nil }
        return MigrationPlan.Step(
            summary: "rename table \(old.table) to \(new.table)",
            origin: new.origin,
            up: ["alter table \(new.sqlName(old.table)) rename to \(SQLIdentifier.quoted(new.table));"],
            down: ["alter table \(new.sqlTable) rename to \(SQLIdentifier.quoted(old.table));"]
        )
    }

    /// The statement that renames an object of a table with its new name; nil for what has no name, or keeps it.
    private static func rename(_ object: SQLObject, to other: SQLObject, of entity: Entity) -> String? {
        guard object.identity.name != other.identity.name else { return nil }
        let (name, newName) = (
            SQLIdentifier.quoted(object.identity.name), SQLIdentifier.quoted(other.identity.name)
        )
        return switch object.identity.kind {
        case .column: "alter table \(entity.sqlTable) rename column \(name) to \(newName);"
        case .constraint, .foreignKey:
            "alter table \(entity.sqlTable) rename constraint \(name) to \(newName);"
        case .index: "alter index \(entity.sqlName(object.identity.name)) rename to \(newName);"
        default: nil
        }
    }

    // MARK: Values

    /// One step for all: what knows the old values is taken away, the rows are changed, and it is made anew.
    private static func renamedValues(
        _ renaming: Renaming,
        from named: Schema,
        to valued: Schema,
        in new: Schema
    ) -> [MigrationPlan.Step] {
        let (before, after) = (objects(of: named), objects(of: valued))
        let changed = zip(before, after).map { SchemaDifference.Change(old: $0, new: $1) }
            .filter { $0.old.definition != $0.new.definition && $0.old.identity.kind != .comment }
        let columns = changed.filter { $0.old.identity.kind == .column }
        let others = changed.filter { ![.column, .type].contains($0.old.identity.kind) }
        // A function is replaced as it stands, since policies may hold it.
        let dropped = others.filter { $0.old.identity.kind != .function }
        let enums = named.enums.filter { !renaming.values(of: $0.name).isEmpty }
        guard let first = enums.first else { return [] }
        let updates = enums.flatMap { type in
            renaming.values(of: type.name).sorted { $0.key < $1.key }.map { (type.name, $0.key, $0.value) }
        }
        return [
            MigrationPlan.Step(
                summary: "rename " + updates.map { "\($0).\($1) to \($2)" }.joined(separator: ", "),
                origin: new.enumType(first.name)?.origin,
                up: dropped.reversed().compactMap(\.old.drop)
                    + updates.flatMap { update(named, type: $0, from: $1, to: $2) }
                    + columns.compactMap { setDefault($0.new, in: valued) }
                    + others.flatMap { [$0.new.create] + descriptions(of: $0.new, among: after) },
                down: dropped.reversed().compactMap(\.new.drop)
                    + updates.flatMap { update(named, type: $0, from: $2, to: $1) }
                    + columns.compactMap { setDefault($0.old, in: named) }
                    + others.flatMap { [$0.old.create] + descriptions(of: $0.old, among: before) }
            )
        ]
    }

    /// What is made anew has lost its description.
    private static func descriptions(of object: SQLObject, among all: [SQLObject]) -> [String] {
        all.filter { $0.describes(object) }.map(\.create)
    }

    private static func update(_ schema: Schema, type: String, from old: String, to new: String) -> [String] {
        let (old, new) = (SQLLiteral.quoted(old), SQLLiteral.quoted(new))
        let native = schema.enumType(type)?.nativeType
        let change = native.map { "alter type \(SQLIdentifier.quoted($0)) rename value \(old) to \(new);" }
        return [change].compactMap(\.self)
            + schema.entities.filter(\.isManaged).flatMap { entity in
                entity.storedFields.compactMap { field in
                    if field.type == .enumeration(type), let part = field.part, let name = part.jsonColumn {
                        return update(entity, SQLIdentifier.quoted(name), part.member, from: old, to: new)
                    }
                    if native != nil { return nil }
                    let column = SQLIdentifier.quoted(field.column)
                    let update = "update \(entity.sqlTable) set \(column) ="
                    return switch field.type {
                    case .enumeration(type): "\(update) \(new) where \(column) = \(old);"
                    case .array(.enumeration(type)):
                        "\(update) array_replace(\(column), \(old), \(new)) where \(old) = any (\(column));"
                    default: nil
                    }
                }
            }
    }

    /// Writes another value where a jsonb has the old one.
    private static func update(
        _ entity: Entity,
        _ column: String,
        _ member: String,
        from old: String,
        to new: String
    ) -> String {
        let path = SQLLiteral.quoted("{\(member)}")
        return
            "update \(entity.sqlTable) set \(column) = jsonb_set(\(column), \(path), to_jsonb(\(new)::text))"
            + " where \(column) ->> \(SQLLiteral.quoted(member)) = \(old);"
    }

    private static func setDefault(_ column: SQLObject, in schema: Schema) -> String? {
        let entity = schema.entities.first { $0.table == column.identity.table }
        guard let entity, let field = entity.fields.first(where: { $0.column == column.identity.name }) else {
            return nil
        }
        return SQLEmitter(schema).setDefault(of: field, in: entity)
    }
}
