/// A thing the backend keeps: a table, a Swift struct, a GraphQL type and a REST collection.
public struct Entity: Sendable, Hashable, Codable {
    private var storage: Storage

    /// The singular name in Swift and GraphQL, such as `Appointment`.
    public var name: String {
        get { storage.content.name }
        set { change { $0.name = newValue } }
    }

    /// The plural in snake case, such as `appointments`.
    public var plural: String {
        get { storage.content.plural }
        set { change { $0.plural = newValue } }
    }

    /// The table's name; the plural unless the spec says otherwise.
    public var table: String {
        get { storage.content.table }
        set { change { $0.table = newValue } }
    }

    /// The database schema of the table; the one that connections use without it, most often `public`.
    public var databaseSchema: String? {
        get { storage.content.databaseSchema }
        set { change { $0.databaseSchema = newValue } }
    }

    /// False for a table that somebody else makes and keeps; see ``isManaged``.
    public var managed: Bool? {
        get { storage.content.managed }
        set { change { $0.managed = newValue } }
    }

    /// What it is, in the spec's words.
    public var doc: String? {
        get { storage.content.doc }
        set { change { $0.doc = newValue } }
    }

    /// The fields in the order of their columns.
    public var fields: [Field] {
        get { storage.content.fields }
        set { change { $0.fields = newValue } }
    }

    /// The fields that identify a row, where the spec names them; nil for the managed `id`.
    public var keyNames: [String]? {
        get { storage.content.keyNames }
        set { change { $0.keyNames = newValue } }
    }

    /// The relations that other entities' fields make to this one.
    public var inverses: [Inverse] {
        get { storage.content.inverses }
        set { change { $0.inverses = newValue } }
    }

    /// The rules over several fields, and those of uniqueness.
    public var rules: [Rule] {
        get { storage.content.rules }
        set { change { $0.rules = newValue } }
    }

    /// The indexes that no rule implies.
    public var indexes: [Index] {
        get { storage.content.indexes }
        set { change { $0.indexes = newValue } }
    }

    /// The entity that keeps the history of its rows, where it has the trait `history`.
    public var history: String? {
        get { storage.content.history }
        set { change { $0.history = newValue } }
    }

    /// How its rows are found by words.
    public var search: TextSearch? {
        get { storage.content.search }
        set { change { $0.search = newValue } }
    }

    /// Who may do what.
    public var access: Access {
        get { storage.content.access }
        set { change { $0.access = newValue } }
    }

    /// How long a row is kept after it was made.
    public var retention: Retention? {
        get { storage.content.retention }
        set { change { $0.retention = newValue } }
    }

    /// That it is on its way out.
    public var deprecation: Deprecation? {
        get { storage.content.deprecation }
        set { change { $0.deprecation = newValue } }
    }

    /// The name that it had before, for the migration that renames it.
    public var renamedFrom: String? {
        get { storage.content.renamedFrom }
        set { change { $0.renamedFrom = newValue } }
    }

    /// Where the spec says it.
    public var origin: Origin {
        get { storage.content.origin }
        set { change { $0.origin = newValue } }
    }

    /// Creates an entity; its table has its plural's name unless another is given.
    public init(
        name: String,
        plural: String,
        table: String? = nil,
        databaseSchema: String? = nil,
        managed: Bool? = nil,
        doc: String? = nil,
        fields: [Field],
        keyNames: [String]? = nil,
        inverses: [Inverse] = [],
        rules: [Rule] = [],
        indexes: [Index] = [],
        history: String? = nil,
        search: TextSearch? = nil,
        access: Access,
        retention: Retention? = nil,
        deprecation: Deprecation? = nil,
        renamedFrom: String? = nil,
        origin: Origin
    ) {
        storage = Storage(
            Content(
                name: name,
                plural: plural,
                table: table ?? plural,
                databaseSchema: databaseSchema,
                managed: managed,
                doc: doc,
                fields: fields,
                keyNames: keyNames,
                inverses: inverses,
                rules: rules,
                indexes: indexes,
                history: history,
                search: search,
                access: access,
                retention: retention,
                deprecation: deprecation,
                renamedFrom: renamedFrom,
                origin: origin
            )
        )
    }

    // MARK: Storage

