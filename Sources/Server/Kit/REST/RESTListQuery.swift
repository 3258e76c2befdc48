import HTTPTypes
import PlumblineQuery
import PlumblineSchema

/// The query of a list: which rows, in which order, which page.
///
/// `?status=confirmed&startsAt.gte=2026-11-21T00:00:00Z&orderBy=-startsAt&first=20&after=…`
struct RESTListQuery: Sendable {
    var filters: [Filter] = []
    var order: [OrderTerm] = []
    var page = Page()
    var wantsTotalCount = false
    var includesDeleted = false
    /// The values that filters and page name.
    var variables: [InputValue.Member] = []
    /// Equal for queries of equal shape.
    var shape = ""

    private var problems: [Problem.FieldError] = []

    /// Reads the query of a URL.
    /// - Throws: ``Problem`` 400 that names every parameter which is wrong.
    init(_ entity: Entity, query: Substring) throws(Problem) {
        var seen: Set<String> = []
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsBlank: true),
                let value = PercentEncoding.decode(parts.count == 2 ? parts[1] : "", plusIsBlank: true)
            else {
                refuse(String(parts[0]), "The percent-encoding is broken.")
                continue
            }
            guard seen.insert(name).inserted else {
                refuse(name, "The parameter is given twice.")
                continue
            }
            read(name, value, entity)
        }
        guard problems.isEmpty else {
            var problem = Problem(
                .badRequest,
                "The query has parameters that are wrong.",
                code: QueryError.Code.badInput.rawValue
            )
            problem.errors = problems
            throw problem
        }
        shape = shapeParts.sorted().joined(separator: "&")
    }

    private var shapeParts: [String] = []

    private mutating func read(_ name: String, _ value: String, _ entity: Entity) {
        switch name {
        case "first": page.first = pageSize(name, value)
        case "last": page.last = pageSize(name, value)
        case "after": page.after = bind(name, .string(value))
        case "before": page.before = bind(name, .string(value))
        case "orderBy": readOrder(value, entity)
        case "totalCount":
            guard let wants = boolean(name, value) else { return }
            wantsTotalCount = wants
            shapeParts.append("totalCount=\(wants)")
        case "includeDeleted" where entity.isRestorable:
            guard let includes = boolean(name, value) else { return }
            includesDeleted = includes
            shapeParts.append("includeDeleted=\(includes)")
        case "search" where entity.search != nil: filters.append(.found(bind(name, .string(value))))
        default: readFilter(name, value, entity)
        }
    }

    // MARK: Parts

    private mutating func pageSize(_ name: String, _ value: String) -> Operand? {
        guard let number = Int64(value) else {
            refuse(name, "'\(value)' is not a whole number.")
            return nil
        }
        return bind(name, .integer(number))
    }

    private mutating func readOrder(_ value: String, _ entity: Entity) {
        for term in value.split(separator: ",") {
            let isDescending = term.hasPrefix("-")
            let name = isDescending ? term.dropFirst() : term
            guard let field = entity.readableFields.first(where: { $0.apiName == name && $0.isOrderable })
            else {
                refuse("orderBy", "\(entity.name) cannot be ordered by '\(name)'.")
                continue
            }
            order.append(OrderTerm(field: field.name, isDescending: isDescending))
        }
        shapeParts.append("orderBy=" + value)
    }

    private mutating func readFilter(_ name: String, _ value: String, _ entity: Entity) {
        let parts = name.split(separator: ".", maxSplits: 1)
        guard let first = parts.first,
            let field = entity.readableFields.first(where: { $0.apiName == first && $0.isFilterable })
        else {
            return refuse(name, "\(entity.name) has no field of that name.")
        }
        if parts.count == 2, parts[1] == "isNull" {
            guard let isNull = boolean(name, value) else { return }
            shapeParts.append("\(name)=\(isNull)")
            return filters.append(.isNull(field: field.name, isNull))
        }
        guard let comparison = parts.count == 1 ? .eq : Comparison(rawValue: String(parts[1])),
            field.comparisons.contains(comparison)
        else { return refuse(name, "\(field.apiName) has no such comparison.") }
        let operand: InputValue
        if let bound = field.boundType {
            operand = comparison == .contains ? Self.value(value, bound) : Self.range(value, bound)
        } else if let element = field.elementType {
            operand = .list(value.split(separator: ",").map { Self.value(String($0), element) })
        } else if comparison == .in || comparison == .notIn {
            operand = .list(value.split(separator: ",").map { Self.value(String($0), field.type) })
        } else {
            operand = Self.value(value, field.type)
        }
        filters.append(.compare(field: field.name, comparison, bind(name, operand)))
    }

    /// `start/end`, where an open side is empty.
    private static func range(_ text: String, _ bound: FieldType) -> InputValue {
        let ends = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { return .string(text) }
        let values = ends.map { $0.isEmpty ? .null : Self.value(String($0), bound) }
        return .object([.init("start", values[0]), .init("end", values[1])])
    }

    /// Texts of a URL as the JSON values they stand for; what does not fit is refused when the plan is bound.
    private static func value(_ text: String, _ type: FieldType) -> InputValue {
        switch type {
        case .smallint, .integer, .bigint: Int64(text).map { .integer($0) } ?? .string(text)
        case .float: Double(text) == nil ? .string(text) : .number(text)
        case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : .string(text)
        default: .string(text)
        }
    }

    private mutating func boolean(_ name: String, _ value: String) -> Bool? {
        switch value {
        case "true": return true
        case "false": return false
        default:
            refuse(name, "'\(value)' is neither true nor false.")
            return nil
        }
    }

    private mutating func bind(_ name: String, _ value: InputValue) -> Operand {
        variables.append(.init(name, value))
        shapeParts.append(name)
        return .variable(name, path: [])
    }

    private mutating func refuse(_ name: String, _ message: String) {
        problems.append(.init(field: name, code: QueryError.Code.badInput.rawValue, message: message))
    }
}
