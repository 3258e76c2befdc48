import PlumblineSchema
import PlumblineTrials
import Testing

@Suite("Evaluating an expression")
struct EvaluationTests {
    @Test(
        "Swift and PostgreSQL give the same verdict on random expressions, rows and callers",
        .enabled(if: PSQL.url != nil),
        arguments: 1...UInt64(Trials.count(4, full: 200))
    )
    func agreement(seed: UInt64) throws {
        var random = RandomExpressions(seed: seed)
        let trials = (0..<500).map { _ in Trial(&random) }
        let verdicts = try PSQL.run(Trial.preamble + trials.map(\.statement).joined(separator: "\n"))
        try #require(verdicts.count == trials.count)
        for (number, (trial, verdict)) in zip(trials, verdicts).enumerated() {
            let isSame = trial.verdict == verdict || trial.isUndetermined(verdict)
            #expect(
                isSame,
                "Seed \(seed), trial \(number): PostgreSQL \(verdict), Swift \(trial.verdict)\n\(trial.sql)"
            )
        }
        // Enough of the trials say something.
        #expect(verdicts.filter { $0 == "true,true" }.count > 50)
        #expect(verdicts.filter { $0 == "false,false" }.count > 50)
        #expect(verdicts.filter { $0 == "null,false" }.count > 50)
    }

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
}

/// One expression with a row and a caller, in Swift and in SQL.
private struct Trial {
    /// What Swift says: the value as it is, and as an access rule.
    let verdict: String
    let sql: String
    private let hasChoice: Bool

    init(_ random: inout RandomExpressions) {
        let (entity, row, principal) = (RandomExpressions.entity, random.row(), random.principal())
        let expression = random.boolean(4)
        verdict = Self.verdict(expression, row, principal)
        let printer = SQLExpressionPrinter(
            schema: Clinic.schema,
            entity: entity,
            row: "a",
            me: principal.id.map { "'\($0)'::uuid" }
        )
        let columns = entity.fields.map {
            (row[$0.name] ?? .null).sql(as: $0.type) + " as " + SQLIdentifier.quoted($0.column)
        }
        let value = printer.print(expression.folded(for: principal))
        let access = printer.printCondition(expression.foldedAccess(for: principal))
        sql = "select \(value), coalesce(\(access), false) from (select \(columns.joined(separator: ", "))) a"
        hasChoice = expression.mayLeaveOutAnOperand { row[$0.field] == .null }
    }

    var statement: String { "select pg_temp.verdict(\(SQLLiteral.quoted(sql)));" }

    /// Where an operand may be left out, one that cannot be calculated may or may not be seen.
    func isUndetermined(_ other: String) -> Bool { hasChoice && (verdict == "error") != (other == "error") }

    private static func verdict(_ expression: Expression, _ row: [String: Value], _ principal: Principal)
        -> String
    {
        do {
            let value = try expression.evaluate(principal: principal) { row[$0.field] ?? .null }
            switch value {
            case .boolean(let value): return "\(value),\(value)"
            case .null: return "null,false"
            default: return "not a boolean"
            }
        } catch {
            return error == .undecided ? "undecided" : "error"
        }
    }

    static let preamble = """
        set timezone = 'UTC';
        create function pg_temp.verdict(query text) returns text language plpgsql as $$
        declare value boolean; access boolean;
        begin
            execute query into value, access;
            return coalesce(value::text, 'null') || ',' || access::text;
        exception
            when numeric_value_out_of_range or division_by_zero or datetime_field_overflow
                or interval_field_overflow then return 'error';
            when others then return 'failed: ' || sqlerrm;
        end $$;

        """
}

extension Expression {
    /// Whether the value can be known without one of the operands: `and` and `or` promise no order, and whatever is
    /// done with null is null.
    fileprivate func mayLeaveOutAnOperand(isNull: (FieldPath) -> Bool) -> Bool {
        switch self {
        case .binary(.and, _, _), .binary(.or, _, _), .literal(.null), .me: true
        case .path(let path): isNull(path)
        case .literal, .authenticated, .role, .scope, .any: false
        case .unary(_, let operand), .isIn(let operand, _): operand.mayLeaveOutAnOperand(isNull: isNull)
        case .binary(_, let left, let right):
            left.mayLeaveOutAnOperand(isNull: isNull) || right.mayLeaveOutAnOperand(isNull: isNull)
        case .call(_, let arguments): arguments.contains { $0.mayLeaveOutAnOperand(isNull: isNull) }
        }
    }
}
