import Foundation
import PlumblineClient
import PlumblineQuery
import PlumblineSchema
import Subprocess

/// What the generated client says, asked of Node in one run for all claims.
struct JavaScriptJudge {
    let schema: Schema

    /// Whether Node can be run here.
    static func isAvailable() async -> Bool {
        let result = try? await Subprocess.run(
            .name("node"),
            arguments: ["--version"],
            output: .discarded,
            error: .discarded
        )
        return result?.terminationStatus.isSuccess == true
    }

    /// The verdicts on every row of each claim, in order. Claims on callers are left out: no browser decides them.
    func verdicts(on claims: [Claim], in world: World, now: Int64) async throws -> [Claim: [Verdict]] {
        let asked = claims.filter {
            !$0.asksForCaller && $0.subject != .access
        }
        guard !asked.isEmpty else { return [:] }
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "plumbline-proof-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files =
            ClientRuntime.rules + [
                ClientFile(name: "package.json", text: "{ \"type\": \"module\" }\n"),
                ClientFile(name: "judge.js", text: script(asked, world, now)),
            ]
        for file in files { try Data(file.text.utf8).write(to: folder.appending(path: file.name)) }
        let result = try await Subprocess.run(
            .name("node"),
            arguments: [folder.appending(path: "judge.js").path()],
            output: .string(limit: 1 << 28),
            error: .string(limit: 1 << 16)
        )
        guard result.terminationStatus.isSuccess else {
            throw ProofError("Node could not run the client: \(result.standardError)")
        }
        let lines = result.standardOutput.split(separator: "\n", omittingEmptySubsequences: false)
        return Dictionary(
            zip(asked, lines.map { $0.map { Verdict(rawValue: $0) ?? .undecided } }),
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Prints one line of letters for each claim.
    private func script(_ claims: [Claim], _ world: World, _ now: Int64) -> String {
        var lines = [
            "import * as language from \"./language.js\"",
            "import { parse, rowOf, violationsOf } from \"./validation.js\"",
            "const { \(ClientRuntime.functions.joined(separator: ", ")) } = language",
            Self.judging, "const now = \(now)n", "const worlds = {}",
        ]
        for entity in schema.entities where claims.contains(where: { $0.entity.name == entity.name }) {
            let printer = ClientFieldPrinter(schema: schema, entity: entity)
            let fields = entity.storedFields.map { printer.descriptor(of: $0) }.joined(separator: ", ")
            let rows = (world.rows[entity.name] ?? []).map { Self.json($0, of: entity) }
            lines.append(
                "worlds[\(JSONWriter.string(entity.name))] = read([\(fields)], [\(rows.joined(separator: ",\n"))])"
            )
        }
        for claim in claims {
            let world = "worlds[\(JSONWriter.string(claim.entity.name))]"
            if let field = claim.field {
                lines.append("judgeField(\(world), \(JSONWriter.string(field.apiName)))")
            } else {
                let printer = JavaScriptExpressionPrinter(schema: schema, entity: claim.entity)
                lines.append("judge(\(world), row => \(printer.print(claim.expression)))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let judging = """
        const read = (fields, rows) => ({
            fields: new Map(fields.map(field => [field.name, field])),
            rows: rows.map(row => new Map(fields.map(field => [field.name, parse(field, row[field.name])]))),
        })
        const print = (rows, verdict) => console.log(rows.map(verdict).join(""))
        const judgeField = ({ fields, rows }, name) =>
            print(rows, row => (violationsOf(fields.get(name), row.get(name)).length > 0 ? "f" : "t"))
        // What no input can be, such as a time after the year 9999 that was worked out, is not judged here.
        const known = row => new Map([...row].filter(([, value]) => typeof value !== "symbol"))
        const judge = ({ rows }, expression) =>
            print(rows, row => {
                try {
                    const value = expression(rowOf(known(row), now))
                    return value === null ? "n" : value ? "t" : "f"
                } catch (error) {
                    if (!(error instanceof language.EvaluationError)) throw error
                    return error.reason === "undecided" ? "u" : "e"
                }
            })
        """

    /// The row as REST has it.
    private static func json(_ row: World.Row, of entity: Entity) -> String {
        let members = entity.storedFields.map { field in
            JSONWriter.string(field.apiName) + ":" + (row[field.name] ?? .null).json
        }
        return "{" + members.joined(separator: ",") + "}"
    }
}

extension Value {
    /// The value as REST writes it.
    fileprivate var json: String {
        switch self {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .integer(let number): Int32(exactly: number) == nil ? "\"\(number)\"" : "\(number)"
        case .float(let number): "\(number)"
        case .json(let text): text
        case .duration(let microseconds):
            JSONWriter.string(Interval(microseconds: microseconds).description)
        case .bytes(let bytes): JSONWriter.string(Data(bytes).base64EncodedString())
        case .array(let elements): "[\(elements.map(\.json).joined(separator: ","))]"
        case .range(let start, let end): "{\"start\":\(start.json),\"end\":\(end.json)}"
        default: JSONWriter.string(postgresText ?? "")
        }
    }

    /// The value as REST writes one of the type.
    func json(as type: FieldType) -> String {
        if case .integer(let number) = self, type == .bigint { "\"\(number)\"" } else { json }
    }
}
