internal import PlumblineSchema

/// Makes the fields of an entity, but for their expressions.
struct FieldBuilder {
    let types: TypeTable
    let entityNames: [String]
    let reporter: Reporter

    /// Whether a field may have that name beside those that the entity has anyway; reports if not.
    ///
    /// - Parameter isKeyNamed: Whether the entity says that `id` is its key.
    func isNameFree(_ name: Word, isKeyNamed: Bool, traitFields: [Field]) -> Bool {
        guard NameRules(reporter: reporter).checkSnake(name, "the name of a field") else { return false }
        let problem: (reason: String, fix: String?)?
        if name.value == Field.keyName, !isKeyNamed {
            problem = (
                "it is what every entity's key is called",
                "Remove the field, or make it the key with 'key: id'."
            )
        } else if traitFields.contains(where: { $0.name == name.value }) {
            problem = ("a trait of the entity adds it already", "Remove the field, or the trait.")
        } else if Keyword.all.contains(name.value) {
            problem = ("it is a word of the expression language", nil)
        } else if ReservedNames.members.contains(name.value) {
            problem = ("Swift gives every value a member of that name", nil)
        } else {
            problem = nil
        }
        guard let problem else { return true }
        reporter.error(
            .reservedName,
            at: name.place,
            "A field cannot be called '\(name.value)': \(problem.reason).",
            fix: problem.fix
        )
        return false
    }

    /// The field; nil after a report.
    func build(_ syntax: FieldSyntax) -> Field? {
        guard let form = syntax.form, isColumnFit(syntax) else { return nil }
        switch form {
        case .value(let type, let limits):
            guard let resolved = types.resolve(type, limits), isStorageFit(syntax),
                isUniqueFit(syntax, resolved.type)
            else { return nil }
            return value(syntax, resolved)
        case .relation(let target, let relation):
            guard let reference = reference(to: target, relation, isOptional: syntax.isOptional) else {
                return nil
            }
            warnOfDoubledKey(syntax)
            return self.relation(syntax, reference)
        }
    }

    private func value(_ syntax: FieldSyntax, _ resolved: TypeTable.Resolved) -> Field {
        Field(
            name: syntax.name.value,
            column: syntax.column?.value,
            doc: syntax.doc ?? resolved.doc,
            type: resolved.type,
            isOptional: syntax.isOptional,
            constraints: resolved.constraints,
            list: resolved.list,
            managed: syntax.isIdentity(resolved.type) ? .identity : nil,
            classes: DataClasses(isEncrypted: syntax.classes.isEncrypted),
            derivation: syntax.derivation?.unchecked,
            origin: syntax.name.place.origin
        )
    }

    /// A relation has the type of its target's key, which is looked for when all entities are known.
    private func relation(_ syntax: FieldSyntax, _ reference: Reference) -> Field {
        Field(
            name: syntax.name.value,
            column: syntax.column?.value ?? syntax.name.value + "_id",
            doc: syntax.doc,
            type: .uuid,
            isOptional: syntax.isOptional,
            reference: reference,
            classes: DataClasses(isEncrypted: syntax.classes.isEncrypted),
            derivation: syntax.derivation?.unchecked,
            origin: syntax.name.place.origin
        )
    }

    private func warnOfDoubledKey(_ syntax: FieldSyntax) {
        let name = syntax.name.value
        guard name.hasSuffix("_id"), syntax.column == nil else { return }
        reporter.warning(
            .doubledKeyName,
            at: syntax.name.place,
            "The relation '\(name)' is kept in the column '\(name)_id'.",
            fix: "Name the relation after what it points at: '\(name.dropLast(3))'."
        )
    }

    /// Only a value object has more than one way to be stored.
    private func isStorageFit(_ syntax: FieldSyntax) -> Bool {
        guard let storage = syntax.storage else { return true }
        reporter.error(
            .wrongStorage,
            at: storage.place,
            "Only a value object has a 'storage' of its own.",
            fix: "Remove it; an enum says 'storage' where it lists its values."
        )
        return false
    }

    /// Whether the field's column can have the name that it says or is given; reports if not.
    func isColumnFit(_ syntax: FieldSyntax) -> Bool {
        let rules = NameRules(reporter: reporter)
        if let column = syntax.column, !rules.checkSnake(column, "the name of a column") { return false }
        let column = syntax.column ?? syntax.name
        guard ReservedNames.columns.contains(column.value) else { return true }
        reporter.error(
            .reservedName,
            at: column.place,
            "PostgreSQL gives every table a column '\(column.value)' of its own.",
            fix: "Say another name for the column with 'column:'."
        )
        return false
    }

    private func isUniqueFit(_ syntax: FieldSyntax, _ type: FieldType) -> Bool {
        guard syntax.isUnique, !type.isIndexable || type == .float else { return true }
        reporter.error(
            .constraintMisfit,
            at: syntax.name.place,
            "A field of the type \(type.specName) cannot be unique.",
            fix: "Remove 'unique'."
        )
        return false
    }

    private func reference(
        to target: Word,
        _ relation: FieldSyntax.RelationSyntax,
        isOptional: Bool
    ) -> Reference? {
        guard entityNames.contains(target.value) else {
            reporter.error(
                .unknownEntity,
                at: target.place,
                "There is no entity '\(target.value)'.",
                fix: types.hasType(target.value)
                    ? "Write 'type: \(target.value)' for a value of that type."
                    : Suggestion.didYouMean(target.value, among: entityNames)
            )
            return nil
        }
        let onDelete = relation.onDelete.flatMap { Reference.Action(rawValue: $0.value) } ?? .restrict
        if onDelete == .setNull, !isOptional, let place = relation.onDelete?.place {
            reporter.error(
                .requiredCannotBeNull,
                at: place,
                "A required relation cannot be set to null.",
                fix: "Add 'optional: true', or choose restrict or cascade."
            )
            return nil
        }
        return Reference(
            target: target.value,
            onDelete: onDelete,
            onUpdate: relation.onUpdate?.value == Reference.Action.cascade.rawValue ? .cascade : nil
        )
    }
}
