import PlumblineQuery

/// What one part of a response tells: `pending`, `incremental` and `completed` of incremental delivery.
private struct Delivery {
    var pending: [InputValue] = []
    var incremental: [[UInt8]] = []
    var completed: [InputValue] = []

    var isEmpty: Bool { pending.isEmpty && incremental.isEmpty && completed.isEmpty }
}

extension Execution {
    /// The operation's `data` and `errors` as JSON.
    func initialResponse() -> [UInt8] {
        var data: [UInt8] = []
        if units[0].isNull { data += "null".utf8 } else { pieces.write(0, to: &data) }
        return GraphQLResponse.executed(data: data, errors: located(units[0].errors))
    }

    /// Delivers the response in parts: what is there at once, then what was deferred or streamed as it comes.
    ///
    /// - Parameter deliver: Takes each part as JSON, and whether others follow.
    mutating func deliverAll(_ deliver: ([UInt8], Bool) async throws -> Void) async throws {
        var delivery = Delivery()
        var ready = release(into: &delivery)
        var first = initialResponse()
        if !delivery.pending.isEmpty {
            first.removeLast()
            first += ",".utf8
            append(delivery, to: &first)
        }
        try await deliver(first, hasNext)
        try await begin(&ready, deliver)
        try await drain { execution, unit in
            var delivery = Delivery()
            execution.finish(unit, in: &delivery)
            var ready = execution.release(into: &delivery)
            try await execution.send(delivery, deliver)
            try await execution.begin(&ready, deliver)
        }
    }

    private var hasNext: Bool { fragments.contains { $0.id != nil && !$0.isComplete } }

    /// Begins parts, and delivers those that wait for nothing.
    private mutating func begin(
        _ ready: inout [LaterPart<Resolvers>],
        _ deliver: ([UInt8], Bool) async throws -> Void
    ) async throws {
        while !ready.isEmpty {
            let begun = ready.map { begin($0) }
            var delivery = Delivery()
            for unit in begun where units[unit].waiting == 0 { finish(unit, in: &delivery) }
            ready = release(into: &delivery)
            try await send(delivery, deliver)
        }
    }

    private func send(_ delivery: Delivery, _ deliver: ([UInt8], Bool) async throws -> Void) async throws {
        guard !delivery.isEmpty else { return }
        var json = Array("{".utf8)
        append(delivery, to: &json)
        try await deliver(json, hasNext)
    }

    /// Writes the members of a part, and closes it.
    private func append(_ delivery: Delivery, to json: inout [UInt8]) {
        if !delivery.pending.isEmpty {
            json += "\"pending\":".utf8
            JSONWriter.append(.list(delivery.pending), to: &json)
            json += ",".utf8
        }
        if !delivery.incremental.isEmpty {
            json += "\"incremental\":[".utf8
            json += delivery.incremental.joined(separator: ",".utf8)
            json += "],".utf8
        }
        if !delivery.completed.isEmpty {
            json += "\"completed\":".utf8
            JSONWriter.append(.list(delivery.completed), to: &json)
            json += ",".utf8
        }
        json += "\"hasNext\":\(hasNext)}".utf8
    }
}

// MARK: Fragments

extension Execution {
    /// Takes the parts that may begin, and announces their fragments.
    private mutating func release(into delivery: inout Delivery) -> [LaterPart<Resolvers>] {
        let gone = parts.filter(isGone)
        parts = parts.filter { !isGone($0) }
        for fragment in gone.flatMap(\.deliveries) { fragments[fragment].unfinished -= 1 }
        let ready = parts.filter(mayBegin)
        parts = parts.filter { !mayBegin($0) }
        for fragment in Set(ready.flatMap(\.deliveries)).sorted() where isOpen(fragment) {
            guard fragments[fragment].id == nil else { continue }
            fragments[fragment].id = announced
            announced += 1
            delivery.pending.append(announcement(of: fragment))
        }
        return ready
    }

