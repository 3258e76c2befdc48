public import PlumblineSchema

extension SQLEmitter {
    /// The types of enums that PostgreSQL keeps as such, each followed by its description.
    func enumTypes() -> [SQLObject] {
        schema.enums.flatMap { type -> [SQLObject] in
            guard let name = type.nativeType else { return [] }
            let words = [type.doc, meanings(of: type)].compactMap(\.self).joined(separator: "\n")
            return [object(of: type, name)] + (words.isEmpty ? [] : [description(words, of: type, name)])
        }
    }

    private func object(of type: EnumType, _ name: String) -> SQLObject {
        let values = type.values.map { SQLLiteral.quoted($0.name) }.joined(separator: ", ")
        let definition = "type \(SQLIdentifier.quoted(name)) as enum (\(values))"
        return SQLObject(
            identity: .init(kind: .type, table: nil, name: name),
            definition: definition,
            create: "create \(definition);",
            drop: "drop type \(SQLIdentifier.quoted(name));",
            origin: type.origin
        )
    }

    private func description(_ doc: String, of type: EnumType, _ name: String) -> SQLObject {
        let target = "type \(SQLIdentifier.quoted(name))"
        return SQLObject(
            identity: .init(kind: .comment, table: nil, name: target),
            definition: SQLLiteral.quoted(doc),
            create: "comment on \(target) is \(SQLLiteral.quoted(doc));",
            drop: "comment on \(target) is null;",
            origin: type.origin
        )
    }

    /// The statements that give a type the values it lacks, in their places; nil if it cannot grow so, because values
    /// that are there are missing or have changed their order.
    public static func growth(from old: EnumType, to new: EnumType) -> [String]? {
        guard let name = new.nativeType, name == old.nativeType else { return nil }
        let kept = new.values.map(\.name).filter(old.contains)
        guard kept == old.values.map(\.name) else { return nil }
        return new.values.enumerated().compactMap { index, value in
            guard !old.contains(value.name) else { return nil }
            let added = "alter type \(SQLIdentifier.quoted(name)) add value \(SQLLiteral.quoted(value.name))"
            if index > 0 { return "\(added) after \(SQLLiteral.quoted(new.values[index - 1].name));" }
            return old.values.first.map { "\(added) before \(SQLLiteral.quoted($0.name));" } ?? "\(added);"
        }
    }
}
