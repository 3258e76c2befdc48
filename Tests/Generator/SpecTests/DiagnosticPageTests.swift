import Foundation
import Testing

@testable import PlumblineSpec

/// Each code has a page, each page a case in `Diagnostics/`: the wrong spec, and what is said about it to the byte.
///
/// With `PLUMBLINE_RENEW=1` in the environment the cases of the pages and `docs/diagnostics.md` are written anew.
@Suite("The pages of the diagnostics")
struct DiagnosticPageTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardized
    private static let folder = root.appending(path: "Tests/Generator/SpecTests/Diagnostics")

    @Test("Every code has one page")
    func codes() {
        #expect(DiagnosticPage.all.map(\.code) == DiagnosticCode.allCases.map(\.rawValue).sorted())
    }

    @Test("The wrong spec makes this mistake and no other", arguments: DiagnosticPage.all.map(\.code))
    func wrong(_ code: String) throws {
        let page = try #require(DiagnosticPage.page(code))
        let codes = Set(read(page.wrong).map(\.code))
        #expect(codes == [page.code], "\(page.report)")
    }

    @Test("The right spec has no mistake", arguments: DiagnosticPage.all.map(\.code))
    func right(_ code: String) throws {
        let page = try #require(DiagnosticPage.page(code))
        #expect(read(page.right).map(\.description) == [])
    }

    @Test(
        "What is said of the wrong spec is the case, to the byte",
        arguments: DiagnosticPage.all.map(\.code)
    )
    func cases(_ code: String) throws {
        let page = try #require(DiagnosticPage.page(code))
        let text = "\(DiagnosticPage.shown(page.wrong))\n---\n\(DiagnosticPage.shown(page.report))\n"
        try expect(text, isIn: Self.folder.appending(path: "\(page.code).txt"))
    }

    @Test("No case is without its page")
    func strays() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(names) == Set(DiagnosticPage.all.map { "\($0.code).txt" }))
    }

    @Test("docs/diagnostics.md is made of the pages")
    func document() throws {
        try expect(DiagnosticPage.document, isIn: Self.root.appending(path: "docs/diagnostics.md"))
    }

    private func read(_ spec: String) -> [Diagnostic] {
        let file = SpecFile(path: DiagnosticPage.path, text: spec)
        return SpecReader.read([file], name: "example", today: DiagnosticPage.today).diagnostics
    }

    private func expect(_ text: String, isIn file: URL) throws {
        if ProcessInfo.processInfo.environment["PLUMBLINE_RENEW"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        let kept = FileManager.default.contents(atPath: file.path).map { String(decoding: $0, as: UTF8.self) }
        #expect(kept == text, "\(file.lastPathComponent) is to be renewed, or a change undone")
    }
}
