public import PlumblinePostgres
public import PlumblineSchema
import Synchronization

/// What happens before and after changes of rows, in their transaction, whoever asks for them and how.
///
/// A mutation that a hook concerns holds a connection alone until it is committed; others do not.
public struct ChangeHooks: Sendable {
    /// What is done with a row.
    public enum Action: Sendable, Hashable {
        case create, update, delete, restore
    }

    /// Which changes a hook concerns.
    public struct Target: Sendable, Hashable {
        /// The entity.
        public var entity: String
        /// What is done.
        public var action: Action

        /// Creates a target.
        public init(_ entity: String, _ action: Action) {
            self.entity = entity
            self.action = action
        }
    }

    /// The change that a hook stands around.
    public struct Change: Sendable {
        /// Who asks.
        public let principal: Principal
        /// The transaction of the change.
        public let transaction: PostgresTransaction
        /// The engine that runs it.
        public let engine: QueryEngine
        let key: ChangedKey

        /// The row's id; of a new row whose key the database makes, once it is written.
        public var id: String { key.id }
    }

    /// Work that begins before the change and ends after it.
    ///
    /// It is given the change and the values by the names of their fields, and may change them before it returns what
    /// is to be done when the row is written. An error of either part undoes the transaction.
    public typealias Hook =
        @Sendable (Change, inout [String: InputValue]) async throws -> (@Sendable () async throws -> Void)?

    private var hooks: [Target: [Hook]] = [:]

    /// No hooks.
    public init() {}

    /// Adds a hook; those of one target run in the order in which they were added.
    public mutating func add(_ hook: @escaping Hook, around target: Target) {
        hooks[target, default: []].append(hook)
    }

    subscript(target: Target) -> [Hook] { hooks[target] ?? [] }

    /// Whether a mutation has a root that a hook concerns, or that the service's own code answers.
    func concern(_ mutation: Plan.Mutation) -> Bool {
        mutation.hasCall || !hooks.isEmpty && mutation.targets.contains { !self[$0].isEmpty }
    }
}

/// The id of a row that may only be known after it was written.
final class ChangedKey: Sendable {
    private let state: Mutex<String>

    init(_ id: String) {
        state = Mutex(id)
    }

    var id: String {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}

extension Root.Action {
    /// What it changes.
    var target: ChangeHooks.Target? {
        switch self {
        case .create(let create): .init(create.entity, .create)
        case .update(let update): .init(update.entity, .update)
        case .delete(let delete): .init(delete.entity, .delete)
        case .restore(let restore): .init(restore.entity, .restore)
        case .constant, .row, .node, .gaps, .connection, .abstractConnection, .createMany, .updateMany,
            .deleteMany, .upsert, .permit, .lock, .find, .taken, .vacant, .tied, .reread, .call:
            nil
        }
    }

    /// All that it changes, with the rows around.
    var targets: [ChangeHooks.Target] {
        switch self {
        case .create(let create): create.input.changed(creating: create.entity)
        case .createMany(let create): create.inputs.flatMap { $0.changed(creating: create.entity) }
        case .update(let update): update.input.changed(.init(update.entity, .update))
        case .updateMany(let update): update.input.changed(.init(update.rows.entity, .update))
        case .deleteMany(let delete): [.init(delete.rows.entity, .delete)]
        case .upsert(let upsert):
            upsert.input.changed(creating: upsert.entity)
                + upsert.update.changed(.init(upsert.entity, .update))
        case .delete, .restore: [target].compactMap(\.self)
        case .constant, .row, .node, .gaps, .connection, .abstractConnection, .permit, .lock, .find, .taken,
            .vacant, .tied, .reread, .call:
            []
        }
    }
}

extension RowInput {
    fileprivate func changed(creating entity: String) -> [ChangeHooks.Target] {
        changed(.init(entity, .create))
    }

    /// What is changed where a row is changed so.
    fileprivate func changed(_ own: ChangeHooks.Target) -> [ChangeHooks.Target] {
        [own] + targets.flatMap { $0.input.changed(creating: $0.entity) }
            + collections.flatMap { rows -> [ChangeHooks.Target] in
                let connected: [ChangeHooks.Target] =
                    rows.connections.isEmpty ? [] : [.init(rows.entity, .update)]
                let isDeleting = rows.replacesAll || !rows.deletions.isEmpty
                return connected + (isDeleting ? [.init(rows.entity, .delete)] : [])
                    + rows.updates.flatMap { $0.input.changed(.init(rows.entity, .update)) }
                    + rows.creations.flatMap { $0.changed(creating: rows.entity) }
            }
            + ties.flatMap { ties -> [ChangeHooks.Target] in
                let isDeleting = ties.replacesAll || !ties.disconnections.isEmpty
                return (isDeleting ? [.init(ties.entity, .delete)] : [])
                    + ties.connections.prefix(1).map { _ in .init(ties.entity, .create) }
                    + ties.creations.flatMap { $0.changed(creating: ties.entity) }
            }
    }
}
