/// That something is on its way out, and what to use instead.
public struct Deprecation: Sendable, Hashable, Codable {
    /// What the spec says about it, where it says a sentence.
    public var message: String?
    /// Since when: a version or a date, as the spec writes it.
    public var since: String?
    /// The last day on which it is promised to be there, as `2026-12-31`.
    public var removeAfter: String?
    /// What to use instead: the name of another entity, field of the entity, or value of the enum.
    public var use: String?

    /// Creates a deprecation.
    public init(
        message: String? = nil,
        since: String? = nil,
        removeAfter: String? = nil,
        use: String? = nil
    ) {
        self.message = message
        self.since = since
        self.removeAfter = removeAfter
        self.use = use
    }

    /// What a user is told, with the name of what to use instead as the target at hand spells it.
    public func reason(spelling: (String) -> String) -> String {
        let parts = [
            message,
            use.map { "Use \(spelling($0))." },
            since.map { "Deprecated since \($0)." },
            removeAfter.map { "May be removed after \($0)." },
        ]
        return parts.compactMap(\.self).joined(separator: " ")
    }
}

extension Entity {
    /// Why not to use it any more, if it is deprecated.
    public var deprecationReason: String? {
        deprecation?.reason { $0 }
    }

    /// What a description of a column says: the field's words, and that it is deprecated.
    public func columnDescription(of field: Field) -> String? {
        let reason = field.deprecation?.reason { self.field($0)?.column ?? $0 }
        return Self.description(field.doc, reason)
    }

    /// What it is in the spec's words, and that it is deprecated.
    public var documentation: String? {
        Self.description(doc, deprecationReason)
    }

    private static func description(_ doc: String?, _ reason: String?) -> String? {
        let parts = [doc, reason.map { "Deprecated: \($0)" }].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "\n")
    }
}

extension Field {
    /// Why not to use it any more, in the names of the APIs; nil if it is not deprecated.
    public var deprecationReason: String? {
        deprecation?.reason(spelling: Naming.lowerCamel)
    }
}

extension EnumValue {
    /// Why not to use it any more, with other values as their target spells them; nil if it is not deprecated.
    public func deprecationReason(spelling: (String) -> String = { $0 }) -> String? {
        deprecation?.reason(spelling: spelling)
    }
}
