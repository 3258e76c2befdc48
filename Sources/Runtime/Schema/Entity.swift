/// A thing the backend keeps: a table, a Swift struct, a GraphQL type and a REST collection.
public struct Entity: Sendable, Hashable, Codable {
    /// The singular name in Swift and GraphQL, such as `Appointment`.
    public var name: String
    /// The plural in snake case, such as `appointments`.
    public var plural: String
    /// The table's name; the plural unless the spec says otherwise.
    public var table: String
    /// The database schema of the table; the one that connections use without it, most often `public`.
    public var databaseSchema: String?
    /// False for a table that somebody else makes and keeps; see ``isManaged``.
    public var managed: Bool?
    /// What it is, in the spec's words.
    public var doc: String?
    /// The fields in the order of their columns.
    public var fields: [Field]
    /// The fields that identify a row, where the spec names them; nil for the managed `id`.
    public var keyNames: [String]?
    /// The relations that other entities' fields make to this one.
    public var inverses: [Inverse]
    /// The rules over several fields, and those of uniqueness.
    public var rules: [Rule]
    /// The indexes that no rule implies.
    public var indexes: [Index]
    /// The entity that keeps the history of its rows, where it has the trait `history`.
    public var history: String?
    /// How its rows are found by words.
    public var search: TextSearch?
    /// Who may do what.
    public var access: Access
    /// How long a row is kept after it was made.
    public var retention: Retention?
    /// That it is on its way out.
    public var deprecation: Deprecation?
    /// The name that it had before, for the migration that renames it.
    public var renamedFrom: String?
    /// Where the spec says it.
    public var origin: Origin

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
        self.name = name
        self.plural = plural
        self.table = table ?? plural
        self.databaseSchema = databaseSchema
        self.managed = managed
        self.doc = doc
        self.fields = fields
        self.keyNames = keyNames
        self.inverses = inverses
        self.rules = rules
        self.indexes = indexes
        self.history = history
        self.search = search
        self.access = access
        self.retention = retention
        self.deprecation = deprecation
        self.renamedFrom = renamedFrom
        self.origin = origin
    }

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

/// A relation seen from its target: all rows of another entity that point here, or that such rows lead on to.
public struct Inverse: Sendable, Hashable, Codable {
    /// The name here, in snake case, such as `appointments`.
    public var name: String
    /// The entity whose field points here.
    public var entity: String
    /// That entity's field.
    public var field: String
    /// Whether at most one row can point here (the field is unique).
    public var isToOne: Bool
    /// Of a many-to-many relation: the field of the rows that point here which leads on to the rows that are meant.
    public var onward: String?

    /// Creates an inverse.
    public init(
        name: String,
        entity: String,
        field: String,
        isToOne: Bool = false,
        onward: String? = nil
    ) {
        self.name = name
        self.entity = entity
        self.field = field
        self.isToOne = isToOne
        self.onward = onward
    }

    /// The name in GraphQL.
    public var apiName: String { Naming.lowerCamel(name) }
}

/// Who may do what with the rows of an entity. What nobody allows is denied.
public struct Access: Sendable, Hashable, Codable {
    /// Which rows a caller sees.
    public var read: Expression
    /// Which rows a caller may make: holds for the new row.
    public var create: Expression
    /// Which rows a caller may change: holds for the row before and after.
    public var update: Expression
    /// Which rows a caller may delete.
    public var delete: Expression
    /// Which deleted rows a caller may see and bring back; none without it.
    public var restore: Expression?
    /// Who may learn which stretches the rows leave free that must not overlap; decided by the caller's roles and scopes
    /// alone, and nobody without it.
    public var gaps: Expression?

    /// Creates access rules.
    public init(
        read: Expression,
        create: Expression,
        update: Expression,
        delete: Expression,
        restore: Expression? = nil,
        gaps: Expression? = nil
    ) {
        self.read = read
        self.create = create
        self.update = update
        self.delete = delete
        self.restore = restore
        self.gaps = gaps
    }
}
