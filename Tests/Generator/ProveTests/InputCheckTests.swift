import PlumblineClient
import PlumblineProve
import PlumblineSchema
import PlumblineServerTestSupport
import PlumblineTestSupport
import PlumblineTrials
import Testing

@testable import PlumblineQuery

@Suite("The client's checks of inputs")
struct InputCheckTests {
    @Test(
        "They find what the server's find, in the same words and order, in random inputs",
        .enabled(if: Node.isAvailable, "no node on the path"),
        arguments: ["spec", "Tests/Generator/ProveTests/Specs"]
    )
    func agreement(folder: String) async throws {
        let schema = try Repository.schema(Repository.path(folder))
        var random = RandomInputs(schema: schema, seed: 1)
        let trials = (0..<Trials.count(3000, full: 100_000)).map { _ in random.input() }
        let found = try await onOwnThread { try Self.clientsFindings(trials, schema) }
        try #require(found.count == trials.count)
        for (trial, finding) in zip(trials, found) {
            let expected = trial.serversFindings(schema)
            #expect(
                finding == expected,
                "\(trial.entity.name) \(trial.isCreation ? "create" : "update") \(trial.json)"
            )
        }
        #expect(found.count { $0 == "[]" } > 20)
    }

    /// What the generated validators say of each, as lines of JSON.
    private static func clientsFindings(_ trials: [RandomInputs.Input], _ schema: Schema) throws -> [String] {
        let calls = trials.map {
            "[\"\($0.entity.name)\", \"\($0.isCreation ? "create" : "update")\", \($0.json)]"
        }
        let script = """
            import { validators } from "./client.js"
            for (const [entity, verb, input] of [
            \(calls.joined(separator: ",\n"))
            ]) {
                const found = validators[entity][verb](input)
                console.log(JSON.stringify(found.map(({ fields, code, message, rule }) => [fields, code, message, rule])))
            }
            """
        return try Node.run(script, beside: ClientEmitter(schema).files())
    }
}

/// Draws inputs as clients give them: right, wrong, of another type, null or not at all.
private struct RandomInputs {
    struct Input: Sendable {
        let entity: Entity
        let isCreation: Bool
        let json: String
    }

    private var generator: SeededGenerator
    private let entities: [Entity]

    init(schema: Schema, seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        entities = schema.entities
    }

    mutating func input() -> Input {
        let entity = generator.pick(entities)
        var members: [String] = []
        for member in entity.members(of: entity.fields.filter(\.isGiven)) where !generator.chance(25) {
            members.append("\"\(member.apiName)\":\(generator.chance(8) ? "null" : value(of: member))")
        }
        return Input(
            entity: entity,
            isCreation: generator.chance(60),
            json: "{\(members.joined(separator: ","))}"
        )
    }

    private mutating func value(of member: EntityMember) -> String {
        guard case .object(let object) = member else { return member.fields.map { value(of: $0) }.joined() }
        var values: [String] = []
        for field in object.fields where !generator.chance(20) {
            values.append("\"\(field.inputPath[1])\":\(generator.chance(8) ? "null" : value(of: field))")
        }
        return "{\(values.joined(separator: ","))}"
    }

    private mutating func value(of field: Field) -> String {
        if generator.chance(25) { return generator.pick(Self.anything) }
        return switch field.type {
        case .array: list(of: field)
        case .range(let bound): range(of: bound)
        default: generator.pick(Self.values(field.type))
        }
    }

    private mutating func list(of field: Field) -> String {
        guard let element = field.element else { return "[]" }
        let items = (0..<generator.number(0...3)).map { _ in
            generator.chance(8) ? "null" : value(of: element)
        }
        return "[\(items.joined(separator: ","))]"
    }

    private mutating func range(of bound: FieldType) -> String {
        var members: [String] = []
        for name in ["start", "end"] where !generator.chance(20) {
            let value = generator.chance(15) ? "null" : generator.pick(Self.values(bound))
            members.append("\"\(name)\":\(value)")
        }
        if generator.chance(5) { members.append("\"middle\":null") }
        return "{\(members.joined(separator: ","))}"
    }

