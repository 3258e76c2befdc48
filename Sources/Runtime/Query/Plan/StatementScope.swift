/// The names and parameters of one statement while it is written.
final class StatementScope {
    /// The sources of `$1`, `$2`, ….
    private(set) var parameters: [Parameter] = []
    /// Values that no statement needs and that must be right all the same.
    private(set) var checks: [Parameter] = []
    private var aliases = 0

    /// The SQL of a parameter, with its type; equal sources share one.
    func sql(_ parameter: Parameter) -> String {
        let index =
            parameters.firstIndex { $0.source == parameter.source && $0.type == parameter.type }
            ?? parameters.endIndex
        if index == parameters.endIndex { parameters.append(parameter) }
        return "$\(index + 1)::\(parameter.type)"
    }

    /// Has a value checked without using it.
    func check(_ parameter: Parameter) {
        checks.append(parameter)
    }

    /// Writes SQL that turns out to be of no use where it is nil.
    func attempt<Written>(_ write: () throws(QueryError) -> Written?) throws(QueryError) -> Written? {
        let start = parameters.endIndex
        let written = try write()
        if written == nil { checkOnly(parametersFrom: start) }
        return written
    }

    /// Has the values of parameters checked whose SQL is not used after all: PostgreSQL refuses what has no type.
    func checkOnly(parametersFrom start: Int) {
        checks += parameters[start...]
        parameters.removeSubrange(start...)
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
