public import PlumblineSchema

/// Writes a schema as Swift: one file for each file of the spec, and one that sums them up.
///
/// The files are laid out as the toolchain's formatter lays them out, and the same schema gives the same bytes.
/// They compile with warnings as errors, in modules that are isolated to the main actor by default, and where
/// imports are internal by default.
public struct SwiftEmitter: Sendable {
    /// The schema that is written.
    public let schema: Schema
    private let sql: SQLEmitter
    let names: SwiftNames
    /// The spec file whose Swift is written.
    var file = ""
    /// The files whose declarations it takes along.
    private var included: [String] = []

    /// Creates an emitter.
    ///
    /// - Parameters:
    ///   - schema: What to write.
    ///   - module: The module that the files are compiled into, to qualify names that would be ambiguous.
    public init(_ schema: Schema, module: String? = nil) {
        self.init(SQLEmitter(schema), module: module)
    }

    /// Creates an emitter for a schema that is written as SQL too, so that what both need is made once.
    ///
    /// - Parameters:
    ///   - sql: The schema's SQL.
    ///   - module: The module that the files are compiled into, to qualify names that would be ambiguous.
    public init(_ sql: SQLEmitter, module: String? = nil) {
        self.sql = sql
        schema = sql.schema
        names = SwiftNames(schema, module: module)
    }

    /// The name of the file that sums up a spec.
    public static var summaryFileName: String { GeneratedFileName.summary }

    /// The Swift file's name for a spec file, such as `Identity.swift` for `spec/identity.yaml`; nil if the name has
    /// other characters than ASCII letters, digits, `_` and `-`.
    public static func fileName(forSpec path: String) -> String? {
        GeneratedFileName.swift(forSpec: path)
    }

    /// The Swift of one spec file; only a comment if nothing in it declares an enum or entity.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - included: The files that it includes, itself or through others.
    public func source(forSpec path: String, including included: [String] = []) -> String {
        var emitter = self
        emitter.file = path
        emitter.included = included
        return emitter.source()
    }

    private func source() -> String {
        let path = file
        let files = [path] + included
        let enums = schema.enums.filter { files.contains($0.origin.file) }
        let objects = schema.objects.filter { files.contains($0.origin.file) }
        let entities = schema.entities.filter { files.contains($0.origin.file) }
        var writer = SwiftWriter()
        let operations = schema.operations.filter { files.contains($0.arguments.origin.file) }
        writer.line("// \(header(files.joined(separator: ", ")))")
        let answers = schema.answeredTypes.filter { files.contains($0.origin.file) }
        let isEmpty =
            enums.isEmpty && objects.isEmpty && entities.isEmpty && operations.isEmpty && answers.isEmpty
        guard !isEmpty else { return writer.text }
        writer.line()
        if !entities.isEmpty || !objects.isEmpty || !operations.isEmpty {
            writer.line("public import Foundation")
        }
        writer.line("public import PlumblineSchema")
        for type in enums {
            writer.line()
            write(type, to: &writer)
        }
        for object in objects {
            writer.line()
            write(object, to: &writer)
        }
        for entity in entities {
            writer.line()
            writer.line("// MARK: - \(entity.name)")
            writer.line()
            writeModel(entity, to: &writer)
            if entity.isWritten {
                writer.line()
                writeInputs(entity, to: &writer)
            }
            writer.line()
            writeColumns(entity, to: &writer)
            writeSources(entity, to: &writer)
        }
        for operation in operations {
            writer.line()
            writeArguments(operation, to: &writer)
        }
        for type in answers {
            writer.line()
            write(type, to: &writer)
        }
        writer.line()
        writer.line("// MARK: - Tables")
        for entity in entities {
            writer.line()
            writeTable(entity, to: &writer)
        }
        if !enums.isEmpty {
            writer.line()
            writeTables(of: enums, to: &writer)
        }
        if !objects.isEmpty {
            writer.line()
            writeTables(of: objects, to: &writer)
        }
        writer.line()
        writeOriginHelper(path, to: &writer)
        return writer.text
    }

    /// The Swift that sums up the spec: the whole schema and its fingerprint.
    public func summary() -> String {
        let files = Set(
            schema.entities.map(\.origin.file) + schema.enums.map(\.origin.file)
                + schema.operations.map(\.arguments.origin.file)
        ).sorted()
        var writer = SwiftWriter()
        writer.line("// \(header(files.joined(separator: ", ")))")
        let shipped = schema.objects.filter { $0.origin == .standardTypes }
        writer.line()
        if !shipped.isEmpty { writer.line("public import Foundation") }
        if hasOwnCode { writer.line("public import PlumblineData") }
        writer.line("public import PlumblineSchema")
        writer.line()
        writer.doc("What the spec says, as the runtime reads it.")
        writer.block("public nonisolated enum SpecSchema") { writer in
            writer.doc("Every enum and entity.")
            writer.expression("public static let schema = ", schemaNode)
            writer.line()
            writer.doc("What the marker in a database must say for this program to serve it.")
            writer.line("public static let fingerprint =")
            writer.line("    \(SwiftNames.literal(sql.fingerprint()))")
        }
        for object in shipped {
            writer.line()
            write(object, to: &writer)
        }
        if !shipped.isEmpty {
            writer.line()
            writeTables(of: shipped, to: &writer)
        }
        writeOperations(to: &writer)
        return writer.text
    }

