import PlumblineQuery

/// An error was reported at a position that is non-null: the position around it has no value (section 6.4.4).
struct NullPropagation: Error {}

/// Writes what can be known at once of a response, from one position down: objects, lists and leaves whose resolvers
/// answer without waiting.
struct Traversal<Resolvers: FieldResolvers> {
    typealias Value = ResolvedValue<Resolvers.Object>

    /// A value that takes time, and where it goes.
    struct Wait {
        let hole: Int
        let value: @Sendable () async throws -> Value
        let plan: FieldPlan
        let type: TypeReference
        let path: [GraphQLError.PathSegment]
        let fragments: [Deferral: Int]
    }

    let request: Request
    let resolvers: Resolvers
    /// The `@defer`s that everything written here stands under.
    let deferrals: Set<Deferral>
    /// The numbers of the deferred fragments around this position.
    var fragments: [Deferral: Int]
    /// How many deferred fragments and streams are numbered before those that are found here.
    let firstFragment: Int

    var path: [GraphQLError.PathSegment]
    var piece = ResponsePiece()
    var waits: [Wait] = []
    var errors: [PositionedError] = []
    var faults: [ExecutionFault] = []
    var found: [DeliveredFragment] = []
    var parts: [LaterPart<Resolvers>] = []
    var frame: Int?

    init(
        _ request: Request,
        _ resolvers: Resolvers,
        at path: [GraphQLError.PathSegment] = [],
        deferrals: Set<Deferral> = [],
        fragments: [Deferral: Int] = [:],
        firstFragment: Int = 0
    ) {
        self.request = request
        self.resolvers = resolvers
        self.path = path
        self.deferrals = deferrals
        self.fragments = fragments
        self.firstFragment = firstFragment
    }
}

/// An error of a field with the nodes that stand for it.
struct PositionedError {
    var error: GraphQLError
    var offsets: [Int]
}

// MARK: ExecuteCollectedFields()

extension Traversal {
    mutating func writeObject(_ plans: [FieldPlan], of object: Resolvers.Object) throws(NullPropagation) {
        let outer = fragments
        defer { fragments = outer }
        let plans = request.collector.marksDeferred ? leavingDeferred(plans, of: object) : plans
        piece.json.append(UInt8(ascii: "{"))
        try writeMembers(plans[...], of: object)
        piece.json.append(UInt8(ascii: "}"))
    }

    mutating func writeMembers(
        _ plans: ArraySlice<FieldPlan>,
        of object: Resolvers.Object
    ) throws(NullPropagation) {
        for (index, plan) in plans.enumerated() {
            if index > 0 { piece.json.append(UInt8(ascii: ",")) }
            try writeMember(plan, of: object)
        }
    }

    mutating func writeMember(_ plan: FieldPlan, of object: Resolvers.Object) throws(NullPropagation) {
        piece.json += plan.opening
        path.append(.key(plan.field.key))
        defer { path.removeLast() }
        try write(plan.definition.type) { traversal throws(NullPropagation) in
            try traversal.writeField(plan, of: object)
        }
    }

    /// ExecuteField()
    private mutating func writeField(_ plan: FieldPlan, of object: Resolvers.Object) throws(NullPropagation) {
        switch plan.field.name {
        case FieldDefinition.typename.name:
            return JSONWriter.append(plan.parent.name, to: &piece.json)
        case FieldDefinition.schema.name, FieldDefinition.type.name:
            return piece.json += IntrospectionWriter.answer(plan.field, collector: request.collector)
        default: break
        }
        let value: Value
        do {
            let field = ResolvedField(
                typeName: plan.parent.name,
                name: plan.field.name,
                arguments: try plan.arguments.get()
            )
            value = try resolvers.resolve(field, of: object)
        } catch {
            throw report(error, of: plan)
        }
        try complete(value, as: plan.definition.type, of: plan)
    }

    /// Writes a position; if it is nullable, it is null after an error.
    private mutating func write(
        _ type: TypeReference,
        _ body: (inout Traversal) throws(NullPropagation) -> Void
    ) throws(NullPropagation) {
        guard !type.isNonNull else { return try body(&self) }
        let start = piece.json.count
        let (holes, waiting, parts) = (piece.holes.count, waits.count, self.parts.count)
        let (outer, own) = (frame, piece.frames.count)
        piece.frames.append(.init(start: start, end: start, outer: outer))
        frame = own
        defer { frame = outer }
        do {
            try body(&self)
            piece.frames[own].end = piece.json.count
        } catch {
            piece.json.removeSubrange(start...)
            piece.holes.removeSubrange(holes...)
            waits.removeSubrange(waiting...)
            self.parts.removeSubrange(parts...)
            piece.json += "null".utf8
        }
        if piece.holes.count == holes, self.parts.count == parts { piece.frames.removeSubrange(own...) }
    }

