import PlumblineQuery
import PlumblineSchema

/// A REST request in the common language of the planner: the shape, and the values beside it.
struct RESTOperation: Sendable {
    /// The response key of the one root.
    static let rootKey = "result"

    /// The shape.
    var operation: Operation
    /// The values that the shape's operands name.
    var variables: InputValue
    /// Equal for requests of equal shape.
    var source: String
    /// Whether an anonymous caller makes its own principal row, which no access rule has to allow.
    var isSelfRegistration = false

    private init(
        _ entity: Entity,
        kind: Operation.Kind,
        _ action: Root.Action,
        source: String,
        variables: InputValue
    ) {
        operation = Operation(
            kind: kind,
            style: .rest,
            roots: [Root(key: Self.rootKey, action: action)],
            returnsVersion: entity.versionField != nil
        )
        self.source = "rest \(entity.name) \(source)"
        self.variables = variables
    }

    private static let id = Operand.variable("id", path: [])
    private static let version = Operand.variable("version", path: [])

    /// The key, then all fields that the APIs show, each by its name; of a relation, the key.
    static func selection(_ entity: Entity) -> Selection {
        let key: [Selection.Member] = entity.hasKeyOfFields ? [.id(key: Field.keyName)] : []
        return Selection(key + entity.selection(of: entity.readableFields))
    }

    /// One row by key.
    static func get(_ entity: Entity, id: String) -> RESTOperation {
        let query = RowQuery(entity: entity.name, key: .id(Self.id), selection: selection(entity))
        return RESTOperation(
            entity,
            kind: .query,
            .row(query),
            source: "get",
            variables: .object([.init("id", .string(id))])
        )
    }

    /// The caller's own row.
    static func me(_ entity: Entity) -> RESTOperation {
        let query = RowQuery(entity: entity.name, key: .me, selection: selection(entity))
        return RESTOperation(entity, kind: .query, .row(query), source: "me", variables: .object([]))
    }

    /// A page.
    static func list(_ entity: Entity, _ list: RESTListQuery) -> RESTOperation {
        var members: [Connection.Member] = [
            .nodes(key: "items", selection(entity)),
            .pageInfo(
                key: "pageInfo",
                [
                    .hasNextPage(key: "hasNextPage"), .hasPreviousPage(key: "hasPreviousPage"),
                    .startCursor(key: "startCursor"), .endCursor(key: "endCursor"),
                ]
            ),
        ]
        if list.wantsTotalCount { members.append(.totalCount(key: "totalCount")) }
        let connection = Connection(
            filter: list.filters.isEmpty ? nil : .and(list.filters),
            order: list.order,
            page: list.page,
            includesDeleted: list.includesDeleted,
            members: members
        )
        var result = RESTOperation(
            entity,
            kind: .query,
            .connection(entity: entity.name, connection),
            source: "list " + list.shape,
            variables: .object(list.variables)
        )
        result.operation.returnsVersion = false
        return result
    }

    /// A new row.
    static func create(_ entity: Entity, _ body: RESTBody, isSelfRegistration: Bool) -> RESTOperation {
        let create = Create(entity: entity.name, assignments: body.assignments, selection: selection(entity))
        var result = RESTOperation(
            entity,
            kind: .mutation,
            .create(create),
            source: "create " + body.shape,
            variables: .object([.init("input", body.value)])
        )
        result.isSelfRegistration = isSelfRegistration
        return result
    }

    /// A changed row.
    static func update(_ entity: Entity, id: String, version: Int64?, _ body: RESTBody) -> RESTOperation {
        let update = Update(
            entity: entity.name,
            id: Self.id,
            expectedVersion: version == nil ? nil : Self.version,
            assignments: body.assignments,
            selection: selection(entity)
        )
        return RESTOperation(
            entity,
            kind: .mutation,
            .update(update),
            source: "update \(version != nil) " + body.shape,
            variables: .object(identity(id, version) + [.init("input", body.value)])
        )
    }

    /// A deleted row.
    static func delete(_ entity: Entity, id: String, version: Int64?) -> RESTOperation {
        let delete = Delete(
            entity: entity.name,
            id: Self.id,
            expectedVersion: version == nil ? nil : Self.version
        )
        var result = RESTOperation(
            entity,
            kind: .mutation,
            .delete(delete),
            source: "delete \(version != nil)",
            variables: .object(identity(id, version))
        )
        result.operation.returnsVersion = false
        return result
    }

    /// A deleted row that is there again.
    static func restore(_ entity: Entity, id: String, version: Int64?) -> RESTOperation {
        let restore = Restore(
            entity: entity.name,
            id: Self.id,
            expectedVersion: version == nil ? nil : Self.version,
            selection: selection(entity)
        )
        return RESTOperation(
            entity,
            kind: .mutation,
            .restore(restore),
            source: "restore \(version != nil)",
            variables: .object(identity(id, version))
        )
    }

    /// What the service's own code answers: a row of an entity.
    static func call(_ operation: CustomOperation, _ entity: Entity, _ body: RESTBody) -> RESTOperation {
        let call = Call(
            operation: operation.name,
            arguments: body.assignments,
            selection: selection(entity)
        )
        return RESTOperation(
            entity,
            kind: operation.kind == .query ? .query : .mutation,
            .call(call),
            source: "call \(operation.name) " + body.shape,
            variables: .object([.init("input", body.value)])
        )
    }

    private static func identity(_ id: String, _ version: Int64?) -> [InputValue.Member] {
        [.init("id", .string(id))] + (version.map { [.init("version", .integer($0))] } ?? [])
    }
}
