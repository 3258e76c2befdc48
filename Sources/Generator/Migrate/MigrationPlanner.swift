import PlumblineEmit
public import PlumblineSchema

/// Plans the way from one schema to the next, without a database.
///
/// What adds is planned (entities, fields that old rows can have a value for, rules, constraints, indexes, enum values,
/// descriptions), and what `renamed_from` renames. Everything else could lose data or break what runs, and is refused
/// with the reason.
public enum MigrationPlanner {
    /// Plans a migration.
    ///
    /// - Parameters:
    ///   - from: What the database has; nil for an empty database.
    ///   - to: The schema that it shall have.
    /// - Returns: The plan, empty if nothing changes in the database; or everything that stands against it.
    public static func plan(from: DatabaseSnapshot?, to: Schema) -> Result<MigrationPlan, Refusals> {
        let upgrade = from.map { SchemaDifference(upgrading: $0) }
        let renames = from.map { RenamePlanner(from: $0.schema, to: to) }
        let difference = SchemaDifference(from: renames?.schema, to: to)
        let refusals = (upgrade?.upgradeRefusals() ?? []) + difference.refusals()
        guard refusals.isEmpty else { return .failure(Refusals(all: refusals)) }
        let steps = (upgrade?.steps ?? []) + (renames?.steps ?? []) + difference.steps
        return .success(MigrationPlan(steps: steps, fingerprint: SQLEmitter(to).fingerprint()))
    }
}

/// Everything in a change of the spec that no migration is planned for.
public struct Refusals: Error, Sendable, Hashable, CustomStringConvertible {
    /// The refusals, by file and line.
    public let all: [Refusal]

    /// All refusals, one after the other.
    public var description: String {
        all.map(\.description).joined(separator: "\n\n")
    }
}

extension SchemaDifference {
    /// The steps that make the difference, in the order in which they can be made.
    fileprivate var steps: [MigrationPlan.Step] {
        additions.compactMap(addition) + changes.compactMap(replacement)
            + removals.reversed().compactMap(removal)
    }

    /// The step that makes an object; nil for what its CREATE TABLE makes.
    private func addition(_ object: SQLObject) -> MigrationPlan.Step? {
        let isInNewTable = isInNewTable(object)
        if isInNewTable && object.isPartOfTable || describesChange(object) { return nil }
        // What belongs to a new table goes with it, but for what leans on something else and would hold that.
        let goesWithItsTable = isInNewTable && !object.leansOnOthers
        let down = goesWithItsTable || describesAddition(object) ? [] : [object.drop].compactMap(\.self)
        return step("add", object, up: [object.create], down: down)
    }

    /// The step that gives an object its new definition, and its description again; nil for a description that goes
    /// with what it describes.
    private func replacement(_ change: Change) -> MigrationPlan.Step? {
        if describesChange(change.new) { return nil }
        return switch change.new.identity.kind {
        case .type:
            // A value that was added stays: PostgreSQL cannot take one away.
            step("change", change.new, up: growth(of: change.new) ?? [], down: [])
        case .comment, .support, .row, .function:
            step("change", change.new, up: [change.new.create], down: [change.old.create])
        default:
            step(
                "replace",
                change.new,
                up: [change.old.drop, change.new.create, newDescription(of: change.new)?.create].compactMap(
                    \.self
                ),
                down: [change.new.drop, change.old.create, oldDescription(of: change.old)?.create].compactMap(
                    \.self
                )
            )
        }
    }

    /// The step that removes an object which holds no data.
    private func removal(_ object: SQLObject) -> MigrationPlan.Step? {
        if describesChange(object) { return nil }
        return step("remove", object, up: [object.drop].compactMap(\.self), down: [object.create])
    }

    /// Whether this is the description of something that is new as well, and goes with it.
    private func describesAddition(_ object: SQLObject) -> Bool {
        additionsByTable[object.identity.table, default: []].contains { object.describes($0) }
    }

    /// Whether this is the description of something that is made anew, which loses it and gets it back in the same step.
    private func describesChange(_ object: SQLObject) -> Bool {
        changes.contains { $0.new.identity.kind != .column && object.describes($0.new) }
    }

    private func step(_ verb: String, _ object: SQLObject, up: [String], down: [String]) -> MigrationPlan.Step
    {
        MigrationPlan.Step(summary: "\(verb) \(object.words)", origin: object.origin, up: up, down: down)
    }
}

extension SQLObject {
    /// Whether it would hold what another step made: another table, or a function.
    fileprivate var leansOnOthers: Bool {
        switch identity.kind {
        case .table, .foreignKey, .view: true
        case .policy: definition.contains("plumbline.")
        default: false
        }
    }

    /// Whether this is the description of a column, constraint or index.
    func describes(_ object: SQLObject) -> Bool {
        guard identity.kind == .comment, identity.table == object.identity.table else { return false }
        let name = SQLIdentifier.quoted(object.identity.name)
        return switch object.identity.kind {
        case .column: identity.name.hasPrefix("column ") && identity.name.hasSuffix(".\(name)")
        case .constraint, .foreignKey: identity.name.hasPrefix("constraint \(name) on ")
        case .index:
            identity.name == "index \(name)"
                || identity.name.hasPrefix("index ") && identity.name.hasSuffix(".\(name)")
        default: false
        }
    }

    /// What it is, in words: `column appointments.colour`.
    var words: String {
        switch identity.kind {
        case .support: "support \(identity.name)"
        case .sequence: "sequence \(identity.name)"
        case .type: "type \(identity.name)"
        case .table: "table \(identity.name)"
        case .column: "column \(identity.table ?? "").\(identity.name)"
        case .constraint: "constraint \(identity.name)"
        case .foreignKey: "foreign key \(identity.name)"
        case .index: "index \(identity.name)"
        case .row: "row \(identity.name) of \(identity.table ?? "")"
        case .trigger: "trigger \(identity.name)"
        case .comment: "description of \(identity.name)"
        case .function: "function \(identity.name)"
        case .rowSecurity: "row-level security of \(identity.name)"
        case .grant: "rights of \(identity.name)"
        case .policy: "policy \(identity.name) on \(identity.table ?? "")"
        case .view: "view \(identity.name)"
        }
    }
}
