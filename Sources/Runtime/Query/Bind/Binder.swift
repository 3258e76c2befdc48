package import PlumblinePostgres
package import PlumblineSchema

/// Finds the values of a plan's parameters in one request.
package struct Binder {
    private let variables: InputValue
    private let principal: Principal
    private let newKeys: [Int: String]
    private let passwordHashes: [Operand: String]
    private let readings: Readings

    /// - Parameters:
    ///   - variables: The object that the plan's operands look into.
    ///   - principal: Who asks.
    ///   - newKeys: The keys of new rows; each number has one key.
    ///   - passwordHashes: The hashes of the passwords given, by where they were given.
    ///   - readings: What was read of the values given for rows when they were checked; the rest is read here.
    package init(
        variables: InputValue,
        principal: Principal,
        newKeys: [Int: String],
        passwordHashes: [Operand: String],
        readings: Readings = Readings()
    ) {
        self.variables = variables
        self.principal = principal
        self.newKeys = newKeys
        self.passwordHashes = passwordHashes
        self.readings = readings
    }

    /// The values of every step.
    ///
    /// - Throws: `QueryFailure` with all that is wrong with the caller's values.
    package func values(of plan: Plan) throws(QueryFailure) -> [[PostgresValue]] {
        var errors: [QueryError] = []
        func bound(_ parameter: Parameter, _ root: String?) -> PostgresValue {
            do {
                return try value(of: parameter)
            } catch {
                let located = root.map { error.located(in: $0) } ?? error
                if !errors.contains(where: { $0.field == error.field && $0.message == error.message }) {
                    errors.append(located)
                }
                return .null
            }
        }
        let steps = plan.steps.indices.map { number in
            let (parameters, places) = (plan.steps[number].parameters, plan.steps[number].places)
            return parameters.indices.map { index in
                if let place = places[index], let value = readings[place] {
                    return value.postgresText.map(PostgresValue.text) ?? .null
                }
                return bound(parameters[index], plan.steps[number].context.root)
            }
        }
        for check in plan.checks { _ = bound(check, nil) }
        guard errors.isEmpty else { throw QueryFailure(errors) }
        return steps
    }

    private func value(of parameter: Parameter) throws(QueryError) -> PostgresValue {
        switch parameter.source {
        case .caller: principal.id.map(PostgresValue.text) ?? .null
        case .newKey(let number): newKeys[number].map(PostgresValue.text) ?? .null
        case .passwordHash(let operand): passwordHashes[operand].map(PostgresValue.text) ?? .null
        case .pageSize(let operand, let limits):
            try pageSize(operand, limits, parameter.path).map { .text(String($0)) } ?? .null
        case .offset(let operand, let limits):
            .text(String(try rowNumber(operand, limits.maximumOffset, parameter.path)))
        case .cursor(let operand, let form, let index):
            try form.value(index, of: operand.value(in: variables), parameter.path).map(PostgresValue.text)
                ?? .null
        case .pattern(let operand, let codec, let pattern):
            .text(pattern.pattern(of: try text(operand, codec, parameter.path)))
        case .key(let operand, let codecs, let index): try key(operand, codecs, index, parameter.path)
        case .node(let id, let key, let index):
            key.part(index, of: id.value(in: variables)).map(PostgresValue.text) ?? .null
        case .nodes(let ids, let key, let index, let most):
            try nodes(ids, key, index, most: most, parameter.path)
        case .timeZone(let operand): try timeZone(operand, parameter.path)
        case .list(let operand, let codec): try list(operand, codec, parameter.path)
        case .value(let operand, let codec): try single(operand, codec, parameter.path)
        // A change may set a field to null; elsewhere a caller has to say `isNull`.
        case .given(let operand, _) where operand.value(in: variables) == .null: .null
        case .given(let operand, let codec): try single(operand, codec, parameter.path)
        case .array(let parts): try array(parts)
        }
    }

    /// The values of several rows.
    private func array(_ parts: [Parameter]) throws(QueryError) -> PostgresValue {
        var texts: [String?] = []
        texts.reserveCapacity(parts.count)
        for part in parts {
            if case .text(let text) = try value(of: part) { texts.append(text) } else { texts.append(nil) }
        }
        return .text(ArrayText.of(texts))
    }

    // MARK: - Values

    private func single(
        _ operand: Operand,
        _ codec: ValueCodec,
        _ path: [String]
    ) throws(QueryError) -> PostgresValue {
        .text(try text(operand, codec, path))
    }

    private func text(_ operand: Operand, _ codec: ValueCodec, _ path: [String]) throws(QueryError) -> String
    {
        let input = operand.value(in: variables)
        guard input != .null, let text = codec.value(input)?.postgresText else {
            throw .malformed(path, "must be \(codec.noun)")
        }
        return text
    }

    /// One part of a key that is given as one text.
    private func key(
        _ operand: Operand,
        _ codecs: [ValueCodec],
        _ index: Int,
        _ path: [String]
    ) throws(QueryError) -> PostgresValue {
        let noun = codecs.count == 1 ? codecs[index].noun : "an id as the API gives it"
        let text: String? =
            switch operand.value(in: variables) {
            case .string(let text): text
            case .integer(let number): String(number)
            default: nil
            }
        guard let parts = text.flatMap({ KeyText.parts(of: $0, count: codecs.count) }),
            let value = codecs[index].value(.string(parts[index]))?.postgresText
        else { throw .malformed(path, "must be \(noun)") }
        return .text(value)
    }

    private func list(
        _ operand: Operand,
        _ codec: ValueCodec,
        _ path: [String]
    ) throws(QueryError) -> PostgresValue {
        let input = operand.value(in: variables)
        let elements: [InputValue] = if case .list(let elements) = input { elements } else { [input] }
        var texts: [String] = []
        for element in elements {
            guard element != .null, let text = codec.value(element)?.postgresText else {
                throw .malformed(path, "must be a list of which each element is \(codec.noun)")
            }
            texts.append(text)
        }
        return .text(ArrayText.of(texts))
    }

    /// One part of the keys of a list of ids; null where an id has none.
    private func nodes(
        _ ids: Operand,
        _ key: NodeKey,
        _ index: Int,
        most: Int?,
        _ path: [String]
    ) throws(QueryError) -> PostgresValue {
        let input = ids.value(in: variables)
        let elements: [InputValue] = if case .list(let elements) = input { elements } else { [input] }
        guard elements.count <= most ?? .max else {
            throw .malformed(path, "must not have more than \(most ?? .max) ids")
        }
        return .text(ArrayText.of(elements.map { key.part(index, of: $0) }))
    }

    /// Nothing but the form of a name: what PostgreSQL would take beside names is not offered.
    private func timeZone(_ operand: Operand, _ path: [String]) throws(QueryError) -> PostgresValue {
        guard case .string(let name) = operand.value(in: variables), Format.ianaTimeZone.matches(name) else {
            throw .malformed(path, "must be the name of a time zone, such as Europe/Vienna")
        }
        return .text(name)
    }

    // MARK: - Pages

    private func pageSize(
        _ operand: Operand?,
        _ limits: PageLimits,
        _ path: [String]
    ) throws(QueryError) -> Int64? {
        guard let operand else { return (limits.defaultSize ?? limits.maximumSize).map(Int64.init) }
        return try rowNumber(operand, limits.maximumSize, path)
    }

    private func rowNumber(_ operand: Operand, _ most: Int?, _ path: [String]) throws(QueryError) -> Int64 {
        let most = most.map(Int64.init) ?? .max
        guard case .integer(let number) = operand.value(in: variables), (0...most).contains(number)
        else { throw .malformed(path, "must be a whole number from 0 to \(most)") }
        return number
    }
}

