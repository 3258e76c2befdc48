import PlumblineSchema

extension ClientEmitter {
    /// The module's types.
    func types() -> String {
        let names = """
            import type * as plumbline from "./http.js"

            export { GraphQLProblem, Problem } from "./http.js"
            """
        let parts =
            [header(), names] + schema.enums.map(enumeration) + schema.objects.map(object)
            + entities.flatMap(declarations) + [client()]
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func enumeration(_ type: EnumType) -> String {
        let values = type.values.map { value in
            (value.doc.map { Self.doc([$0], indent: "    ") } ?? "")
                + "    | \(JavaScriptText.quoted(value.name))"
        }
        return Self.doc([type.doc, type.origin.description]) + "export type \(type.name) =\n"
            + values.joined(separator: "\n")
    }

    /// A value object, the same in answers and inputs but for numbers, which may be given as such.
    private func object(_ type: ValueObject) -> String {
        let members = type.members.map { field in
            let name = JavaScriptText.property(field.apiName) + (field.isOptional ? "?" : "")
            return member(field, name, field.type.given, field.isOptional)
        }
        return interface(type.name, [type.doc, type.origin.description], members)
    }

    // MARK: - Entities

    private func declarations(of entity: Entity) -> [String] {
        let words = Naming.words(Naming.snake(entity.name))
        let creatable = entity.members(of: entity.creatableFields)
        let updatable = entity.members(of: entity.updatableFields)
        var parts = [row(entity)]
        if entity.access.create.isPossible {
            let members = creatable.map { input($0) { $0.isRequired } }
            parts.append(interface("\(entity.name)Create", ["A new \(words)."], members))
        }
        if entity.access.update.isPossible {
            let changes = updatable.map { input($0) { _ in false } }
            parts.append(interface("\(entity.name)Update", ["Changes of a \(words)."], changes))
            let whole = updatable.map { input($0) { $0.isRequired && $0.type != .password } }
            parts.append(interface("\(entity.name)Replace", ["The whole of a \(words)."], whole))
        }
        return parts + [filter(entity), order(entity)]
    }

    private func row(_ entity: Entity) -> String {
        let key = entity.hasKeyOfFields ? ["    readonly id: string"] : []
        let members = entity.members(of: entity.readable).map { part in
            let isMasked = !part.fields.allSatisfy(\.isAlwaysShown)
            let name = "readonly \(JavaScriptText.property(part.apiName))"
            return switch part {
            case .field(let field): member(field, name, field.type.answered, field.isOptional || isMasked)
            case .object(let object): member(object, name, object.isOptional || isMasked)
            }
        }
        return interface(entity.name, [entity.doc, entity.origin.description], key + members)
    }

    private func input(_ part: EntityMember, isRequired: (Field) -> Bool) -> String {
        let mark = part.fields.contains(where: isRequired) ? "" : "?"
        let name = JavaScriptText.property(part.apiName) + mark
        return switch part {
        case .field(let field): member(field, name, field.type.given, field.isOptional)
        case .object(let object): member(object, name, object.isOptional)
        }
    }

    private func member(_ object: EmbeddedObject, _ name: String, _ isNullable: Bool) -> String {
        let doc = object.doc.map { Self.doc([$0], indent: "    ") } ?? ""
        return doc + "    \(name): \(object.type)\(isNullable ? " | null" : "")"
    }

    private func member(_ field: Field, _ name: String, _ type: String, _ isNullable: Bool) -> String {
        let doc = field.doc.map { Self.doc([$0], indent: "    ") } ?? ""
        return doc + "    \(name): \(type)\(isNullable ? " | null" : "")"
    }

    private func filter(_ entity: Entity) -> String {
        let members = entity.readable.filter(\.isFilterable).compactMap { field -> String? in
            guard let condition = field.type.condition else { return nil }
            let type = field.isOptional ? "plumbline.Nullable<\(condition)>" : condition
            return "    \(JavaScriptText.property(field.apiName))?: \(type)"
        }
        return interface(
            "\(entity.name)Filter",
            ["Which \(Naming.words(entity.plural)) to list: all conditions hold."],
            members
        )
    }

    private func order(_ entity: Entity) -> String {
        let terms = entity.readable.filter(\.isOrderable).map {
            "    | \(JavaScriptText.quoted($0.apiName)) | \(JavaScriptText.quoted("-" + $0.apiName))"
        }
        let doc = Self.doc(["How to order \(Naming.words(entity.plural)); `-` reverses."])
        return doc + "export type \(entity.name)Order =\n" + terms.joined(separator: "\n")
    }

    // MARK: - The client

    private func client() -> String {
        let validators = entities.map { entity in
            let create = entity.access.create.isPossible ? "\(entity.name)Create" : "never"
            let update = entity.access.update.isPossible ? "\(entity.name)Update" : "never"
            return
                "    readonly \(JavaScriptText.property(entity.name)): plumbline.Validator<\(create), \(update)>"
        }
        let collections = entities.map { entity in
            (entity.doc.map { Self.doc([$0], indent: "    ") } ?? "")
                + "    readonly \(JavaScriptText.property(Self.member(of: entity))): \(collection(entity))"
        }
        return """
            /** Check inputs as the server does, without asking it. */
            export const validators: {
            \(validators.joined(separator: "\n"))
            }

            /** A client of the server at `baseURL`. */
            export function createClient(options?: plumbline.ClientOptions): \(session) & {
            \(collections.joined(separator: "\n"))
            }
            """
    }

    private var session: String {
        schema.principal.map { "plumbline.Session<\($0.entity)>" } ?? "plumbline.Queries"
    }

    private func collection(_ entity: Entity) -> String {
        let name = entity.name
        var parts = ["plumbline.Readable<\(name), \(name)Filter, \(name)Order>"]
        if entity.access.create.isPossible { parts.append("plumbline.Creatable<\(name), \(name)Create>") }
        if entity.access.update.isPossible {
            parts.append("plumbline.Changeable<\(name), \(name)Update, \(name)Replace>")
        }
        if entity.access.delete.isPossible { parts.append("plumbline.Deletable") }
        if entity.isRestorable { parts.append("plumbline.Restorable<\(name)>") }
        return parts.joined(separator: "\n        & ")
    }

    // MARK: - Text

    private func interface(_ name: String, _ doc: [String?], _ members: [String]) -> String {
        Self.doc(doc) + "export interface \(name) {\n" + members.map { $0 + "\n" }.joined() + "}"
    }

    /// What is said of a declaration, above it.
    private static func doc(_ sentences: [String?], indent: String = "") -> String {
        let text = sentences.compactMap { $0.map(JavaScriptText.comment) }.joined(separator: " — ")
        return "\(indent)/** \(text) */\n"
    }
}

extension Entity {
    /// The fields that answers have.
    fileprivate var readable: [Field] { fields.filter { !$0.isHidden } }
}

extension Expression {
    /// Whether it may be true for somebody.
    fileprivate var isPossible: Bool { self != .literal(.boolean(false)) }
}

extension Field {
    /// Whether a new row cannot do without.
    fileprivate var isRequired: Bool { !isOptional && defaultValue == nil }
}

extension FieldType {
    /// The type of a value in an answer.
    fileprivate var answered: String {
        switch self {
        case .text, .citext, .password, .uuid, .timestamp, .date, .time, .interval, .bytes, .inet, .bigint,
            .decimal:
            "string"
        case .smallint, .integer, .float: "number"
        case .boolean: "boolean"
        case .json: "plumbline.Json"
        case .enumeration(let name): name
        case .array(let element): "\(element.answered)[]"
        case .range(let bound): "{ start: \(bound.answered) | null; end: \(bound.answered) | null }"
        }
    }

    /// The type of a value that is given.
    fileprivate var given: String {
        switch self {
        case .bigint: "plumbline.Whole"
        case .decimal: "plumbline.Exact"
        case .array(let element): "readonly (\(element.given))[]"
        case .range(let bound): "{ start?: \(bound.given) | null; end?: \(bound.given) | null }"
        default: answered
        }
    }

    /// The type of a condition on it; nil where there is none.
    fileprivate var condition: String? {
        switch self {
        case .text, .citext: "plumbline.Text"
        case .smallint, .integer, .bigint, .decimal, .float, .timestamp, .date, .time, .interval:
            "plumbline.Ordered<\(given)>"
        case .boolean: "plumbline.Flag"
        case .uuid, .bytes, .inet, .enumeration: "plumbline.Equality<\(answered)>"
        case .json, .password, .array, .range: nil
        }
    }
}
