import PlumblineSchema

extension SwiftEmitter {
    /// The struct of a value object.
    func write(_ object: ValueObject, to writer: inout SwiftWriter) {
        let properties = object.members.map { property($0) }
        let protocols = ["Sendable", "Hashable", "Codable"].map(names.library).joined(separator: ", ")
        writeDoc(object.doc, orElse: "Several values that are one.", at: object.origin, to: &writer)
        writer.block("public nonisolated struct \(SwiftNames.identifier(object.name)): \(protocols)") {
            writer in
            write(properties, to: &writer)
            writer.line()
            writer.doc("Creates one from all its values.")
            writeInitializer(properties, to: &writer)
        }
    }

    /// The value objects as the runtime reads them, beside the enums.
    func writeTables(of objects: [ValueObject], to writer: inout SwiftWriter) {
        writer.block("nonisolated extension SpecSchema") { writer in
            for (index, object) in objects.enumerated() {
                if index > 0 { writer.line() }
                writer.expression("static let \(Self.tableName(object)) = ", node(object))
            }
        }
    }

    /// The name of a value object's table in `SpecSchema`; none of its other members ends so.
    static func tableName(_ object: ValueObject) -> String {
        SwiftNames.identifier(Naming.lowerCamel(Naming.snake(object.name)) + "Object")
    }

    private func node(_ object: ValueObject) -> SwiftNode {
        .call(
            names.library("ValueObject"),
            [.init("name", .string(object.name))] + doc(object.doc)
                + [.init("members", .list(object.members.map(node))), .init("origin", node(object.origin))]
        )
    }
}
