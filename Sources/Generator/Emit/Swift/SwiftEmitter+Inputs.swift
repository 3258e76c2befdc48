import PlumblineSchema

extension SwiftEmitter {
    /// What callers give: one struct to make a row and one to change it. Their properties mean what the model's do,
    /// which is said there.
    func writeInputs(_ entity: Entity, to writer: inout SwiftWriter) {
        let name = SwiftNames.identifier(entity.name)
        let fields = entity.creatableFields
        let members = entity.members(of: fields)
        let changes = entity.members(of: entity.updatableFields)
        let isSecret = (fields + entity.updatableFields)
            .contains { $0.type == .password || $0.classes.isUnprintable }
        let secret = isSecret ? ", " + names.library("SecretInput") : ""
        writer.block("nonisolated extension \(name)") { writer in
            writer.doc("What a caller gives to make one; `nil` leaves the value to the spec's default.")
            writer.block("public struct Create: \(names.library("CreateInput"))\(secret)") { writer in
                writer.line("public typealias Row = \(names.type(entity.name))")
                let properties = members.map(createProperty)
                for property in properties { writer.line("public var ", property.name, ": ", property.type) }
                writer.line()
                writeInitializer(properties, to: &writer)
            }
            writer.line()
            writer.doc("What a caller gives to change one; what is left out stays as it is.")
            writer.block("public struct Update: \(names.library("UpdateInput"))\(secret)") { writer in
                writer.line("public typealias Row = \(names.type(entity.name))")
                for property in changes.map(updateProperty) {
                    let value = property.defaultValue.map { " = " + $0 } ?? ""
                    writer.line("public var ", property.name, ": ", property.type, value)
                }
                writer.line()
                writer.line("public init() {}")
            }
        }
    }

    func writeInitializer(_ properties: [Property], to writer: inout SwiftWriter) {
        guard !properties.isEmpty else { return writer.line("public init() {}") }
        let parameters = properties.map { property in
            let value = property.defaultValue.map { " = " + $0 } ?? ""
            return String(joining: property.name, ": ", property.type, value)
        }
        writer.function("public init", parameters) { writer in
            writer.assignments(properties.map(\.name))
        }
    }

    private func createProperty(_ member: EntityMember) -> Property {
        let (type, doc) = typeAndWords(member)
        let isOptional = member.isOptional || member.fields.contains { $0.defaultValue != nil }
        return Property(
            name: SwiftNames.identifier(member.apiName),
            type: isOptional ? type + "?" : type,
            defaultValue: isOptional ? "nil" : nil,
            doc: doc
        )
    }

    private func typeAndWords(_ member: EntityMember) -> (type: String, doc: String?) {
        switch member {
        case .field(let field): (swiftType(of: field), words(for: field))
        case .object(let object): (names.type(object.type), words(for: object))
        }
    }

    /// Only a field that may be null can be cleared; for the others `nil` is enough to leave them.
    private func updateProperty(_ member: EntityMember) -> Property {
        let (type, doc) = typeAndWords(member)
        return Property(
            name: SwiftNames.identifier(member.apiName),
            type: member.isOptional ? "\(names.library("Change"))<\(type)>" : type + "?",
            defaultValue: member.isOptional ? ".keep" : nil,
            doc: doc
        )
    }
}
