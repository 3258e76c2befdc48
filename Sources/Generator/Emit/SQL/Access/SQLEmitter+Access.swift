import PlumblineSchema

extension SQLEmitter {
    /// What keeps the access rules for whoever reaches the database by another way than the service: functions that
    /// policies call, row-level security with its policies, the columns that a reader is granted, and views that show
    /// the values which not every reader of the row may see.
    public func accessObjects() -> [SQLObject] {
        var printer = PolicyPrinter(schema)
        var functions: Set<String> = []
        let sequences = schema.sequences.map { sequence in
            grant(
                "usage",
                on: "sequence \(SQLIdentifier.quoted(sequence.name))",
                to: roles.app,
                at: sequence.origin
            )
        }
        return sequences
            + managed.flatMap { entity in
                let rules = [
                    ("select", "using", entity.present(entity.access.read)),
                    ("insert", "with check", entity.access.create),
                    ("update", "using", entity.present(entity.access.update)),
                    ("delete", "using", entity.present(entity.access.delete)),
                ]
                var needed: [SQLObject] = []
                var policies: [SQLObject] = []
                for (command, clause, rule) in rules where !rule.isNever {
                    let condition = printer.condition(rule, on: entity)
                    policies.append(policy(command, clause, condition.any, on: entity))
                    needed += condition.functions.filter { functions.insert($0.name).inserted }
                        .map { function($0, for: entity) }
                }
                let parts = [
                    needed, [rowSecurity(entity)], grants(entity), policies,
                    [view(entity)].compactMap(\.self),
                ]
                return Array(parts.joined())
            }
    }

    // MARK: - Rows

    private func function(_ function: PolicyPrinter.Function, for entity: Entity) -> SQLObject {
        let signature = "plumbline.\(SQLIdentifier.quoted(function.name))(\(function.parameters))"
        let definition = """
            function \(signature) returns \(function.result)
                language sql stable security definer
                set search_path = pg_catalog
                return \(function.body)
            """
        let create = """
            create or replace \(definition);
            revoke execute on function \(signature) from public;
            grant execute on function \(signature) to \(roles.reader);
            """
        return SQLObject(
            identity: .init(kind: .function, table: nil, name: signature),
            definition: definition,
            create: create,
            drop: "drop function \(signature);",
            origin: entity.origin
        )
    }

    private func rowSecurity(_ entity: Entity) -> SQLObject {
        SQLObject(
            identity: .init(kind: .rowSecurity, table: entity.table, name: entity.table),
            definition: "enable row level security",
            create: alter(entity, "enable row level security"),
            drop: alter(entity, "disable row level security"),
            origin: entity.origin
        )
    }

    private func policy(_ command: String, _ clause: String, _ any: [String], on entity: Entity) -> SQLObject
    {
        let line = any.joined(separator: " or ")
        let condition =
            line.count > 100 ? "\n        " + any.joined(separator: "\n        or ") + "\n    " : line
        let scope = "for \(command) to \(roles.reader)"
        return policy("may_\(command)", scope, "\(clause) (\(condition))", on: entity)
    }

    private func policy(_ name: String, _ scope: String, _ condition: String, on entity: Entity) -> SQLObject
    {
        let target = "policy \(name) on \(entity.sqlTable)"
        let isLong = target.count + scope.count + condition.count > 98
        let definition = "\(target) \(scope)\(isLong ? "\n    " : " ")\(condition)"
        return SQLObject(
            identity: .init(kind: .policy, table: entity.table, name: name),
            definition: definition,
            create: "create \(definition);",
            drop: "drop \(target);",
            origin: entity.origin
        )
    }

    // MARK: - Columns

    /// All rows for the service, which checks access itself; for readers the columns that whoever sees the row may see.
    private func grants(_ entity: Entity) -> [SQLObject] {
        let table = entity.sqlTable
        let columns = entity.columns(
            of: entity.storedFields.filter { !$0.isHidden && $0.access.read.isAlways }
        )
        let read = "select (\(lines(columns.map { SQLIdentifier.quoted($0.name) })))"
        let open = policy("service", "to \(roles.app)", "using (true)", on: entity)
        let grant = { (rights: String, role: String) in
            self.grant(rights, on: table, to: role, of: entity.table, at: entity.origin)
        }
        return [grant("select, insert, update, delete", roles.app), open]
            + (columns.isEmpty || entity.access.read.isNever
                ? [] : [grant(read, roles.reader)])
    }

