import PlumblineSchema

/// What is given for a row, and what the server puts into its relations.
struct Draft {
    var input: RowInput
    /// The keys of rows that are made or changed together with this one, by the names of the relations.
    var pointers: [String: RowKey] = [:]
}

/// New rows: those that others point to first, rows of one shape by one statement.
extension MutationPlanner {
    mutating func add(_ create: Create, _ root: String, _ withVersion: Bool) throws {
        let entity = try schema.required(create.entity)
        let answer = RowAnswer(selection: create.selection, withVersion: withVersion)
        if isToldByInsert(answer, create.input, of: entity) {
            _ = try make([Draft(input: create.input)], of: entity, root, answering: answer)
            return
        }
        for key in try make([Draft(input: create.input)], of: entity, root) {
            try reread(entity, key, create.selection, root, withVersion)
        }
    }

    mutating func add(_ create: CreateMany, _ root: String) throws {
        let entity = try schema.required(create.entity)
        let keys = try makeReadable(create.inputs.map { Draft(input: $0) }, of: entity, root)
        try refuseUnlessReadable(entity, [])
        try answer(.list(create.selection), about: .keys(keys), of: entity, root, isReadable: false)
    }

    mutating func add(permit create: Create, _ root: String) throws {
        let entity = try schema.required(create.entity)
        let draft = Draft(input: create.input)
        let values = try given(for: draft, of: entity)
        let number = nextNumber()
        let scope = StatementScope()
        members.append(root, .null)
        let cells = scope.sql(try cells(values, of: draft, in: entity, scope, number), in: entity)
        let row = NewRow(entity: entity, access: access(scope), number: number, given: cells)
        guard let sql = try row.permissionSQL() else { return }
        steps.append(scope.step(sql, .init(root: root, written: entity.name, path: create.input.path)))
    }

    /// Makes rows, those that they point to before them, and those that point to them after.
    ///
    /// - Parameters:
    ///   - tie: Relations by which a row ties two others, which is not made if there is one that does; none for rows that
    ///     are made in any case.
    ///   - answer: What the root is answered with by the statement itself; only of one row.
    mutating func make(
        _ drafts: [Draft],
        of entity: Entity,
        _ root: String,
        unlessTiedBy tie: [Field] = [],
        answering answer: RowAnswer? = nil
    ) throws -> [RowKey] {
        guard let first = drafts.first else { return [] }
        try enter(first.input, count: drafts.count)
        defer { depth -= 1 }
        let drafts = try makingTargets(of: drafts, entity, root)
        let rows = try drafts.map { draft in
            NumberedDraft(number: nextNumber(), draft: draft, values: try given(for: draft, of: entity))
        }
        let target = Write.Target(entity, in: schema)
        for row in rows { writes.append(Write(root, target, row.draft, row.values, isCreation: true)) }
        for group in groups(rows, of: entity) {
            try insert(group, entity, root, unlessTiedBy: tie, answering: answer)
        }
        let keys = rows.map { entity.hasManagedKey ? RowKey.made($0.number) : .inserted($0.number) }
        try changeRows(around: zip(keys, drafts.map(\.input)).map { $0 }, of: entity, root)
        return keys
    }

    /// The rows that are made for a relation of these drafts to point to.
    func targets(of drafts: [Draft], _ field: Field) -> [(index: Int, target: NestedTarget)] {
        drafts.enumerated().compactMap { index, draft in
            draft.input.targets.first { $0.relation == field.name }.map { (index, $0) }
        }
    }

    /// Makes the rows that to-one relations are to point to, all those of one relation together.
    mutating func makingTargets(of drafts: [Draft], _ entity: Entity, _ root: String) throws -> [Draft] {
        var drafts = drafts
        for field in entity.fields where field.reference != nil {
            let targets = targets(of: drafts, field)
            guard !targets.isEmpty else { continue }
            for (index, target) in targets where drafts[index].pointers[field.name] != nil {
                throw QueryError.givenAround(field, target.input.path)
            }
            let target = try schema.requiredTarget(of: field)
            let keys = try makeReadable(targets.map { Draft(input: $0.target.input) }, of: target, root)
            for ((index, _), key) in zip(targets, keys) { drafts[index].pointers[field.name] = key }
        }
        return drafts
    }

    /// Makes rows. Who could not read them may not make them either.
    mutating func makeReadable(_ drafts: [Draft], of entity: Entity, _ root: String) throws -> [RowKey] {
        let keys = try make(drafts, of: entity, root)
        let paths = drafts.map(\.input.path)
        if !isRowByRow, keys.count > 1, let path = paths.first?.dropLast() {
            demand(entity.access.read, of: entity, .keys(keys), root, path: Array(path), isBatch: true)
        } else {
            for (key, path) in zip(keys, paths) {
                demand(entity.access.read, of: entity, .keys([key]), root, path: path)
            }
        }
        return keys
    }

    func given(for draft: Draft, of entity: Entity) throws -> [Write.Value] {
        try refuseUnlessPossible(entity.access.create, "create \(Naming.words(entity.plural))")
        return try writable(draft, of: entity) { $0.isCreatable ? $0.access.create : nil }
    }

