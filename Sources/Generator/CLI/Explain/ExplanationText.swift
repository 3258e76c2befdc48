import PlumblineEmit
import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineSchema

/// Writes an explanation for people.
struct ExplanationText {
    /// As much of a value as is shown.
    private static let valueLength = 60

    let explanation: OperationExplanation
    let schema: Schema
    let colour: Bool

    var text: String {
        var parts = [title]
        for (index, statement) in explanation.statements.enumerated() {
            parts.append(heading("Statement \(index + 1) of \(explanation.statements.count)"))
            parts.append(SQLLayout.text(of: statement.step.statement.sql))
            if !statement.parameters.isEmpty { parts.append(parameters(of: statement)) }
            if !statement.decisions.isEmpty { parts.append(rules(of: statement)) }
            if let explained = statement.plan { parts.append(plan(explained)) }
        }
        return (parts + [remarks]).joined(separator: "\n\n")
    }

    // MARK: - Parts

    private var title: String {
        let words = [explanation.kind.rawValue, explanation.name].compactMap(\.self).joined(separator: " ")
        return Terminal.painted("\(words), asked by \(caller)", .bold, colour)
    }

    private var caller: String {
        let principal = explanation.principal
        guard let id = principal.id else { return "an anonymous caller" }
        let roles = principal.roles.isEmpty ? "" : " as \(principal.roles.joined(separator: ", "))"
        let scopes =
            principal.scopes.isEmpty ? "" : ", with the scopes \(principal.scopes.joined(separator: ", "))"
        return id + roles + scopes
    }

    private func heading(_ text: String) -> String { Terminal.painted("-- \(text)", .faint, colour) }

    private func parameters(of statement: OperationExplanation.Statement) -> String {
        let rows = zip(statement.parameters, statement.step.values).enumerated().map { index, parameter in
            let (note, value) = parameter
            return ["$\(index + 1)", note.type, Self.shown(value, note), note.origin.rawValue, note.words]
        }
        return Terminal.table(rows)
    }

    private static func shown(_ value: PostgresValue, _ note: ParameterNote) -> String {
        guard !note.isSecret else { return "…" }
        guard let text = value.shownText else { return "null" }
        return text.count > valueLength ? text.prefix(valueLength - 1) + "…" : text
    }

    private func rules(of statement: OperationExplanation.Statement) -> String {
        let rows = statement.decisions.map { decision in
            [
                decision.name(in: schema, kind: explanation.kind), Self.asked(decision),
                "of: " + SpecExpressionPrinter.print(decision.rule),
            ]
        }
        return Terminal.table(rows)
    }

    private static func asked(_ decision: AccessDecision) -> String {
        switch decision.folded {
        case .literal(.boolean(true)): "holds, nothing is asked"
        case .literal: "never holds"
        default: "asks \(SpecExpressionPrinter.print(decision.folded))"
        }
    }

    private func plan(_ explained: ExplainedPlan) -> String {
        let tree = PlanTree(plan: explained.plan, findings: explained.findings, colour: colour)
        return heading("PostgreSQL's plan") + "\n" + tree.text
    }

    private var remarks: String {
        var lines = explanation.refusals.map { refusal in
            let path = (refusal.path ?? []).map(\.words).joined(separator: ".")
            return "\(path) is null: \(refusal.message)"
        }
        if explanation.callsCode {
            lines.append(
                "Code of the service has a part in the answer; what it asks the database is not here."
            )
        } else if explanation.statements.isEmpty {
            lines.append("No statement: it is answered without the database.")
        }
        if explanation.kind == .mutation, explanation.statements.count > 1 {
            lines.append("The statements are sent together, as one transaction.")
        }
        let limit = explanation.maximumCost.map { "of the \($0) that a server allows" } ?? "without a limit"
        lines.append("Cost: \(explanation.cost), \(limit).")
        if explanation.isTooCostly {
            lines.append("A server refuses it for its cost: ask for smaller pages.")
        }
        return lines.joined(separator: "\n")
    }
}

extension AccessDecision {
    /// The rule as somebody would look for it in the spec, such as `Appointment.read`.
    func name(in schema: Schema, kind: OperationKind) -> String {
        if let field { return "\(entity).\(field)" }
        guard let access = schema.entity(entity)?.access else { return entity }
        let rules: [(String, Expression?)] = [
            ("read", access.read), ("create", access.create), ("update", access.update),
            ("delete", access.delete),
            ("restore", access.restore),
        ]
        let names = rules.filter { $0.1 == rule && (kind == .mutation || $0.0 == "read") }.map(\.0)
        return names.isEmpty ? entity : "\(entity).\(names.joined(separator: "/"))"
    }
}

extension PostgresValue {
    /// The value as text; nil for null.
    var shownText: String? {
        switch self {
        case .null: nil
        case .text(let text): text
        case .binary(let bytes): "\(bytes.count) bytes"
        }
    }
}
