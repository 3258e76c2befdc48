/// The rules on a list and on each of its elements.
public struct ListConstraints: Sendable, Hashable, Codable {
    /// The least number of elements.
    public var minItems: Int?
    /// The greatest number of elements.
    public var maxItems: Int?
    /// Whether no two elements are equal.
    public var hasUniqueItems: Bool
    /// The rules on each element.
    public var elements: ValueConstraints

    /// Creates rules; all are optional.
    public init(
        minItems: Int? = nil,
        maxItems: Int? = nil,
        hasUniqueItems: Bool = false,
        elements: ValueConstraints = .none
    ) {
        self.minItems = minItems
        self.maxItems = maxItems
        self.hasUniqueItems = hasUniqueItems
        self.elements = elements
    }

    /// No rule.
    public static let none = ListConstraints()
}

extension Field {
    /// The type of each element, if it holds a list.
    public var elementType: FieldType? {
        if case .array(let type) = type { type } else { nil }
    }

    /// A field that would hold one of its elements, if it holds a list.
    public var element: Field? {
        guard let type = elementType else { return nil }
        var field = self
        field.type = type
        field.isOptional = false
        field.constraints = list?.elements ?? .none
        field.list = nil
        return field
    }
}

extension Field {
    /// The type of the two ends, if it holds a range.
    public var boundType: FieldType? {
        if case .range(let type) = type { type } else { nil }
    }

    /// A field that would hold one of its ends, if it holds a range.
    public var bound: Field? {
        guard let type = boundType else { return nil }
        var field = self
        field.type = type
        field.isOptional = true
        return field
    }
}
