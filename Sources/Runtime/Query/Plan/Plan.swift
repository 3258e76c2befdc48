public import PlumblinePostgres
import PlumblineSchema

/// How an operation is answered for callers of one shape: what is sent, with which values, and what is made of it.
///
/// A plan holds no value of a caller, so it is kept and shared.
public final class Plan: Sendable {
    /// One statement and where its values come from.
    public struct Step: Sendable {
        /// What is sent.
        public let statement: PostgresStatement
        /// The sources of `$1`, `$2`, ….
        let parameters: [Parameter]
        /// For each of them the place among ``Readings`` that has its value already; nil where none has.
        fileprivate(set) var places: [Int?] = []
        /// Whose error it is if this fails.
        let context: StepContext
        /// What became of the access rules in it, for those who ask how it was made.
        package let decisions: [AccessDecision]
    }

    /// What a step is about, for the words of its errors.
    struct StepContext: Sendable {
        /// The response key of the root, if the step belongs to one.
        var root: String?
        /// The entity whose rows the step writes, if it writes.
        var written: String?
        /// Whether it deletes them.
        var isDeletion = false
        /// Where the input that it writes stands in the request.
        var path: [String] = ["input"]
        /// Where the key of the row stands, if it is not the root's own.
        var place: [String] = []
        /// Whether an error calls for a plan row by row: it writes several rows, of which an error does not tell the one
        /// it is about, or a rival may have made what it makes.
        var isBatch = false
        /// How many rows the caller allows.
        var atMost: Operand?
        /// The constraint that two rows would break if there were a row that the caller may not change.
        var key: String?
    }

    /// An operation whose roots may have to be run one by one, and for whom it was planned.
    final class Mutation: Sendable {
        let operation: Operation
        let caller: CallerShape
        /// What made the plan; the parts of the operation keep to the same limits.
        let planner: Planner
        /// Whether the service's own code answers some root.
        let hasCall: Bool
        /// What hooks may concern.
        let targets: Set<ChangeHooks.Target>

        init(operation: Operation, caller: CallerShape, planner: Planner) {
            self.operation = operation
            self.caller = caller
            self.planner = planner
            hasCall = operation.roots.contains { $0.call != nil }
            targets = Set(operation.roots.flatMap(\.action.targets))
        }
    }

    /// One member of the response object.
    struct Member: Sendable {
        /// The response key.
        let key: String
        /// What stands before the value: `{"key":` or `,"key":`.
        let opening: [UInt8]
        /// The value.
        let content: Content
    }

    /// The value of a member.
    enum Content: Sendable, Hashable {
        /// JSON known beforehand.
        case constant([UInt8])
        /// A column of a step's first row, which is JSON text; `null` where it is null or there is no row.
        case column(Place)

        /// JSON null.
        static let null = Content.constant(Array("null".utf8))
    }

    /// A column of a step's result.
    struct Place: Sendable, Hashable {
        var step: Int
        var column: Int
    }

    /// Whether rows may change.
    public let kind: Operation.Kind
    /// The statements: one for a query, none where nothing needs the database.
    public let steps: [Step]
    /// Values that no statement needs and that must be right all the same.
    let checks: [Parameter]
    /// What is given for rows, before it is checked against the spec.
    let writes: [Write]
    /// The response's `data`, member by member.
    let members: [Member]
    /// Why members that may be null are null for callers of this shape; the others are answered all the same.
    package let refusals: [QueryError]
    /// Where the version of the row stands, if it was asked for.
    let version: Place?
    /// What is asked for, where hooks or the service's own code may have a part in the answer.
    let mutation: Mutation?
    /// Where passwords are given, which are hashed before anything is bound.
    let passwords: [Operand]
    /// The numbers of the keys to be made.
    let newKeys: [Int]
    /// Whether the results leave something to the service's own code.
    let hasGaps: Bool

    init(
        kind: Operation.Kind,
        steps: [Step],
        checks: [Parameter],
        writes: [Write],
        members: [Member],
        refusals: [QueryError] = [],
        version: Place?,
        mutation: Mutation? = nil
    ) {
        self.kind = kind
        self.steps = steps.read(from: writes)
        self.checks = checks
        self.writes = writes
        self.members = members
        self.refusals = refusals
        self.version = version
        self.mutation = mutation
        passwords = writes.flatMap(\.values).filter { $0.codec.type == .password }.map(\.operand)
        newKeys = Set(steps.flatMap(\.parameters).flatMap(\.newKeys)).sorted()
        hasGaps = steps.contains { Gap.isLeft(by: $0.statement) }
    }
}

extension Plan {
    /// Whether it is small enough to be kept: one that names many rows, or that has many conditions, is as long as its
    /// request.
    package var isWorthKeeping: Bool {
        steps.allSatisfy(\.statement.isWorthKeeping) && steps.reduce(0) { $0 + $1.values } < 1_000
    }

    /// How much there is to keep, in bytes of SQL.
    package var weight: Int { steps.reduce(0) { $0 + $1.statement.sql.utf8.count } }

    /// Whether some statement writes several rows.
    var hasBatch: Bool { steps.contains(where: \.context.isBatch) }

