/// A query or mutation whose answer is worked out by the service's own code.
public struct CustomOperation: Sendable, Hashable, Codable {
    /// Whether rows may change.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// A field of GraphQL's `Query`.
        case query
        /// A field of GraphQL's `Mutation`.
        case mutation
    }

    /// The name in the spec, such as `reschedule_appointment`.
    public var name: String
    /// Whether rows may change.
    public var kind: Kind
    /// What it takes, as the fields and rules of an entity without table. Its rule for creating says who may call it.
    public var arguments: Entity
    /// The entity of which it answers a row, or the interface or union that the row is of.
    public var result: String

    /// Creates an operation.
    public init(name: String, kind: Kind, arguments: Entity, result: String) {
        self.name = name
        self.kind = kind
        self.arguments = arguments
        self.result = result
    }

    /// The name in GraphQL and Swift, such as `rescheduleAppointment`.
    public var apiName: String { Naming.lowerCamel(name) }

    /// The path in REST, such as `reschedule-appointment`.
    public var restPath: String { Naming.kebab(name) }

    /// Whether REST takes the arguments in the URL of a `GET`: nothing changes, and each is one value, as a URL tells it.
    ///
    /// Everything else is the body of a `POST`.
    public var isAskedByURL: Bool {
        kind == .query
            && arguments.members(of: arguments.fields).allSatisfy { member in
                guard case .field(let field) = member else { return false }
                return field.elementType == nil && field.boundType == nil && field.type != .json
            }
    }
}

extension Schema {
    /// The queries and mutations of its own that GraphQL has: those that answer what somebody may read.
    public var offeredOperations: [CustomOperation] {
        operations.filter { !results(of: $0).isEmpty }
    }

    /// Those that REST has too: they answer a row of one entity.
    public var entityOperations: [CustomOperation] {
        operations.filter { entity($0.result)?.isReadable == true }
    }

    /// The entities of which an operation may answer a row that somebody may read: one, or those of an interface or union.
    public func results(of operation: CustomOperation) -> [Entity] {
        if let entity = entity(operation.result) { return entity.isReadable ? [entity] : [] }
        return abstractTypes.first { $0.name == operation.result }.map(readableMembers) ?? []
    }

    /// The interfaces and unions of which an operation answers a row.
    public var answeredTypes: [AbstractType] {
        abstractTypes.filter { type in operations.contains { $0.result == type.name } }
    }
}

extension Schema {
    /// The schema as it can be served without the service's own code: without its queries, mutations and fields.
    public var withoutOwnCode: Schema {
        Schema(
            name: name,
            enums: enums,
            sequences: sequences,
            objects: objects,
            entities: entities.map { entity in
                var entity = entity
                entity.fields.removeAll { $0.swiftSource != nil }
                return entity
            },
            abstractTypes: abstractTypes,
            principal: principal,
            scopes: scopes,
            rows: rows,
            postgres: postgres
        )
    }
}
