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
        let known = entity.members(of: fields)
        let problems = members.flatMap { member in
            let meant = known.first { $0.apiName == member.name }
            return meant.map { Self.problems(of: member, as: $0) } ?? [Self.unknown(member.name, entity.name)]
        }
        guard problems.isEmpty else {
            var problem = Problem(
                .unprocessableContent,
                "The body has members that are not fields of \(entity.name) which can be given.",
                code: QueryError.Code.validation.rawValue
            )
            problem.errors = problems
            throw problem
        }
        let empty = known.flatMap { Self.missing(in: $0, body[$0.apiName]) }
        guard empty.isEmpty else { throw .missing(empty) }
        self.init(known.filter { field in members.contains { $0.name == field.apiName } }, value: body)
    }

    private static func unknown(_ name: String, _ owner: String) -> Problem.FieldError {
        .init(field: name, code: "UNKNOWN_FIELD", message: "\(owner) has no such field to give.")
    }

    /// Reads arguments, each of which is one value, from the query of a URL.
    /// - Throws: ``Problem`` 400 that names every parameter which is wrong.
    init(arguments entity: Entity, query: Substring) throws(Problem) {
        var parameters = URLParameters(query)
        var members: [InputValue.Member] = []
        for (name, value) in parameters.pairs {
            if let field = entity.field(apiName: name) {
                members.append(.init(name, InputValue(ofURL: value, field.type)))
            } else {
                parameters.refuse(name, "There is no argument of that name.")
            }
        }
        try parameters.check()
        try self.init(entity, entity.fields, .object(members))
    }

    /// A value object is an object of its members, or null.
    private static func problems(of member: InputValue.Member, as meant: EntityMember) -> [Problem.FieldError]
    {
        guard case .object(let object) = meant, member.value != .null else { return [] }
        guard case .object(let values) = member.value else {
            let message = "\(Naming.sentenceStart(object.name)) must be an object."
            return [.init(field: member.name, code: "INVALID_TYPE", message: message)]
        }
        return values.filter { value in !object.fields.contains { $0.inputPath.last == value.name } }
            .map { unknown("\(member.name).\($0.name)", object.type) }
    }

    /// The required values of a value object that is given without any: it would look like none.
    private static func missing(in member: EntityMember, _ value: InputValue?) -> [Problem.FieldError] {
        guard case .object(let object) = member, case .object(let values)? = value,
            values.allSatisfy({ $0.value == .null })
        else { return [] }
        return object.requiredFields.map { field in
            let name = field.inputPath.last ?? field.apiName
            return required("\(member.apiName).\(name)", field.name)
        }
    }

    private static func required(_ path: String, _ name: String) -> Problem.FieldError {
        .init(field: path, code: "REQUIRED", message: "\(Naming.sentenceStart(name)) is required.")
    }

    /// Reads a whole row: an optional field that is left out is cleared, one with a default or a password is kept.
    static func replacing(_ entity: Entity, _ body: InputValue) throws(Problem) -> RESTBody {
        let fields = entity.updatableFields
        let given = try RESTBody(entity, fields, body)
        guard case .object(var members) = given.value else { return given }
        var missing: [Problem.FieldError] = []
        for member in entity.members(of: fields) where given.value[member.apiName] == nil {
            if member.fields.allSatisfy(\.isOptional) {
                members.append(.init(member.apiName, .null))
            } else if member.fields.contains(where: {
                !$0.isOptional && $0.defaultValue == nil && $0.type != .password
            }) {
                missing.append(required(member.apiName, member.name))
            }
        }
        guard missing.isEmpty else { throw .missing(missing) }
        return try RESTBody(entity, fields, .object(members))
    }

    private init(_ given: [EntityMember], value: InputValue) {
        assignments = given.flatMap(\.fields).map { field in
            Assignment(
                field: field.name,
                value: .variable("input", path: field.inputPath.map { .member($0) })
            )
        }
        self.value = value
        shape = given.map(\.apiName).joined(separator: ",")
    }
}

extension Problem {
    fileprivate static func missing(_ errors: [FieldError]) -> Problem {
        var problem = Problem(
            .unprocessableContent,
            "Some required fields are missing.",
            code: QueryError.Code.validation.rawValue
        )
        problem.errors = errors
        return problem
    }
}
