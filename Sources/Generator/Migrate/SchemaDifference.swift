import PlumblineEmit
import PlumblineSchema

/// What two schemas have different in the database, found by comparing their objects.
struct SchemaDifference {
    /// An object that both have, with another definition or another statement to make it.
    struct Change {
        let old: SQLObject
        let new: SQLObject
    }

    let from: Schema?
    let to: Schema
    /// What only the new schema has, and what both have differently, in the order of creation.
    let additions: [SQLObject]
    let changes: [Change]
    /// What only the old schema has, in the order of creation, but for rows, which are last and in the order of removal.
    let removals: [SQLObject]

    /// The additions by their tables, of which there may be thousands.
    let additionsByTable: [String?: [SQLObject]]

    private let oldDescriptions: [SQLObject]
    private let newDescriptions: [SQLObject]
    private let oldTables: Set<String>
    private let newTables: Set<String>

    init(from: Schema?, to: Schema) {
        self.init(from: from, from.map { SQLEmitter($0).objects() } ?? [], to: to, SQLEmitter(to).objects())
    }

    /// What this version of Plumbline makes otherwise of a schema than the one that wrote the snapshot.
    init(upgrading snapshot: DatabaseSnapshot) {
        let schema = snapshot.schema
        self.init(from: schema, snapshot.objects, to: schema, SQLEmitter(schema).objects())
    }

    private init(from: Schema?, _ old: [SQLObject], to: Schema, _ new: [SQLObject]) {
        self.from = from
        self.to = to
        let oldByIdentity = Dictionary(old.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
        let kept = Set(new.map(\.identity))
        additions = new.filter { oldByIdentity[$0.identity] == nil }
        additionsByTable = Dictionary(grouping: additions, by: \.identity.table)
        changes = new.compactMap { object in
            oldByIdentity[object.identity].flatMap { before in
                before.definition == object.definition ? nil : Change(old: before, new: object)
            }
        }
        let gone = old.filter { !kept.contains($0.identity) && $0.drop != nil }
        // A row goes before those it points at.
        removals =
            gone.filter { $0.identity.kind != .row } + gone.filter { $0.identity.kind == .row }.reversed()
        oldDescriptions = old.filter { $0.identity.kind == .comment }
        newDescriptions = new.filter { $0.identity.kind == .comment }
        oldTables = Set(from?.entities.map(\.table) ?? [])
        newTables = Set(to.entities.map(\.table))
    }

    /// Whether the object's table is made by this difference.
    func isInNewTable(_ object: SQLObject) -> Bool {
        object.identity.table.map { !oldTables.contains($0) } ?? false
    }

    /// Whether the object's table goes with this difference.
    func isInRemovedTable(_ object: SQLObject) -> Bool {
        object.identity.table.map { !newTables.contains($0) } ?? false
    }

    func oldDescription(of object: SQLObject) -> SQLObject? {
        oldDescriptions.first { $0.describes(object) }
    }

    func newDescription(of object: SQLObject) -> SQLObject? {
        newDescriptions.first { $0.describes(object) }
    }

    func oldEntity(of object: SQLObject) -> Entity? {
        from?.entities.first { $0.table == object.identity.table }
    }

    func newEntity(of object: SQLObject) -> Entity? {
        to.entities.first { $0.table == object.identity.table }
    }
}
