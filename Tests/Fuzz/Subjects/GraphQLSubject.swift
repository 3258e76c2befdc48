import Foundation
import PlumblinePostgres
import PlumblineSchema
import PlumblineSpec

@testable import PlumblineGraphQL
@testable import PlumblineQuery

/// Everything that GraphQL goes through before the database, with bytes that claim to be a document.
///
/// A comment at the end of the document holds the variables, as JSON.
public enum GraphQLSubject {
    /// What is wrong with how the bytes are dealt with; nil if nothing is.
    public static func fault(in bytes: [UInt8]) -> String? {
        faultOfPrinter(bytes) ?? faultOfTypeSystem(bytes) ?? faultOfPlanner(bytes)
    }

    // MARK: Printing

    /// What is parsed prints to a text that has the same tokens, and that prints to itself.
    private static func faultOfPrinter(_ bytes: [UInt8]) -> String? {
        guard let document = try? ExecutableDocument(parsing: bytes) else { return nil }
        let text = Printer.print(document)
        guard let again = try? ExecutableDocument(parsing: Array(text.utf8), limits: .printed) else {
            return "a printed document that cannot be parsed: \(text)"
        }
        if Printer.print(again) != text { return "a second form that differs from the first: \(text)" }
        return meaning(of: bytes) == meaning(of: Array(text.utf8))
            ? nil : "a printed document that says less: \(text)"
    }

    /// The tokens that have a meaning: not the signs that may stand before the first of several, nor `query`, which may
    /// be left out; and of strings what they say.
    private static func meaning(of document: [UInt8]) -> [String] {
        var lexer = Lexer(source: document)
        var tokens: [String] = []
        while let token = try? lexer.next(), token.kind != .endOfFile {
            switch token.kind {
            case .pipe, .ampersand: continue
            case .name where token.text == "query": continue
            case .string, .blockString: tokens.append("\"\(token.text)\"")
            default: tokens.append(token.kind.hasText ? token.text : token.kind.description)
            }
        }
        return tokens
    }

    /// A schema that somebody wrote has one printed form.
    private static func faultOfTypeSystem(_ bytes: [UInt8]) -> String? {
        guard let types = try? TypeSystem(parsing: bytes) else { return nil }
        let text = types.sdl
        guard let again = try? TypeSystem(parsing: Array(text.utf8)) else {
            return "a printed schema that cannot be read: \(text)"
        }
        return again.sdl == text ? nil : "a second form that differs from the first: \(text)"
    }

    // MARK: Planning

    /// The API of the reference application.
    static let api = GraphQLAPI(schema: readSchema())
    private static let planner = Planner(schema: api.schema)
    private static let callers = [
        Principal.anonymous,
        Principal(id: "00000000-0000-7000-8000-0000000000c1", roles: ["client"]),
        Principal(id: "00000000-0000-7000-8000-0000000000a1", roles: ["admin"]),
    ]

    private static func readSchema() -> Schema {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../spec")
        let files = ["identity.yaml", "scheduling.yaml"].map { name in
            let bytes = FileManager.default.contents(atPath: folder.appending(path: name).path) ?? Data()
            return SpecFile(path: name, bytes: [UInt8](bytes))
        }
        return SpecReader.read(files, name: "fuzz").schema
            ?? Schema(name: "fuzz", enums: [], entities: [], principal: nil)
    }

    /// A request is refused or planned: by one statement for a query, with a value for each place of a statement.
    private static func faultOfPlanner(_ bytes: [UInt8]) -> String? {
        let variables = bytes.lastIndex(of: UInt8(ascii: "#")).flatMap {
            try? JSONReader.read(Array(bytes[($0 + 1)...]))
        }
        guard let operation = try? PreparedOperation(parsing: bytes, operationName: nil, api: api),
            let coerced = try? operation.coerce(variables)
        else { return nil }
        let cost = operation.cost(coerced, CostWeights(), planner.limits).total(coerced)
        if cost < 0 { return "a cost of \(cost)" }
        guard let lowered = try? operation.lower(coerced) else { return nil }
        for caller in callers {
            guard let plan = try? planner.plan(lowered, for: CallerShape(caller)) else { continue }
            if let fault = fault(of: plan, with: coerced, for: caller) { return fault }
        }
        return nil
    }

    private static func fault(of plan: Plan, with variables: InputValue, for caller: Principal) -> String? {
        if plan.kind == .query, plan.steps.count > 1 { return "a query of \(plan.steps.count) statements" }
        let binder = Binder(variables: variables, principal: caller, newKeys: [:], passwordHashes: [:])
        _ = try? binder.values(of: plan)
        for step in plan.steps {
            let places = Set(step.statement.sql.matches(of: /\$([0-9]+)::/).map(\.1)).count
            if places != step.parameters.count {
                return "\(step.parameters.count) values for \(places) places: \(step.statement.sql)"
            }
        }
        return nil
    }
}

extension ParserLimits {
    /// What is printed is longer than what was written where that had no white space.
    fileprivate static let printed = ParserLimits(bytes: 64 << 20)
}
