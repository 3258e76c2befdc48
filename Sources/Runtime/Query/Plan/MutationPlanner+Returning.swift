import PlumblineSchema

/// What a root is answered with of the row that it makes.
struct RowAnswer {
    let selection: Selection
    let withVersion: Bool
}

/// New rows that their own INSERT answers, so that no statement has to read them again.
///
/// RETURNING gives the row as it was written, with what triggers did to it before. That is the answer where nothing is
/// asked for but columns of the row itself: other rows are to be seen as the transaction leaves them.
extension MutationPlanner {
    /// Whether INSERT can tell what is asked for of a new row.
    func isToldByInsert(_ answer: RowAnswer, _ input: RowInput, of entity: Entity) -> Bool {
        guard !isPart, !isHooked, entity.isManaged, input.collections.isEmpty, input.ties.isEmpty else {
            return false
        }
        let rule = caller.fold(entity.access.read)
        if rule != .literal(.boolean(true)), rule.isLiteral || rule.readsOtherRows { return false }
        return answer.selection.members.allSatisfy { isOfRowAlone($0, entity) }
    }

    private func isOfRowAlone(_ member: Selection.Member, _ entity: Entity) -> Bool {
        switch member {
        case .typename, .id: true
        case .field(_, let name), .range(_, let name, _): entity.field(name).map(isOfRowAlone) ?? false
        case .object(_, let name, _): entity.object(name)?.fields.allSatisfy(isOfRowAlone) ?? false
        case .toOne, .inverseOne, .toMany: false
        }
    }

    private func isOfRowAlone(_ field: Field) -> Bool {
        let isComputedFromRow =
            switch field.derivation {
            case .generated, nil: true
            case .computed(let expression): !expression.readsOtherRows
            case .sql, .swift: false
            }
        return isComputedFromRow && !caller.fold(reading: field).readsOtherRows
            && !(field.access.mask?.readsOtherRows ?? false)
    }

    /// Adds the statement that makes a row and answers the root. Who may not read the row may not make it either.
    mutating func append(
        _ row: NewRow,
        _ scope: StatementScope,
        _ context: Plan.StepContext,
        answering answer: RowAnswer
    ) throws {
        let written = RowSource(entity: row.entity, alias: scope.alias(), isCertain: true)
        var columns = try reader(scope).columns(
            answer.selection,
            of: written,
            joins: Joins(),
            withVersion: answer.withVersion
        )
        if case .sql(let rule) = access(scope).condition(row.entity.access.read, on: written) {
            columns.append(Self.require(rule, "'\(Refusal.forbidden.rawValue)'"))
        }
        members.append(context.root ?? "", .column(.init(step: steps.count, column: 0)))
        if answer.withVersion { version = .init(step: steps.count, column: 1) }
        steps.append(scope.step(try row.insertSQL(returning: columns, of: written), context))
        checks += scope.checks
    }
}

extension Expression {
    fileprivate var isLiteral: Bool { if case .literal = self { true } else { false } }
}
