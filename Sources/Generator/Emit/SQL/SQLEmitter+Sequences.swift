import PlumblineSchema

extension SQLEmitter {
    /// The sequences, each followed by its description.
    func sequences() -> [SQLObject] {
        schema.sequences.flatMap { sequence in
            [object(of: sequence)] + (sequence.doc.map { [description($0, of: sequence)] } ?? [])
        }
    }

    private func object(of sequence: NumberSequence) -> SQLObject {
        let name = SQLIdentifier.quoted(sequence.name)
        var definition = "sequence \(name)"
        if sequence.step != 1 { definition += " increment by \(sequence.step)" }
        // PostgreSQL's own bounds are 1 and -1.
        if sequence.step > 0, sequence.start < 1 { definition += " minvalue \(sequence.start)" }
        if sequence.step < 0, sequence.start > -1 { definition += " maxvalue \(sequence.start)" }
        if sequence.start != 1 || sequence.step < 0 { definition += " start with \(sequence.start)" }
        return SQLObject(
            identity: .init(kind: .sequence, table: nil, name: sequence.name),
            definition: definition,
            create: "create \(definition);",
            drop: "drop sequence \(name);",
            origin: sequence.origin
        )
    }

    private func description(_ doc: String, of sequence: NumberSequence) -> SQLObject {
        let target = "sequence \(SQLIdentifier.quoted(sequence.name))"
        return SQLObject(
            identity: .init(kind: .comment, table: nil, name: target),
            definition: SQLLiteral.quoted(doc),
            create: "comment on \(target) is \(SQLLiteral.quoted(doc));",
            drop: "comment on \(target) is null;",
            origin: sequence.origin
        )
    }
}
