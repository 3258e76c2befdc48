internal import PlumblineSchema

/// Makes the scopes that tokens may carry.
struct ScopeBuilder {
    let reporter: Reporter

    /// The scopes, each name once; reports names that no token could carry.
    func scopes(_ syntax: [ScopeSyntax]) -> [Scope] {
        var scopes: [Scope] = []
        for entry in syntax where isNamed(entry) {
            if let first = scopes.first(where: { $0.name == entry.name.value }) {
                reporter.error(
                    .duplicateName,
                    at: entry.name.place,
                    "The scope '\(entry.name.value)' is listed already, at \(first.origin).",
                    fix: "Keep one of them."
                )
                continue
            }
            scopes.append(Scope(name: entry.name.value, doc: entry.doc, origin: entry.name.place.origin))
        }
        return scopes
    }

    /// A scope is a word with signs between (a part of what RFC 6749, section 3.3, allows), as expressions write it.
    private func isNamed(_ entry: ScopeSyntax) -> Bool {
        let isName =
            entry.name.value.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*([:.\/\-][A-Za-z_][A-Za-z0-9_]*)*/) != nil
        if !isName {
            reporter.error(
                .nameForm,
                at: entry.name.place,
                "A scope is written as words with ':', '.', '/' or '-' between; '\(entry.name.value)' is not.",
                fix: "Write it like 'read:appointments'."
            )
        }
        return isName
    }
}
