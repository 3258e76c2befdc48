import Foundation
import PlumblineSchema
import Testing

@Suite("Expressions, types and rules in JSON")
struct ExpressionCodingTests {
    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    private func expect<Coded: Codable & Equatable>(_ value: Coded, as json: String) throws {
        #expect(String(decoding: try Self.encoder.encode(value), as: UTF8.self) == json)
        #expect(try JSONDecoder().decode(Coded.self, from: Data(json.utf8)) == value)
    }

    static let expressions: [(PlumblineSchema.Expression, String)] = [
        (.me, #""me""#),
        (.authenticated, #""authenticated""#),
        (.path(FieldPath(["service", "provider"], "user")), #"{"path":"service.provider.user"}"#),
        (.role(["admin", "staff"]), #"{"role":["admin","staff"]}"#),
        (.scope(["read:users"]), #"{"scope":["read:users"]}"#),
        (.any("bookings", .literal(.boolean(true))), #"{"any":"bookings","where":{"value":true}}"#),
        (.unary(.isNull, .path(FieldPath([], "notes"))), #"{"isNull":{"path":"notes"}}"#),
        (
            .binary(.less, .call(.now, []), .literal(.null)),
            #"{"less":[{"arguments":[],"call":"now"},{"value":null}]}"#
        ),
        (
            .isIn(.me, [.null, .integer(.min), .text("1"), .decimal("0.10"), .boolean(false)]),
            #"{"in":"me","values":[null,-9223372036854775808,"1",{"decimal":"0.10"},false]}"#
        ),
        (.literal(.enumeration(type: "Role", value: "admin")), #"{"value":{"enum":"Role","value":"admin"}}"#),
    ]

    @Test("An expression is a tree that is named by what it does", arguments: expressions)
    func expression(value: PlumblineSchema.Expression, json: String) throws {
        try expect(value, as: json)
    }

    @Test(
        "A type is its name in the spec, or what it is made of",
        arguments: [
            (.text, #""text""#), (.bytes, #""bytes""#),
            (.decimal(precision: 5, scale: 2), #"{"decimal":{"precision":5,"scale":2}}"#),
            (.array(of: .enumeration("Role")), #"{"array":{"enum":"Role"}}"#),
            (.range(of: .date), #"{"range":"date"}"#),
        ] as [(FieldType, String)]
    )
    func type(value: FieldType, json: String) throws {
        try expect(value, as: json)
    }

    @Test(
        "A rule says what it demands",
        arguments: [
            (.check(.me), #"{"check":"me"}"#),
            (.unique(["a", "b"], condition: .me), #"{"unique":["a","b"],"when":"me"}"#),
            (
                .noOverlap(start: "from", end: "until", per: ["room"], condition: nil),
                #"{"noOverlap":["from","until"],"per":["room"]}"#
            ),
            (.disjoint(range: "nights", per: [], condition: nil), #"{"noOverlap":["nights"],"per":[]}"#),
            (
                .agrees(relation: "service", field: "provider", own: "provider"),
                #"{"agrees":{"field":"provider","own":"provider","relation":"service"}}"#
            ),
        ] as [(Rule.Demand, String)]
    )
    func demand(value: Rule.Demand, json: String) throws {
        try expect(value, as: json)
    }

    @Test(
        "What a field is computed from is said by one key",
        arguments: [
            (.generated(.me), #"{"generated":"me"}"#), (.computed(.me), #"{"computed":"me"}"#),
            (.sql("this.a"), #"{"sql":"this.a"}"#), (.swift(["a"]), #"{"swift":["a"]}"#),
        ] as [(Derivation, String)]
    )
    func derivation(value: Derivation, json: String) throws {
        try expect(value, as: json)
    }

    @Test(
        "What is none of them is refused",
        arguments: [#""you""#, "{}", #"{"less":[{"path":"a"}]}"#, "3", "null"]
    )
    func refusal(json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(PlumblineSchema.Expression.self, from: Data(json.utf8))
        }
    }
}
