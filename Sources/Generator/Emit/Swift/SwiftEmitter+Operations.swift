import PlumblineSchema

extension SwiftEmitter {
    /// The arguments of a query or mutation that the service's own code answers.
    func writeArguments(_ operation: CustomOperation, to writer: inout SwiftWriter) {
        let entity = operation.arguments
        let name = SwiftNames.identifier(entity.name)
        writeDoc(
            entity.doc,
            orElse: "The arguments of `\(operation.apiName)`.",
            at: entity.origin,
            to: &writer
        )
        writer.block("public nonisolated struct \(name): \(names.library("OperationInput"))") { writer in
            writer.line("public typealias Row = \(names.type(operation.result))")
            for property in entity.members(of: entity.fields).map(property) {
                if let doc = property.doc { writer.doc(doc) }
                writer.line("public var ", property.name, ": ", property.type)
            }
            writer.line()
            writer.expression("public static let operation = ", node(operation))
        }
    }

    /// The rows of several entities that an operation answers one of.
    func write(_ type: AbstractType, to writer: inout SwiftWriter) {
        let name = SwiftNames.identifier(type.name)
        writeDoc(type.doc, orElse: "A row of one of several entities.", at: type.origin, to: &writer)
        let members = schema.readableMembers(of: type)
        writer.block("public nonisolated enum \(name): \(names.library("AbstractModel"))") { writer in
            for member in members {
                writer.doc(member.doc ?? "A row of `\(member.name)`.")
                writer.line("case \(Self.caseName(member))(\(SwiftNames.identifier(member.name)))")
            }
            writer.line()
            writer.doc("The row that a value holds.")
            let result = "any \(names.library("EntityModel"))"
            writer.block("public static func row(of value: Self) -> \(result)") { writer in
                writer.line("switch value {")
                for member in members { writer.line("case .\(Self.caseName(member))(let row): row") }
                writer.line("}")
            }
        }
    }

    private static func caseName(_ entity: Entity) -> String {
        SwiftNames.identifier(entity.singularAPIName)
    }

    private func node(_ operation: CustomOperation) -> SwiftNode {
        .call(
            names.library("CustomOperation"),
            [
                .init("name", .string(operation.name)), .init("kind", .text(".\(operation.kind)")),
                .init("arguments", node(operation.arguments)), .init("result", .string(operation.result)),
            ]
        )
    }

    /// The protocol that the service implements, and how its implementation is given to the server.
    func writeOperations(to writer: inout SwiftWriter) {
        guard hasOwnCode else { return }
        writer.line()
        writer.doc(
            "What the service's own code answers: the spec's `queries` and `mutations`, and fields in Swift."
        )
        writer.block("public nonisolated protocol SpecOperations: \(names.library("Sendable"))") { writer in
            for operation in schema.operations {
                let result = SwiftNames.identifier(operation.result) + (operation.kind == .query ? "?" : "")
                writer.doc(operation.arguments.doc ?? "Answers `\(operation.apiName)`.")
                writer.requirement(
                    "func \(SwiftNames.identifier(operation.apiName))",
                    [
                        "_ input: \(SwiftNames.identifier(operation.arguments.name))",
                        "_ context: \(names.library("OperationContext"))",
                    ],
                    "async throws -> \(result)"
                )
            }
            for (entity, field) in swiftFields { writeRequirement(of: field, in: entity, to: &writer) }
        }
        writer.line()
        writer.block("nonisolated extension SpecSchema") { writer in
            let operations = names.library("Operations")
            writer.doc("What answers the queries and mutations of the spec, and computes its fields.")
            writer.block("public static func operations(_ service: some SpecOperations) -> \(operations)") {
                writer in
                writer.line("var operations = \(operations)()")
                for operation in schema.operations {
                    let type = SwiftNames.identifier(operation.arguments.name)
                    let method = SwiftNames.identifier(operation.apiName)
                    writer.line("operations.add(\(type).self) { try await service.\(method)($0, $1) }")
                }
                for (entity, field) in swiftFields {
                    let type = "\(names.type(entity.name)).\(Self.sourceName(field))"
                    let method = Self.methodName(field, in: entity)
                    writer.line("operations.compute(\(type).self) { try await service.\(method)($0, $1) }")
                }
                writer.line("return operations")
            }
        }
    }
}
