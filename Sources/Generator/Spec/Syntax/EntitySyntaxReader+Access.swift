/// Reads who may do what with the value of a field, and what sort of data it is.
extension EntitySyntaxReader {
    /// `access:` of a field; `write` says `create` and `update` at once.
    func readFieldAccess(_ reader: MappingReader) -> FieldAccessSyntax {
        guard let node = reader.node("access") else { return FieldAccessSyntax() }
        let access = MappingReader(
            node,
            subject: "the access of \(reader.subject)",
            keys: ["read", "write", "create", "update", "mask"],
            at: reader.keyPlace("access"),
            reporter: reporter
        )
        guard let access else { return FieldAccessSyntax() }
        let write = access.expression("write")
        for key in ["create", "update"] where access.node("write") != nil {
            reportConflict(
                key,
                with: "write",
                access,
                fix: "'write' says both: keep it, or 'create' and 'update'."
            )
        }
        if access.node("read") == nil, let place = access.keyPlace("mask") {
            reporter.error(
                .missingKey,
                at: place,
                "\(access.subject.capitalizedSentence) has a mask but no 'read', so that nobody would see it.",
                fix: "Say with 'read' who sees the value itself."
            )
        }
        return FieldAccessSyntax(
            read: access.expression("read"),
            create: write ?? access.expression("create"),
            update: write ?? access.expression("update"),
            mask: access.expression("mask")
        )
    }

    /// `preset: value`, or with the moments under `on`.
    func readPreset(_ reader: MappingReader) -> PresetSyntax? {
        guard let place = reader.keyPlace("preset"), let node = reader.node("preset") else { return nil }
        for key in ["default", "generated", "computed"] {
            reportConflict(key, with: "preset", reader, fix: "Keep one of them: a preset is the value.")
        }
        if let access = reader.node("access"), case .mapping(let entries) = access.content {
            for entry in entries where ["write", "create", "update"].contains(entry.key.value) {
                reporter.error(
                    .conflictingKeys,
                    at: entry.key.place,
                    "\(reader.subject.capitalizedSentence) is set by the server, so nobody gives it.",
                    fix: "Remove '\(entry.key.value)'."
                )
            }
        }
        guard case .mapping = node.content else {
            return PresetSyntax(place: place, value: reader.expression("preset"))
        }
        let preset = MappingReader(
            node,
            subject: "the preset of \(reader.subject)",
            keys: ["value", "on"],
            at: place,
            reporter: reporter
        )
        guard let preset else { return nil }
        if preset.node("value") == nil {
            preset.reportMissing("value", fix: "Say what the field is set to, such as 'value: now()'.")
        }
        return PresetSyntax(place: place, value: preset.expression("value"), isAlways: isSetAlways(preset))
    }

    private func isSetAlways(_ preset: MappingReader) -> Bool {
        let moments = preset.words("on")
        guard preset.node("on") != nil else { return false }
        if moments.map(\.value) == ["create"] { return false }
        if Set(moments.map(\.value)) != ["create", "update"] {
            reporter.error(
                .wrongValue,
                at: moments.first?.place ?? preset.keyPlace("on") ?? preset.place,
                "A preset is set on [create], or on [create, update].",
                fix: "Write one of them."
            )
        }
        return true
    }

    /// The data classes of a field.
    func readClasses(_ reader: MappingReader) -> DataClassesSyntax {
        let isSecret = reader.flag("secret")
        if isSecret, let access = reader.node("access"), case .mapping(let entries) = access.content {
            for entry in entries where ["read", "mask"].contains(entry.key.value) {
                reporter.error(
                    .conflictingKeys,
                    at: entry.key.place,
                    "\(reader.subject.capitalizedSentence) is secret, so that nobody reads it by an API.",
                    fix: "Remove '\(entry.key.value)', or 'secret'."
                )
            }
        }
        if reader.flag("encrypted") {
            for key in ["unique", "generated", "computed", "default", "preset", "transitions"] {
                reportConflict(
                    key,
                    with: "encrypted",
                    reader,
                    fix: "Keep one of them: the database cannot read it."
                )
            }
        }
        return DataClassesSyntax(
            isPersonal: reader.flag("pii"),
            isSecret: isSecret,
            isEncrypted: reader.flag("encrypted"),
            encryptedPlace: reader.keyPlace("encrypted"),
            retention: reader.word("retention")
        )
    }

    private func reportConflict(_ key: String, with other: String, _ reader: MappingReader, fix: String) {
        guard let place = reader.keyPlace(key) else { return }
        reporter.error(
            .conflictingKeys,
            at: place,
            "\(reader.subject.capitalizedSentence) has both '\(other)' and '\(key)'.",
            fix: fix
        )
    }
}
