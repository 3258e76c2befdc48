import PlumblineQuery

/// One operation being executed: pieces of its response, and the values that are waited for.
///
/// A traversal writes all that is known at once; each value that is waited for goes on with a traversal of its own and
/// fills a hole of the piece that waits. So the response's order is that of the document, whatever comes first.
struct Execution<Resolvers: FieldResolvers> {
    /// What is delivered at once: the operation's data, or a part of it that comes later.
    struct Unit {
        /// Nothing for the data that comes first.
        let part: LaterPart<Resolvers>?
        var piece = 0
        /// How many values it waits for.
        var waiting = 0
        /// Whether an error left nothing of it.
        var isNull = false
        var isDelivered = false
        var errors: [PositionedError] = []
    }

    private struct Waiting {
        let unit: Int
        let piece: Int
        let wait: Traversal<Resolvers>.Wait
    }

    let request: Request
    let resolvers: Resolvers
    let maximumConcurrency: Int

    var pieces: [ResponsePiece] = []
    var units: [Unit] = []
    var fragments: [DeliveredFragment] = []
    /// Parts that have not begun.
    var parts: [LaterPart<Resolvers>] = []
    /// How many fragments were announced.
    var announced = 0
    private(set) var faults: [ExecutionFault] = []
    private var queue: [Waiting] = []
    private var next = 0
    /// Units that wait for nothing more, and nobody was told.
    private var settled: [Int] = []

    init(_ request: Request, _ resolvers: Resolvers, maximumConcurrency: Int) {
        self.request = request
        self.resolvers = resolvers
        self.maximumConcurrency = Swift.max(1, maximumConcurrency)
    }
}

// MARK: The operation's data

extension Execution {
    /// ExecuteRootSelectionSet(): all fields at once, or one after the other.
    mutating func executeRoot(
        _ plans: [FieldPlan],
        of object: Resolvers.Object,
        serially: Bool
    ) async {
        units.append(Unit(part: nil))
        pieces.append(ResponsePiece())
        var root = Traversal(request, resolvers)
        let plans = request.collector.marksDeferred ? root.leavingDeferred(plans, of: object) : plans
        root.piece.json.append(UInt8(ascii: "{"))
        for (index, plan) in plans.enumerated() {
            if index > 0 { root.piece.json.append(UInt8(ascii: ",")) }
            do throws(NullPropagation) {
                try root.writeMember(plan, of: object)
            } catch {
                units[0].isNull = true
            }
            if serially || units[0].isNull || index == plans.count - 1 {
                absorb(&root, piece: 0)
                await drain { _, _ in }
                // What the values made of the piece, to be written on.
                root.piece = pieces[0]
            }
            if units[0].isNull { break }
        }
        root.piece.json.append(UInt8(ascii: "}"))
        absorb(&root, piece: 0)
    }

    /// Takes over what a traversal of the operation's data wrote, which may go on.
    private mutating func absorb(_ root: inout Traversal<Resolvers>, piece: Int) {
        pieces[piece] = root.piece
        absorb(root, unit: 0, piece: piece)
        root = Traversal(request, resolvers, fragments: root.fragments, firstFragment: fragments.count)
        root.piece = pieces[piece]
    }

    private mutating func absorb(_ traversal: Traversal<Resolvers>, unit: Int, piece: Int) {
        absorbErrors(of: traversal, unit: unit)
        fragments += traversal.found
        for var part in traversal.parts {
            (part.piece, part.unit) = (piece, unit)
            for delivery in part.deliveries { fragments[delivery].unfinished += 1 }
            parts.append(part)
        }
        queue += traversal.waits.map { Waiting(unit: unit, piece: piece, wait: $0) }
        units[unit].waiting += traversal.waits.count
    }

    private mutating func absorbErrors(of traversal: Traversal<Resolvers>, unit: Int) {
        units[unit].errors += traversal.errors
        faults += traversal.faults
    }
}

// MARK: Values that take time

extension Execution {
    /// Begins a part that comes later.
    ///
    /// - Returns: its unit.
    mutating func begin(_ part: LaterPart<Resolvers>) -> Int {
        let unit = units.count
        units.append(Unit(part: part, piece: pieces.count))
        pieces.append(ResponsePiece())
        var traversal = Traversal(
            request,
            resolvers,
            at: part.path,
            deferrals: part.deferrals,
            fragments: part.fragments,
            firstFragment: fragments.count
        )
        do throws(NullPropagation) {
            try traversal.write(part)
            pieces[units[unit].piece] = traversal.piece
            absorb(traversal, unit: unit, piece: units[unit].piece)
        } catch {
            absorbErrors(of: traversal, unit: unit)
            units[unit].isNull = true
        }
        return unit
    }

    /// Waits for all values, so many at once as is allowed.
    ///
    /// - Parameter didFinish: Called with each unit that waits for nothing more; it may begin others.
    mutating func drain(_ didFinish: (inout Execution, Int) async throws -> Void) async rethrows {
        guard next < queue.count else { return }
        try await withThrowingTaskGroup(of: (Int, Result<Traversal<Resolvers>.Value, any Error>).self) {
            group in
            var running = 0
            while running > 0 || next < queue.count {
                while running < maximumConcurrency, let index = nextAlive() {
                    let value = queue[index].wait.value
                    running += 1
                    group.addTask {
                        do {
                            return (index, .success(try await value()))
                        } catch {
                            return (index, .failure(error))
                        }
                    }
                }
                if let (index, result) = try await group.next() {
                    running -= 1
                    fill(queue[index], with: result)
                }
                while let unit = settled.popLast() { try await didFinish(&self, unit) }
            }
        }
    }

    /// The next value that somebody still needs.
    private mutating func nextAlive() -> Int? {
        while next < queue.count {
            defer { next += 1 }
            if isAlive(queue[next]) { return next }
            finishWaiting(for: queue[next].unit)
        }
        return nil
    }

    private mutating func finishWaiting(for unit: Int) {
        units[unit].waiting -= 1
        if units[unit].waiting == 0 { settled.append(unit) }
    }

    private func isAlive(_ waiting: Waiting) -> Bool {
        !units[waiting.unit].isNull
            && !pieces.isNull(pieces[waiting.piece].holes[waiting.wait.hole].frame, in: waiting.piece)
    }

    private mutating func fill(
        _ waiting: Waiting,
        with result: Result<Traversal<Resolvers>.Value, any Error>
    ) {
        let (unit, wait) = (waiting.unit, waiting.wait)
        defer { finishWaiting(for: unit) }
        guard isAlive(waiting) else { return }
        var traversal = Traversal(
            request,
            resolvers,
            at: wait.path,
            deferrals: units[unit].part?.deferrals ?? [],
            fragments: wait.fragments,
            firstFragment: fragments.count
        )
        let value: Traversal<Resolvers>.Value =
            switch result {
            case .success(let value): value
            case .failure(let error): .failure(error)
            }
        let place = ResponsePiece.Place(piece: waiting.piece, hole: wait.hole)
        do throws(NullPropagation) {
            try traversal.complete(value, as: wait.type, of: wait.plan)
            traversal.piece.place = place
            pieces[place.piece].holes[place.hole].piece = pieces.count
            pieces.append(traversal.piece)
            absorb(traversal, unit: unit, piece: pieces.count - 1)
        } catch {
            absorbErrors(of: traversal, unit: unit)
            if !pieces.nullify(place) { units[unit].isNull = true }
        }
    }
}
