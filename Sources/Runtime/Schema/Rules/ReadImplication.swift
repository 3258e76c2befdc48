extension Schema {
    /// Whether whoever may read a row may always read the row that its relation points at.
    ///
    /// A proof, not a guess: where it is true, no caller and no data can show otherwise, so the relation needs no
    /// condition of its own and can be non-null. Where the proof is not found it is false, which is always safe.
    ///
    /// - Parameters:
    ///   - relation: A relation of the entity, by its name in the spec.
    public func alwaysReadable(relation: String, of entity: Entity) -> Bool {
        guard let field = entity.field(relation), let target = target(of: field) else { return false }
        // A row that is deleted or gone is not there to be read.
        guard target.deletionField == nil, isEnforced(field, of: entity) else { return false }
        guard let cases = entity.access.read.conjunctions else { return false }
        let goal = target.access.read.seen(through: relation)
        return cases.allSatisfy { facts in goal.follows(from: facts) }
    }

    /// Whether whoever may read a row may always read the one that points here, if there is one.
    ///
    /// - Parameters:
    ///   - inverse: The name of a to-one relation that another entity makes to this one.
    public func alwaysReadable(inverse: String, of entity: Entity) -> Bool {
        guard let inverse = entity.inverse(inverse), let source = self.entity(inverse.entity),
            source.deletionField == nil, let pointer = source.field(inverse.field),
            pointer.access.read.isAlways,
            let cases = entity.access.read.conjunctions
        else { return false }
        let goal = source.access.read.seen(behind: inverse)
        return cases.allSatisfy { facts in goal.follows(from: facts) }
    }
}

extension Schema {
    /// Whether a foreign key of ours keeps the row that a relation points at.
    public func isEnforced(_ field: Field, of entity: Entity) -> Bool {
        guard let target = target(of: field), field.reference?.isUnenforced != true else { return false }
        return entity.isManaged && target.isManaged
    }

    /// Whether a table keeps the history of rows, and so every change is told who makes it.
    public var keepsHistory: Bool { entities.contains { $0.history != nil } }
}

extension Expression {
    /// The ways in which it can be true, each a list of what then holds; nil if there are too many to look at.
    fileprivate var conjunctions: [[Expression]]? {
        switch self {
        case .literal(.boolean(true)): return [[]]
        case .literal(.boolean(false)), .literal(.null): return []
        case .binary(.or, let left, let right):
            guard let first = left.conjunctions, let second = right.conjunctions else { return nil }
            return first.count + second.count <= 64 ? first + second : nil
        case .binary(.and, let left, let right):
            guard let first = left.conjunctions, let second = right.conjunctions else { return nil }
            guard first.count * second.count <= 64 else { return nil }
            return first.flatMap { facts in second.map { facts + $0 } }
        default:
            return [[canonical]]
        }
    }

    /// Whether it is true wherever all the facts are.
    fileprivate func follows(from facts: [Expression]) -> Bool {
        switch self {
        case .literal(.boolean(let value)): value
        case .binary(.and, let left, let right): left.follows(from: facts) && right.follows(from: facts)
        case .binary(.or, let left, let right): left.follows(from: facts) || right.follows(from: facts)
        case .authenticated: facts.contains { $0.needsCaller }
        case .role(let wanted):
            facts.contains { fact in
                if case .role(let roles) = fact { Set(roles).isSubset(of: wanted) } else { false }
            }
        case .scope(let wanted):
            facts.contains { fact in
                if case .scope(let scopes) = fact { Set(scopes).isSubset(of: wanted) } else { false }
            }
        default: facts.contains(canonical)
        }
    }

    /// Whether it can be true only for a caller who is signed in.
    private var needsCaller: Bool {
        switch self {
        case .authenticated, .role: true
        // A comparison with null is null.
        case .binary(let binary, let left, let right):
            (binary == .equal || binary == .notEqual || binary.isOrdering) && (left == .me || right == .me)
        default: false
        }
    }

    /// Equal spellings made the same: the shortest way to a key, and `x = me` for `me = x`.
    private var canonical: Expression {
        switch self {
        case .path(let path): .path(path.shortened)
        case .binary(.equal, .me, let other): .binary(.equal, other.canonical, .me)
        case .binary(let binary, let left, let right): .binary(binary, left.canonical, right.canonical)
        case .unary(let unary, let operand): .unary(unary, operand.canonical)
        case .isIn(let operand, let literals): .isIn(operand.canonical, literals)
        case .call(let function, let arguments): .call(function, arguments.map(\.canonical))
        case .any(let inverse, let condition): .any(inverse, condition.canonical)
        case .literal, .me, .authenticated, .role, .scope: self
        }
    }

    /// A rule of a row that points here, said of this row; what it reads of itself no fact here can equal.
    fileprivate func seen(behind inverse: Inverse) -> Expression {
        switch self {
        case .path(let path):
            switch path.shortened.relations.first {
            case inverse.field?: .path(FieldPath(Array(path.relations.dropFirst()), path.field))
            case nil where path.shortened.field == inverse.field: .path(FieldPath([], "id"))
            default: .path(FieldPath(["<\(inverse.name)"] + path.relations, path.field))
            }
        case .binary(let binary, let left, let right):
            .binary(binary, left.seen(behind: inverse), right.seen(behind: inverse))
        case .unary(let unary, let operand): .unary(unary, operand.seen(behind: inverse))
        case .isIn(let operand, let literals): .isIn(operand.seen(behind: inverse), literals)
        case .call(let function, let arguments): .call(function, arguments.map { $0.seen(behind: inverse) })
        case .any(let name, let condition): .any("<\(inverse.name).\(name)", condition)
        case .literal, .me, .authenticated, .role, .scope: self
        }
    }

    /// A rule of the related row, said of the row that points at it.
    public func seen(through relation: String) -> Expression {
        switch self {
        case .path(let path): .path(FieldPath([relation] + path.relations, path.field).shortened)
        case .binary(let binary, let left, let right):
            .binary(binary, left.seen(through: relation), right.seen(through: relation))
        case .unary(let unary, let operand): .unary(unary, operand.seen(through: relation))
        case .isIn(let operand, let literals): .isIn(operand.seen(through: relation), literals)
        case .call(let function, let arguments):
            .call(function, arguments.map { $0.seen(through: relation) })
        // No name of an inverse has a dot, so this is equal only to itself.
        case .any(let inverse, let condition): .any("\(relation).\(inverse)", condition)
        case .literal, .me, .authenticated, .role, .scope: self
        }
    }
}
