internal import PlumblineSchema

/// Makes value objects, and the fields of entities that have one.
struct ValueObjectBuilder {
    let types: TypeTable
    let reporter: Reporter

    /// The type; members that were reported are left out.
    func build(_ syntax: TypeSyntax, _ members: [FieldSyntax], origin: Origin?) -> ValueObject {
        let name = syntax.name.value
        var fields: [Field] = []
        for member in members {
            guard NameRules(reporter: reporter).checkSnake(member.name, "the name of a field"),
                isNameFree(member.name), let field = field(member, origin: origin)
            else { continue }
            fields.append(field)
        }
        if fields.count == members.count, !fields.contains(where: { !$0.isOptional }) {
            reporter.error(
                .wrongValueObject,
                at: syntax.name.place,
                "All values of '\(name)' are optional, so nothing tells whether there is one.",
                fix: "Make at least one of its fields required."
            )
        }
        return ValueObject(
            name: name,
            doc: syntax.doc,
            members: fields,
            origin: origin ?? syntax.name.place.origin
        )
    }

    private func isNameFree(_ name: Word) -> Bool {
        guard Keyword.all.contains(name.value) || ReservedNames.members.contains(name.value) else {
            return true
        }
        reporter.error(
            .reservedName,
            at: name.place,
            "A field cannot be called '\(name.value)': it is a word of the expression language or of Swift."
        )
        return false
    }

    private func field(_ syntax: FieldSyntax, origin: Origin?) -> Field? {
        guard case .value(let type, let limits)? = syntax.form else { return nil }
        if types.isObject(type.value) || type.value == "password" {
            reporter.error(
                .wrongValueObject,
                at: type.place,
                "A value object is made of plain values, and '\(type.value)' is none.",
                fix: "Give the entity a field of its own for it."
            )
            return nil
        }
        guard let resolved = types.resolve(type, limits) else { return nil }
        return Field(
            name: syntax.name.value,
            doc: syntax.doc ?? resolved.doc,
            type: resolved.type,
            isOptional: syntax.isOptional,
            constraints: resolved.constraints,
            list: resolved.list,
            origin: origin ?? syntax.name.place.origin
        )
    }

    /// The fields of an entity that keep a value object.
    func fields(of object: ValueObject, for syntax: FieldSyntax) -> [Field] {
        let document = syntax.isDocument ? syntax.column?.value ?? syntax.name.value : nil
        return object.members.map { member in
            let name = "\(syntax.name.value)_\(member.name)"
            return Field(
                name: name,
                column: Naming.databaseName(name),
                doc: member.doc,
                type: member.type,
                isOptional: member.isOptional || syntax.isOptional,
                constraints: member.constraints,
                list: member.list,
                part: ObjectPart(
                    syntax.name.value,
                    of: object.name,
                    member: member.name,
                    isRequired: !member.isOptional,
                    isObjectOptional: syntax.isOptional,
                    doc: syntax.doc,
                    jsonColumn: document
                ),
                origin: syntax.name.place.origin
            )
        }
    }

    /// Whether a field says nothing that a value object cannot have; reports if it does.
    func isFit(_ syntax: FieldSyntax, _ limits: LimitsSyntax) -> Bool {
        var misfits: [(String, Place)] = []
        if let place = syntax.defaultValue?.source.place { misfits.append(("default", place)) }
        if let place = syntax.derivation?.place { misfits.append(("generated", place)) }
        if let place = syntax.column?.place, !syntax.isDocument { misfits.append(("column", place)) }
        if let place = syntax.preset?.place { misfits.append(("preset", place)) }
        if let place = syntax.transitions?.place { misfits.append(("transitions", place)) }
        if syntax.isUnique { misfits.append(("unique", syntax.name.place)) }
        if let place = limits.firstPlace { misfits.append(("limits", place)) }
        for (key, place) in misfits {
            reporter.error(
                .wrongValueObject,
                at: place,
                key == "limits"
                    ? "Rules on values stand where the value object lists its fields."
                    : "A field that holds a value object has no '\(key)'.",
                fix: key == "unique" ? "Write a rule with 'unique: [\(syntax.name.value).…]'." : "Remove it."
            )
        }
        return misfits.isEmpty
    }
}

extension ValueObjectBuilder {
    /// Whether the object can be stored as the field says; reports if not.
    func isStorageFit(_ syntax: FieldSyntax, of object: ValueObject) -> Bool {
        guard let storage = syntax.storage, syntax.isDocument else { return true }
        let columns = FieldBuilder(types: types, entityNames: [], reporter: reporter)
        return areMembersFit(object, storage) && areKeysFit(syntax) && columns.isColumnFit(syntax)
    }

    /// A list or a range is a type of PostgreSQL, which a CHECK on jsonb cannot tell from others.
    private func areMembersFit(_ object: ValueObject, _ storage: Word) -> Bool {
        let misfits = object.members.filter { $0.elementType != nil || $0.boundType != nil }
        for member in misfits {
            reporter.error(
                .wrongStorage,
                at: storage.place,
                "'\(member.name)' of \(object.name) has the type \(member.type.specName), which jsonb cannot keep.",
                fix: "Leave 'storage' out, so that each value has a column."
            )
        }
        return misfits.isEmpty
    }

    /// What is said of each value alone cannot be said of jsonb.
    private func areKeysFit(_ syntax: FieldSyntax) -> Bool {
        let misfits = [
            ("encrypted", syntax.classes.isEncrypted ? syntax.classes.encryptedPlace : nil),
            ("preset", syntax.preset?.place), ("access.mask", syntax.access.mask?.place),
        ].compactMap { key, place in place.map { (key, $0) } }
        for (key, place) in misfits {
            reporter.error(
                .wrongStorage,
                at: place,
                "A value object that is kept as jsonb has no '\(key)'.",
                fix: "Remove it, or leave 'storage' out."
            )
        }
        return misfits.isEmpty
    }
}

extension FieldSyntax {
    /// Whether it keeps a value object as jsonb.
    fileprivate var isDocument: Bool { storage?.value == "jsonb" }
}

extension LimitsSyntax {
    /// Where one of them is said, if any is.
    fileprivate var firstPlace: Place? {
        let places: [Place?] = [
            minLength?.place, maxLength?.place, minimum?.place, maximum?.place, precision?.place,
            scale?.place,
            normalization?.place, oneOf?.place, format?.place, pattern?.place, example?.place,
            of?.place, minItems?.place, maxItems?.place, uniqueItems?.place,
        ]
        return places.compactMap(\.self).first
    }
}