    /// Whether that statement writes several rows, so that an error leaves open which of them is meant.
    func isBatch(_ step: Int?) -> Bool {
        step.map { steps.indices.contains($0) && steps[$0].context.isBatch } ?? false
    }
}

extension [Plan.Step] {
    /// The steps with the places among what is read of the writes where their parameters have their values.
    fileprivate func read(from writes: [Write]) -> [Plan.Step] {
        var places: [Parameter.Source: Int] = [:]
        for (place, value) in writes.lazy.flatMap(\.values).enumerated() {
            places[.given(value.operand, value.codec)] = place
        }
        return map { step in
            var step = step
            step.places = step.parameters.map { places[$0.source] }
            return step
        }
    }
}

extension Plan.Step {
    fileprivate var values: Int {
        parameters.reduce(1) { sum, parameter in
            if case .array(let parts) = parameter.source { sum + parts.count } else { sum + 1 }
        }
    }
}

/// The values that a caller gives for one row.
struct Write: Sendable {
    /// What is given for one field.
    struct Value: Sendable {
        let field: String
        /// Where the field stands in its entity.
        let position: Int
        let codec: ValueCodec
        let operand: Operand
        /// Where it stands in the request.
        let path: [String]
    }

    /// Whose row it is.
    final class Target: Sendable {
        let entity: Entity
        let validator: Validator

        init(_ entity: Entity, in schema: Schema) {
            self.entity = entity
            validator = Validator(schema: schema, entity: entity)
        }
    }

    /// The response key of the root.
    let root: String
    /// Whose row it is.
    let target: Target
    /// Whether the row is new.
    let isCreation: Bool
    /// The values.
    let values: [Value]
    /// Where they stand in the request.
    let path: [String]
    /// Relations that point to rows which are made or changed with this one.
    let pointers: Set<String>

    init(_ root: String, _ target: Target, _ draft: Draft, _ values: [Value], isCreation: Bool) {
        self.root = root
        self.target = target
        self.isCreation = isCreation
        self.values = values
        path = draft.input.path
        pointers = Set(draft.pointers.keys)
    }
}

/// Where the value of one `$n` comes from.
struct Parameter: Sendable, Hashable {
    /// What is bound.
    indirect enum Source: Sendable, Hashable {
        /// A value of the caller, to compare with; never null.
        case value(Operand, ValueCodec)
        /// A value of the caller for a field, which null clears.
        case given(Operand, ValueCodec)
        /// Values of several rows, as one array.
        case array([Parameter])
        /// A list of values of the caller, as one array.
        case list(Operand, ValueCodec)
        /// One part of the key that a caller gives as an id.
        case key(Operand, [ValueCodec], Int)
        /// One part of the key that an id among those of several entities has for one of them, or null.
        case node(Operand, NodeKey, Int)
        /// The same part of each id of a list, of which there are no more than so many, as one array.
        case nodes(Operand, NodeKey, Int, most: Int?)
        /// The name of a time zone.
        case timeZone(Operand)
        /// A password of the caller, hashed.
        case passwordHash(Operand)
        /// A text of the caller as a pattern of `LIKE`.
        case pattern(Operand, ValueCodec, TextPattern)
        /// How many rows a page has: the caller's number within bounds, or the default.
        case pageSize(Operand?, PageLimits)
        /// How many rows are left out before a page, within bounds.
        case offset(Operand, PageLimits)
        /// One value of a cursor.
        case cursor(Operand, CursorForm, Int)
        /// The caller's key.
        case caller
        /// A new key, the same for all places with that number.
        case newKey(Int)
    }

    /// What is bound.
    var source: Source
    /// PostgreSQL's name of the type.
    var type: String
    /// The place in the caller's request, in API names.
    var path: [String]

    /// The caller's key.
    static let caller = Parameter(source: .caller, type: "uuid", path: [])

    /// The numbers of the keys to be made for it.
    var newKeys: [Int] {
        switch source {
        case .newKey(let number): [number]
        case .array(let parts): parts.flatMap(\.newKeys)
        default: []
        }
    }

    /// A new key.
    static func newKey(_ number: Int) -> Parameter {
        Parameter(source: .newKey(number), type: "uuid", path: [])
    }
}

/// The sizes of pages.
public struct PageLimits: Sendable, Hashable {
    /// How many rows a page has when the caller does not say; all if nil.
    public var defaultSize: Int?
    /// How many rows a page may have; any number if nil.
    public var maximumSize: Int?
    /// How many rows may be left out before a page by their number, all of which are read; any number if nil.
    public var maximumOffset: Int?

    /// No limits, for the server's own code.
    public static let none = PageLimits(defaultSize: nil, maximumSize: nil, maximumOffset: nil)

    /// Creates limits.
    public init(defaultSize: Int? = 20, maximumSize: Int? = 100, maximumOffset: Int? = 10_000) {
        self.defaultSize = defaultSize
        self.maximumSize = maximumSize
        self.maximumOffset = maximumOffset
    }
}

extension [Plan.Member] {
    /// Appends a member.
    mutating func append(_ key: String, _ content: Plan.Content) {
        let opening = (isEmpty ? "{" : ",") + JSONWriter.string(key) + ":"
        append(Plan.Member(key: key, opening: [UInt8](opening.utf8), content: content))
    }
}
