import PlumblineSchema

/// A query, or a field of one row, that the service's own code could not answer. Null stands in its place.
public struct FieldFailure: Sendable {
    /// The response key of the root.
    public let root: String
    /// The way from there; empty if it is the root itself.
    public let path: [JSONStep]
    /// Why.
    public let errors: [QueryError]
}

/// Puts what the service's own code computes into a response: one call for each field, with all rows of the response.
///
/// GraphQL tells of each field that failed; other answers are whole or none.
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

    /// What the code gave for one field, or why it did not.
    private typealias Answers = [CallResolvers.FieldName: Result<[InputValue], QueryFailure>]

    /// The response without gaps.
    func fill(_ output: QueryOutput) async throws -> QueryOutput {
        var texts: [(column: QueryOutput.Column, gaps: [Found])] = []
        for column in output.columns where column.bytes.contains(Gap.opening) {
            texts.append((column, try gaps(in: column.bytes)))
        }
        let answers = await answers(to: texts.flatMap(\.gaps))
        var taken: [CallResolvers.FieldName: Int] = [:]
        var result = output
        for (column, gaps) in texts {
            let (filled, failed) = try filled(column.bytes, gaps, answers, &taken)
            result.replace(column.place, with: filled)
            let paths = JSONPlaces.paths(to: failed.map(\.offset), in: filled)
            for (path, failure) in zip(paths, failed.map(\.failure)) {
                result.failures.append(
                    FieldFailure(root: column.key, path: path, errors: failure.errors)
                )
            }
        }
        return result
    }

    /// - Parameter taken: How many answers for a field stand in the response already.
    private func filled(
        _ bytes: [UInt8],
        _ gaps: [Found],
        _ answers: Answers,
        _ taken: inout [CallResolvers.FieldName: Int]
    ) throws -> (bytes: [UInt8], failed: [(offset: Int, failure: QueryFailure)]) {
        var filled: [UInt8] = []
        var failed: [(offset: Int, failure: QueryFailure)] = []
        var end = 0
        for gap in gaps {
            filled += bytes[end..<gap.range.lowerBound]
            switch answers[gap.field] {
            case .success(let values):
                JSONWriter.append(values[taken[gap.field, default: 0]], to: &filled)
                taken[gap.field, default: 0] += 1
            case .failure(let failure):
                guard gap.style == .graphQL else { throw failure }
                failed.append((filled.count, failure))
                filled += "null".utf8
            case nil: filled += "null".utf8
            }
            end = gap.range.upperBound
        }
        return (filled + bytes[end...], failed)
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

    /// What the code answers for each field, in the order of its gaps.
    private func answers(to gaps: [Found]) async -> Answers {
        var answers: Answers = [:]
        for (name, gaps) in Dictionary(grouping: gaps, by: \.field) {
            do {
                answers[name] = .success(try await values(of: name, for: gaps))
            } catch {
                answers[name] = .failure(engine.failure(error))
            }
        }
        return answers
    }

    private func values(of name: CallResolvers.FieldName, for gaps: [Found]) async throws -> [InputValue] {
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
        return try zip(values, gaps).map { try spelt($0, $1) }
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

extension QueryFailure {
    /// What is told where only the answer to a change failed: whoever tried again would make it twice.
    static func afterTheChange(_ failure: QueryFailure) -> QueryFailure {
        let reasons = failure.errors.map { $0.logDetail ?? "\($0.code.rawValue): \($0.message)" }
        return QueryFailure([
            QueryError(
                .internal,
                "The change was made, but its answer could not be computed; read the row, and do not repeat the change.",
                logDetail: reasons.joined(separator: "; ")
            )
        ])
    }
}
