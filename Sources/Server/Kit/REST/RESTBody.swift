import HTTPTypes
import PlumblineQuery
import PlumblineSchema

/// The JSON body of a change, read against the entity's fields.
struct RESTBody: Sendable {
    /// The fields given, in the order of the spec.
    var assignments: [Assignment]
    /// The values, by API name.
    var value: InputValue
    /// Equal for bodies that give the same fields.
    var shape: String

    /// Reads which of the fields are given: for a new row, or to change one.
    /// - Throws: ``Problem`` 422 that names every member which is no field that callers give.
    init(_ entity: Entity, _ fields: [Field], _ body: InputValue) throws(Problem) {
        guard case .object(let members) = body else {
            throw Problem(
                .badRequest,
                "The body must be a JSON object.",
                code: QueryError.Code.badInput.rawValue
            )
        }
        let unknown = members.filter { member in !fields.contains { $0.apiName == member.name } }
        guard unknown.isEmpty else {
            var problem = Problem(
                .unprocessableContent,
                "The body has members that are not fields of \(entity.name) which can be given.",
                code: QueryError.Code.validation.rawValue
            )
            problem.errors = unknown.map {
                .init(
                    field: $0.name,
                    code: "UNKNOWN_FIELD",
                    message: "\(entity.name) has no such field to give."
                )
            }
            throw problem
        }
        let given = fields.filter { field in members.contains { $0.name == field.apiName } }
        self.init(given, value: body)
    }

    /// Reads a whole row: an optional field that is left out is cleared, one with a default or a password is kept.
    static func replacing(_ entity: Entity, _ body: InputValue) throws(Problem) -> RESTBody {
        let fields = entity.updatableFields
        let given = try RESTBody(entity, fields, body)
        guard case .object(var members) = given.value else { return given }
        var missing: [Problem.FieldError] = []
        for field in fields where given.value[field.apiName] == nil {
            if field.isOptional {
                members.append(.init(field.apiName, .null))
            } else if field.defaultValue == nil, field.type != .password {
                missing.append(
                    .init(
                        field: field.apiName,
                        code: "REQUIRED",
                        message: "\(Naming.sentenceStart(field.name)) is required."
                    )
                )
            }
        }
        guard missing.isEmpty else {
            var problem = Problem(
                .unprocessableContent,
                "Some required fields are missing.",
                code: QueryError.Code.validation.rawValue
            )
            problem.errors = missing
            throw problem
        }
        return try RESTBody(entity, fields, .object(members))
    }

    private init(_ given: [Field], value: InputValue) {
        assignments = given.map {
            Assignment(field: $0.name, value: .variable("input", path: [.member($0.apiName)]))
        }
        self.value = value
        shape = given.map(\.name).joined(separator: ",")
    }
}
