import PlumblineQuery
import PlumblineSchema

/// A REST request in the common language of the planner: the shape, and the values beside it.
struct RESTOperation: Sendable {
    /// The response key of the one root.
    static let rootKey = "result"

    /// Makes the shape. Most requests find the plan that was made of it, and need it no more.
    private let makeOperation: @Sendable () -> Operation
    /// The values that the shape's operands name.
    var variables: InputValue
    /// Equal for requests of equal shape.
    var source: String
    /// Whether an anonymous caller makes its own principal row, which no access rule has to allow.
    var isSelfRegistration = false

    private init(
        _ resource: RESTResource,
        kind: Operation.Kind,
        source: String,
        variables: InputValue,
        returnsVersion: Bool = true,
        _ action: @escaping @Sendable () -> Root.Action
    ) {
        makeOperation = {
            Operation(
                kind: kind,
                style: .rest,
                roots: [Root(key: Self.rootKey, action: action())],
                returnsVersion: returnsVersion && resource.entity.versionField != nil
            )
        }
        self.source = "rest \(resource.name) \(source)"
        self.variables = variables
    }

    /// The shape.
    var operation: Operation { makeOperation() }

    private static let id = Operand.variable("id", path: [])
    private static let version = Operand.variable("version", path: [])

    /// One row by key.
    static func get(_ resource: RESTResource, id: String) -> RESTOperation {
        RESTOperation(
            resource,
            kind: .query,
            source: "get",
            variables: .object([.init("id", .string(id))])
        ) {
            .row(RowQuery(entity: resource.name, key: .id(Self.id), selection: resource.selection))
        }
    }

    /// The caller's own row.
    static func me(_ resource: RESTResource) -> RESTOperation {
        RESTOperation(resource, kind: .query, source: "me", variables: .object([])) {
            .row(RowQuery(entity: resource.name, key: .me, selection: resource.selection))
        }
    }

    /// A page.
    static func list(_ resource: RESTResource, _ list: RESTListQuery) -> RESTOperation {
        RESTOperation(
            resource,
            kind: .query,
            source: "list " + list.shape,
            variables: .object(list.variables),
            returnsVersion: false
        ) {
            .connection(entity: resource.name, connection(resource, list))
        }
    }

    private static func connection(_ resource: RESTResource, _ list: RESTListQuery) -> Connection {
        var members: [Connection.Member] = [
            .nodes(key: "items", resource.selection),
            .pageInfo(
                key: "pageInfo",
                [
                    .hasNextPage(key: "hasNextPage"), .hasPreviousPage(key: "hasPreviousPage"),
                    .startCursor(key: "startCursor"), .endCursor(key: "endCursor"),
                ]
            ),
        ]
        if list.wantsTotalCount { members.append(.totalCount(key: "totalCount")) }
        return Connection(
            filter: list.filters.isEmpty ? nil : .and(list.filters),
            order: list.order,
            page: list.page,
            includesDeleted: list.includesDeleted,
            members: members
        )
    }

    /// A new row.
    static func create(
        _ resource: RESTResource,
        _ body: RESTBody,
        isSelfRegistration: Bool
    ) -> RESTOperation {
        var result = RESTOperation(
            resource,
            kind: .mutation,
            source: "create " + body.shape,
            variables: .object([.init("input", body.value)])
        ) {
            .create(
                Create(
                    entity: resource.name,
                    assignments: body.assignments,
                    selection: resource.selection
                )
            )
        }
        result.isSelfRegistration = isSelfRegistration
        return result
    }

    /// A changed row.
    static func update(
        _ resource: RESTResource,
        id: String,
        version: Int64?,
        _ body: RESTBody
    ) -> RESTOperation {
        RESTOperation(
            resource,
            kind: .mutation,
            source: "update \(version != nil) " + body.shape,
            variables: .object(identity(id, version) + [.init("input", body.value)])
        ) {
            .update(
                Update(
                    entity: resource.name,
                    id: Self.id,
                    expectedVersion: version == nil ? nil : Self.version,
                    assignments: body.assignments,
                    selection: resource.selection
                )
            )
        }
    }

    /// A deleted row.
    static func delete(_ resource: RESTResource, id: String, version: Int64?) -> RESTOperation {
        RESTOperation(
            resource,
            kind: .mutation,
            source: "delete \(version != nil)",
            variables: .object(identity(id, version)),
            returnsVersion: false
        ) {
            .delete(
                Delete(
                    entity: resource.name,
                    id: Self.id,
                    expectedVersion: version == nil ? nil : Self.version
                )
            )
        }
    }

    /// A deleted row that is there again.
    static func restore(_ resource: RESTResource, id: String, version: Int64?) -> RESTOperation {
        RESTOperation(
            resource,
            kind: .mutation,
            source: "restore \(version != nil)",
            variables: .object(identity(id, version))
        ) {
            .restore(
                Restore(
                    entity: resource.name,
                    id: Self.id,
                    expectedVersion: version == nil ? nil : Self.version,
                    selection: resource.selection
                )
            )
        }
    }

    /// What the service's own code answers: a row of an entity.
    static func call(
        _ operation: CustomOperation,
        _ resource: RESTResource,
        _ body: RESTBody
    ) -> RESTOperation {
        RESTOperation(
            resource,
            kind: operation.kind == .query ? .query : .mutation,
            source: "call \(operation.name) " + body.shape,
            variables: .object([.init("input", body.value)])
        ) {
            .call(
                Call(
                    operation: operation.name,
                    arguments: body.assignments,
                    candidates: [.init(entity: resource.name, selection: resource.selection)]
                )
            )
        }
    }

    private static func identity(_ id: String, _ version: Int64?) -> [InputValue.Member] {
        [.init("id", .string(id))] + (version.map { [.init("version", .integer($0))] } ?? [])
    }
}
