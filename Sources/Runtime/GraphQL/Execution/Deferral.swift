import PlumblineQuery

/// One `@defer` that was met while the fields of an object were collected.
///
/// Incremental delivery is no part of the September 2025 edition; it is executed as the specification's draft and
/// graphql-js 17 have it, and only where a caller asks for it.
final class Deferral: Sendable {
    let label: String?
    /// The `@defer` around it.
    let outer: Deferral?

    init(label: String?, outer: Deferral?) {
        self.label = label
        self.outer = outer
    }
}

extension Deferral: Hashable {
    static func == (one: Deferral, other: Deferral) -> Bool { one === other }

    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension FieldCollector {
    /// The `@defer` of a fragment, unless it is switched off by its `if`.
    func deferral(_ directives: [Directive], inside outer: Deferral?) -> Deferral? {
        guard marksDeferred, let directive = directives.first(where: { $0.name.text == "defer" }),
            isOn(directive)
        else { return nil }
        return Deferral(label: string("label", of: directive.arguments), outer: outer)
    }

    /// How many items of a list the first part of the response has, if the others come later.
    func initialCount(of field: CollectedField) -> Int? {
        guard marksDeferred,
            let directive = field.fields[0].directives.first(where: { $0.name.text == "stream" }),
            isOn(directive)
        else { return nil }
        switch directive.arguments.first(where: { $0.name.text == "initialCount" })?.value.kind {
        case .int(let digits): return Int(digits)
        case .variable(let name):
            if case .integer(let count)? = variables[name] { return Int(count) } else { return 0 }
        default: return 0
        }
    }

    func label(of field: CollectedField) -> String? {
        field.fields[0].directives.first { $0.name.text == "stream" }.flatMap {
            string("label", of: $0.arguments)
        }
    }

    private func isOn(_ directive: Directive) -> Bool {
        !directive.arguments.contains { $0.name.text == "if" } || flag("if", of: directive.arguments)
    }
}
