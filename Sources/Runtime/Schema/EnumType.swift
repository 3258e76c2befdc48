/// A closed set of words, stored as text with a CHECK or as a type of PostgreSQL.
public struct EnumType: Sendable, Hashable, Codable {
    /// The name in Swift and GraphQL, such as `AppointmentStatus`.
    public var name: String
    /// What it means, in the spec's words.
    public var doc: String?
    /// The values in their order.
    public var values: [EnumValue]
    /// The name of PostgreSQL's type, such as `appointment_status_enum`; nil where the values are kept as text.
    public var nativeType: String?
    /// Where the spec says it.
    public var origin: Origin

    /// Creates an enum.
    public init(
        name: String,
        doc: String? = nil,
        values: [EnumValue],
        nativeType: String? = nil,
        origin: Origin
    ) {
        self.name = name
        self.doc = doc
        self.values = values
        self.nativeType = nativeType
        self.origin = origin
    }

    /// The value of that name.
    public func value(_ name: String) -> EnumValue? {
        values.first { $0.name == name }
    }

    /// Whether the stored text is one of the values.
    public func contains(_ value: String) -> Bool {
        values.contains { $0.name == value }
    }
}

/// One word of an enum.
public struct EnumValue: Sendable, Hashable, Codable {
    /// The stored text, such as `checked_in`. REST and Swift's raw value use it too.
    public var name: String
    /// What it means.
    public var doc: String?
    /// That it is on its way out.
    public var deprecation: Deprecation?
    /// The text that was stored before, for the migration that renames it.
    public var renamedFrom: String?

    /// Creates a value.
    public init(
        name: String,
        doc: String? = nil,
        deprecation: Deprecation? = nil,
        renamedFrom: String? = nil
    ) {
        self.name = name
        self.doc = doc
        self.deprecation = deprecation
        self.renamedFrom = renamedFrom
    }

    /// The name in GraphQL, such as `CHECKED_IN`.
    public var graphQLName: String { name.uppercased() }
}
