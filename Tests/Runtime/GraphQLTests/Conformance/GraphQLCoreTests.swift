import Foundation
import Testing

@testable import PlumblineGraphQL

private let graphQLCore = ProcessInfo.processInfo.environment["PLUMBLINE_TEST_GRAPHQL_CORE"]

/// What graphql-core, the reference implementation's port to Python, asks of itself, asked of ours.
///
/// `PLUMBLINE_TEST_GRAPHQL_CORE` is the path of a file that `Tests/Conformance/GraphQLCore/capture.py` wrote.
@Suite("The cases of graphql-core", .enabled(if: graphQLCore != nil))
struct GraphQLCoreTests {
    struct Case: Decodable {
        struct Failure: Decodable {
            var message: String
            var locations: [[Int]]
        }

        var kind: String
        var rule: String?
        var schema: String?
        var document: String
        var found: String?
        var hidesSuggestions: Bool?
        var isExperimental: Bool?
        var errors: [Failure]

        /// The errors in one line each, with JavaScript's quotes and null where Python has its own.
        var expected: [String] {
            errors.map { error in
                let places = error.locations.map { "\($0[0]):\($0[1])" }.joined(separator: ", ")
                let message = GraphQLCoreTests.normal(error.message)
                return places.isEmpty ? message : "\(message) (\(places))"
            }
        }
    }

    /// A message as JavaScript words it.
    static func normal(_ message: String) -> String {
        let message = message.replacing("'", with: "\"").replacing("None", with: "null")
        return message.replacing(#/ may not be used on ([a-z ]+)\./#) { match in
            " may not be used on \(match.1.uppercased().replacing(" ", with: "_"))."
        }
    }

    @Test(
        "Every case has the answer that graphql-core has",
        arguments: ["parse", "validation", "sdl", "schema", "coordinate", "lex"]
    )
    func cases(kind: String) throws {
        let all = try JSONDecoder().decode(
            [Case].self,
            from: Data(contentsOf: URL(filePath: try #require(graphQLCore)))
        )
        let cases = all.filter { $0.kind.hasPrefix(kind) && !Self.isBeyondEdition($0) }
        var wrong = 0
        for item in cases {
            let found = try answer(to: item).map { Self.normal($0) }
            if found == item.expected { continue }
            wrong += 1
            Issue.record(
                """
                \(item.kind) \(item.rule ?? "")
                \(item.document)
                expected: \(item.expected.joined(separator: "\n          "))
                found:    \(found.joined(separator: "\n          "))
                """
            )
        }
        print("\(kind): \(cases.count - wrong) of \(cases.count)")
    }

    /// What the September 2025 edition does not have: fragment arguments, `@defer` and `@stream`, directives on
    /// directives; and rules that a server may add.
    private static func isBeyondEdition(_ item: Case) -> Bool {
        let rule = item.rule ?? ""
        return item.isExperimental == true || rule.hasPrefix("DeferStream")
            || rule.hasPrefix("StreamDirective")
            || rule.contains("Custom")
            || [
                "extend directive", "DIRECTIVE_DEFINITION", "FRAGMENT_VARIABLE_DEFINITION", "@isDeprecated @",
                "@onDirective ",
            ]
            .contains { item.document.contains($0) }
            || item.document.contains(/@(stream|defer)/)
            // Limits are each implementation's own.
            || item.errors.contains { $0.message.contains("aborted.") } || item.document.utf8.count > 50_000
            // It takes a fragment for harmless that it met while it was still looking into it.
            || rule == "MaxIntrospectionDepthRule" && item.document.contains("...Outer")
    }

    private func answer(to item: Case) throws -> [String] {
        switch item.kind {
        case "validation":
            let types = TypeSystem(try TypeSystemDocument(parsing: Array((item.schema ?? "").utf8)))
            let errors = types.validate(
                try ExecutableDocument(
                    parsing: item.document,
                    limits: ParserLimits(tokens: 1_000_000, depth: 250)
                ),
                options: ValidationOptions(
                    suggestsNames: item.hidesSuggestions != true,
                    guardRails: GuardRails(depth: 100, aliases: 1_000, rootFields: 1_000, directives: 1_000)
                )
            )
            return errors.filter { Self.matches($0.rule, item.rule) }.map(\.description)
        case "sdl":
            let base = try item.schema.map {
                TypeSystem(try TypeSystemDocument(parsing: Array($0.utf8)))
            }
            let document = try TypeSystemDocument(parsing: Array(item.document.utf8))
            var validator = DefinitionValidator(document: document, base: base)
            validator.validate()
            let errors = validator.findings.errors(in: document.source)
            return errors.filter { Self.matches($0.rule, item.rule) }.map(\.description)
        case "schema":
            var validator = SchemaValidator(
                document: try TypeSystemDocument(parsing: Array(item.document.utf8))
            )
            validator.validate()
            return validator.findings.errors(in: Array(item.document.utf8)).map(\.description)
        case "coordinate":
            let types = TypeSystem(try TypeSystemDocument(parsing: Array((item.schema ?? "").utf8)))
            do {
                let found = try types.resolve(try SchemaCoordinate(parsing: item.document))
                #expect((found != nil) == (item.found != nil), "\(item.document)")
                return []
            } catch {
                return [error.description]
            }
        default:
            do {
                try parse(item)
                return []
            } catch let error as GraphQLError {
                return [error.description]
            }
        }
    }

    private static func matches(_ rule: ValidationRule?, _ name: String?) -> Bool {
        let name = (name ?? "").replacing("OnDirectives", with: "").replacing("Rule", with: "")
        return rule?.rawValue == name
    }

    private func parse(_ item: Case) throws {
        let bytes = Array(item.document.utf8)
        let limits = ParserLimits(tokens: 1_000_000, depth: 250)
        if item.kind == "lex" {
            var lexer = Lexer(source: bytes)
            while try lexer.next().kind != .endOfFile {}
            return
        }
        var parser = try Parser(source: bytes, limits: limits)
        switch item.kind {
        case "parse_value": _ = try parser.value(isConstant: false)
        case "parse_const_value": _ = try parser.value(isConstant: true)
        case "parse_type": _ = try parser.typeReference()
        case "parse_schema_coordinate":
            let coordinate = try SchemaCoordinate(parsing: item.document)
            #expect(coordinate.description == item.document)
            return
        default:
            _ = try TypeSystemDocument(parsing: bytes, limits: limits)
            return
        }
        try parser.expect(.endOfFile)
    }
}
