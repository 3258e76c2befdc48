import Foundation
import PlumblineSchema
import PlumblineTrials
import Testing

@testable import PlumblineSpec

/// The readers and `LanguageSchema` are made of one grammar, `Sources/Generator/Spec/Grammar`. A key that a reader is
/// to take has to be said there, with the shape that the reader takes and a sentence about it.
@Suite("The JSON Schema of the language, for editors")
struct LanguageSchemaTests {
    private let schema: JSONSchemaEvaluator

    init() throws {
        schema = try JSONSchemaEvaluator(LanguageSchema.text)
    }

    @Test("The committed copy is what the grammar says")
    func committed() {
        let isSame = SpecCorpus.text("Sources/Generated/language.schema.json") == LanguageSchema.text
        #expect(isSame, "Run 'plumbline generate' and commit Sources/Generated/language.schema.json.")
    }

    @Test("It takes every spec that the reader takes", arguments: SpecCorpus.all)
    func valid(_ document: SpecCorpus.Document) throws {
        let tree = try #require(SpecTree(document.text))
        #expect(schema.problems(of: tree.json) == [])
        let again = try #require(SpecTree(tree.text))
        #expect(again.json == tree.json, "The tests write a file as they read it.")
    }

    @Test(
        "Every key of the grammar is said by a spec without a mistake, and in the description of the language"
    )
    func keys() {
        let spec = SpecFile(path: "spec/every-key.yaml", text: SpecCorpus.everyKey.text)
        let shared = SpecFile(path: "shared.yaml", bytes: [], host: spec.path)
        #expect(SpecReader.read([spec, shared], name: "test").diagnostics.map(\.description) == [])

        let description = SpecCorpus.text("docs/spec-language.md")
        let said = Set(SpecCorpus.all.compactMap { SpecTree($0.text)?.root }.flatMap(GrammarWalk.keys))
        for mapping in GrammarWalk.mappings {
            for key in mapping.keys {
                let place = "'\(key.name)' of '\(mapping.name)'"
                let isSaid = said.contains("\(mapping.name).\(key.name)")
                #expect(isSaid, "No spec says \(place): say it in \(SpecCorpus.everyKey).")
                let isNamed = description.contains("`\(key.name)") || description.contains("\(key.name):")
                #expect(isNamed, "docs/spec-language.md does not name \(place).")
                #expect(key.doc.hasSuffix("."), "\(place) is described by a sentence.")
            }
        }
    }

    // MARK: Mistakes

    @Test("It refuses the wrong specs of the pages that are wrong by their shape, and takes the others")
    func pages() throws {
        var refused: Set<String> = []
        for page in DiagnosticPage.all {
            // What is no plain YAML the editor refuses by itself.
            guard let tree = SpecTree(page.wrong) else { continue }
            let verdict = Verdict(page.wrong, tree.json, by: schema)
            #expect(verdict.disagreement == nil, "\(page.code)")
            if !verdict.problems.isEmpty { refused.insert(page.code) }
        }
        let shape: [DiagnosticCode] = [
            .wrongKind, .unknownKey, .missingKey, .conflictingKeys, .wrongValue,
            // Their pages have a name that looks wrong.
            .nameForm, .nameLength, .unknownType, .unknownName,
        ]
        #expect(refused == Set(shape.map(\.rawValue)))
    }

    @Test("It agrees with the reader about the cases of the diagnostics", arguments: mistakes)
    func reported(_ mistake: DiagnosticCase) throws {
        guard let tree = SpecTree(mistake.spec) else { return }
        #expect(Verdict(mistake.spec, tree.json, by: schema).disagreement == nil)
    }

    private static let mistakes =
        AccessDiagnosticTests.cases + DefaultDiagnosticTests.cases + DerivedFieldTests.mistakes
        + ExpressionDiagnosticTests.cases + LifeDiagnosticTests.cases + NameDiagnosticTests.cases
        + ReferenceRowTests.mistakes + RelationDiagnosticTests.cases
        + RuleDiagnosticTests.cases + ShapeDiagnosticTests.cases + TraitDiagnosticTests.cases
        + TypeDiagnosticTests.cases + ValueRuleDiagnosticTests.cases

    @Test("It agrees with the reader about a value of every kind under every key")
    func kinds() throws {
        var tried: Set<String> = []
        for document in SpecCorpus.all.sorted(by: { $0.text.utf8.count < $1.text.utf8.count }) {
            guard let tree = SpecTree(document.text) else { continue }
            for place in GrammarWalk.places(in: tree.root) where tried.insert(place.name).inserted {
                for kind in SpecMutation.kinds {
                    var changed = tree
                    changed.change(place.path) { $0.value = kind }
                    expectAgreement(changed, "\(place.name), in \(document.testDescription)")
                }
            }
        }
        #expect(tried.count > 150)
    }

    @Test(
        "It agrees with the reader about specs that were changed at random",
        arguments: 0..<UInt64(Trials.count(8, full: 200))
    )
    func mutations(seed: UInt64) throws {
        var mutation = SpecMutation(seed: seed)
        for _ in 0..<100 { expectAgreement(mutation.next(), "seed \(seed)") }
    }

    private func expectAgreement(_ tree: SpecTree, _ place: String) {
        let disagreement = Verdict(tree.text, tree.json, by: schema).disagreement
        #expect(
            disagreement == nil,
            "\(place): see that Sources/Generator/Spec/Grammar says what the reader takes.\n\(tree.text)"
        )
    }
}
