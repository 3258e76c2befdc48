import PlumblineSchema

extension SwiftEmitter {
    /// The columns and relations of an entity, each a line: what a query over its rows can name.
    func writeColumns(_ entity: Entity, to writer: inout SwiftWriter) {
        let columns = names.library("Columns")
        writer.block("nonisolated extension \(columns) where Row == \(names.type(entity.name))") {
            writer in
            for field in entity.fields where field.type != .password && field.swiftSource == nil {
                let type = property(field).type
                if let reason = field.deprecationReason { writer.deprecation(reason) }
                writeMember(field.apiName, "\(names.library("Column"))<\(type)>", field.name, to: &writer)
            }
            for field in entity.fields {
                guard let target = field.reference?.target, let name = field.relationAPIName else { continue }
                if let reason = field.deprecationReason { writer.deprecation(reason) }
                let kind = names.library(field.isOptional ? "ToOptional" : "ToOne")
                let row = names.type(target)
                writeMember(name, "\(kind)<\(row)>", field.name, to: &writer)
            }
            for inverse in entity.inverses {
                let kind = names.library(inverse.isToOne ? "ToOptional" : "ToMany")
                let row = names.type(rows(of: inverse))
                let label = inverse.isToOne ? "inverse: " : ""
                writeMember(inverse.apiName, "\(kind)<\(row)>", inverse.name, label: label, to: &writer)
            }
        }
    }

    /// The entity whose rows an inverse gives: of a many-to-many relation, those on its far side.
    private func rows(of inverse: Inverse) -> String {
        guard let onward = inverse.onward else { return inverse.entity }
        return schema.entity(inverse.entity)?.field(onward)?.reference?.target ?? inverse.entity
    }

    private func writeMember(
        _ name: String,
        _ type: String,
        _ source: String,
        label: String = "",
        to writer: inout SwiftWriter
    ) {
        let (name, source) = (SwiftNames.identifier(name), SwiftNames.literal(source))
        writer.line("public var ", name, ": ", type, " { .init(self, ", label, source, ") }")
    }
}
