internal import PlumblineSchema

/// Checks which entity signs in, and by which fields.
struct PrincipalBuilder {
    let syntax: PrincipalSyntax
    let symbols: SymbolTable
    let reporter: Reporter

    /// The mapping; nil after a report.
    func build() -> PrincipalMapping? {
        guard let name = syntax.entity else { return nil }
        guard let entity = symbols.schema.entity(name.value) else {
            reporter.error(
                .unknownEntity,
                at: name.place,
                "There is no entity '\(name.value)'.",
                fix: Suggestion.didYouMean(name.value, among: symbols.schema.entities.map(\.name))
            )
            return nil
        }
        reportOtherKey(of: entity, at: name.place)
        let signIn = syntax.signIn.compactMap { signInField($0, of: entity) }
        if syntax.signIn.isEmpty {
            reporter.error(
                .wrongPrincipal,
                at: syntax.place,
                "Nobody can sign in: 'sign_in' lists at least one unique text field."
            )
        }
        let password = syntax.password.flatMap {
            field($0, of: entity, "the type password") { $0 == .password }
        }
        let role = syntax.role.flatMap { field($0, of: entity, "an enum as its type") { $0.isEnumeration } }
        let active = syntax.active.flatMap { field($0, of: entity, "the type boolean") { $0 == .boolean } }
        guard let password, let role, signIn.count == syntax.signIn.count, !signIn.isEmpty,
            syntax.active == nil || active != nil
        else { return nil }
        return PrincipalMapping(
            entity: entity.name,
            signIn: signIn,
            password: password,
            role: role,
            active: active
        )
    }

    /// Tokens name their subject by a UUID.
    private func reportOtherKey(of entity: Entity, at place: Place) {
        guard entity.singleKey?.type != .uuid else { return }
        reporter.error(
            .wrongPrincipal,
            at: place,
            "Whoever signs in is known by a UUID, but the key of \(entity.name) is another.",
            fix: "Remove 'key:' from \(entity.name), and keep its fields unique by a rule."
        )
    }

    private func signInField(_ word: Word, of entity: Entity) -> String? {
        guard let name = field(word, of: entity, "the type text", \.isText) else { return nil }
        let isUnique = entity.rules.contains { $0.demand == .unique([name], condition: nil) }
        guard isUnique else {
            reporter.error(
                .wrongPrincipal,
                at: word.place,
                "Two rows could have the same '\(name)', so nobody can sign in by it.",
                fix: "Add 'unique: true' to the field."
            )
            return nil
        }
        return name
    }

    /// The name of a required field with such a type; nil after a report.
    private func field(
        _ word: Word,
        of entity: Entity,
        _ expected: String,
        _ isFit: (FieldType) -> Bool
    ) -> String? {
        guard let field = entity.field(word.value) else {
            guard !symbols.isBroken(word.value, of: entity) else { return nil }
            reporter.error(
                .unknownField,
                at: word.place,
                "\(entity.name) has no field '\(word.value)'.",
                fix: Suggestion.didYouMean(word.value, among: entity.fields.map(\.name))
            )
            return nil
        }
        guard isFit(field.type) else {
            reporter.error(
                .wrongPrincipal,
                at: word.place,
                "The field here has \(expected), but '\(field.name)' has the type \(field.type.specName)."
            )
            return nil
        }
        guard field.isStored else {
            reporter.error(
                .wrongPrincipal,
                at: word.place,
                "The field here is stored, but '\(field.name)' is computed when it is read."
            )
            return nil
        }
        guard field.part?.jsonColumn == nil else {
            reporter.error(
                .wrongPrincipal,
                at: word.place,
                "The field here has a column, but '\(field.name)' is kept in jsonb."
            )
            return nil
        }
        guard !field.isOptional else {
            reporter.error(
                .wrongPrincipal,
                at: word.place,
                "The field here is required, but '\(field.name)' is optional.",
                fix: "Remove 'optional' from the field."
            )
            return nil
        }
        return field.name
    }
}

extension FieldType {
    fileprivate var isEnumeration: Bool {
        guard case .enumeration = self else { return false }
        return true
    }
}
