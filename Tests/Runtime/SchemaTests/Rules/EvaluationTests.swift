import Testing

@testable import PlumblineSchema

@Suite("Evaluating an expression")
struct EvaluationTests {
    @Test("What a caller is decides `me`, `authenticated` and `role`")
    func callers() throws {
        let staff = Principal(id: "0190a000-0000-7000-8000-000000000001", roles: ["staff"])
        #expect(try role("admin", "staff").evaluate(principal: staff) { _ in .null } == .boolean(true))
        #expect(try role("admin").evaluate(principal: staff) { _ in .null } == .boolean(false))
        #expect(try Expression.me.evaluate { _ in .null } == .null)
        #expect(try Expression.authenticated.evaluate(principal: staff) { _ in .null } == .boolean(true))
    }

    @Test(
        "The time is what the caller says; without it, and without a key generator, only the database can tell"
    )
    func time() throws {
        let inAnHour: Expression = .call(.now, []) + .call(.hours, [.integer(1)])
        #expect(try inAnHour.evaluate(now: 5) { _ in .null } == .timestamp(3_600_000_005))
        #expect(throws: EvaluationError.undecided) { try inAnHour.evaluate { _ in .null } }
        #expect(throws: EvaluationError.undecided) {
            try Expression.call(.uuidV7, []).evaluate { _ in .null }
        }
    }

    @Test(
        "What cannot do without another row is known before the row is",
        arguments: [
            (FieldPath(["service"], "minutes"), true), (FieldPath(["service"], "id"), false),
            (FieldPath([], "minutes"), false),
        ]
    )
    func undecidable(path: FieldPath, isUndecidable: Bool) throws {
        let value = Expression.path(path)
        let needing: [Expression] = [
            value, .call(.minutes, [value]), .call(.now, []) + .call(.minutes, [value]),
            .unary(.isNull, value), .isIn(value, [.integer(1)]),
            .unary(.isNull, value) || .literal(.boolean(true)),
        ]
        for expression in needing { #expect(expression.isUndecidable == isUndecidable) }
        // The first operand may decide.
        let optional: Expression = .literal(.boolean(true)) || .unary(.isNull, value)
        #expect(!optional.isUndecidable)
        #expect(try optional.evaluate { _ throws(EvaluationError) in throw .undecided } == .boolean(true))
    }
}