    // MARK: - Statements

    /// A row with the number that its key goes by.
    struct NumberedDraft {
        let number: Int
        let draft: Draft
        let values: [Write.Value]

        /// Rows with the same fields may share a statement.
        var shape: [String] { (values.map(\.field) + draft.pointers.keys.map { "+\($0)" }).sorted() }
    }

    /// The rows that one statement makes. Keys that the database makes could not be told apart.
    private func groups(_ rows: [NumberedDraft], of entity: Entity) -> [[NumberedDraft]] {
        guard entity.hasManagedKey, !isRowByRow else { return rows.map { [$0] } }
        var places: [[String]: Int] = [:]
        var groups: [[NumberedDraft]] = []
        for row in rows {
            // A key that is no parameter would be the same for all rows.
            let isAlone = row.draft.pointers.values.contains { !$0.isParameter }
            if !isAlone, let place = places[row.shape] {
                groups[place].append(row)
            } else {
                if !isAlone { places[row.shape] = groups.count }
                groups.append([row])
            }
        }
        return groups
    }

    private mutating func insert(
        _ rows: [NumberedDraft],
        _ entity: Entity,
        _ root: String,
        unlessTiedBy tie: [Field],
        answering answer: RowAnswer?
    ) throws {
        guard let first = rows.first else { return }
        let scope = StatementScope()
        var context = Plan.StepContext(root: root, written: entity.name, path: first.draft.input.path)
        var row: NewRow
        if rows.count == 1 {
            let cells = try cells(first.values, of: first.draft, in: entity, scope, first.number)
            row = NewRow(
                entity: entity,
                access: access(scope),
                number: first.number,
                given: scope.sql(cells, in: entity)
            )
        } else {
            row = try batch(rows, entity, scope)
            context.path.removeLast()
            context.isBatch = true
        }
        // A rival may have tied the same meanwhile: planned anew, row by row, its tie is seen.
        if !tie.isEmpty, !isRowByRow { context.isBatch = true }
        row.tie = tie
        row.gate = gate
        guard let answer else { return steps.append(scope.step(try row.insertSQL(), context)) }
        try append(row, scope, context, answering: answer)
    }

    /// Rows of one shape: each field's values are one array, so that the text does not depend on their number.
    private func batch(_ rows: [NumberedDraft], _ entity: Entity, _ scope: StatementScope) throws -> NewRow {
        let cells = try rows.map { row in
            try self.cells(row.values, of: row.draft, in: entity, scope, row.number)
        }
        let alias = scope.alias()
        var arrays: [String] = []
        var given: [String: String] = [:]
        for name in cells[0].keys.sorted() {
            let column = cells.compactMap { cells in
                if case .parameter(let parameter)? = cells[name] { parameter } else { nil }
            }
            guard let type = column.first?.type else { continue }
            given[name] = "\(alias).c\(arrays.count)::\(type)"
            arrays.append(scope.sql(Parameter(source: .array(column), type: "text[]", path: [])))
        }
        let names = arrays.indices.map { "c\($0)" }.joined(separator: ", ")
        return NewRow(
            entity: entity,
            access: access(scope),
            number: rows[0].number,
            given: given,
            source: "unnest(\(arrays.joined(separator: ", "))) \(alias)(\(names))"
        )
    }

    /// What a field of a row is set to.
    enum Cell {
        case parameter(Parameter)
        case sql(String)
    }

    /// What is given for a row, by the names of its fields.
    ///
    /// - Parameter number: The number of the key that the server makes for it, if it is new.
    func cells(
        _ values: [Write.Value],
        of draft: Draft,
        in entity: Entity,
        _ scope: StatementScope,
        _ number: Int? = nil
    ) throws -> [String: Cell] {
        var cells: [String: Cell] = [:]
        for value in values { cells[value.field] = .parameter(parameter(for: value)) }
        for (name, key) in draft.pointers {
            let target = try schema.requiredTarget(of: try entity.required(name))
            let parameters = key.parameters(of: target, schema: schema)
            cells[name] =
                parameters.first.map(Cell.parameter)
                ?? .sql(key.values(of: target, schema: schema, scope: scope).joined())
        }
        if let number, entity.hasManagedKey, let key = entity.singleKey {
            cells[key.name] = .parameter(.newKey(number))
        }
        return cells
    }
}

extension StatementScope {
    /// The SQL of what fields are set to. Parameters are numbered in the order of the fields.
    func sql(_ cells: [String: MutationPlanner.Cell], in entity: Entity) -> [String: String] {
        var texts: [String: String] = [:]
        for field in entity.fields {
            switch cells[field.name] {
            case .parameter(let parameter): texts[field.name] = sql(parameter)
            case .sql(let text): texts[field.name] = text
            case nil: break
            }
        }
        return texts
    }
}

extension RowKey {
    /// Whether it is bound as a parameter.
    fileprivate var isParameter: Bool {
        switch self {
        case .given, .made: true
        case .caller, .inserted, .found: false
        }
    }
}
