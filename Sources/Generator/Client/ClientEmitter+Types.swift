import PlumblineSchema

extension ClientEmitter {
    /// The module's types.
    func types() -> String {
        var writer = TypeScriptWriter()
        writer.paragraph(header())
        writer.paragraph(
            """
            import type * as plumbline from "./http.js"

            export * from "./http.js"
            """
        )
        for type in schema.enums { write(type, to: &writer) }
        for type in schema.objects { write(type, to: &writer) }
        for entity in entities { writeDeclarations(of: entity, to: &writer) }
        for operation in operations { writeArguments(of: operation, to: &writer) }
        writer.paragraph(client())
        return writer.text + "\n"
    }

    private func write(_ type: EnumType, to writer: inout TypeScriptWriter) {
        writer.union(type.name, [type.doc, type.origin.description]) { writer in
            for value in type.values {
                writer.choices([value.name], doc: value.doc, deprecated: value.deprecationReason())
            }
        }
    }

    /// A value object in answers, where all of it is there, and in inputs.
    private func write(_ type: ValueObject, to writer: inout TypeScriptWriter) {
        writer.interface(type.name, [type.doc, type.origin.description]) { writer in
            for field in type.members {
                writer.member(
                    field,
                    "readonly " + JavaScriptText.property(field.apiName),
                    field.type.answered
                )
            }
        }
        writer.interface(type.name + "Input", [type.doc]) { writer in
            for field in type.members {
                let name = JavaScriptText.property(field.apiName)
                writer.member(field, field.isOptional ? name + "?" : name, field.type.given)
            }
        }
    }

    // MARK: - Entities

    private func writeDeclarations(of entity: Entity, to writer: inout TypeScriptWriter) {
        let words = Naming.words(Naming.snake(entity.name))
        let creatable = entity.members(of: entity.creatableFields)
        let updatable = entity.members(of: entity.updatableFields)
        writeRow(entity, to: &writer)
        if entity.isCreatable {
            writer.interface(entity.name + "Create", ["A new \(words)."]) { writer in
                for member in creatable { writeInput(member, to: &writer) { $0.isRequired } }
            }
        }
        if entity.isUpdatable {
            writer.interface(entity.name + "Update", ["Changes of one \(words)."]) { writer in
                for member in updatable { writeInput(member, to: &writer) { _ in false } }
            }
            writer.interface(entity.name + "Replace", ["The whole of one \(words)."]) { writer in
                for member in updatable {
                    writeInput(member, to: &writer) { $0.isRequired && $0.type != .password }
                }
            }
        }
        writeFilter(of: entity, to: &writer)
        writeOrder(of: entity, to: &writer)
    }

    private func writeRow(_ entity: Entity, to writer: inout TypeScriptWriter) {
        writer.interface(
            entity.name,
            [entity.doc, entity.origin.description],
            deprecated: entity.deprecationReason
        ) { writer in
            if entity.hasKeyOfFields { writer.member("readonly id", "string") }
            for part in entity.members(of: entity.readableFields) {
                let isMasked = !part.fields.allSatisfy(\.isAlwaysShown)
                let name = "readonly " + JavaScriptText.property(part.apiName)
                switch part {
                case .field(let field): writer.member(field, name, field.type.answered, orNull: isMasked)
                case .object(let object): writer.member(object, name, object.type, orNull: isMasked)
                }
            }
        }
    }

    private func writeInput(
        _ part: EntityMember,
        to writer: inout TypeScriptWriter,
        isRequired: (Field) -> Bool
    ) {
        let word = JavaScriptText.property(part.apiName)
        let name = part.fields.contains(where: isRequired) ? word : word + "?"
        switch part {
        case .field(let field): writer.member(field, name, field.type.given)
        case .object(let object): writer.member(object, name, object.type + "Input")
        }
    }

