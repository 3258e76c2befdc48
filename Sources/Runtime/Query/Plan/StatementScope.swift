import PlumblinePostgres
import PlumblineSchema

/// The names and parameters of one statement while it is written.
///
/// SQL is often written for a condition, and dropped when another turns out never to hold; the statement must then
/// have no parameter for it, as PostgreSQL refuses more values than the text has. So parameters get their numbers when
/// the text is complete.
final class StatementScope {
    /// Stands around a parameter's place in ``parameters`` in a text that is not complete.
    private static let mark: UInt8 = 1

    /// What makes two parameters one.
    private struct Binding: Hashable {
        let source: Parameter.Source
        let type: String
    }

    private var parameters: [Parameter] = []
    private var indices: [Binding: Int] = [:]
    /// Values that no statement needs and that must be right all the same.
    private(set) var checks: [Parameter] = []
    private var aliases = 0
    /// What became of the access rules that the statement was asked for, each once.
    private var decisions: [AccessDecision] = []

    /// The SQL of a parameter, with its type; equal sources share one.
    func sql(_ parameter: Parameter) -> String {
        let binding = Binding(source: parameter.source, type: parameter.type)
        let index = indices[binding] ?? parameters.endIndex
        if index == parameters.endIndex {
            parameters.append(parameter)
            indices[binding] = index
        }
        let mark = Character(Unicode.Scalar(Self.mark))
        return "\(mark)\(index)\(mark)::\(parameter.type)"
    }

    /// The step of the complete statement. What is in no part of it any more is checked all the same.
    func step(_ sql: String, _ context: Plan.StepContext) -> Plan.Step {
        var text: [UInt8] = []
        var used: [Int] = []
        var numbers = [Int?](repeating: nil, count: parameters.count)
        var rest = Array(sql.utf8)[...]
        while let start = rest.firstIndex(of: Self.mark) {
            text += rest[..<start]
            rest = rest[(start + 1)...]
            guard let end = rest.firstIndex(of: Self.mark),
                let index = Int(String(decoding: rest[..<end], as: UTF8.self)),
                parameters.indices.contains(index)
            else {
                text.append(Self.mark)
                continue
            }
            if numbers[index] == nil { used.append(index) }
            let number = numbers[index] ?? used.count
            numbers[index] = number
            text += "$\(number)".utf8
            rest = rest[(end + 1)...]
        }
        checks += parameters.indices.filter { numbers[$0] == nil }.map { parameters[$0] }
        return Plan.Step(
            statement: PostgresStatement(String(decoding: text + rest, as: UTF8.self)),
            parameters: used.map { parameters[$0] },
            context: context,
            decisions: decisions
        )
    }

    /// Has a value checked without using it.
    func check(_ parameter: Parameter) {
        checks.append(parameter)
    }

    /// Remembers what became of a rule, unless everyone may.
    func note(_ decision: AccessDecision) {
        guard decision.rule != .literal(.boolean(true)), !decisions.contains(decision) else { return }
        decisions.append(decision)
    }

    /// The SQL of the caller's key.
    func caller() -> String {
        sql(.caller)
    }

    /// A name for one more row source; `via…` are the expression printer's.
    func alias() -> String {
        aliases += 1
        return "t\(aliases)"
    }
}
