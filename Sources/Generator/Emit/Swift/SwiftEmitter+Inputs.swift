import PlumblineSchema

extension SwiftEmitter {
    /// What callers give: one struct to make a row and one to change it.
    func writeInputs(_ entity: Entity, to writer: inout SwiftWriter) {
        let fields = entity.creatableFields
        let members = entity.members(of: fields)
        let changes = entity.members(of: entity.updatableFields)
        let isSecret = fields.contains { $0.type == .password }
        let protocols = (["Sendable", "Hashable"] + (isSecret ? ["CustomReflectable"] : []))
            .map(names.library).joined(separator: ", ")
        writer.block("nonisolated extension \(SwiftNames.identifier(entity.name))") { writer in
            writer.doc("What a caller gives to make one; `nil` leaves the value to the spec's default.")
            writer.block("public struct Create: \(protocols)") { writer in
                writeInput(members.map(createProperty), "Creates an input.", to: &writer)
                writeValidation("ofCreating", members.flatMap(createdValues), of: entity, to: &writer)
                if isSecret { writeEmptyMirror(to: &writer) }
            }
            writer.line()
            writer.doc("What a caller gives to change one; what is left out stays as it is.")
            writer.block("public struct Update: \(protocols)") { writer in
                writeInput(
                    changes.map(updateProperty),
                    "Creates an input that changes nothing else.",
                    to: &writer
                )
                writeValidation("ofUpdating", changes.flatMap(updatedValues), of: entity, to: &writer)
                if isSecret { writeEmptyMirror(to: &writer) }
            }
        }
    }

    private func writeInput(_ properties: [Property], _ doc: String, to writer: inout SwiftWriter) {
        write(properties, to: &writer)
        if !properties.isEmpty { writer.line() }
        writer.doc(doc)
        writeInitializer(properties, to: &writer)
    }

    /// Without it a log line of an input would show the password.
    private func writeEmptyMirror(to writer: inout SwiftWriter) {
        let children = "\(names.library("KeyValuePairs"))<\(names.library("String")), Any>"
        let mirror = names.library("Mirror")
        writer.line()
        writer.doc("Nothing: a password is not to be printed.")
        writer.block("public var customMirror: \(mirror)") { writer in
            writer.line("\(mirror)(self, children: [:] as \(children))")
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

    private func typeAndWords(_ member: EntityMember) -> (type: String, doc: String) {
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
            defaultValue: member.isOptional ? ".keep" : "nil",
            doc: doc
        )
    }

    // MARK: - Validation

    private func writeValidation(
        _ label: String,
        _ values: [(key: String, value: SwiftNode)],
        of entity: Entity,
        to writer: inout SwiftWriter
    ) {
        writer.line()
        writer.doc("Every rule of the spec that it breaks; empty when it breaks none.")
        writer.block("public func validate() -> [\(names.library("Violation"))]") { writer in
            let table = "\(names.type(entity.name)).entity"
            let validator = "\(names.library("Validator"))(schema: SpecSchema.schema, entity: \(table))"
            writer.expression("", .call("\(validator).violations", [.init(label, .dictionary(values))]))
        }
    }

    private func createdValues(_ member: EntityMember) -> [(key: String, value: SwiftNode)] {
        guard case .object(let object) = member else { return member.fields.map(createdValue) }
        let name = SwiftNames.identifier(object.apiName)
        return object.fields.map { field in
            let value =
                object.isOptional
                ? "\(name).map { \(conversion(of: "$0", within: field)) }"
                : conversion(of: name, within: field)
            return (SwiftNames.literal(field.name), .text(value))
        }
    }

    private func updatedValues(_ member: EntityMember) -> [(key: String, value: SwiftNode)] {
        guard case .object(let object) = member else { return member.fields.map(updatedValue) }
        let name = SwiftNames.identifier(object.apiName)
        return object.fields.map { field in
            let convert = "{ \(conversion(of: "$0", within: field)) }"
            let value =
                object.isOptional ? "\(names.library("Value"))(\(name)) \(convert)" : "\(name).map \(convert)"
            return (SwiftNames.literal(field.name), .text(value))
        }
    }

    /// What the validator takes for a value of an object; the object is given whole, so that what is missing is null.
    private func conversion(of object: String, within field: Field) -> String {
        let member = "\(object).\(SwiftNames.identifier(field.inputPath.last ?? field.apiName))"
        if field.part?.isRequired == true { return conversion(of: member, field) }
        // Within the closure of `map` there is no other `$0`.
        return object == "$0"
            ? "\(member).map { value in \(conversion(of: "value", field)) } ?? \(names.library("Value")).null"
            : "\(member).map { \(conversion(of: "$0", field)) } ?? \(names.library("Value")).null"
    }

    private func createdValue(_ field: Field) -> (key: String, value: SwiftNode) {
        let name = SwiftNames.identifier(field.apiName)
        let isOptional = field.isOptional || field.defaultValue != nil
        let value =
            isOptional ? "\(name).map { \(conversion(of: "$0", field)) }" : conversion(of: name, field)
        return (SwiftNames.literal(field.name), .text(value))
    }

    private func updatedValue(_ field: Field) -> (key: String, value: SwiftNode) {
        let name = SwiftNames.identifier(field.apiName)
        let convert = "{ \(conversion(of: "$0", field)) }"
        let value =
            field.isOptional ? "\(names.library("Value"))(\(name)) \(convert)" : "\(name).map \(convert)"
        return (SwiftNames.literal(field.name), .text(value))
    }

    /// What the validator takes for a property's value.
    private func conversion(of name: String, _ field: Field) -> String {
        let value = names.library("Value")
        return switch field.type {
        case .enumeration: "\(value)(\(name).rawValue)"
        default: "\(value)(\(name))"
        }
    }
}