    /// What an entity consists of. Like that of a ``Field`` it is shared by all copies, which are many: a schema's entities
    /// are copied some hundred times when all is generated that comes of it.
    private struct Content: Sendable, Hashable, Codable {
        var name: String
        var plural: String
        var table: String
        var databaseSchema: String?
        var managed: Bool?
        var doc: String?
        var fields: [Field]
        var keyNames: [String]?
        var inverses: [Inverse]
        var rules: [Rule]
        var indexes: [Index]
        var history: String?
        var search: TextSearch?
        var access: Access
        var retention: Retention?
        var deprecation: Deprecation?
        var renamedFrom: String?
        var origin: Origin
    }

    /// It never changes: an entity that is changed gets one of its own.
    private final class Storage: Sendable {
        let content: Content

        init(_ content: Content) { self.content = content }
    }

    private mutating func change(_ body: (inout Content) -> Void) {
        var content = storage.content
        body(&content)
        storage = Storage(content)
    }

    /// Whether two entities say the same.
    public static func == (left: Entity, right: Entity) -> Bool {
        left.storage === right.storage || left.storage.content == right.storage.content
    }

    /// Hashes all that it says.
    public func hash(into hasher: inout Hasher) { storage.content.hash(into: &hasher) }

    /// Reads the stored form.
    public init(from decoder: any Decoder) throws {
        storage = Storage(try Content(from: decoder))
    }

    /// Writes the stored form.
    public func encode(to encoder: any Encoder) throws { try storage.content.encode(to: encoder) }
}

extension Entity {
    /// The field of that name in the spec, such as `starts_at`.
    public func field(_ name: String) -> Field? {
        for field in fields where field.name == name { return field }
        return nil
    }

    /// The field that an API names so: `startsAt`, or `clientId` for the key behind `client`.
    public func field(apiName: String) -> Field? {
        fields.first { $0.apiName == apiName }
    }

    /// The fields that have a column, in the order of their columns.
    public var storedFields: [Field] { fields.filter { $0.isStored } }

    /// The relation that another entity makes to this one, by its name here.
    public func inverse(_ name: String) -> Inverse? {
        inverses.first { $0.name == name }
    }

    /// The primary key: the fields that identify a row, in the order of the key; never empty in a checked schema.
    public var key: [Field] { (keyNames ?? [Field.keyName]).compactMap { field($0) } }

    /// The primary key where it is one field alone.
    public var singleKey: Field? {
        let key = key
        return key.count == 1 ? key.first : nil
    }

    /// Whether the key is the UUID that the server makes, so that it is known before the row is written.
    public var hasManagedKey: Bool { singleKey?.managed == .key }

    /// Whether the field is the key or a part of it.
    public func isKey(_ field: Field) -> Bool {
        keyNames?.contains(field.name) ?? (field.name == Field.keyName)
    }

    /// Whether the APIs show the key under the name `id` beside the fields that it consists of.
    public var hasKeyOfFields: Bool { field(Field.keyName) == nil }

    /// The fields that callers may give for a new row.
    public var creatableFields: [Field] { fields.filter { $0.isCreatable } }

    /// The fields that callers may change: what identifies a row stays.
    public var updatableFields: [Field] { fields.filter { $0.isUpdatable && !isKey($0) } }

    /// Whether its table is made and kept by the spec. The APIs serve the other tables all the same.
    public var isManaged: Bool { managed ?? true }

    /// Its table as SQL text names it, with its schema where the spec says one.
    public var sqlTable: String { sqlName(table) }

    /// A name beside its table's, such as that of an index, as SQL text names it.
    public func sqlName(_ name: String) -> String {
        (databaseSchema.map { SQLIdentifier.quoted($0) + "." } ?? "") + SQLIdentifier.quoted(name)
    }

    /// The field that counts the row's versions, where the entity has the trait `version`.
    public var versionField: Field? {
        fields.first { $0.managed == .version }
    }

    /// The field that marks a row as deleted, where the entity has the trait `soft_delete`.
    public var deletionField: Field? {
        fields.first { $0.managed == .deletedAt }
    }

    /// The name of one in GraphQL and in Swift variables, such as `appointment`.
    public var singularAPIName: String { Naming.lowerCamel(Naming.snake(name)) }

    /// The name of many in GraphQL, such as `appointments`.
    public var pluralAPIName: String { Naming.lowerCamel(plural) }

    /// The path of the REST collection, such as `appointments` or `opening-hours`.
    public var restPath: String { Naming.kebab(plural) }
}
