import PlumblinePostgres
import PlumblineSchema
import Testing

@testable import PlumblineQuery

@Suite("Parameters of a statement while it is written")
struct StatementScopeTests {
    private static func parameter(_ value: Int, _ type: String = "bigint") -> Parameter {
        let operand = Operand.constant(.integer(Int64(value)))
        return Parameter(source: .offset(operand, .none), type: type, path: ["\(value)"])
    }

    @Test("Equal values of one type share a number, by the order of the text; what is left out is checked")
    func numbers() {
        let scope = StatementScope()
        let (first, unused, second) = (
            scope.sql(Self.parameter(1)), scope.sql(Self.parameter(2)), scope.sql(Self.parameter(3))
        )
        #expect(scope.sql(Self.parameter(1)) == first)
        #expect(scope.sql(Self.parameter(1, "integer")) != first)
        #expect(unused != second)
        let step = scope.step("\(second) \(first) \(second)", Plan.StepContext())
        #expect(step.statement.sql == "$1::bigint $2::bigint $1::bigint")
        #expect(step.parameters == [Self.parameter(3), Self.parameter(1)])
        #expect(scope.checks == [Self.parameter(2), Self.parameter(1, "integer")])
    }

    @Test("A statement of very many values is written in the time of one pass")
    func many() {
        let scope = StatementScope()
        let texts = (0..<60_000).map { scope.sql(Self.parameter($0)) }
        let step = scope.step(texts.reversed().joined(separator: ","), Plan.StepContext())
        #expect(step.parameters.count == texts.count)
        #expect(step.parameters.first == Self.parameter(texts.count - 1))
        #expect(step.statement.sql.hasSuffix(",$60000::bigint"))
        #expect(scope.checks.isEmpty)
    }
}