    /// Whether nobody can see the part: what is around it is null.
    private func isGone(_ part: LaterPart<Resolvers>) -> Bool {
        units[part.unit].isNull || pieces.isNull(part.frame, in: part.piece)
            || part.deliveries.allSatisfy(isFailed)
    }

    private func mayBegin(_ part: LaterPart<Resolvers>) -> Bool { part.deliveries.contains(where: isOpen) }

    private func isFailed(_ fragment: Int) -> Bool {
        fragments[fragment].isFailed || fragments[fragment].outer.map(isFailed) ?? false
    }

    /// Whether the fragment may be announced: those around it are complete, or were nothing by themselves.
    private func isOpen(_ fragment: Int) -> Bool {
        guard let outer = fragments[fragment].outer else { return true }
        let around = fragments[outer]
        return around.isComplete || around.id == nil && around.unfinished == 0 && isOpen(outer)
    }

    private func announcement(of fragment: Int) -> InputValue {
        var members = [
            InputValue.Member("id", id(of: fragment)),
            InputValue.Member("path", fragments[fragment].path.json),
        ]
        if let label = fragments[fragment].label { members.append(.init("label", .string(label))) }
        return .object(members)
    }

    private func id(of fragment: Int) -> InputValue {
        .string(fragments[fragment].id.map { String($0) } ?? "")
    }

    /// Counts a unit as finished, and completes the fragments that it was the last of.
    private mutating func finish(_ unit: Int, in delivery: inout Delivery) {
        guard let part = units[unit].part else { return }
        for fragment in part.deliveries {
            fragments[fragment].unfinished -= 1
            if units[unit].isNull {
                fragments[fragment].isFailed = true
                fragments[fragment].errors += units[unit].errors
            } else {
                fragments[fragment].units.append(unit)
            }
        }
        for fragment in part.deliveries {
            guard fragments[fragment].unfinished == 0, fragments[fragment].id != nil else { continue }
            complete(fragment, in: &delivery)
        }
    }

    private mutating func complete(_ fragment: Int, in delivery: inout Delivery) {
        fragments[fragment].isComplete = true
        var members = [InputValue.Member("id", id(of: fragment))]
        if fragments[fragment].isFailed {
            let errors = located(fragments[fragment].errors)
            members.append(.init("errors", .list(errors.map(\.json))))
        } else {
            for unit in fragments[fragment].units.sorted() where !units[unit].isDelivered {
                units[unit].isDelivered = true
                delivery.incremental.append(increment(unit, of: fragment))
            }
        }
        delivery.completed.append(.object(members))
    }

    /// The data of a unit, told as a part of one of its fragments.
    private func increment(_ unit: Int, of fragment: Int) -> [UInt8] {
        var json = Array("{\"id\":".utf8)
        JSONWriter.append(id(of: fragment), to: &json)
        if let part = units[unit].part {
            let below = part.path.dropFirst(fragments[fragment].path.count)
            if !below.isEmpty {
                json += ",\"subPath\":".utf8
                JSONWriter.append(Array(below).json, to: &json)
            }
            if case .items = part.content { json += ",\"items\":".utf8 } else { json += ",\"data\":".utf8 }
        }
        pieces.write(units[unit].piece, to: &json)
        let errors = located(units[unit].errors)
        if !errors.isEmpty {
            json += ",\"errors\":".utf8
            JSONWriter.append(.list(errors.map(\.json)), to: &json)
        }
        json.append(UInt8(ascii: "}"))
        return json
    }

    /// Errors with their places, which are counted out at the end, all in one pass over the document.
    private func located(_ errors: [PositionedError]) -> [GraphQLError] {
        let places = SourceLocation.all(of: errors.flatMap(\.offsets), in: request.document.source)
        return errors.map { positioned in
            var error = positioned.error
            error.locations = positioned.offsets.compactMap { places[$0] }
            return error
        }
    }
}