    private func writeFilter(of entity: Entity, to writer: inout TypeScriptWriter) {
        let words = "Which \(Naming.words(entity.plural)) to list: all conditions hold."
        writer.interface(entity.name + "Filter", [words]) { writer in
            for field in entity.readableFields where field.isFilterable {
                guard let condition = field.type.condition else { continue }
                let type = field.isOptional ? "plumbline.Nullable<\(condition)>" : condition
                writer.member(JavaScriptText.property(field.apiName) + "?", type)
            }
        }
    }

    private func writeOrder(of entity: Entity, to writer: inout TypeScriptWriter) {
        let words = "How to order \(Naming.words(entity.plural)); `-` reverses."
        writer.union(entity.name + "Order", [words]) { writer in
            for field in entity.readableFields where field.isOrderable { writer.choices(field.orderTerms) }
        }
    }

    private func writeArguments(of operation: CustomOperation, to writer: inout TypeScriptWriter) {
        let entity = operation.arguments
        let words = "What `\(operation.apiName)` takes."
        writer.interface(entity.name, [words, entity.origin.description]) { writer in
            for member in entity.members(of: entity.fields) {
                writeInput(member, to: &writer) { $0.isRequired }
            }
        }
    }

    // MARK: - The client

    private func client() -> String {
        let validators = entities.map { entity in
            let create = entity.isCreatable ? "\(entity.name)Create" : "never"
            let update = entity.isUpdatable ? "\(entity.name)Update" : "never"
            return
                "    readonly \(JavaScriptText.property(entity.name)): plumbline.Validator<\(create), \(update)>"
        }
        let checked = operations.map { operation in
            let name = operation.arguments.name
            return "    readonly \(JavaScriptText.property(name)): plumbline.ArgumentsValidator<\(name)>"
        }
        let collections = entities.map { entity in
            TypeScriptWriter.doc([entity.doc], deprecated: entity.deprecationReason, indent: "    ")
                + "    readonly \(JavaScriptText.property(Self.member(entity.pluralAPIName))): \(collection(entity))"
        }
        return """
            /** Check inputs as the server does, without asking it. */
            export const validators: {
            \((validators + checked).joined(separator: "\n"))
            }

            /** A client of the server at `baseURL`. */
            export function createClient(options?: plumbline.ClientOptions): \(session) & {
            \((collections + operations.map(call)).joined(separator: "\n"))
            }
            """
    }

    private func call(_ operation: CustomOperation) -> String {
        let mark = operation.arguments.fields.contains(where: \.isRequired) ? "" : "?"
        let name = JavaScriptText.property(Self.member(operation.apiName))
        let options = operation.kind == .query ? "RequestOptions" : "OnceOptions"
        return TypeScriptWriter.doc([operation.arguments.doc], indent: "    ")
            + "    \(name)(input\(mark): \(operation.arguments.name), options?: plumbline.\(options)): "
            + "Promise<\(operation.result)>"
    }

    private var session: String {
        schema.principal.map { "plumbline.Session<\($0.entity)>" } ?? "plumbline.Queries"
    }

    private func collection(_ entity: Entity) -> String {
        let name = entity.name
        let options =
            (entity.search == nil ? [] : ["plumbline.Searching"])
            + (entity.isRestorable ? ["plumbline.IncludingDeleted"] : [])
        let others = options.isEmpty ? "" : ", " + options.joined(separator: " & ")
        var parts = ["plumbline.Readable<\(name), \(name)Filter, \(name)Order\(others)>"]
        if entity.isCreatable { parts.append("plumbline.Creatable<\(name), \(name)Create>") }
        if entity.isUpdatable { parts.append("plumbline.Changeable<\(name), \(name)Update, \(name)Replace>") }
        if entity.isDeletable { parts.append("plumbline.Deletable<\(name)>") }
        if entity.isRestorable { parts.append("plumbline.Restorable<\(name)>") }
        return parts.joined(separator: "\n        & ")
    }
}

extension Field {
    /// Whether a new row cannot do without.
    fileprivate var isRequired: Bool { !isOptional && defaultValue == nil }
}
