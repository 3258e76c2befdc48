internal import PlumblineSchema

/// What the files of a spec say, before any name in it is looked up.
struct SpecSyntax {
    /// The versions of PostgreSQL that a spec can name.
    static let postgresVersions: ClosedRange<Int64> = 15...18

    /// `postgres:`, the version.
    var postgres: Placed<Int64>?
    var principal: PrincipalSyntax?
    var scopes: [ScopeSyntax] = []
    var types: [TypeSyntax] = []
    var enums: [EnumSyntax] = []
    var sequences: [SequenceSyntax] = []
    /// Each says a part of what entities say.
    var traits: [EntitySyntax] = []
    var entities: [EntitySyntax] = []
    var unions: [UnionSyntax] = []
    var operations: [OperationSyntax] = []

    /// What is named as the type of something; entities too, for which a type may be named by mistake.
    var typeWords: Set<String> {
        var words: Set<String> = []
        for type in types {
            if let base = type.base { words.insert(base.value) }
            if let of = type.limits.of { words.insert(of.value) }
        }
        let fields = [
            (entities + traits).flatMap { $0.fields }, operations.flatMap { $0.arguments },
            types.flatMap { $0.members ?? [] },
        ]
        for field in fields.joined() {
            switch field.form {
            case .value(let type, let limits):
                words.insert(type.value)
                if let of = limits.of { words.insert(of.value) }
            case .relation(let target, _): words.insert(target.value)
            case nil: break
            }
        }
        return words
    }
}

/// `principal:`
struct PrincipalSyntax {
    var place: Place
    var entity: Word?
    var signIn: [Word]
    var password: Word?
    var role: Word?
    var active: Word?
    var includes: [IncludesSyntax] = []
}

/// An entry of `includes:`
struct IncludesSyntax {
    var role: Word
    var included: [Word]
}

/// An entry of `scopes:`
struct ScopeSyntax {
    var name: Word
    var doc: String?
}

/// An entry of `types:`
struct TypeSyntax: Sendable {
    var name: Word
    var doc: String?
    var base: Word?
    var limits: LimitsSyntax
    /// What a value object is made of, instead of a base.
    var members: [FieldSyntax]?
}

/// An entry of `enums:`
struct EnumSyntax {
    struct Value {
        var name: Word
        var doc: String?
        var life = LifeSyntax()
    }

    var name: Word
    var doc: String?
    var values: [Value]
    /// `text` or `native`.
    var storage: Word?
    /// Whether the language made it of a trait.
    var isMade = false
}

/// An entry of `sequences:`
struct SequenceSyntax {
    var name: Word
    var doc: String?
    var start: Placed<Int64>?
    var step: Placed<Int64>?
}

/// An entry of `entities:` or of `traits:`
struct EntitySyntax {
    var name: Word
    var doc: String?
    var plural: Word?
    var table: Word?
    /// `schema:`
    var databaseSchema: Word?
    var isManaged = true
    /// Whether a trait is an interface of the APIs.
    var isInterface = false
    /// The list of all rows that have the interface.
    var list: Word?
    var traits: [Word] = []
    var key: KeySyntax?
    var fields: [FieldSyntax] = []
    var manyToMany: [ManyToManySyntax] = []
    var rules: [RuleSyntax] = []
    var indexes: [IndexSyntax] = []
    var search: SearchSyntax?
    var access = AccessSyntax()
    var retention: Word?
    var rows: [RowSyntax] = []
    var life = LifeSyntax()
}

/// An entry of `unions:`
struct UnionSyntax {
    var name: Word
    var doc: String?
    var members: [Word] = []
    /// The list of all members' rows.
    var list: Word?
    /// Whether `of` is said; that it is not is reported where it is read.
    var isSaid = false
}

/// An entry of `rows:`
struct RowSyntax {
    var name: Word
    var values: [SpecNode.Entry]
}

/// `key:` of an entity
struct KeySyntax {
    var place: Place
    var fields: [Word]
}

/// An entry of `many_to_many:`
struct ManyToManySyntax {
    var name: Word
    var target: Word?
    var through: Word?
    var near: Word?
    var far: Word?
    var inverse: Word?
}

/// An entry of `queries:` or `mutations:`
struct OperationSyntax {
    var name: Word
    var isMutation: Bool
    var doc: String?
    var arguments: [FieldSyntax] = []
    var rules: [RuleSyntax] = []
    var result: Word?
    var access: ExpressionSource?
}

/// An entry of `fields:`
///
/// A class, because many steps look at it and none changes it.
final class FieldSyntax: Sendable {
    /// What a relation says beside its target.
    struct RelationSyntax {
        var inverse: Word?
        var onDelete: Word?
        var onUpdate: Word?
    }

    /// What a field holds: a value, or the key of a row.
    enum Form {
        case value(type: Word, LimitsSyntax)
        case relation(target: Word, RelationSyntax)
    }

