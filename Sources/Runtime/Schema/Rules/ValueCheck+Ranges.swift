/// Ranges and their ends.
extension ValueCheck {
    /// What is wrong with each end, or else with their order.
    func range(_ start: Value, _ end: Value) -> [Violation] {
        let wrong = violations(of: start, "Start") + violations(of: end, "End")
        guard wrong.isEmpty, start != .null, end != .null else { return wrong }
        return start.precedes(end) ? [] : [Violation(.emptyRange, of: field, "does not end after it starts")]
    }

    private func violations(of value: Value, _ side: String) -> [Violation] {
        guard value != .null, let bound = field.bound else { return [] }
        let name = Naming.sentenceStart(field.name)
        return ValueCheck(schema: schema, field: bound).violations(of: value).map { violation in
            var violation = violation
            violation.message =
                "\(side) of \(Naming.words(field.name))\(violation.message.dropFirst(name.count))"
            return violation
        }
    }
}