    /// Names with commas between, on lines of a width that is easy to read.
    private func lines(_ names: [String]) -> String {
        var text = ""
        var width = 0
        for (index, name) in names.enumerated() {
            let isLast = index == names.count - 1
            let itemWidth = name.utf8.count + (isLast ? 0 : ", ".utf8.count)
            let isFull = width + itemWidth > 64
            if index > 0 { text += isFull ? ",\n    " : ", " }
            text += name
            width = isFull ? itemWidth : width + itemWidth
        }
        return text
    }

    private func grant(
        _ rights: String,
        on target: String,
        to role: String,
        of table: String? = nil,
        at origin: Origin
    ) -> SQLObject {
        SQLObject(
            identity: .init(kind: .grant, table: table, name: "\(role) on \(target)"),
            definition: "grant \(rights) on \(target) to \(role)",
            create: "grant \(rights) on \(target) to \(role);",
            drop: "revoke all on \(target) from \(role);",
            origin: origin
        )
    }

    /// The rows that may be read, with the values that only some of their readers may see; nil where there are none.
    ///
    /// It runs with its owner's rights, since readers are not granted those columns, so it has the row's rule itself;
    /// as a barrier, it lets no condition of a query see a row before its own.
    private func view(_ entity: Entity) -> SQLObject? {
        let visible = entity.storedFields.filter { !$0.isHidden }
        guard visible.contains(where: { !$0.access.read.isAlways }),
            !entity.access.read.isNever
        else { return nil }
        let table = SQLIdentifier.quoted(entity.table)
        let printer = SQLExpressionPrinter(forSessionsOf: schema, entity: entity, row: table)
        let columns = entity.columns(of: visible).map { stored in
            let column = SQLIdentifier.quoted(stored.name)
            // All values of an object have the same access.
            guard let access = stored.fields.first?.access, !access.read.isAlways else {
                return column
            }
            let mask = mask(of: stored).map { " else \(printer.print($0))" } ?? ""
            let rule = printer.printCondition(access.read)
            let then = "then \(table).\(column)\(mask) end as \(column)"
            let isLong = rule.count + then.count > 90
            return "case when \(rule)\(isLong ? "\n            " : " ")\(then)"
        }
        let name = "plumbline.\(SQLIdentifier.quoted(Naming.databaseName("readable", entity.table)))"
        let rows = entity.present(entity.access.read)
        let filter =
            rows.isAlways ? "" : "\n    where \(printer.printCondition(rows))"
        let definition = """
            view \(name) with (security_barrier) as
                select
                    \(columns.joined(separator: ",\n        "))
                from \(entity.sqlTable)\(filter)
            """
        return SQLObject(
            identity: .init(kind: .view, table: entity.table, name: name),
            definition: definition,
            create: "create \(definition);\ngrant select on \(name) to \(roles.reader);",
            drop: "drop view \(name);",
            origin: entity.origin
        )
    }

    /// What readers see in place of a column's value: it has the value's type, which neither what is encrypted nor a
    /// whole object is kept as.
    private func mask(of column: StoredColumn) -> Expression? {
        guard case .field(let field) = column, !field.classes.isEncrypted else { return nil }
        return field.access.mask
    }
}

extension Entity {
    /// The rows that a rule is about. Those marked as deleted are as if they were not there: whoever reaches the database by
    /// another way than the service neither sees nor changes them, marks none and brings none back.
    fileprivate func present(_ rule: Expression) -> Expression {
        guard let mark = deletionField, !rule.isNever else { return rule }
        let isThere = Expression.unary(.isNull, .path(FieldPath([], mark.name)))
        return rule.isAlways ? isThere : .binary(.and, isThere, rule)
    }
}