    private static let anything = [
        "true", "5", "-0.5", "2147483648", "100000000000000000000", "1e+21", "[]", "{\"a\":1}", "\"\"",
        "\"a\\u0000\"",
    ]

    private static func values(_ type: FieldType) -> [String] {
        switch type {
        case .integer, .float: ["0", "5", "60", "-1", "1440", "1441", "1e-7", "2147483647"]
        case .bigint:
            ["\"9223372036854775807\"", "\"9223372036854775808\"", "\"+5\"", "\"-0\"", "7", "\"1.5\"", "-1"]
        case .decimal:
            ["\"0.10\"", "1.005", "\"123456789012.5\"", "\"-1\"", "\".5\"", "1000", "\"1000.001\""]
        case .boolean: ["true", "false"]
        case .uuid: ["\"0190A000-0000-7000-8000-000000000001\"", "\"0190a000-0000-7000-8000-00000000000\""]
        case .timestamp:
            [
                "\"2026-11-21T09:00:00Z\"", "\"2026-11-21T10:00:00+01:00\"",
                "\"2026-11-21t08:59:59.999999z\"",
                "\"2016-12-31T23:59:60Z\"", "\"2016-12-30T23:59:60Z\"", "\"2017-01-01T00:59:60.5+01:00\"",
                "\"2023-02-29T00:00:00Z\"", "\"0001-01-01T00:30:00+01:00\"", "\"9999-12-31T23:59:60Z\"",
                "\"2026-11-21 09:00:00Z\"", "\"2026-11-21T24:00:00Z\"", "\"2026-11-21T09:00:00\"",
                "\"2026-11-21T09:00:00.1234567Z\"",
            ]
        case .date: ["\"2024-02-29\"", "\"2023-02-29\"", "\"0000-01-01\"", "\"9999-12-31\"", "\"2026-1-1\""]
        case .time: ["\"09:00:00\"", "\"23:59:59.999999\"", "\"24:00:00\"", "\"09:00\"", "\"12:00:60\""]
        case .interval: ["\"PT1H\"", "\"-PT1M\"", "\"-PT1M0.1S\"", "\"P100D\"", "\"P100DT1S\"", "\"P1M\""]
        case .enumeration: ["\"admin\"", "\"client\"", "\"confirmed\"", "\"CONFIRMED\""]
        case .json: ["{\"a\":[1,\"é\"]}", "\"text\"", "0", "false"]
        default:
            [
                "\"ada@example.com\"", "\"a\"", "\"abc\"", "\"Ada_L\"", "\"😀😀😀\"", "\"e\\u0301e\\u0301\"",
                "\"EUR\"",
                "\"Europe/Vienna\"", "\"https://a.b/c\"", "\"+43123456789\"", "\" a \"", "\"a-b\"", "\"\\n\"",
            ]
        }
    }
}

extension RandomInputs.Input {
    /// What the server says of it, as a line of JSON.
    fileprivate func serversFindings(_ schema: Schema) -> String {
        guard let input = try? JSONReader.read(Array(json.utf8)) else { return "no JSON" }
        var values: [String: Value] = [:]
        for field in entity.fields {
            // A value object is given whole.
            guard var member = input[field.inputPath[0]] else { continue }
            if field.part != nil { member = member[field.inputPath[1]] ?? .null }
            values[field.name] = ValueCodec(field, schema: schema, style: .rest).unchecked(member)
        }
        let validator = Validator(schema: schema, entity: entity)
        let violations =
            isCreation
            ? validator.violations(creating: values, now: 1_800_000_000_000_000)
            : validator.violations(updating: values)
        let items = violations.map { violation in
            let fields = violation.fields.map(JSONWriter.string).joined(separator: ",")
            let parts = [violation.code, violation.message].map(JSONWriter.string)
            return
                "[[\(fields)],\(parts.joined(separator: ",")),\(violation.rule.map(JSONWriter.string) ?? "null")]"
        }
        return "[\(items.joined(separator: ","))]"
    }
}
