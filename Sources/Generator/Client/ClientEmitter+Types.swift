import PlumblineSchema

extension ClientEmitter {
    /// The module's types.
    func types() -> String {
        let names = """
            import type * as plumbline from "./http.js"

            export * from "./http.js"
            """
        let parts =
            [header(), names] + schema.enums.map(enumeration) + schema.objects.flatMap(object)
            + entities.flatMap(declarations) + operations.map(arguments) + [client()]
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func enumeration(_ type: EnumType) -> String {
        let values = type.values.map { value in
            TypeScript.doc([value.doc], deprecated: value.deprecationReason(), indent: "    ")
                + "    | \(JavaScriptText.quoted(value.name))"
        }
        return TypeScript.doc([type.doc, type.origin.description]) + "export type \(type.name) =\n"
            + values.joined(separator: "\n")
    }

    /// A value object in answers, where all of it is there, and in inputs.
    private func object(_ type: ValueObject) -> [String] {
        let answered = type.members.map { field in
            TypeScript.member(
                field,
                "readonly \(JavaScriptText.property(field.apiName))",
                field.type.answered
            )
        }
        let given = type.members.map { field in
            TypeScript.member(
                field,
                JavaScriptText.property(field.apiName) + (field.isOptional ? "?" : ""),
                field.type.given
            )
        }
        return [
            TypeScript.interface(type.name, [type.doc, type.origin.description], answered),
            TypeScript.interface(type.name + "Input", [type.doc], given),
        ]
    }

    // MARK: - Entities

    private func declarations(of entity: Entity) -> [String] {
        let words = Naming.words(Naming.snake(entity.name))
        let creatable = entity.members(of: entity.creatableFields)
        let updatable = entity.members(of: entity.updatableFields)
        var parts = [row(entity)]
        if entity.isCreatable {
            let members = creatable.map { input($0) { $0.isRequired } }
            parts.append(TypeScript.interface("\(entity.name)Create", ["A new \(words)."], members))
        }
        if entity.isUpdatable {
            let changes = updatable.map { input($0) { _ in false } }
            parts.append(TypeScript.interface("\(entity.name)Update", ["Changes of one \(words)."], changes))
            let whole = updatable.map { input($0) { $0.isRequired && $0.type != .password } }
            parts.append(TypeScript.interface("\(entity.name)Replace", ["The whole of one \(words)."], whole))
        }
        return parts + [filter(entity), order(entity)]
    }

    private func row(_ entity: Entity) -> String {
        let key = entity.hasKeyOfFields ? ["    readonly id: string"] : []
        let members = entity.members(of: entity.readableFields).map { part in
            let isMasked = !part.fields.allSatisfy(\.isAlwaysShown)
            let name = "readonly \(JavaScriptText.property(part.apiName))"
            return switch part {
            case .field(let field): TypeScript.member(field, name, field.type.answered, orNull: isMasked)
            case .object(let object): TypeScript.member(object, name, object.type, orNull: isMasked)
            }
        }
        return TypeScript.interface(
            entity.name,
            [entity.doc, entity.origin.description],
            deprecated: entity.deprecationReason,
            key + members
        )
    }

    private func input(_ part: EntityMember, isRequired: (Field) -> Bool) -> String {
        let mark = part.fields.contains(where: isRequired) ? "" : "?"
        let name = JavaScriptText.property(part.apiName) + mark
        return switch part {
        case .field(let field): TypeScript.member(field, name, field.type.given)
        case .object(let object): TypeScript.member(object, name, object.type + "Input")
        }
    }

    private func filter(_ entity: Entity) -> String {
        let members = entity.readableFields.filter(\.isFilterable).compactMap { field -> String? in
            guard let condition = field.type.condition else { return nil }
            let type = field.isOptional ? "plumbline.Nullable<\(condition)>" : condition
            return String(joining: "    ", JavaScriptText.property(field.apiName), "?: ", type)
        }
        return TypeScript.interface(
            "\(entity.name)Filter",
            ["Which \(Naming.words(entity.plural)) to list: all conditions hold."],
            members
        )
    }

    private func order(_ entity: Entity) -> String {
        let terms = entity.readableFields.filter(\.isOrderable).map { field in
            "    | " + field.orderTerms.map(JavaScriptText.quoted).joined(separator: " | ")
        }
        let doc = TypeScript.doc(["How to order \(Naming.words(entity.plural)); `-` reverses."])
        return doc + "export type \(entity.name)Order =\n" + terms.joined(separator: "\n")
    }

    private func arguments(_ operation: CustomOperation) -> String {
        let entity = operation.arguments
        let members = entity.members(of: entity.fields).map { input($0) { $0.isRequired } }
        let words = "What `\(operation.apiName)` takes."
        return TypeScript.interface(entity.name, [words, entity.origin.description], members)
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
            TypeScript.doc([entity.doc], deprecated: entity.deprecationReason, indent: "    ")
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
        return TypeScript.doc([operation.arguments.doc], indent: "    ")
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
