/// One value of an entity: a column, unless it is computed at every read, and a field of Swift and the APIs.
public struct Field: Sendable, Hashable, Codable {
    /// The name in the spec, such as `starts_at`, or `client` for a relation.
    public var name: String
    /// The column, such as `starts_at` or `client_id`.
    public var column: String
    /// What it means, in the spec's words.
    public var doc: String?
    /// The type of the stored value; a relation has the type of its target's key.
    public var type: FieldType
    /// Whether it may be null.
    public var isOptional: Bool
    /// What it is when a create input leaves it out; may read other fields of the new row, also across to-one relations.
    public var defaultValue: Expression?
    /// The rules on the value alone.
    public var constraints: ValueConstraints
    /// The life of an enum field, where the spec says one.
    public var transitions: Transitions?
    /// The rules on a list and its elements, where the type is one.
    public var list: ListConstraints?
    /// The entity it points at.
    public var reference: Reference?
    /// Who may read and set it, beyond the entity's own access.
    public var access: FieldAccess
    /// What it is within a value object, if it is part of one.
    public var part: ObjectPart?
    /// What keeps it, if not the caller.
    public var managed: Managed?
    /// When the server sets it to its default, whatever a caller would like; such a field is in no input.
    public var preset: Preset?
    /// What sort of data it is.
    public var classes: DataClasses
    /// What it is computed from, if nobody gives it.
    public var derivation: Derivation?
    /// That it is on its way out.
    public var deprecation: Deprecation?
    /// The name that it had before, for the migration that renames it.
    public var renamedFrom: String?
    /// Where the spec says it.
    public var origin: Origin

    /// Creates a field; its column has its name unless another is given.
    public init(
        name: String,
        column: String? = nil,
        doc: String? = nil,
        type: FieldType,
        isOptional: Bool = false,
        defaultValue: Expression? = nil,
        constraints: ValueConstraints = .none,
        transitions: Transitions? = nil,
        list: ListConstraints? = nil,
        reference: Reference? = nil,
        access: FieldAccess = .open,
        part: ObjectPart? = nil,
        managed: Managed? = nil,
        preset: Preset? = nil,
        classes: DataClasses = .none,
        derivation: Derivation? = nil,
        deprecation: Deprecation? = nil,
        renamedFrom: String? = nil,
        origin: Origin
    ) {
        self.name = name
        self.column = column ?? name
        self.doc = doc
        self.type = type
        self.isOptional = isOptional
        self.defaultValue = defaultValue
        self.constraints = constraints
        self.transitions = transitions
        self.list = list
        self.reference = reference
        self.access = access
        self.part = part
        self.managed = managed
        self.preset = preset
        self.classes = classes
        self.derivation = derivation
        self.deprecation = deprecation
        self.renamedFrom = renamedFrom
        self.origin = origin
    }

    /// The name under which every API shows a row's key.
    public static let keyName = "id"

    /// Whether the APIs treat the value as an opaque key: that of the row, or of a row it points at.
    public var isID: Bool { reference != nil || name == Self.keyName }

    /// The name of the stored value in GraphQL, JSON and Swift: `startsAt`, `clientId`.
    public var apiName: String {
        Naming.lowerCamel(reference == nil ? name : name + "_id")
    }

    /// The name of the related object in GraphQL: `client`. Nil for a plain field.
    public var relationAPIName: String? {
        reference == nil ? nil : Naming.lowerCamel(name)
    }

    /// Whether no API ever shows it.
    public var isHidden: Bool {
        type == .password || classes.isSecret
            || (access.read == .literal(.boolean(false)) && access.mask == nil)
    }

    /// Whether the history of its rows has its value: what somebody may see, and what is not kept encrypted.
    public var isRecorded: Bool {
        !classes.isEncrypted && type != .password && !classes.isSecret && !access.read.isNever
    }

    /// Whether whoever may read the row sees a value: the stored one, or the mask that stands for it.
    public var isAlwaysShown: Bool {
        access.read == .literal(.boolean(true)) || access.mask?.keepsValues == true
    }

    /// Whether callers can ask for rows by it.
    public var isFilterable: Bool { !isHidden && !classes.isEncrypted && swiftSource == nil }

    /// Whether callers can ask for an order by it.
    public var isOrderable: Bool { isFilterable && type.isOrderable }

    /// Whether its value is given or has a default: nothing keeps it, and it is not computed.
    public var isGiven: Bool { managed == nil && derivation == nil }

    /// Whether some caller may give it for a new row.
    public var isCreatable: Bool { isGiven && preset == nil && access.create != .literal(.boolean(false)) }

    /// Whether some caller may change it.
    public var isUpdatable: Bool { isGiven && preset == nil && access.update != .literal(.boolean(false)) }

    /// Whether it has a column.
    public var isStored: Bool {
        switch derivation {
        case .computed, .sql, .swift: false
        case .generated, nil: true
        }
    }

    /// The fields that the service's own code computes it from; nil for one that the database knows.
    public var swiftSource: [String]? {
        if case .swift(let fields) = derivation { fields } else { nil }
    }