    /// Keeps an error for the response.
    private mutating func report(_ error: any Error, of plan: FieldPlan) -> NullPropagation {
        var told = error as? GraphQLError
        if told == nil {
            faults.append(ExecutionFault(path: path, error: error))
            told = .fieldFailed
        }
        if var told {
            told.path = path
            errors.append(PositionedError(error: told, offsets: plan.field.fields.map(\.offset)))
        }
        return NullPropagation()
    }
}

// MARK: CompleteValue()

extension Traversal {
    /// Completes the value of a field or of an item of its list; a nullable position was begun before.
    mutating func complete(
        _ value: Value,
        as type: TypeReference,
        of plan: FieldPlan
    ) throws(NullPropagation) {
        switch (value, type.nullable) {
        case (.later(let value), _):
            let hole = piece.holes.count
            piece.holes.append(.init(offset: piece.json.count, frame: frame))
            waits.append(
                Wait(hole: hole, value: value, plan: plan, type: type, path: path, fragments: fragments)
            )
        case (.failure(let error), _):
            throw report(error, of: plan)
        case (.null, _), (.leaf(.null), _):
            if type.isNonNull {
                let field = "\(plan.parent.name).\(plan.field.name)"
                throw report(GraphQLError("Cannot return null for non-nullable field \(field)."), of: plan)
            }
            piece.json += "null".utf8
        case (.list(let items), .list(let item)):
            try complete(items, as: item, of: plan, isWhole: type == plan.definition.type)
        case (_, .list):
            let field = "\(plan.parent.name).\(plan.field.name)"
            throw report(
                GraphQLError("Expected a list, but did not find one for field \"\(field)\"."),
                of: plan
            )
        case (_, .named(let name)), (_, .nonNull(.named(let name))):
            guard let type = request.types[name] else {
                throw report(GraphQLError("There is no type \"\(name)\"."), of: plan)
            }
            try complete(value, as: type, of: plan)
        case (_, .nonNull):
            break  // There is no `!!`.
        }
    }

    private mutating func complete(
        _ items: [Value],
        as type: TypeReference,
        of plan: FieldPlan,
        isWhole: Bool
    ) throws(NullPropagation) {
        piece.json.append(UInt8(ascii: "["))
        let count = isWhole ? request.collector.initialCount(of: plan.field) : nil
        try writeItems(items.prefix(Swift.max(count ?? items.count, 0)), as: type, of: plan)
        if let count, count < items.count {
            stream(items.dropFirst(Swift.max(count, 0)), as: type, of: plan)
        }
        piece.json.append(UInt8(ascii: "]"))
    }

    mutating func writeItems(
        _ items: ArraySlice<Value>,
        as type: TypeReference,
        of plan: FieldPlan
    ) throws(NullPropagation) {
        for (index, item) in zip(items.indices, items) {
            if index > items.startIndex { piece.json.append(UInt8(ascii: ",")) }
            path.append(.index(index))
            defer { path.removeLast() }
            try write(type) { traversal throws(NullPropagation) in
                try traversal.complete(item, as: type, of: plan)
            }
        }
    }

    private mutating func complete(
        _ value: Value,
        as type: TypeDefinition,
        of plan: FieldPlan
    ) throws(NullPropagation) {
        switch value {
        case .leaf(let leaf):
            do throws(GraphQLError) {
                JSONWriter.append(try type.coercedResult(leaf), to: &piece.json)
            } catch {
                throw report(error, of: plan)
            }
        case .object(let object) where type.isComposite:
            let objectType: TypeDefinition
            do {
                objectType = try self.objectType(of: object, as: type)
            } catch {
                throw report(error, of: plan)
            }
            try writeObject(plan.subplans(of: objectType, request), of: object)
        default:
            let kind = type.isComposite ? "an object" : "a leaf"
            throw report(GraphQLError("Expected \(kind) of type \"\(type.name)\"."), of: plan)
        }
    }

    /// ResolveAbstractType(), where the type is abstract.
    private func objectType(of object: Resolvers.Object, as type: TypeDefinition) throws -> TypeDefinition {
        guard type.isAbstract else { return type }
        let name = try resolvers.typeName(of: object, in: type.name)
        guard let objectType = request.types[name] else {
            throw GraphQLError(
                "Abstract type \"\(type.name)\" was resolved to a type \"\(name)\" "
                    + "that does not exist inside the schema."
            )
        }
        guard request.types.possibleTypes(of: type).contains(name) else {
            throw GraphQLError("Runtime Object type \"\(name)\" is not a possible type for \"\(type.name)\".")
        }
        return objectType
    }
}

extension GraphQLError {
    /// What is told of an error that is not for clients.
    fileprivate static let fieldFailed = GraphQLError(
        "This field failed; the log says why.",
        extensions: [.init("code", .string(QueryError.Code.internal.rawValue))]
    )
}