    let name: Word
    let doc: String?
    /// Nil when the field says no form that could be read; that is reported.
    let form: Form?
    let column: Word?
    /// `columns` or `jsonb`, of a value object.
    let storage: Word?
    let isOptional: Bool
    let isUnique: Bool
    let defaultValue: DefaultSyntax?
    let derivation: DerivationSyntax?
    let transitions: TransitionsSyntax?
    let access: FieldAccessSyntax
    let preset: PresetSyntax?
    let classes: DataClassesSyntax
    let life: LifeSyntax

    init(
        name: Word,
        doc: String? = nil,
        form: Form? = nil,
        column: Word? = nil,
        storage: Word? = nil,
        isOptional: Bool = false,
        isUnique: Bool = false,
        defaultValue: DefaultSyntax? = nil,
        derivation: DerivationSyntax? = nil,
        transitions: TransitionsSyntax? = nil,
        access: FieldAccessSyntax = FieldAccessSyntax(),
        preset: PresetSyntax? = nil,
        classes: DataClassesSyntax = DataClassesSyntax(),
        life: LifeSyntax = LifeSyntax()
    ) {
        self.name = name
        self.doc = doc
        self.form = form
        self.column = column
        self.storage = storage
        self.isOptional = isOptional
        self.isUnique = isUnique
        self.defaultValue = defaultValue
        self.derivation = derivation
        self.transitions = transitions
        self.access = access
        self.preset = preset
        self.classes = classes
        self.life = life
    }
}

/// `access:` of a field
struct FieldAccessSyntax {
    var read: ExpressionSource?
    var create: ExpressionSource?
    var update: ExpressionSource?
    var mask: ExpressionSource?
}

/// `preset:` of a field
struct PresetSyntax {
    var place: Place
    var value: ExpressionSource?
    /// Whether it is set at every change, too.
    var isAlways = false
}

/// `pii:`, `secret:`, `encrypted:` and `retention:`
struct DataClassesSyntax {
    var isPersonal = false
    var isSecret = false
    var isEncrypted = false
    var encryptedPlace: Place?
    var retention: Word?
}

/// `default:` of a field
struct DefaultSyntax {
    var source: ExpressionSource
    /// Whether it stands under `expression`, so that a text is one as well.
    var isExpression = false
}

/// `generated:` or `computed:` of a field
struct DerivationSyntax {
    enum Form {
        case generated(ExpressionSource)
        case computed(ExpressionSource)
        case sql(Word)
        case swift([Word])
    }

    var place: Place
    /// Nil when it could not be read; that is reported.
    var form: Form?
}

/// `transitions:` and `initial:` of a field
struct TransitionsSyntax {
    struct Step {
        var from: Word
        var to: [Word]
    }

    var place: Place
    var steps: [Step]
    var initial: Placed<[Word]>?
}

/// The rules on one value, as types and fields say them.
struct LimitsSyntax: Sendable {
    var minLength: Placed<Int64>?
    var maxLength: Placed<Int64>?
    var minimum: Word?
    var maximum: Word?
    var precision: Placed<Int64>?
    var scale: Placed<Int64>?
    var normalization: Placed<[Word]>?
    var oneOf: Placed<[Word]>?
    var format: Word?
    var pattern: ExpressionSource?
    var example: Word?

    /// What an array holds.
    var of: Word?
    var minItems: Placed<Int64>?
    var maxItems: Placed<Int64>?
    var uniqueItems: Placed<Bool>?

    var isEmpty: Bool {
        minLength == nil && maxLength == nil && minimum == nil && maximum == nil && precision == nil
            && scale == nil
            && normalization == nil && oneOf == nil && format == nil && pattern == nil && example == nil
            && of == nil && minItems == nil && maxItems == nil && uniqueItems == nil
    }
}

/// An entry of `rules:`
struct RuleSyntax {
    enum Form {
        case check(ExpressionSource)
        case unique([Word])
        case noOverlap([Word], per: [Word])
    }

    var name: Word
    var form: Form?
    /// Where the form is said.
    var formPlace: Place
    /// `nulls_not_distinct`
    var takesNullsAsEqual = false
    var condition: ExpressionSource?
    var message: Word?
    var code: Word?
}

/// An item of `indexes:`
struct IndexSyntax {
    var place: Place
    var name: Word?
    var doc: String?
    var fields: [Word]
    var fieldsPlace: Place?
    var expression: ExpressionSource?
    var descending: [Word]
    var include: [Word]
    var method: Word?
    var operatorClass: Word?
    var condition: ExpressionSource?
    var renamedFrom: Word?
}

/// `search:` of an entity
struct SearchSyntax {
    var place: Place
    var fields: [Word]
    var language: Word?
}

/// `access:` of an entity
struct AccessSyntax {
    var read: ExpressionSource?
    var create: ExpressionSource?
    var update: ExpressionSource?
    var delete: ExpressionSource?
    var restore: ExpressionSource?
    var history: ExpressionSource?
    var gaps: ExpressionSource?
}

/// The text of an expression, with the way back to its place in the file.
struct ExpressionSource: Sendable {
    var text: String
    var place: Place
    var isPlain: Bool
}
