import PlumblineSchema

extension SwiftEmitter {
    /// The enum as a Swift enum whose raw values are the stored texts.
    func write(_ type: EnumType, to writer: inout SwiftWriter) {
        writeDoc(type.doc, orElse: "One of \(type.values.count) values.", at: type.origin, to: &writer)
        let protocols = ["String", "Sendable", "Hashable", "Codable", "CaseIterable"].map(names.library)
        let name = SwiftNames.identifier(type.name)
        writer.block("public nonisolated enum \(name): \(protocols.joined(separator: ", "))") { writer in
            for value in type.values {
                writer.doc(value.doc ?? "The value `\(value.name)`.")
                let reason = value.deprecationReason { Naming.lowerCamel($0) }
                if let reason { writer.deprecation(reason) }
                let name = SwiftNames.identifier(Naming.lowerCamel(value.name))
                let isRaw = name == value.name || name == "`\(value.name)`"
                writer.line("case \(name)" + (isRaw ? "" : " = \(SwiftNames.literal(value.name))"))
            }
            writeAllCases(of: type, to: &writer)
        }
    }

    /// Swift makes the list of cases by itself only where none is deprecated, and naming one would be warned of.
    private func writeAllCases(of type: EnumType, to writer: inout SwiftWriter) {
        guard type.values.contains(where: { $0.deprecation != nil }) else { return }
        let name = SwiftNames.identifier(type.name)
        writer.line()
        writer.doc("Every case, the deprecated ones too.")
        let values = SwiftNode.list(type.values.map { .string($0.name) })
        writer.expression("public static let allCases: [\(name)] = ", values, ".compactMap(Self.init)")
    }

    /// The enums as the runtime reads them. They stand apart from the Swift enums, whose cases could take the name.
    func writeTables(of enums: [EnumType], to writer: inout SwiftWriter) {
        writer.block("nonisolated extension SpecSchema") { writer in
            for (index, type) in enums.enumerated() {
                if index > 0 { writer.line() }
                writer.expression("static let \(Self.tableName(type)) = ", node(type))
            }
        }
    }

    /// The name of an enum's table in `SpecSchema`; none of its other members ends so.
    static func tableName(_ type: EnumType) -> String {
        SwiftNames.identifier(Naming.lowerCamel(Naming.snake(type.name)) + "Enum")
    }

    private func node(_ type: EnumType) -> SwiftNode {
        let values = type.values.map { value in
            SwiftNode.call(
                names.library("EnumValue"),
                [.init("name", .string(value.name))] + doc(value.doc)
                    + life(value.deprecation, value.renamedFrom)
            )
        }
        return .call(
            names.library("EnumType"),
            [.init("name", .string(type.name))] + doc(type.doc)
                + [.init("values", .list(values))]
                + (type.nativeType.map { [.init("nativeType", .string($0))] } ?? [])
                + [.init("origin", node(type.origin))]
        )
    }
}
