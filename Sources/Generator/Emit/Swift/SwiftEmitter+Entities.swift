import PlumblineSchema

extension SwiftEmitter {
    /// The struct that holds a row, without what is never shown.
    func writeModel(_ entity: Entity, to writer: inout SwiftWriter) {
        let name = SwiftNames.identifier(entity.name)
        writeDoc(entity.documentation, orElse: "A row of `\(entity.table)`.", at: entity.origin, to: &writer)
        let model = names.library(entity.isWritten ? "WritableModel" : "EntityModel")
        writer.block("public nonisolated struct \(name): \(model)") { writer in
            let properties = entity.members(of: entity.modelFields).map(property)
            write(properties, to: &writer)
            if entity.hasKeyOfFields { writeKey(entity, to: &writer) }
            writeCodingKeys(properties, to: &writer)
        }
    }

    func write(_ properties: [Property], to writer: inout SwiftWriter) {
        for property in properties {
            if let doc = property.doc { writer.doc(doc) }
            guard let deprecation = property.deprecation else {
                writer.line("public var ", property.name, ": ", property.type)
                continue
            }
            writer.deprecation(deprecation)
            writer.block("public var \(property.name): \(property.type)") { writer in
                writer.line("get { \(property.storage) }")
                writer.line("set { \(property.storage) = newValue }")
            }
            writer.line("private var \(property.storage): \(property.type)")
        }
    }

    /// The keys of the stored form, where a property is not stored under its own name.
    private func writeCodingKeys(_ properties: [Property], to writer: inout SwiftWriter) {
        guard properties.contains(where: { $0.deprecation != nil }) else { return }
        let protocols = ["String", "CodingKey"].map(names.library).joined(separator: ", ")
        writer.line()
        writer.block("private enum CodingKeys: \(protocols)") { writer in
            for property in properties {
                let name = property.name.filter { $0 != "`" }
                let isOwn = property.deprecation == nil
                writer.line("case \(property.storage)" + (isOwn ? "" : " = \(SwiftNames.literal(name))"))
            }
        }
    }

    /// What `Identifiable` asks for, where no field is called `id`.
    private func writeKey(_ entity: Entity, to writer: inout SwiftWriter) {
        let properties = entity.key.map { property($0) }
        writer.line()
        writer.doc("The key: \(entity.key.map { "`\($0.apiName)`" }.joined(separator: " and ")).")
        if let single = properties.first, properties.count == 1 {
            writer.line("public var id: \(single.type) { \(single.storage) }")
            return
        }
        let arguments = properties.map { SwiftNode.Argument($0.name, .text($0.storage)) }
        writer.line("public var id: ID { \(SwiftNode.call("ID", arguments).inline) }")
        writer.line()
        writer.doc("What identifies a row.")
        let protocols = ["Sendable", "Hashable", "Codable"].map(names.library).joined(separator: ", ")
        writer.block("public struct ID: \(protocols)") { writer in
            let parts = properties.map(\.undated)
            write(parts, to: &writer)
            writer.line()
            writer.doc("Creates a key of its parts.")
            writeInitializer(parts, to: &writer)
        }
    }

    /// A stored property of a model or an input.
    struct Property {
        let name: String
        let type: String
        let defaultValue: String?
        /// What it means, where that is more than its name says.
        let doc: String?
        /// Why not to use it any more; nil if it is not deprecated.
        var deprecation: String?

        /// The same for the parts of a key, which are said to be deprecated once.
        var undated: Property {
            var property = self
            property.deprecation = nil
            return property
        }

        /// What holds the value. Code that names something deprecated is warned, so that a deprecated property is computed
        /// over another one.
        var storage: String {
            deprecation == nil ? name : "_" + name.filter { $0 != "`" }
        }
    }

    func property(_ member: EntityMember) -> Property {
        switch member {
        case .field(let field): return property(field)
        case .object(let object):
            let type = names.type(object.type)
            return Property(
                name: SwiftNames.identifier(object.apiName),
                type: object.isOptional ? type + "?" : type,
                defaultValue: object.isOptional ? "nil" : nil,
                doc: words(for: object),
                deprecation: nil
            )
        }
    }

    /// What a value object means here: the spec's words, or those of its type.
    func words(for object: EmbeddedObject) -> String? {
        object.doc ?? schema.object(object.type)?.doc
    }

    func property(_ field: Field) -> Property {
        let type = swiftType(of: field)
        return Property(
            name: SwiftNames.identifier(field.apiName),
            type: field.isOptional ? type + "?" : type,
            defaultValue: field.isOptional ? "nil" : nil,
            doc: words(for: field),
            deprecation: field.deprecationReason
        )
    }

    /// What a field means: the spec's words, or what its kind tells.
    func words(for field: Field) -> String? {
        if let doc = field.doc { return doc }
        if let target = field.reference?.target { return "The key of the `\(target)`." }
        return switch field.managed {
        case .key: "The key: a UUID of version 7 (RFC 9562)."
        case .identity: "A number that the database counts up."
        case .createdAt: "When it was made."
        case .updatedAt: "When it was last changed."
        case .deletedAt: "When it was deleted; `nil` as long as it is there."
        case .version: "How often it was written, from 1."
        case nil: nil
        }
    }

    /// The Swift type of a value, without its optionality.
    func swiftType(of field: Field) -> String {
        swiftType(field.type)
    }

    private func swiftType(_ type: FieldType) -> String {
        switch type {
        case .text, .citext, .password: names.library("String")
        case .smallint, .integer: names.library("Int")
        case .bigint: names.library("Int64")
        case .decimal: names.library("Decimal")
        case .float: names.library("Double")
        case .boolean: names.library("Bool")
        case .uuid: names.library("UUID")
        case .timestamp: names.library("Date")
        case .date: names.library("CivilDate")
        case .time: names.library("TimeOfDay")
        case .interval: names.library("Interval")
        case .bytes: "[\(names.library("UInt8"))]"
        case .inet: names.library("InternetAddress")
        case .json: names.library("JSONValue")
        case .array(let element): "[\(swiftType(element))]"
        case .range(let bound): "\(names.library("HalfOpenRange"))<\(swiftType(bound))>"
        case .enumeration(let name): names.type(name)
        }
    }
}

extension Entity {
    /// The fields that the struct of a row has: a password is never in it.
    var modelFields: [Field] { storedFields.filter { $0.type != .password } }
}