extension Operand {
    /// The value in a request; null where there is none.
    package func value(in variables: InputValue) -> InputValue {
        switch self {
        case .constant(let value): return value
        case .object(let members):
            return .object(members.map { .init($0.name, $0.operand.value(in: variables)) })
        case .list(let operands): return .list(operands.map { $0.value(in: variables) })
        case .variable(let name, let path):
            var value = variables[name] ?? .null
            for step in path {
                switch (step, value) {
                case (.member(let name), _): value = value[name] ?? .null
                case (.element(let index), .list(let elements)) where elements.indices.contains(index):
                    value = elements[index]
                // A single value stands for the list of it (GraphQL, section 3.11).
                case (.element(0), _): break
                case (.element, _): value = .null
                }
            }
            return value
        }
    }
}

/// PostgreSQL's text form of a one-dimensional array (PostgreSQL 15, section 8.15.2).
package enum ArrayText {
    /// The array of these elements, each in double quotes; nil is null.
    package static func of(_ elements: [String?]) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            guard let element else {
                bytes.append(contentsOf: "null".utf8)
                continue
            }
            bytes.append(UInt8(ascii: "\""))
            for byte in element.utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    bytes.append(UInt8(ascii: "\\"))
                }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension QueryError {
    /// A value of the wrong form.
    static func malformed(_ path: [String], _ predicate: String) -> QueryError {
        QueryError(.badInput, "`\(path.joined(separator: "."))` \(predicate).", field: path)
    }
}
