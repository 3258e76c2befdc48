/// How documents are checked.
public struct ValidationOptions: Sendable, Hashable {
    /// Whether messages guess what was meant. Off where introspection is off: guesses tell names too.
    public var suggestsNames: Bool

    /// How much a document may ask for.
    public var guardRails: GuardRails

    /// After so many errors the rest is not told.
    public var maximumErrors: Int

    /// Guesses on, default guard rails, at most 100 errors.
    public init(
        suggestsNames: Bool = true,
        guardRails: GuardRails = GuardRails(),
        maximumErrors: Int = 100
    ) {
        self.suggestsNames = suggestsNames
        self.guardRails = guardRails
        self.maximumErrors = maximumErrors
    }
}

/// How much one operation may ask for, counted with every fragment written out where it is spread.
public struct GuardRails: Sendable, Hashable {
    /// Levels of fields.
    public var depth: Int

    /// Fields with an alias.
    public var aliases: Int

    /// Fields of the root type.
    public var rootFields: Int

    /// Directives.
    public var directives: Int

    /// Fields in all.
    public var fields: Int

    /// Fragments spread one inside the other.
    public var spreads: Int

    /// Operations of one document.
    public var operations: Int

    /// Limits for public use; the introspection query of the usual clients has 15 levels.
    public init(
        depth: Int = 20,
        aliases: Int = 100,
        rootFields: Int = 50,
        directives: Int = 50,
        fields: Int = 2_000,
        spreads: Int = 32,
        operations: Int = 50
    ) {
        self.depth = depth
        self.aliases = aliases
        self.rootFields = rootFields
        self.directives = directives
        self.fields = fields
        self.spreads = spreads
        self.operations = operations
    }

    /// For documents of one's own, in a tool: only what keeps the work bounded.
    package static let none = GuardRails(
        depth: 500,
        aliases: .max,
        rootFields: .max,
        directives: .max,
        fields: 20_000,
        spreads: 500,
        operations: .max
    )
}
