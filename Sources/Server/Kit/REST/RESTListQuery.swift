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

    private var parameters: URLParameters

    /// Reads the query of a URL.
    /// - Throws: ``Problem`` 400 that names every parameter which is wrong.
    init(_ entity: Entity, query: Substring) throws(Problem) {
        parameters = URLParameters(query)
        for (name, value) in parameters.pairs { read(name, value, entity) }
        if page.offset != nil, page.last != nil {
            refuse("offset", "It counts from the front; it goes with 'first', not with 'last'.")
        }
        try parameters.check()
        if let room = page.room { shapeParts.append("room=\(room)") }
        shape = shapeParts.sorted().joined(separator: "&")
    }

    private var shapeParts: [String] = []

    private mutating func read(_ name: String, _ value: String, _ entity: Entity) {
        switch name {
        case "first":
            page.first = number(name, value)
            makeRoom()
        case "last":
            page.last = number(name, value)
            makeRoom()
        case "offset": page.offset = number(name, value)
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

    private mutating func makeRoom() {
        let sizes = [page.first, page.last].compactMap(\.self)
        page.room = Page.room(for: sizes.map { $0.value(in: .object(variables)) })
    }

    private mutating func number(_ name: String, _ value: String) -> Operand? {
        guard let number = Int64(value) else {
            refuse(name, "'\(value)' is not a whole number.")
            return nil
        }
        return bind(name, .integer(number))
    }

    private mutating func readOrder(_ value: String, _ entity: Entity) {
        for term in value.split(separator: ",") {
            let fields = entity.readableFields.filter(\.isOrderable)
            guard let field = fields.first(where: { $0.orderTerms.contains(String(term)) }) else {
                let name = term.hasPrefix("-") ? term.dropFirst() : term
                refuse("orderBy", "\(entity.name) cannot be ordered by '\(name)'.")
                continue
            }
            let isDescending = term.hasPrefix("-")
            let isOther = term.contains(".")
            order.append(
                OrderTerm(field: field.name, isDescending: isDescending, nullsFirst: isDescending != isOther)
            )
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
            operand = comparison == .contains ? InputValue(ofURL: value, bound) : Self.range(value, bound)
        } else if let element = field.elementType {
            operand = .list(value.split(separator: ",").map { InputValue(ofURL: String($0), element) })
        } else if comparison.takesList {
            operand = .list(value.split(separator: ",").map { InputValue(ofURL: String($0), field.type) })
        } else {
            operand = InputValue(ofURL: value, field.type)
        }
        filters.append(.compare(field: field.name, comparison, bind(name, operand)))
    }

    /// `start/end`, where an open side is empty.
    private static func range(_ text: String, _ bound: FieldType) -> InputValue {
        let ends = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { return .string(text) }
        let values = ends.map { $0.isEmpty ? .null : InputValue(ofURL: String($0), bound) }
        return .object([.init("start", values[0]), .init("end", values[1])])
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

    private mutating func refuse(_ name: String, _ message: String) { parameters.refuse(name, message) }
}
