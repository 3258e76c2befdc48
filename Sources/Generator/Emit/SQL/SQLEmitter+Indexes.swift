import PlumblineSchema

extension SQLEmitter {
    /// The indexes of uniqueness that no constraint can keep, then those that the schema lists, and the one of the search.
    func indexes(of entity: Entity) -> [SQLObject] {
        let unique = entity.rules.compactMap { rule -> SQLObject? in
            guard rule.needsUniqueIndex(of: entity), case .unique(let fields, let condition) = rule.demand
            else {
                return nil
            }
            let nulls = rule.nullsNotDistinct == true ? " nulls not distinct" : ""
            let over =
                "(\(keys(fields, of: entity).joined(separator: ", ")))\(nulls)\(filter(condition, in: entity))"
            return index(rule.constraint, "unique ", over, of: entity, at: rule.origin)
        }
        let named = entity.indexes.map { index in
            self.index(index.name, "", over(index, in: entity), of: entity, at: index.origin)
        }
        return unique + named + [search(of: entity)].compactMap(\.self)
    }

    private func index(_ name: String, _ kind: String, _ over: String, of entity: Entity, at origin: Origin)
        -> SQLObject
    {
        let identifier = SQLIdentifier.quoted(name)
        let definition = "\(kind)index \(identifier) on \(entity.sqlTable) \(over)"
        return SQLObject(
            identity: .init(kind: .index, table: entity.table, name: name),
            definition: definition,
            create: "create \(definition);",
            drop: "drop index \(entity.sqlName(name));",
            origin: origin
        )
    }

    /// Everything after the table's name.
    private func over(_ index: Index, in entity: Entity) -> String {
        let method = index.method.map { "using \($0.rawValue) " } ?? ""
        let ending = index.operatorClass.map { " \($0)" } ?? ""
        let keys =
            index.expression.map { ["(\(sql($0, in: entity)))\(ending)"] }
            ?? index.fields.map { name in
                let key = self.keys([name], of: entity).joined()
                return key + ending + (index.descending?.contains(name) == true ? " desc" : "")
            }
        let include = index.include.map { " include \(names(columns($0, of: entity)))" } ?? ""
        return "\(method)(\(keys.joined(separator: ", ")))\(include)\(filter(index.condition, in: entity))"
    }

    private func filter(_ condition: Expression?, in entity: Entity) -> String {
        condition.map { " where (\(sql($0, in: entity)))" } ?? ""
    }

    private func search(of entity: Entity) -> SQLObject? {
        entity.search.map { search in
            let words = entity.searchedWords(search, column: SQLIdentifier.quoted)
            return index(search.index, "", "using gin (\(words))", of: entity, at: search.origin)
        }
    }

    /// The descriptions of the indexes that the spec describes.
    func indexComments(of entity: Entity) -> [SQLObject] {
        entity.indexes.compactMap { index in
            index.doc.map { doc in
                comment("index \(entity.sqlName(index.name))", doc, of: entity, at: index.origin)
            }
        }
    }
}
