import PlumblineQuery
import PlumblineSchema
import Testing

@testable import PlumblineGraphQL

@Suite("Filters and orders of documents")
struct FilterLoweringTests {
    private static let api = GraphQLAPI(schema: ClinicSchema.schema)

    private func connection(_ document: String, _ variables: InputValue = .object([])) throws -> Connection? {
        let prepared = try PreparedOperation(parsing: Array(document.utf8), operationName: nil, api: Self.api)
        let operation = try prepared.lower(prepared.coerce(variables))
        guard case .connection(_, let connection) = operation.roots[0].action else { return nil }
        return connection
    }

    private static func extra(_ comparison: Comparison, _ value: InputValue, of aspect: Aspect = .value)
        -> Filter
    {
        .compare(field: "extra", of: aspect, comparison, .constant(value))
    }

    private static let path = Aspect.member(path: .constant(.list([.string("a"), .string("0")])))

    @Test(
        "Operators of JSON and of text are comparisons",
        arguments: [
            ("extra: {contains: {a: 1}}", extra(.contains, .object([.init("a", .integer(1))]))),
            ("extra: {hasAllKeys: [\"a\"]}", extra(.hasAllKeys, .list([.string("a")]))),
            ("extra: {at: {path: [\"a\", \"0\"], eq: 1}}", extra(.eq, .integer(1), of: path)),
            (
                "extra: {at: [{path: [\"a\", \"0\"], isNull: true, ne: \"x\"}], isNull: false}",
                .and([
                    .and([.isNull(field: "extra", of: path, true), extra(.ne, .string("x"), of: path)]),
                    .isNull(field: "extra", false),
                ])
            ),
            (
                "client: {name: {istartsWith: \"a\"}}",
                .related(
                    relation: "client",
                    .compare(field: "name", .istartsWith, .constant(.string("a")))
                )
            ),
        ] as [(String, Filter)]
    )
    func comparisons(filter: String, expected: Filter) throws {
        #expect(try connection("{ visits(filter: {\(filter)}) { totalCount } }")?.filter == expected)
    }

    @Test("Conditions on many rows ask for some, every or none of them")
    func many() throws {
        let document = """
            { users(filter: {visits: {some: {}, every: {minutes: {gt: 1}}, none: {minutes: {isNull: true}}}}) {
              totalCount } }
            """
        let expected = Filter.and([
            .some(inverse: "visits", .and([])),
            .every(inverse: "visits", .compare(field: "minutes", .gt, .constant(.integer(1)))),
            .not(.some(inverse: "visits", .isNull(field: "minutes", true))),
        ])
        #expect(try connection(document)?.filter == expected)
    }

    private static let minutes = OrderKey.max(inverse: "visits", .field("minutes"))

    @Test(
        "Terms of an order lead to related rows and to rows that point here, in a direction",
        arguments: [
            ("visits", "{minutes: ASC}", OrderTerm(field: "minutes", isDescending: false)),
            ("visits", "{minutes: DESC}", OrderTerm(field: "minutes", isDescending: true)),
            (
                "visits", "{minutes: ASC_NULLS_FIRST}",
                OrderTerm(field: "minutes", isDescending: false, nullsFirst: true)
            ),
            (
                "visits", "{minutes: DESC_NULLS_LAST}",
                OrderTerm(field: "minutes", isDescending: true, nullsFirst: false)
            ),
            (
                "visits", "{client: {name: DESC}}",
                OrderTerm(.related(relation: "client", .field("name")), isDescending: true)
            ),
            ("users", "{visits: {count: DESC}}", OrderTerm(.count(inverse: "visits"), isDescending: true)),
            (
                "visits", "{client: {visits: {max: {minutes: DESC_NULLS_LAST}}}}",
                OrderTerm(.related(relation: "client", minutes), isDescending: true, nullsFirst: false)
            ),
        ]
    )
    func orders(root: String, term: String, expected: OrderTerm) throws {
        #expect(try connection("{ \(root)(orderBy: [\(term)]) { totalCount } }")?.order == [expected])
        let type = root == "visits" ? "Visit" : "User"
        let document = "query ($o: [\(type)Order!]) { \(root)(orderBy: $o) { totalCount } }"
        let variables = try JSONReader.read(Array("{\"o\":[\(Self.json(term))]}".utf8))
        #expect(try connection(document, variables)?.order == [expected])
    }

    /// The literal as JSON: all its words are names of members, but for the last, which is a direction.
    private static func json(_ literal: String) -> String {
        literal.replacing(#/\w+/#) { "\"\($0.output)\"" }
    }

    @Test("An order of many terms is refused")
    func manyTerms() throws {
        let terms = Array(repeating: "{id: ASC}", count: 17).joined(separator: ",")
        let errors = #expect(throws: GraphQLErrors.self) {
            try connection("{ visits(orderBy: [\(terms)]) { totalCount } }")
        }
        #expect(errors?.errors.map(\.message) == ["\"orderBy\" takes at most 16 terms."])
    }

    private static func repeated(_ count: Int, _ item: String = "{}") -> String {
        "[\(Array(repeating: item, count: count).joined(separator: ","))]"
    }

    @Test(
        "An operation says so much in its conditions and orders and no more, whether or not they have values",
        arguments: [
            ("visits(filter: {or: \(repeated(1_999))}) { totalCount }", true),
            ("visits(filter: {or: \(repeated(2_000))}) { totalCount }", false),
            (
                "visits(filter: {not: {and: \(repeated(667, "{minutes: {isNull: true}}"))}}) { totalCount }",
                false
            ),
            ("visits(filter: {minutes: {in: \(repeated(5_000, "1"))}}) { totalCount }", true),
            ("visits(filter: {extra: {contains: {a: \(repeated(3_000))}}}) { totalCount }", true),
            (
                "a: visits(filter: {or: \(repeated(999))}) { totalCount } "
                    + "b: visits(filter: {or: \(repeated(999))}) { totalCount }", true
            ),
            (
                "a: visits(filter: {or: \(repeated(999))}) { totalCount } "
                    + "b: visits(filter: {or: \(repeated(1_000))}) { totalCount }", false
            ),
            (
                "visits { groups(by: [{field: STATUS}], having: {or: \(repeated(1_998))}) { keys { status } } }",
                false
            ),
            (
                "visits { groups(by: [{field: STATUS}], orderBy: \(repeated(1_000, "{count: ASC}"))) { keys { status } } }",
                false
            ),
        ] as [(String, Bool)]
    )
    func conditionBudget(fields: String, isTaken: Bool) throws {
        let prepared = try PreparedOperation(
            parsing: Array("{ \(fields) }".utf8),
            operationName: nil,
            api: Self.api
        )
        guard !isTaken else {
            _ = try prepared.lower(.object([]))
            return
        }
        let errors = #expect(throws: GraphQLErrors.self) { try prepared.lower(.object([])) }
        #expect(errors?.errors.map(\.code) == ["BAD_USER_INPUT"])
        #expect(errors?.errors.first?.message.contains("more than 2000 members and list items") == true)
    }
}
