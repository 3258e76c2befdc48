internal import PlumblineSchema

/// Makes the rows that belong to the schema, each after those it points at.
struct RowsBuilder {
    let schema: Schema
    let symbols: SymbolTable
    let drafts: [EntityDraft]
    let reporter: Reporter
    /// The rows of each entity by name, with the keys that they say.
    private let keys: [String: [String: String?]]

    init(schema: Schema, symbols: SymbolTable, drafts: [EntityDraft], reporter: Reporter) {
        self.schema = schema
        self.symbols = symbols
        self.drafts = drafts
        self.reporter = reporter
        keys = Dictionary(drafts.map { ($0.entity.name, Self.keys(of: $0)) }) { first, _ in first }
    }

    private static func keys(of draft: EntityDraft) -> [String: String?] {
        let key = draft.entity.singleKey?.name
        let rows = draft.syntax.rows.map { row in
            (row.name.value, row.values.first { $0.key.value == key }?.value.word?.value)
        }
        return Dictionary(rows) { first, _ in first }
    }

    func rows() -> [ReferenceRow] {
        let made = drafts.flatMap { draft in
            draft.syntax.rows.compactMap { row(of: draft, $0) }
        }
        reportTwins(made)
        return Ordering(made, reporter: reporter).rows
    }

    /// A row with the rows it points at.
    struct Made {
        var row: ReferenceRow
        var place: Place
        var targets: [Identity]
    }

    struct Identity: Hashable {
        var entity: String
        var name: String
    }

    private func row(of draft: EntityDraft, _ syntax: RowSyntax) -> Made? {
        guard let entity = schema.entity(draft.entity.name), isNamed(syntax.name) else { return nil }
        let reader = RowReader(
            schema: schema,
            symbols: symbols,
            entity: entity,
            keys: keys,
            reporter: reporter
        )
        guard let values = reader.read(syntax) else { return nil }
        var row = ReferenceRow(
            entity: entity.name,
            name: syntax.name.value,
            values: values.map { .init(field: $0.field.name, literal: $0.literal) },
            origin: syntax.name.place.origin
        )
        for key in entity.key where !values.contains(where: { $0.field.name == key.name }) {
            guard key.managed == .key else {
                reporter.error(
                    .wrongRow,
                    at: syntax.name.place,
                    "The row '\(syntax.name.value)' says no '\(key.name)', which is in its key."
                )
                return nil
            }
            let id = ReferenceRow.key(entity: entity.name, name: syntax.name.value)
            row.values.insert(.init(field: key.name, literal: .text(id)), at: 0)
        }
        let targets = values.compactMap { value in
            value.target.flatMap { name in
                value.field.reference.map { Identity(entity: $0.target, name: name) }
            }
        }
        return Made(row: row, place: syntax.name.place, targets: targets)
    }

    private func isNamed(_ name: Word) -> Bool {
        let isPlain = name.value.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
            default: false
            }
        }
        guard isPlain, !name.value.isEmpty, name.value.utf8.count <= NameRules.lengthLimit else {
            reporter.error(
                .nameForm,
                at: name.place,
                "The name of a row has letters, digits, '-' and '_' only, at most \(NameRules.lengthLimit)."
            )
            return false
        }
        return true
    }

    /// Reports rows that agree in what is unique.
    private func reportTwins(_ made: [Made]) {
        let byEntity = Dictionary(grouping: made, by: \.row.entity)
        for entity in schema.entities {
            guard let rows = byEntity[entity.name] else { continue }
            for rule in entity.rules {
                guard case .unique(let fields, let condition) = rule.demand,
                    condition == nil || entity.deletionField != nil
                else { continue }
                var seen: [[Literal]: String] = [:]
                for made in rows {
                    let values = fields.compactMap { name in
                        made.row.values.first { $0.field == name && $0.literal != .null }?.literal
                    }
                    guard values.count == fields.count,
                        let other = seen.updateValue(made.row.name, forKey: values)
                    else { continue }
                    reporter.error(
                        .wrongRow,
                        at: made.place,
                        "The rows '\(other)' and '\(made.row.name)' agree in \(fields.joined(separator: " and ")). \(rule.message)"
                    )
                }
            }
        }
    }
}

/// Puts rows after those they point at.
private struct Ordering {
    private(set) var rows: [ReferenceRow] = []
    private let made: [RowsBuilder.Identity: RowsBuilder.Made]
    private let reporter: Reporter
    private var finished: Set<RowsBuilder.Identity> = []
    private var open: Set<RowsBuilder.Identity> = []

    init(_ rows: [RowsBuilder.Made], reporter: Reporter) {
        self.reporter = reporter
        let identities = rows.map { RowsBuilder.Identity(entity: $0.row.entity, name: $0.row.name) }
        made = Dictionary(zip(identities, rows)) { first, _ in first }
        for identity in identities { visit(identity) }
    }

    /// Walks to the rows that one points at before it takes the row. A list instead of recursion: a chain of rows may
    /// be longer than a stack is deep.
    private mutating func visit(_ start: RowsBuilder.Identity) {
        var way = [start]
        while let identity = way.last {
            guard let made = made[identity], !finished.contains(identity) else {
                way.removeLast()
                continue
            }
            open.insert(identity)
            let waiting = made.targets.filter { !finished.contains($0) && self.made[$0] != nil }
            if waiting.contains(where: open.contains) { reportCircle(made, identity) }
            let next = waiting.filter { !open.contains($0) }
            if next.isEmpty {
                finished.insert(identity)
                open.remove(identity)
                rows.append(made.row)
                way.removeLast()
            } else {
                way += next
            }
        }
    }

    private func reportCircle(_ made: RowsBuilder.Made, _ identity: RowsBuilder.Identity) {
        reporter.error(
            .wrongRow,
            at: made.place,
            "The row '\(identity.name)' points at itself, directly or through others, so that it could not be made."
        )
    }
}
