import PlumblineSchema

/// Puts what the service's own code computes into a response: one call for each field, with all rows of the response.
struct GapFiller {
    let engine: QueryEngine
    let principal: Principal

    /// One gap as it stands in a text.
    private struct Found {
        let range: Range<Int>
        let style: Operation.Style
        let field: CallResolvers.FieldName
        let source: InputValue
    }

    /// The response without gaps.
    func fill(_ output: QueryOutput) async throws -> QueryOutput {
        var texts: [(place: Plan.Place, bytes: [UInt8], gaps: [Found])] = []
        for (place, bytes) in output.columns where bytes.contains(Gap.opening) {
            texts.append((place, bytes, try gaps(in: bytes)))
        }
        var answers = try await answers(to: texts.flatMap(\.gaps))
        var result = output
        for (place, bytes, gaps) in texts {
            var filled: [UInt8] = []
            var end = 0
            for gap in gaps {
                filled += bytes[end..<gap.range.lowerBound]
                let answer = answers[gap.field]?.popLast() ?? .null
                JSONWriter.append(try spelt(answer, gap), to: &filled)
                end = gap.range.upperBound
            }
            result.replace(place, with: filled + bytes[end...])
        }
        return result
    }

    private func gaps(in bytes: [UInt8]) throws -> [Found] {
        var gaps: [Found] = []
        var rest = bytes[...]
        while let start = rest.firstIndex(of: Gap.opening) {
            guard let end = rest[start...].firstIndex(of: Gap.closing),
                case .list(let parts) = try JSONReader.read(Array(bytes[(start + 1)..<end])),
                parts.count == 4, case .string(let style) = parts[0], case .string(let entity) = parts[1],
                case .string(let field) = parts[2], let style = Operation.Style(rawValue: style)
            else { throw QueryError.unplannable("a gap that is none") }
            gaps.append(
                Found(
                    range: start..<(end + 1),
                    style: style,
                    field: .init(entity: entity, field: field),
                    source: parts[3]
                )
            )
            rest = bytes[(end + 1)...]
        }
        return gaps
    }

    /// What the code answers for each field, the last gap's answer first.
    private func answers(to gaps: [Found]) async throws -> [CallResolvers.FieldName: [Value]] {
        var answers: [CallResolvers.FieldName: [Value]] = [:]
        for (name, gaps) in Dictionary(grouping: gaps, by: \.field) {
            guard let resolver = engine.resolvers[name] else {
                throw QueryError.unplannable("nothing computes \(name.entity).\(name.field)")
            }
            let context = CallResolvers.FieldContext(principal: principal, engine: engine)
            let values = try await resolver(context, gaps.map(\.source))
            guard values.count == gaps.count else {
                throw QueryError.unplannable(
                    "\(name.entity).\(name.field) was computed for \(values.count) of \(gaps.count) rows"
                )
            }
            answers[name] = values.reversed()
        }
        return answers
    }

    /// The value as the response spells it; what is none of the field's is a fault of the code.
    private func spelt(_ value: Value, _ gap: Found) throws -> InputValue {
        let schema = engine.schema
        guard let field = schema.entity(gap.field.entity)?.field(gap.field.field),
            value == .null ? field.isOptional : field.violations(of: value, in: schema).isEmpty
        else {
            throw QueryError.unplannable("\(gap.field.entity).\(gap.field.field) was computed as \(value)")
        }
        return InputValue(answering: value, as: field.type, style: gap.style, schema: schema)
    }
}

extension InputValue {
    /// The value as the APIs answer one of the type.
    fileprivate init(answering value: Value, as type: FieldType, style: Operation.Style, schema: Schema) {
        self =
            switch (type, value) {
            case (.array(let element), .array(let values)):
                .list(values.map { InputValue(answering: $0, as: element, style: style, schema: schema) })
            case (.bigint, .integer(let number)), (.decimal, .integer(let number)): .string(String(number))
            case (.float, .integer(let number)): .integer(number)
            case (_, .decimal(let number)): .string(number.description)
            case (_, .duration(let microseconds)): .string(Interval(microseconds: microseconds).description)
            case (.enumeration(let name), .text(let word)) where style == .graphQL:
                .string(schema.enumType(name)?.values.first { $0.name == word }?.graphQLName ?? word)
            default: InputValue(value)
            }
    }
}