    /// The expression that PostgreSQL keeps its column by.
    public var generation: Expression? {
        if case .generated(let expression) = derivation { expression } else { nil }
    }
}

/// What a field is computed from.
public enum Derivation: Sendable, Hashable {
    /// Other columns of the row. PostgreSQL computes it at every write and stores it.
    case generated(Expression)
    /// The row and those that its relations lead to, at every read. It has no column.
    case computed(Expression)
    /// The row, under the name `this`, by an SQL expression of the spec's author, at every read. It has no column.
    case sql(String)
    /// These fields of the row, by the service's own Swift code, after every read. It has no column.
    case swift([String])
}

/// What keeps a field that callers do not set.
public enum Managed: String, Sendable, Hashable, Codable {
    /// The primary key, made by the server: UUID version 7 (RFC 9562).
    case key
    /// A whole number that the database counts up for each new row.
    case identity
    /// The time of creation.
    case createdAt
    /// The time of the last change.
    case updatedAt
    /// The time of the deletion; null as long as the row is there.
    case deletedAt
    /// Counts changes from 1, for optimistic locking.
    case version
}

/// A relation to one row of another entity.
public struct Reference: Sendable, Hashable, Codable {
    /// What the database does with this row when the target goes or changes its key.
    public enum Action: String, Sendable, Hashable, Codable {
        /// Refuses.
        case restrict
        /// Deletes this row too.
        case cascade
        /// Sets the field to null.
        case setNull = "set_null"
    }

    /// The target entity's name.
    public var target: String
    /// What happens on the target's deletion.
    public var onDelete: Action
    /// What happens when somebody changes the target's key: refused unless it says `cascade`.
    public var onUpdate: Action?
    /// Whether no foreign key keeps it, so that the row may outlive what it points at; false without a word.
    public var isUnenforced: Bool?

    /// Creates a reference.
    public init(
        target: String,
        onDelete: Action,
        onUpdate: Action? = nil,
        isUnenforced: Bool? = nil
    ) {
        self.target = target
        self.onDelete = onDelete
        self.onUpdate = onUpdate
        self.isUnenforced = isUnenforced
    }
}

/// Who may read and set a field, beyond what the entity allows.
public struct FieldAccess: Sendable, Hashable, Codable {
    /// On which rows its value is shown; elsewhere it is null.
    public var read: Expression
    /// Who may give it for a new row; decided by the caller's roles and scopes alone.
    public var create: Expression
    /// Who may change it; decided by the caller's roles and scopes alone.
    public var update: Expression
    /// What is shown instead where `read` does not hold; null without it. It reads the field itself alone.
    public var mask: Expression?

    /// Creates access rules.
    public init(read: Expression, create: Expression, update: Expression, mask: Expression? = nil) {
        self.read = read
        self.create = create
        self.update = update
        self.mask = mask
    }

    /// No more than the entity's own rules.
    public static let open = FieldAccess(
        read: .literal(.boolean(true)),
        create: .literal(.boolean(true)),
        update: .literal(.boolean(true))
    )
}

/// When the server sets a field that callers do not give.
public enum Preset: String, Sendable, Hashable, Codable {
    /// When the row is made.
    case create
    /// When the row is made, and at every change.
    case always
}

extension FieldType {
    /// Whether it is text that every caller may see.
    public var isText: Bool { self == .text || self == .citext }

    /// Whether rows can be ordered by it.
    public var isOrderable: Bool {
        switch self {
        case .json, .password, .bytes, .array, .range: false
        default: true
        }
    }
}

/// The type of a stored value.
public enum FieldType: Sendable, Hashable {
    /// Unicode text without NUL.
    case text
    /// Text that is compared, ordered and kept unique without regard to the case of ASCII letters; stored as given.
    case citext
    /// A password: stored as a hash, given in inputs, never shown.
    case password
    /// 16 bits.
    case smallint
    /// 32 bits.
    case integer
    /// 64 bits.
    case bigint
    /// Exact, with so many digits in all and so many after the point.
    case decimal(precision: Int, scale: Int)
    /// 64-bit binary floating point; neither NaN nor infinite.
    case float
    /// True or false.
    case boolean
    /// RFC 9562.
    case uuid
    /// A point in time, in microseconds.
    case timestamp
    /// A day of the calendar.
    case date
    /// A time of day without zone.
    case time
    /// A length of time in microseconds: a day has 24 hours, and there are no months.
    case interval
    /// Any bytes; base64 in the APIs.
    case bytes
    /// An address of the internet protocol, perhaps with the length of its network's prefix.
    case inet
    /// Any JSON.
    case json
    /// A list of values of another type, none of them null.
    indirect case array(of: FieldType)
    /// What lies between two values: from the start on, before the end; either side may be open.
    indirect case range(of: FieldType)
    /// A value of the enum of that name, stored as text.
    case enumeration(String)

    /// How the spec writes it, without its digits.
    public var specName: String {
        switch self {
        case .enumeration(let name): name
        case .decimal: "decimal"
        case .array: "array"
        case .range: "range"
        default: String(describing: self)
        }
    }
}
