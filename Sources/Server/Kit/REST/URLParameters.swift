import HTTPTypes
import PlumblineQuery
import PlumblineSchema

/// The parameters of a URL's query, each given once, and what is wrong with them.
struct URLParameters: Sendable {
    private(set) var pairs: [(name: String, value: String)] = []
    private var problems: [Problem.FieldError] = []

    init(_ query: Substring) {
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
            pairs.append((name, value))
        }
    }

    mutating func refuse(_ name: String, _ message: String) {
        problems.append(.init(field: name, code: QueryError.Code.badInput.rawValue, message: message))
    }

    /// - Throws: ``Problem`` 400 that names every parameter which was refused.
    func check() throws(Problem) {
        guard !problems.isEmpty else { return }
        var problem = Problem(
            .badRequest,
            "The query has parameters that are wrong.",
            code: QueryError.Code.badInput.rawValue
        )
        problem.errors = problems
        throw problem
    }
}

extension InputValue {
    /// A text of a URL as the JSON value it stands for; what does not fit is refused when the plan is bound.
    init(ofURL text: String, _ type: FieldType) {
        self =
            switch type {
            case .smallint, .integer, .bigint: Int64(text).map { .integer($0) } ?? .string(text)
            case .float: Double(text) == nil ? .string(text) : .number(text)
            case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : .string(text)
            default: .string(text)
            }
    }
}
