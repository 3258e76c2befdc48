import PlumblineQuery
import Testing

@testable import PlumblineGraphQL

@Suite("Introspection")
struct IntrospectionTests {
    private let api = GraphQLAPI(schema: ClinicSchema.schema)

    /// The response's members as JSON; all roots must be known without a database.
    private func answer(_ document: String, variables: InputValue? = nil) throws -> String {
        let prepared = try PreparedOperation(parsing: Array(document.utf8), operationName: nil, api: api)
        let operation = try prepared.lower(try prepared.coerce(variables))
        let members = operation.roots.map { root -> String in
            guard case .constant(let json) = root.action else { return "not constant" }
            return "\"\(root.key)\":\(String(decoding: json, as: UTF8.self))"
        }
        return "{\(members.joined(separator: ","))}"
    }

    @Test("A type tells its fields, with aliases, fragments and conditions respected")
    func type() throws {
        let document = """
            query ($name: String!, $yes: Boolean = true) { t: __type(name: $name) { ...F kind @skip(if: $yes) } __typename }
            fragment F on __Type { name fields { n: name type { kind name ofType { name __typename } } } }
            """
        let json = try answer(document, variables: .object([.init("name", .string("PageInfo"))]))
        let boolean = #"{"kind":"NON_NULL","name":null,"ofType":{"name":"Boolean","__typename":"__Type"}}"#
        let string = #"{"kind":"SCALAR","name":"String","ofType":null}"#
        #expect(
            json == #"{"t":{"name":"PageInfo","fields":["#
                + #"{"n":"hasNextPage","type":\#(boolean)},{"n":"hasPreviousPage","type":\#(boolean)},"#
                + #"{"n":"startCursor","type":\#(string)},{"n":"endCursor","type":\#(string)}]},"__typename":"Query"}"#
        )
    }

    @Test(
        "Facts about types are where clients look for them",
        arguments: [
            (#"{ a: __type(name: "Nope") { name } }"#, #"{"a":null}"#),
            (
                #"{ a: __type(name: "VisitOrder") { isOneOf kind } }"#,
                #"{"a":{"isOneOf":true,"kind":"INPUT_OBJECT"}}"#
            ),
            (
                #"{ a: __type(name: "Visit") { isOneOf interfaces { name } } }"#,
                #"{"a":{"isOneOf":null,"interfaces":[{"name":"Node"}]}}"#
            ),
            (
                #"{ a: __type(name: "Node") { kind possibleTypes { name } } }"#,
                #"{"a":{"kind":"INTERFACE","possibleTypes":[{"name":"User"},{"name":"Visit"}]}}"#
            ),
            (
                #"{ a: __type(name: "DateTime") { specifiedByURL } }"#,
                #"{"a":{"specifiedByURL":"https://www.rfc-editor.org/rfc/rfc3339"}}"#
            ),
            (
                #"{ a: __type(name: "Status") { enumValues(includeDeprecated: true) { name isDeprecated } } }"#,
                #"{"a":{"enumValues":[{"name":"REQUESTED","isDeprecated":false},{"name":"CHECKED_IN","isDeprecated":false}]}}"#
            ),
            (
                #"{ a: __schema { queryType { name } mutationType { name } subscriptionType { name } } }"#,
                #"{"a":{"queryType":{"name":"Query"},"mutationType":{"name":"Mutation"},"subscriptionType":null}}"#
            ),
            (
                #"{ a: __schema { directives { name } } }"#,
                #"{"a":{"directives":[{"name":"include"},{"name":"skip"},{"name":"deprecated"},{"name":"specifiedBy"},{"name":"oneOf"}]}}"#
            ),
            (
                #"{ a: __type(name: "__Type") { inputFields { name } fields { args { name defaultValue } } } }"#,
                #"{"a":{"inputFields":null,"fields":[{"args":[]},{"args":[]},{"args":[]},{"args":[]},{"args":[{"name":"includeDeprecated","defaultValue":"false"}]},{"args":[]},{"args":[]},{"args":[{"name":"includeDeprecated","defaultValue":"false"}]},{"args":[{"name":"includeDeprecated","defaultValue":"false"}]},{"args":[]},{"args":[]}]}}"#
            ),
        ]
    )
    func facts(document: String, expected: String) throws {
        #expect(try answer(document) == expected)
    }
}
