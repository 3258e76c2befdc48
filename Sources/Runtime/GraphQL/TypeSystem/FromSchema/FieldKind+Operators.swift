import PlumblineSchema

/// How values are compared.
extension FieldKind {
    /// The name of the conditions on a part of JSON.
    static let memberFilterName = "JSONMemberFilter"

    /// What a value has that conditions of their own are asked about.
    var aspects: [(name: String, kind: FieldKind)] {
        switch self {
        case .list: [("length", .int)]
        case .range(let bound): [("start", bound), ("end", bound)]
        default: []
        }
    }

    /// The members of the filter's input.
    var operators: [InputValueDefinition] {
        let parts = aspects.map { InputValueDefinition(name: $0.name, type: .named($0.kind.filterName)) }
        let isNull = InputValueDefinition(name: "isNull", type: .named("Boolean"))
        return comparisons.map { InputValueDefinition(name: $0, type: $1) } + parts + [isNull]
    }

    /// The operators and what they take.
    private var comparisons: [(name: String, type: TypeReference)] {
        switch self {
        case .list:
            return all(["eq", "ne", "contains", "containedBy", "overlaps"], inputType)
                + all(["isEmpty"], .named("Boolean"))
        case .range(let bound):
            let relations = ["containsRange", "containedBy", "overlaps", "adjacent", "before", "after"]
            return all(["eq", "ne"], inputType) + all(["contains"], bound.type) + all(relations, inputType)
        case .json:
            let strings = TypeReference.list(.nonNull(.named("String")))
            let members = TypeReference.list(.nonNull(.named(Self.memberFilterName)))
            return all(["eq", "ne", "contains", "containedBy"], type) + all(["hasKey"], .named("String"))
                + all(["hasAllKeys", "hasAnyKey"], strings) + all(["at"], members)
        default:
            let order = hasOrder ? ["lt", "lte", "gt", "gte"] : []
            return all(["eq", "ne"], type) + all(["in", "notIn"], .list(.nonNull(type)))
                + all(order + parts, type)
        }
    }

    /// The operators that look at a part of a value.
    private var parts: [String] {
        switch self {
        case .string:
            ["contains", "startsWith", "endsWith", "ieq", "icontains", "istartsWith", "iendsWith"]
        case .ipAddress: ["contains", "within"]
        default: []
        }
    }

    private func all(_ names: [String], _ type: TypeReference) -> [(name: String, type: TypeReference)] {
        names.map { ($0, type) }
    }
}
