import PlumblineSchema

/// Fields that the service's own code computes.
extension SwiftEmitter {
    /// Whether the spec leaves anything to the service's own code.
    var hasOwnCode: Bool { !schema.operations.isEmpty || !swiftFields.isEmpty }

    /// The fields that are computed in Swift, in the order of the spec.
    var swiftFields: [(entity: Entity, field: Field)] {
        schema.entities.flatMap { entity in
            entity.fields.filter { $0.swiftSource != nil }.map { (entity, $0) }
        }
    }

    /// The struct of what such a field is computed from, within its row's.
    func writeSources(_ entity: Entity, to writer: inout SwiftWriter) {
        for field in entity.fields {
            guard let source = field.swiftSource else { continue }
            writer.line()
            writer.block("nonisolated extension \(SwiftNames.identifier(entity.name))") { writer in
                writer.doc("What `\(field.apiName)` is computed from.")
                let name = Self.sourceName(field)
                writer.block("public struct \(name): \(names.library("FieldSource"))") { writer in
                    writer.line("public typealias Row = \(names.type(entity.name))")
                    writer.line("public typealias Output = \(output(field))")
                    let properties = source.compactMap { entity.field($0) }.map { property($0).undated }
                    write(properties, to: &writer)
                    writer.line()
                    writer.doc("Creates one from all its values.")
                    writeInitializer(properties, to: &writer)
                    writer.line()
                    writer.doc("The field.")
                    let type = names.library("String")
                    let literal = SwiftNames.literal(field.name)
                    writer.line("public static var field: \(type) { \(literal) }")
                }
            }
        }
    }

    /// What the service's code says of all rows of a response.
    func writeRequirement(of field: Field, in entity: Entity, to writer: inout SwiftWriter) {
        let type = names.type(entity.name)
        writer.doc(
            field.doc ?? "Computes `\(field.apiName)` of each `\(entity.name)`, in the order of the rows."
        )
        writer.requirement(
            "func \(Self.methodName(field, in: entity))",
            [
                "_ rows: [\(type).\(Self.sourceName(field))]",
                "_ context: \(names.library("OperationContext"))",
            ],
            "async throws -> [\(output(field))]"
        )
    }

    private func output(_ field: Field) -> String {
        swiftType(of: field) + (field.isOptional ? "?" : "")
    }

    /// `LabelSource`
    static func sourceName(_ field: Field) -> String {
        SwiftNames.identifier(Naming.upperCamel(field.name) + "Source")
    }

    /// `bookLabel`
    static func methodName(_ field: Field, in entity: Entity) -> String {
        SwiftNames.identifier(Naming.lowerCamel(Naming.snake(entity.name) + "_" + field.name))
    }
}
