import PlumblineQuery

/// What executing a field needs to know, found out once for all the objects it is resolved on.
final class FieldPlan {
    let field: CollectedField
    let definition: FieldDefinition
    /// The object type that has the field.
    let parent: TypeDefinition
    let arguments: Result<InputValue, GraphQLError>
    /// The member's name as JSON, with its colon.
    let opening: [UInt8]
    private var subplans: [String: [FieldPlan]] = [:]

    init(
        _ field: CollectedField,
        _ definition: FieldDefinition,
        of parent: TypeDefinition,
        _ request: Request
    ) {
        self.field = field
        self.definition = definition
        self.parent = parent
        arguments = Result { () throws(GraphQLError) in
            try request.arguments.values(of: field.arguments, for: definition.arguments)
        }
        var opening: [UInt8] = []
        JSONWriter.append(field.key, to: &opening)
        opening.append(UInt8(ascii: ":"))
        self.opening = opening
    }

    /// The fields of an object of the type that is this field's value.
    func subplans(of type: TypeDefinition, _ request: Request) -> [FieldPlan] {
        if let known = subplans[type.name] { return known }
        let plans = request.plans(request.collector.collectSubfields(of: field, of: type.name), of: type)
        subplans[type.name] = plans
        return plans
    }
}

/// What is the same for all fields of an operation.
struct Request {
    let types: TypeSystem
    let document: ExecutableDocument
    let collector: FieldCollector

    var arguments: ArgumentCoercion { ArgumentCoercion(types: types, variables: collector.variables) }

    /// Fields that the type does not have are left out, as section 6.3.3 says.
    func plans(_ fields: [CollectedField], of type: TypeDefinition) -> [FieldPlan] {
        fields.compactMap { field in
            types.field(field.name, of: type).map { FieldPlan(field, $0, of: type, self) }
        }
    }
}
