import Foundation
import Testing

@testable import PlumblineGraphQL

private let specification = ProcessInfo.processInfo.environment["PLUMBLINE_TEST_GRAPHQL_SPEC"]

/// Every example and counter-example of the GraphQL specification.
///
/// `PLUMBLINE_TEST_GRAPHQL_SPEC` is the path of a checkout of graphql/graphql-spec at the tag `September2025`.
@Suite("The examples of the GraphQL specification", .enabled(if: specification != nil))
struct SpecificationExampleTests {
    struct Example {
        var place: String
        var text: String
        var isCounterExample: Bool
    }

    @Test("Examples are accepted, counter-examples are refused")
    func examples() throws {
        let folder = URL(filePath: try #require(specification)).appending(path: "spec")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasPrefix("Section")
        }
        var count = (examples: 0, counterExamples: 0)
        for file in files.sorted() {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            var context = Self.untold(in: file)
            for example in Self.examples(in: text, of: file) {
                let refusals = Self.refusals(of: example, &context)
                let words = "\(example.place)\n\(example.text)\n\(refusals.joined(separator: "\n"))"
                #expect(refusals.isEmpty != example.isCounterExample, "\(words)")
                if example.isCounterExample { count.counterExamples += 1 } else { count.examples += 1 }
            }
        }
        print("specification: \(count.examples) examples, \(count.counterExamples) counter-examples")
        #expect(count.examples == 124)
        #expect(count.counterExamples == 59)
    }

    private static func examples(in text: String, of file: String) -> [Example] {
        let fence = /^( *)```graphql (example|counter-example)\n([\s\S]*?)\n *```/.anchorsMatchLineEndings()
        return text.matches(of: fence).map { match in
            let line = text[..<match.range.lowerBound].count(where: \.isNewline) + 1
            let lines = match.3.split(separator: "\n", omittingEmptySubsequences: false)
            return Example(
                place: "\(file):\(line)",
                text: lines.map { String($0.dropFirst(match.1.count)) }.joined(separator: "\n"),
                isCounterExample: match.2 == "counter-example"
            )
        }
    }

    /// Types that a section speaks of without showing them.
    private static func untold(in file: String) -> String {
        if file.hasPrefix("Section 3") {
            return "type ExampleType { fieldWithNonNullArg(nonNullArg: Int!): String }\n"
        }
        if file.hasPrefix("Section 5") {
            return """
                type Subscription { newMessage: Message, disallowedSecondRootField: Boolean }
                type Message { body: String, sender: String }

                """
        }
        return ""
    }

    /// Why an example is refused. The types that it shows are added to those that the section has shown so far.
    private static func refusals(of example: Example, _ context: inout String) -> [String] {
        let document: TypeSystemDocument
        do {
            document = try TypeSystemDocument(parsing: Array(example.text.utf8))
        } catch {
            // Some examples are values.
            var parser = try? Parser(source: Array(example.text.utf8))
            let isValue = (try? parser?.value(isConstant: true)) != nil
            return isValue && !example.isCounterExample ? [] : [error.description]
        }
        if !example.isCounterExample, !document.nodes.isEmpty { context += example.text + "\n" }
        if document.nodes.count < document.definitions.count {
            return refusals(ofRequest: example, document, context)
        }
        guard example.isCounterExample else { return [] }
        return document.validate().map(\.description).filter { $0 != "Query root type must be provided." }
    }

    private static func refusals(
        ofRequest example: Example,
        _ document: TypeSystemDocument,
        _ context: String
    ) -> [String] {
        let isOfValidation = example.place.hasPrefix("Section 5")
        guard isOfValidation || example.isCounterExample else { return [] }
        let request = ExecutableDocument(
            source: document.source,
            definitions: document.definitions.filter { if case .typeSystem = $0 { false } else { true } }
        )
        // Section 3 asks of any type what section 5 asks of the root.
        let types = merged(context)
        let roots = isOfValidation ? ["Query"] : types.types.filter { $0.isComposite }.map(\.name)
        let all = roots.map { root in
            let types = TypeSystem(
                query: root,
                mutation: "Mutation",
                subscription: "Subscription",
                types: Array(types.types),
                directives: Array(types.directives)
            )
            return types.validate(request).filter { error in
                let isUnused = error.rule == .noUnusedFragments
                return !isUnused || (example.isCounterExample && !request.operations.isEmpty)
            }.map(\.description)
        }
        return all.contains([]) ? [] : all.first ?? ["no type"]
    }

    /// The types that a section has shown. What it shows again adds to what it showed before.
    private static func merged(_ text: String) -> TypeSystem {
        guard var document = try? TypeSystemDocument(parsing: Array(text.utf8)) else {
            return TypeSystem(query: "Query", types: [])
        }
        var seen: Set<String> = []
        document.definitions = document.nodes.map { node in
            var node = node
            if let name = node.name?.text, node.isType { node.isExtension = !seen.insert(name).inserted }
            return .typeSystem(node)
        }
        return TypeSystem(document)
    }
}
