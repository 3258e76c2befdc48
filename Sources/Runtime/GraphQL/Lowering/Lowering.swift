import PlumblineQuery
import PlumblineSchema

/// Lowers one operation with variables of one shape.
struct Lowering {
    let api: GraphQLAPI
    let document: ExecutableDocument
    let definition: OperationDefinition
    let collector: FieldCollector
    let inputs: InputResolver
    private let budget = ConditionBudget()

    init(prepared: PreparedOperation, variables: InputValue) {
        api = prepared.api
        document = prepared.document
        definition = prepared.operation
        collector = FieldCollector(document: document, types: api.types, variables: variables)
        inputs = InputResolver(types: api.types, document: document, variables: variables)
    }

    func operation() throws(GraphQLError) -> PlumblineQuery.Operation {
        let type = api.types.rootType(of: definition.kind)?.name ?? ""
        var roots: [Root] = []
        for field in collector.collect([definition.selections], of: type) {
            roots.append(Root(key: field.key, action: try action(field, of: type)))
        }
        return Operation(
            kind: definition.kind == .mutation ? .mutation : .query,
            style: .graphQL,
            roots: roots
        )
    }

    private func action(_ field: CollectedField, of type: String) throws(GraphQLError) -> Root.Action {
        let roots = definition.kind == .mutation ? api.roots.mutations : api.roots.queries
        guard let root = roots[field.name] else {
            if let rows = try node(field) { return rows }
            if let rows = try abstractList(field) { return rows }
            return .constant(constant(field, of: type))
        }
        let entity = root.entity
        switch root.action {
        case .me:
            return .row(RowQuery(entity: entity.name, key: .me, selection: try selection(field, of: entity)))
        case .row:
            let selection = try selection(field, of: entity)
            return .row(RowQuery(entity: entity.name, key: .id(try id(field)), selection: selection))
        case .unique(let fields):
            let key = RowQuery.Key.unique(try values(of: fields, field))
            return .row(RowQuery(entity: entity.name, key: key, selection: try selection(field, of: entity)))
        case .gaps(let lookup): return .gaps(try gaps(lookup, of: entity, field))
        case .page:
            return .connection(entity: entity.name, try connection(field, to: entity))
        case .create:
            return .create(
                Create(
                    entity: entity.name,
                    input: try rowInput("input", of: field, "Create", entity),
                    selection: try selection(field, of: entity)
                )
            )
        case .update:
            return .update(
                Update(
                    entity: entity.name,
                    id: try id(field),
                    expectedVersion: try leaf("expectedVersion", of: field, as: .named("Int")),
                    input: try rowInput("input", of: field, "Update", entity),
                    selection: try selection(field, of: entity)
                )
            )
        case .delete:
            return .delete(
                Delete(
                    entity: entity.name,
                    id: try id(field),
                    expectedVersion: try leaf("expectedVersion", of: field, as: .named("Int"))
                )
            )
        case .restore:
            return .restore(
                Restore(
                    entity: entity.name,
                    id: try id(field),
                    expectedVersion: try leaf("expectedVersion", of: field, as: .named("Int")),
                    selection: try selection(field, of: entity)
                )
            )
        case .createMany, .updateMany, .deleteMany, .upsert: return try change(field, root)
        case .custom(let operation):
            var candidates: [NodeQuery.Candidate] = []
            for entity in api.schema.results(of: operation) {
                candidates.append(.init(entity: entity.name, selection: try selection(field, of: entity)))
            }
            let arguments = try arguments(field, operation)
            return .call(Call(operation: operation.name, arguments: arguments, candidates: candidates))
        }
    }

    /// What is known without the database.
    private func constant(_ field: CollectedField, of type: String) -> [UInt8] {
        switch field.name {
        case FieldDefinition.typename.name: return Array(JSONWriter.string(type).utf8)
        case FieldDefinition.schema.name, FieldDefinition.type.name:
            return IntrospectionWriter.answer(field, collector: collector)
        default: return Array("null".utf8)
        }
    }
}

