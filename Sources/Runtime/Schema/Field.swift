/// One value of an entity: a column, unless it is computed at every read, and a field of Swift and the APIs.
public struct Field: Sendable, Hashable, Codable {
    private var storage: Storage

    /// The name in the spec, such as `starts_at`, or `client` for a relation.
    public var name: String {
        get { storage.content.name }
        set { change { $0.name = newValue } }
    }

    /// The column, such as `starts_at` or `client_id`.
    public var column: String {
        get { storage.content.column }
        set { change { $0.column = newValue } }
    }

    /// What it means, in the spec's words.
    public var doc: String? {
        get { storage.content.doc }
        set { change { $0.doc = newValue } }
    }

    /// The type of the stored value; a relation has the type of its target's key.
    public var type: FieldType {
        get { storage.content.type }
        set { change { $0.type = newValue } }
    }

    /// Whether it may be null.
    public var isOptional: Bool {
        get { storage.content.isOptional }
        set { change { $0.isOptional = newValue } }
    }

    /// What it is when a create input leaves it out; may read other fields of the new row, also across to-one relations.
    public var defaultValue: Expression? {
        get { storage.content.defaultValue }
        set { change { $0.defaultValue = newValue } }
    }

    /// The rules on the value alone.
    public var constraints: ValueConstraints {
        get { storage.content.constraints }
        set { change { $0.constraints = newValue } }
    }

    /// The life of an enum field, where the spec says one.
    public var transitions: Transitions? {
        get { storage.content.transitions }
        set { change { $0.transitions = newValue } }
    }

    /// The rules on a list and its elements, where the type is one.
    public var list: ListConstraints? {
        get { storage.content.list }
        set { change { $0.list = newValue } }
    }

    /// The entity it points at.
    public var reference: Reference? {
        get { storage.content.reference }
        set { change { $0.reference = newValue } }
    }

    /// Who may read and set it, beyond the entity's own access.
    public var access: FieldAccess {
        get { storage.content.access }
        set { change { $0.access = newValue } }
    }

    /// What it is within a value object, if it is part of one.
    public var part: ObjectPart? {
        get { storage.content.part }
        set { change { $0.part = newValue } }
    }

    /// What keeps it, if not the caller.
    public var managed: Managed? {
        get { storage.content.managed }
        set { change { $0.managed = newValue } }
    }

    /// When the server sets it to its default, whatever a caller would like; such a field is in no input.
    public var preset: Preset? {
        get { storage.content.preset }
        set { change { $0.preset = newValue } }
    }

    /// What sort of data it is.
    public var classes: DataClasses {
        get { storage.content.classes }
        set { change { $0.classes = newValue } }
    }

    /// What it is computed from, if nobody gives it.
    public var derivation: Derivation? {
        get { storage.content.derivation }
        set { change { $0.derivation = newValue } }
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
        storage = Storage(
            Content(
                name: name,
                column: column ?? name,
                doc: doc,
                type: type,
                isOptional: isOptional,
                defaultValue: defaultValue,
                constraints: constraints,
                transitions: transitions,
                list: list,
                reference: reference,
                access: access,
                part: part,
                managed: managed,
                preset: preset,
                classes: classes,
                derivation: derivation,
                deprecation: deprecation,
                renamedFrom: renamedFrom,
                origin: origin
            )
        )
    }

    // MARK: Storage

    /// What a field consists of. It has some thirty references to count, and fields are copied far more often than
    /// changed: all copies of one share it.
    private struct Content: Sendable, Hashable, Codable {
        var name: String
        var column: String
        var doc: String?
        var type: FieldType
        var isOptional: Bool
        var defaultValue: Expression?
        var constraints: ValueConstraints
        var transitions: Transitions?
        var list: ListConstraints?
        var reference: Reference?
        var access: FieldAccess
        var part: ObjectPart?
        var managed: Managed?
        var preset: Preset?
        var classes: DataClasses
        var derivation: Derivation?
        var deprecation: Deprecation?
        var renamedFrom: String?
        var origin: Origin

        var apiName: String { Naming.lowerCamel(reference == nil ? name : name + "_id") }
    }

    /// It never changes: a field that is changed gets one of its own.
    private final class Storage: Sendable {
        let content: Content
        /// Asked for so often that it is made once.
        let apiName: String

        init(_ content: Content) {
            self.content = content
            apiName = content.apiName
        }
    }

    private mutating func change(_ body: (inout Content) -> Void) {
        var content = storage.content
        body(&content)
        storage = Storage(content)
    }

    /// The name of the stored value in GraphQL, JSON and Swift: `startsAt`, `clientId`.
    public var apiName: String { storage.apiName }

    /// Whether two fields say the same.
    public static func == (left: Field, right: Field) -> Bool {
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

extension Field {
    /// The name under which every API shows a row's key.
    public static let keyName = "id"

    /// Whether the APIs treat the value as an opaque key: that of the row, or of a row it points at.
    public var isID: Bool { reference != nil || name == Self.keyName }

    /// The name of the related object in GraphQL: `client`. Nil for a plain field.
    public var relationAPIName: String? {
        reference == nil ? nil : Naming.lowerCamel(name)
    }

    /// Whether no API ever shows it.
    public var isHidden: Bool {
        type == .password || classes.isSecret
            || (access.read.isNever && access.mask == nil)
    }

    /// Whether the history of its rows has its value: what somebody may see, and what is not kept encrypted.
    public var isRecorded: Bool {
        !classes.isEncrypted && type != .password && !classes.isSecret && !access.read.isNever
    }

    /// Whether whoever may read the row sees a value: the stored one, or the mask that stands for it.
    public var isAlwaysShown: Bool {
        access.read.isAlways || access.mask?.keepsValues == true
    }

    /// Whether callers can ask for rows by it.
    public var isFilterable: Bool { !isHidden && !classes.isEncrypted && swiftSource == nil }

    /// Whether callers can ask for an order by it.
    public var isOrderable: Bool { isFilterable && type.isOrderable }

    /// Whether its value is given or has a default: nothing keeps it, and it is not computed.
    public var isGiven: Bool { managed == nil && derivation == nil }

    /// Whether some caller may give it for a new row.
    public var isCreatable: Bool { isGiven && preset == nil && !access.create.isNever }

    /// Whether some caller may change it.
    public var isUpdatable: Bool { isGiven && preset == nil && !access.update.isNever }

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
