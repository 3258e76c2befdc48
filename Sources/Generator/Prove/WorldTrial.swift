import PlumblineSchema

/// One world's rows, judged by all targets.
struct WorldTrial {
    let swift: SwiftJudge
    let postgres: PostgresJudge
    let javaScript: [Claim: [Verdict]]
    let callers: Callers

    /// Adds what this world shows of a claim.
    func judge(_ finding: inout Finding) async throws {
        let claim = finding.claim
        let principals = claim.asksForCaller ? callers.principals : [.anonymous]
        for principal in principals {
            let expected = swift.verdicts(on: claim, for: principal)
            finding.count(expected)
            for judge in judges(of: claim) {
                let given = try await verdicts(of: judge, on: claim, for: principal)
                guard given.count == expected.count else {
                    throw ProofError("\(judge.rawValue) answered \(given.count) of \(expected.count) rows.")
                }
                finding.judges.insert(judge)
                guard
                    let place = zip(expected, given).enumerated().first(where: { place, pair in
                        !agree(pair.0, pair.1, judge, on: claim, rows(of: claim)[place])
                    })?.offset
                else { continue }
                finding.counterexample = try await smallest(
                    Counterexample(
                        row: rows(of: claim)[place],
                        principal: principal,
                        judge: judge,
                        expected: expected[place],
                        given: given[place]
                    ),
                    of: claim
                )
                return
            }
        }
    }

    private func rows(of claim: Claim) -> [World.Row] { swift.world.rows[claim.entity.name] ?? [] }

    private func judges(of claim: Claim) -> [Judge] {
        var judges: [Judge] = [.postgreSQL]
        if claim.subject == .access || claim.subject == .expression { judges.append(.condition) }
        if javaScript[claim] != nil { judges.append(.javaScript) }
        return judges
    }

    private func verdicts(of judge: Judge, on claim: Claim, for principal: Principal) async throws
        -> [Verdict]
    {
        switch judge {
        case .swift: swift.verdicts(on: claim, for: principal)
        case .javaScript: javaScript[claim] ?? []
        case .postgreSQL, .condition: try await postgres.verdicts(on: claim, for: principal, as: judge)
        }
    }

    /// Whether the second judge may say so where Swift says the first.
    private func agree(
        _ expected: Verdict,
        _ given: Verdict,
        _ judge: Judge,
        on claim: Claim,
        _ row: World.Row
    ) -> Bool {
        switch (expected, given, judge) {
        case (_, _, .javaScript):
            // The browser has less at hand, never another opinion.
            return expected == given || given == .undecided
        case (.undecided, _, _): return true
        case (.unknown, .no, .condition): return true
        case _ where expected == given: return true
        case (.refused, _, _), (_, .refused, _):
            return claim.expression.mayLeaveOutAnOperand { path in
                swift.world.value(at: path, from: row, of: claim.entity) == .null
            }
        default: return false
        }
    }
}

// MARK: - The smallest row

extension WorldTrial {
    /// The same disagreement on a row of simpler values.
    private func smallest(_ found: Counterexample, of claim: Claim) async throws -> Counterexample {
        let read = Set(claim.expression.paths.map { $0.relations.first ?? $0.field })
        var best = found
        best.row = best.row.filter { read.contains($0.key) }
        guard found.judge != .javaScript else { return best }
        for field in claim.entity.fields where read.contains(field.name) {
            for simpler in field.type.simplestValues(in: swift.schema) where best.row[field.name] != simpler {
                var candidate = best
                candidate.row[field.name] = simpler
                candidate.expected = swift.verdict(on: claim, of: candidate.row, for: best.principal)
                candidate.given = try await postgres.verdict(
                    on: claim,
                    of: candidate.row,
                    for: best.principal,
                    as: best.judge
                )
                if !agree(candidate.expected, candidate.given, best.judge, on: claim, candidate.row) {
                    best = candidate
                    break
                }
            }
        }
        return best
    }
}

extension FieldType {
    /// Values that are easy to read, the easiest first.
    fileprivate func simplestValues(in schema: Schema) -> [Value] {
        switch self {
        case .text, .citext, .password: [.null, .text(""), .text("a")]
        case .smallint, .integer, .bigint: [.null, .integer(0), .integer(1)]
        case .decimal: [.null, .decimal(ExactDecimal(0)), .decimal(ExactDecimal(1))]
        case .float: [.null, .float(0), .float(1)]
        case .boolean: [.null, .boolean(false)]
        case .uuid: [.null]
        case .timestamp: [.null, .timestamp(0)]
        case .date: [.null, .date(0)]
        case .time: [.null, .time(0)]
        case .interval: [.null, .duration(0)]
        case .bytes: [.null, .bytes([])]
        case .inet: [.null]
        case .array: [.null, .array([])]
        case .range: [.null, .range(.null, .null)]
        case .json: [.null, .json("{}")]
        case .enumeration(let name):
            [.null] + (schema.enumType(name)?.values.first.map { [.text($0.name)] } ?? [])
        }
    }
}