    private var schemaNode: SwiftNode {
        let principal = schema.principal.map { principal in
            SwiftNode.call(
                names.library("PrincipalMapping"),
                [
                    .init("entity", .string(principal.entity)),
                    .init("signIn", .list(principal.signIn.map(SwiftNode.string))),
                    .init("password", .string(principal.password)),
                    .init("role", .string(principal.role)),
                    .init("active", principal.active.map(SwiftNode.string) ?? .text("nil")),
                ]
            )
        }
        var arguments: [SwiftNode.Argument] = [
            .init("name", .string(schema.name)),
            .init("enums", .list(schema.enums.map { .text(Self.tableName($0)) })),
        ]
        if !schema.sequences.isEmpty {
            arguments.append(.init("sequences", .list(schema.sequences.map(node))))
        }
        if !schema.objects.isEmpty {
            arguments.append(.init("objects", .list(schema.objects.map { .text(Self.tableName($0)) })))
        }
        arguments += [
            .init("entities", .list(schema.entities.map { .text("\(names.type($0.name)).entity") }))
        ]
        if !schema.abstractTypes.isEmpty {
            arguments.append(.init("abstractTypes", .list(schema.abstractTypes.map(node))))
        }
        arguments.append(.init("principal", principal ?? .text("nil")))
        if !schema.scopes.isEmpty { arguments.append(.init("scopes", .list(schema.scopes.map(node)))) }
        if !schema.operations.isEmpty {
            let operations = schema.operations.map {
                SwiftNode.text("\(SwiftNames.identifier($0.arguments.name)).operation")
            }
            arguments.append(.init("operations", .list(operations)))
        }
        if let version = schema.postgres { arguments.append(.init("postgres", .text("\(version)"))) }
        return .call(names.library("Schema"), arguments)
    }

    private func node(_ sequence: NumberSequence) -> SwiftNode {
        var arguments: [SwiftNode.Argument] = [.init("name", .string(sequence.name))]
        arguments += doc(sequence.doc)
        arguments += [
            .init("start", .text("\(sequence.start)")), .init("step", .text("\(sequence.step)")),
            .init("origin", node(sequence.origin)),
        ]
        return .call(names.library("NumberSequence"), arguments)
    }

    private func node(_ scope: Scope) -> SwiftNode {
        .call(
            names.library("Scope"),
            [.init("name", .string(scope.name))] + doc(scope.doc) + [.init("origin", wholeNode(scope.origin))]
        )
    }

    private func node(_ type: AbstractType) -> SwiftNode {
        var arguments: [SwiftNode.Argument] = [
            .init("name", .string(type.name)), .init("kind", .text(caseName(type.kind))),
        ]
        arguments += doc(type.doc) + [.init("members", strings(type.members))]
        if !type.fields.isEmpty { arguments.append(.init("fields", strings(type.fields))) }
        if !type.interfaces.isEmpty { arguments.append(.init("interfaces", strings(type.interfaces))) }
        if let list = type.list { arguments.append(.init("list", .string(list))) }
        arguments.append(.init("origin", wholeNode(type.origin)))
        return .call(names.library("AbstractType"), arguments)
    }

    /// An origin with its file, for what stands in one list from several files.
    private func wholeNode(_ origin: Origin) -> SwiftNode {
        .call(
            names.library("Origin"),
            [.init(nil, .string(origin.file)), .init(nil, .text("\(origin.line)"))]
        )
    }

    private func header(_ source: String) -> String {
        let path = String(source.map { $0.isNewline ? " " : $0 })
        return "Generated by Plumbline from \(path). Edit the spec, not this file."
    }

    /// The documentation of a declaration: the spec's words, then where it says them.
    func writeDoc(_ doc: String?, orElse fallback: String, at origin: Origin, to writer: inout SwiftWriter) {
        writer.doc(doc ?? fallback)
        writer.line("///")
        writer.doc("`\(origin)`")
    }
}

extension Entity {
    /// Whether anybody gives values for its rows; those of a history are written by the database alone.
    var isWritten: Bool {
        fields.contains { $0.isCreatable || $0.isUpdatable } || !access.create.isNever
    }
}
