import PlumblineQuery

/// A deferred fragment at one object, or the rest of one list: what is announced and completed by an id.
struct DeliveredFragment {
    let path: [GraphQLError.PathSegment]
    let label: String?
    /// The fragment that has to be complete before this one is announced.
    let outer: Int?
    /// The id, once it is announced.
    var id: Int?
    /// How many of its parts are not finished.
    var unfinished = 0
    /// The units of its finished parts.
    var units: [Int] = []
    /// Errors that leave the whole fragment without a value.
    var errors: [PositionedError] = []
    var isFailed = false
    var isComplete = false
}

/// Members of an object, or items of a list, that come after the part of the response that has their parent.
struct LaterPart<Resolvers: FieldResolvers> {
    enum Content {
        case members([FieldPlan], of: Resolvers.Object)
        case items(ArraySlice<ResolvedValue<Resolvers.Object>>, as: TypeReference, of: FieldPlan)
    }

    let content: Content
    let path: [GraphQLError.PathSegment]
    let deferrals: Set<Deferral>
    let fragments: [Deferral: Int]
    /// The fragments that it is a part of.
    let deliveries: [Int]
    /// The innermost nullable position around it.
    let frame: Int?
    /// The piece that has that position.
    var piece = 0
    /// The unit that has the piece.
    var unit = 0
}

extension Traversal {
    /// The fields of an object that are executed now; the others become parts for later.
    mutating func leavingDeferred(_ plans: [FieldPlan], of object: Resolvers.Object) -> [FieldPlan] {
        for plan in plans {
            for case let deferral? in plan.field.deferrals { number(deferral) }
        }
        var now: [FieldPlan] = []
        var later: [(deferrals: Set<Deferral>, plans: [FieldPlan])] = []
        for plan in plans {
            let own = plan.field.outermostDeferrals
            if own.isEmpty || own == deferrals {
                now.append(plan)
            } else if let index = later.firstIndex(where: { $0.deferrals == own }) {
                later[index].plans.append(plan)
            } else {
                later.append((own, [plan]))
            }
        }
        for group in later {
            let part = LaterPart<Resolvers>(
                content: .members(group.plans, of: object),
                path: path,
                deferrals: group.deferrals,
                fragments: fragments,
                deliveries: group.deferrals.compactMap { fragments[$0] }.sorted(),
                frame: frame
            )
            parts.append(part)
        }
        return now
    }

    /// Leaves the rest of a list for later.
    mutating func stream(_ items: ArraySlice<Value>, as type: TypeReference, of plan: FieldPlan) {
        let fragment = DeliveredFragment(
            path: path,
            label: request.collector.label(of: plan.field),
            outer: deferrals.compactMap { fragments[$0] }.min()
        )
        found.append(fragment)
        let part = LaterPart<Resolvers>(
            content: .items(items, as: type, of: plan),
            path: path,
            deferrals: deferrals,
            fragments: fragments,
            deliveries: [firstFragment + found.count - 1],
            frame: frame
        )
        parts.append(part)
    }

    /// Writes a part that was left for later.
    mutating func write(_ part: LaterPart<Resolvers>) throws(NullPropagation) {
        switch part.content {
        case .members(let plans, let object):
            piece.json.append(UInt8(ascii: "{"))
            try writeMembers(plans[...], of: object)
            piece.json.append(UInt8(ascii: "}"))
        case .items(let items, let type, let plan):
            piece.json.append(UInt8(ascii: "["))
            try writeItems(items, as: type, of: plan)
            piece.json.append(UInt8(ascii: "]"))
        }
    }

    /// The number of the fragment that a `@defer` makes of this object.
    @discardableResult
    private mutating func number(_ deferral: Deferral) -> Int {
        if let known = fragments[deferral] { return known }
        var outer: Int?
        if let around = deferral.outer { outer = number(around) }
        found.append(DeliveredFragment(path: path, label: deferral.label, outer: outer))
        let number = firstFragment + found.count - 1
        fragments[deferral] = number
        return number
    }
}

extension CollectedField {
    /// The `@defer`s that all of the field's nodes stand under, without those that stand under another of them; none if
    /// the field is asked for at once somewhere.
    fileprivate var outermostDeferrals: Set<Deferral> {
        var all: Set<Deferral> = []
        for deferral in deferrals {
            guard let deferral else { return [] }
            all.insert(deferral)
        }
        return all.filter { deferral in
            var outer = deferral.outer
            while let around = outer {
                if all.contains(around) { return false }
                outer = around.outer
            }
            return true
        }
    }
}