// MARK: Arguments

extension Lowering {
    func argument(
        _ name: String,
        of field: CollectedField,
        as type: TypeReference
    ) throws(GraphQLError) -> InputTree? {
        try inputs.resolve(field.arguments.first { $0.name.text == name }, as: type)
    }

    /// An argument that holds conditions or an order, within what one operation may say of them.
    func conditions(
        _ name: String,
        of field: CollectedField,
        as type: TypeReference
    ) throws(GraphQLError) -> InputTree? {
        guard let tree = try argument(name, of: field, as: type) else { return nil }
        if budget.spend(on: tree) { return tree }
        throw badInput(
            "The filters, orders and groups of one operation have more than \(ConditionBudget.total) members and list "
                + "items in all, those of a list of several types counted once for each of them; compare with many "
                + "values by \"in\", or ask in several operations.",
            field
        )
    }

    /// A scalar argument; nil if it is absent or null.
    func leaf(
        _ name: String,
        of field: CollectedField,
        as type: TypeReference
    ) throws(GraphQLError) -> Operand? {
        guard case .leaf(let operand, _)? = try argument(name, of: field, as: type) else { return nil }
        return operand
    }

    /// A boolean argument, which belongs to the shape of the request; false if it is absent or null.
    func flag(_ name: String, of field: CollectedField) throws(GraphQLError) -> Bool {
        guard case .leaf(_, .boolean(let flag))? = try argument(name, of: field, as: .named("Boolean")) else {
            return false
        }
        return flag
    }

    private func id(_ field: CollectedField) throws(GraphQLError) -> Operand {
        guard let operand = try leaf("id", of: field, as: .nonNull(.named("ID"))) else {
            throw badInput("The argument \"id\" must not be null.", field)
        }
        return operand
    }

    /// The values that are given for unique fields.
    func values(
        of fields: [Field],
        _ field: CollectedField
    ) throws(GraphQLError) -> [RowQuery.FieldValue] {
        var values: [RowQuery.FieldValue] = []
        for stored in fields {
            let type = TypeReference.nonNull(FieldKind(stored).inputType)
            guard let operand = try leaf(stored.apiName, of: field, as: type) else {
                throw badInput("The argument \"\(stored.apiName)\" must not be null.", field)
            }
            values.append(.init(field: stored.name, value: operand))
        }
        return values
    }

    func assignments(_ members: [InputTree.Member], _ entity: Entity) -> [Assignment] {
        members.flatMap { member -> [Assignment] in
            if let object = entity.objects.first(where: { $0.apiName == member.name }) {
                // A value object is given whole: what is left out of it is null.
                return object.fields.map { field in
                    Assignment(
                        field: field.name,
                        value: operand(field.inputPath.last.flatMap { member.value[$0] })
                    )
                }
            }
            return entity.field(apiName: member.name).map {
                [Assignment(field: $0.name, value: operand(member.value))]
            } ?? []
        }
    }

    private func operand(_ tree: InputTree?) -> Operand {
        tree?.operand ?? .constant(.null)
    }

    /// The arguments that are given and not null.
    private func arguments(
        _ field: CollectedField,
        _ operation: CustomOperation
    ) throws(GraphQLError) -> [Assignment] {
        let root = api.types.rootType(of: definition.kind)?.fields[field.name]
        var members: [InputTree.Member] = []
        for definition in root?.arguments ?? [] {
            guard let value = try argument(definition.name, of: field, as: definition.type) else { continue }
            if case .null = value { continue }
            members.append(InputTree.Member(name: definition.name, value: value))
        }
        return assignments(members, operation.arguments)
    }

    func badInput(_ message: String, _ field: CollectedField) -> GraphQLError {
        GraphQLError(.badInput, message, locations: document.locations(of: [field.offset]))
    }
}
