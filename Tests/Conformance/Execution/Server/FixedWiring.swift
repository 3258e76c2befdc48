import PlumblineGraphQL
import PlumblineQuery

/// Values that follow from a type alone, as the cross-language corpus wants them: `Int` is 2, lists have two items, an
/// enum has its first value, a union its first member and an interface its last implementation by name.
///
/// An object is the name of its type.
struct FixedWiring: FieldResolvers {
    /// By `Type.field`.
    private var values: [String: ResolvedValue<String>] = [:]

    init(types: TypeSystem) async throws {
        let described = try await TypeDescriptions(of: types)
        for type in described.all {
            for field in type.fields {
                values["\(type.name).\(field.name)"] = described.value(of: field.type)
            }
        }
    }

    func resolve(_ field: ResolvedField, of object: String) -> ResolvedValue<String> {
        values["\(field.typeName).\(field.name)"] ?? .null
    }

    func typeName(of object: String, in abstractType: String) -> String { object }
}

/// What introspection tells of types, as far as it matters here.
private struct TypeDescriptions {
    struct Described {
        let name: String
        let fields: [(name: String, type: InputValue)]
        let values: [String]
        let possibleTypes: [String]
        let isUnion: Bool
    }

    private(set) var all: [Described] = []
    private var byName: [String: Described] = [:]

    /// Lists may be nested so deeply: each level takes two links, one for the list and one for its `!`.
    private static let links = 64

    init(of types: TypeSystem) async throws {
        let reference = (0..<Self.links).reduce("kind name") { inner, _ in "kind name ofType { \(inner) }" }
        let query = """
            { __schema { types { name kind fields(includeDeprecated: true) { name type { \(reference) } }
              enumValues(includeDeprecated: true) { name } possibleTypes { name } } } }
            """
        let document = try ExecutableDocument(parsing: query, limits: ParserLimits(depth: Self.links + 8))
        let result = await GraphQLExecutor(types: types, resolvers: NoResolvers()).execute(document, root: "")
        let described = try JSONReader.read(result.body, maximumDepth: 2 * Self.links)
        for type in described["data"]?["__schema"]?["types"]?.items ?? [] {
            let described = Described(
                name: type["name"]?.text ?? "",
                fields: (type["fields"]?.items ?? []).map { ($0["name"]?.text ?? "", $0["type"] ?? .null) },
                values: (type["enumValues"]?.items ?? []).compactMap { $0["name"]?.text },
                possibleTypes: (type["possibleTypes"]?.items ?? []).compactMap { $0["name"]?.text },
                isUnion: type["kind"] == .string("UNION")
            )
            all.append(described)
            byName[described.name] = described
        }
    }

    /// The value of every field of a type.
    func value(of type: InputValue) -> ResolvedValue<String> {
        let name = type["name"]?.text ?? ""
        switch (type["kind"], name) {
        case (.string("NON_NULL"), _): return value(of: type["ofType"] ?? .null)
        case (.string("LIST"), _):
            let item = value(of: type["ofType"] ?? .null)
            return .list([item, item])
        case (.string("OBJECT"), _): return .object(name)
        case (.string("INTERFACE"), _), (.string("UNION"), _):
            guard let described = byName[name] else { return .null }
            let names = described.possibleTypes.sorted()
            return (described.isUnion ? names.first : names.last).map { .object($0) } ?? .null
        case (.string("ENUM"), _): return byName[name]?.values.first.map { .leaf(.string($0)) } ?? .null
        case (_, "Int"): return .leaf(.integer(2))
        case (_, "Float"): return .leaf(.number("3.14"))
        case (_, "Boolean"): return .leaf(.boolean(true))
        case (_, "ID"): return .leaf(.string("id"))
        default: return .leaf(.string("str"))
        }
    }
}

/// Introspection asks no resolver.
private struct NoResolvers: FieldResolvers {
    func resolve(_ field: ResolvedField, of object: String) -> ResolvedValue<String> { .null }

    func typeName(of object: String, in abstractType: String) -> String { abstractType }
}

extension InputValue {
    var items: [InputValue]? {
        if case .list(let items) = self { items } else { nil }
    }

    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}
