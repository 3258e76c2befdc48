/// Reads who may do what with the value of a field, and what sort of data it is.
extension EntitySyntaxReader {
    /// `access:` of a field; `write` says `create` and `update` at once.
    func readFieldAccess(_ reader: MappingReader) -> FieldAccessSyntax {
        guard let node = reader.node("access") else { return FieldAccessSyntax() }
        let access = MappingReader(
            node,
            subject: "the access of \(reader.subject)",
            as: .fieldAccess,
            at: reader.keyPlace("access"),
            reporter: reporter
        )
        guard let access else { return FieldAccessSyntax() }
        let write = access.expression("write")
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
        guard case .mapping = node.content else {
            return PresetSyntax(place: place, value: reader.expression("preset"))
        }
        let preset = MappingReader(
            node,
            subject: "the preset of \(reader.subject)",
            as: .preset,
            at: place,
            reporter: reporter
        )
        guard let preset else { return nil }
        let isAlways = preset.words("on").contains { $0.value == "update" }
        return PresetSyntax(place: place, value: preset.expression("value"), isAlways: isAlways)
    }

    /// The data classes of a field.
    func readClasses(_ reader: MappingReader) -> DataClassesSyntax {
        DataClassesSyntax(
            isPersonal: reader.flag("pii"),
            isSecret: reader.flag("secret"),
            isEncrypted: reader.flag("encrypted"),
            encryptedPlace: reader.keyPlace("encrypted"),
            retention: reader.word("retention")
        )
    }
}
