internal import PlumblineSchema

/// Checks how an index is to be kept: its method, its operator class, and what goes with them.
struct IndexShape {
    /// How it is kept, as far as the spec says it.
    struct Form {
        var descending: [String]?
        var include: [String]?
        var method: Index.Method?
        var operatorClass: String?
    }

    private let syntax: IndexSyntax
    private let keys: [(name: String?, type: ValueType, place: Place)]
    private let reporter: Reporter

    init(_ syntax: IndexSyntax, keys: [(name: String?, type: ValueType, place: Place)], reporter: Reporter) {
        self.syntax = syntax
        self.keys = keys
        self.reporter = reporter
    }

    /// The form; nil after a report, as where the fields of `include` were reported.
    func form(include: [String]?) -> Form? {
        // A word that names none was reported when it was read.
        let method = syntax.method.map { Index.Method(rawValue: $0.value) } ?? .btree
        guard let method, let include else { return nil }
        let isFit = [
            areTypesFit(method), isClassFit(method), isOrderFit(method), isIncludeFit(method, include),
            isCountFit(method),
        ]
        guard !isFit.contains(false) else { return nil }
        return Form(
            descending: syntax.descending.isEmpty ? nil : syntax.descending.map(\.value),
            include: include.isEmpty ? nil : include,
            method: method == .btree ? nil : method,
            operatorClass: syntax.operatorClass?.value
        )
    }

    private func areTypesFit(_ method: Index.Method) -> Bool {
        guard syntax.operatorClass == nil,
            let misfit = keys.first(where: { !IndexMethod.holds(method, $0.type.type) })
        else { return true }
        let fitting = IndexMethod.classes.first { $0.method == method && $0.isFor(misfit.type) }
        let other = Index.Method.allCases.first { IndexMethod.holds($0, misfit.type.type) }
        reporter.error(
            .wrongIndex,
            at: misfit.place,
            "An index of the kind \(method.rawValue) cannot hold \(misfit.type.described).",
            fix: fitting.map { "Say 'operator_class: \($0.name)'." }
                ?? other.map { "Say 'using: \($0.rawValue)'." }
        )
        return false
    }

    private func isClassFit(_ method: Index.Method) -> Bool {
        guard let word = syntax.operatorClass else { return true }
        guard let found = IndexMethod.classes.first(where: { $0.name == word.value }) else { return false }
        guard found.method == method else {
            reporter.error(
                .wrongIndex,
                at: word.place,
                "'\(found.name)' is for indexes of the kind \(found.method.rawValue).",
                fix: "Say 'using: \(found.method.rawValue)'."
            )
            return false
        }
        guard let misfit = keys.first(where: { !found.isFor($0.type) }) else { return true }
        reporter.error(
            .wrongIndex,
            at: misfit.place,
            "'\(found.name)' is not for \(misfit.type.described)."
        )
        return false
    }

    private func isOrderFit(_ method: Index.Method) -> Bool {
        if let word = syntax.descending.first(where: { word in !keys.contains { $0.name == word.value } }) {
            reporter.error(
                .wrongIndex,
                at: word.place,
                "The index is not over '\(word.value)'.",
                fix: Suggestion.didYouMean(word.value, among: keys.compactMap(\.name))
                    ?? "List under 'descending' those of its fields whose greatest value comes first."
            )
            return false
        }
        guard let first = syntax.descending.first, method != .btree else { return true }
        return report(
            first.place,
            "Only an index of the kind btree has an order.",
            fix: "Remove 'descending'."
        )
    }

    private func isIncludeFit(_ method: Index.Method, _ include: [String]) -> Bool {
        guard let first = syntax.include.first else { return true }
        guard method == .btree else {
            return report(
                first.place,
                "Only an index of the kind btree includes fields.",
                fix: "Remove 'include'."
            )
        }
        guard let word = syntax.include.first(where: { word in keys.contains { $0.name == word.value } })
        else {
            return true
        }
        return report(word.place, "The index is over '\(word.value)' anyway.", fix: "Include it once.")
    }

    private func isCountFit(_ method: Index.Method) -> Bool {
        guard method == .hash, keys.count > 1 else { return true }
        return report(keys[1].place, "An index of the kind hash is over one field.", fix: "Remove 'using'.")
    }

    private func report(_ place: Place, _ message: String, fix: String) -> Bool {
        reporter.error(.wrongIndex, at: place, message, fix: fix)
        return false
    }
}
